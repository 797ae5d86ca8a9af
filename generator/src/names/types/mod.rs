//! Names types.
//!
//! In: the model, the analysis, and the names of resources and operations. Out: the name of each type that the crate
//! uses. A type is named after its `x-rust-name` or its key in `components`. Any other request or response type is
//! named after its operation: `UserListResponse`. A nested type is named after the type and the property that contain
//! it: `UserAddress`.

mod alternatives;
mod length;

use std::collections::{BTreeMap, BTreeSet};

use super::idents::{pascal, variant};
use super::layout::SHARED;
use super::letters::{Letters, letter};
use super::parts;
use super::resources::{ByKey, by_key};
use super::singular::singular;
use super::tables::{OperationNames, Resource, TypeNames};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Base, Context, GroupId, Input, Model, OperationId, Role, Scope, Shape, Step, TypeDef, TypeId,
};
use crate::refine::{Analysis, Usage};
use length::Words;

pub(super) use length::MOST_LETTERS;

/// A schema title with more letters is not used in a name.
const MOST_OF_TITLE: usize = 40;

/// Names all types that the crate uses. If an operation shares its struct of parameters with an earlier operation, also
/// returns the name of its alias.
pub(super) fn types(
    model: &Model,
    analysis: &Analysis,
    resources: &[Resource],
    operations: &[OperationNames],
    diagnostics: &mut Diagnostics,
) -> (BTreeMap<TypeId, TypeNames>, BTreeMap<OperationId, String>) {
    let mut naming = Naming {
        model,
        analysis,
        resources,
        operations,
        alternatives: alternatives_of(model),
        taken: BTreeMap::new(),
        words: BTreeMap::new(),
        waiting: Vec::new(),
        letters: Letters::default(),
    };
    naming.reserve();
    let mut ids: Vec<(TypeId, &TypeDef)> = analysis
        .usage
        .keys()
        .filter_map(|id| Some((*id, model.ty(*id)?)))
        .collect();
    // Types are sorted by location. Thus, the order of keys in a document does not affect the names.
    ids.sort_by(|(_, left), (_, right)| {
        (&left.origin.document, &left.origin.pointer)
            .cmp(&(&right.origin.document, &right.origin.pointer))
    });
    let mut params = BTreeMap::new();
    for rank in [Rank::Demanded, Rank::Component, Rank::Operation, Rank::Part] {
        if rank == Rank::Part {
            params = naming.shared_params();
        }
        for (id, def) in &ids {
            if Rank::of(def) == rank {
                naming.name_with_owner(*id, def, diagnostics);
            }
        }
    }
    let idents: BTreeMap<TypeId, String> = naming
        .words
        .iter()
        .map(|(id, words)| (*id, words.text()))
        .collect();
    let by_key = by_key(model, resources);
    let mut names = BTreeMap::new();
    for id in idents.keys() {
        if let (Some(def), Some(usage)) = (model.ty(*id), analysis.usage.get(id)) {
            let mut of_type = parts::named(*id, def, &idents, diagnostics);
            let own = params_home(def, usage, resources);
            of_type.home = own.unwrap_or_else(|| home(usage, &by_key));
            names.insert(*id, of_type);
        }
    }
    (names, params)
}

/// Lists the type names that documents choose by `x-rust-name` or a key in `components`. Handles avoid these names.
pub(super) fn named_by_documents(
    model: &Model,
    analysis: &Analysis,
) -> BTreeSet<(GroupId, String)> {
    let used = analysis.usage.keys().filter_map(|id| model.ty(*id));
    used.filter_map(|def| {
        let name = match Rank::of(def) {
            Rank::Demanded => pascal(def.name.as_deref()?),
            Rank::Component => match &def.context.base {
                Base::Component(key) => component(key),
                Base::Operation(..) | Base::Type(_) => None,
            },
            Rank::Operation | Rank::Part => None,
        };
        Some((def.group, name?))
    })
    .collect()
}

fn component(key: &str) -> Option<String> {
    pascal(key)
        .or_else(|| variant(key))
        .or_else(|| pascal("other"))
}

/// The order in which types are named. Types with an earlier variant are named first and get the better names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Rank {
    /// The document sets the name, for example with `x-rust-name`.
    Demanded,
    /// The type has a key in `components`.
    Component,
    /// The type is a request, response, error or parameter type of an operation.
    Operation,
    /// The type is nested in another type.
    Part,
}

impl Rank {
    fn of(def: &TypeDef) -> Self {
        match (&def.name, &def.context.base, def.context.steps.as_slice()) {
            (Some(_), ..) => Self::Demanded,
            (None, Base::Component(_), []) => Self::Component,
            (None, Base::Operation(..), []) => Self::Operation,
            (None, ..) => Self::Part,
        }
    }
}

/// Returns the word of each type that is an alternative of a union. The word is `None` if nothing distinguishes the
/// alternative.
fn alternatives_of(model: &Model) -> BTreeMap<TypeId, Option<String>> {
    let mut found = BTreeMap::new();
    for (_, def) in model.iter_types() {
        if let Shape::Union { arms, .. } = &def.shape {
            for (arm, word) in arms.iter().zip(alternatives::words(model, arms)) {
                if let Some(id) = arm.ty.named() {
                    found.entry(id).or_insert(word);
                }
            }
        }
    }
    found
}

struct Naming<'a> {
    model: &'a Model,
    analysis: &'a Analysis,
    resources: &'a [Resource],
    operations: &'a [OperationNames],
    alternatives: BTreeMap<TypeId, Option<String>>,
    /// The used names of each API, and the types that have them. The value is `None` if the name belongs to another
    /// item, such as a handle.
    taken: BTreeMap<(GroupId, String), Option<TypeId>>,
    words: BTreeMap<TypeId, Words>,
    /// The types that are waiting for the name of a type inside of which they are nested. The list stops endless
    /// recursion.
    waiting: Vec<TypeId>,
    letters: Letters,
}

impl Naming<'_> {
    fn reserve(&mut self) {
        for (id, group) in self.model.iter_groups() {
            let handles = self
                .resources
                .iter()
                .filter(|resource| resource.group == id);
            let scopes = self.model.scopes.iter().filter(|scope| scope.group == id);
            let ids = self.model.ids.iter().map(|id| id.name.as_str());
            let entry = group.accessor.as_deref().and_then(pascal);
            let names: Vec<String> = handles
                .map(|resource| resource.handle.as_str())
                .chain(scopes.map(|scope| scope.type_name.as_str()))
                .chain(ids)
                .map(str::to_owned)
                .chain(entry)
                .collect();
            for name in names {
                self.taken.insert((id, name), None);
            }
        }
    }

    fn name(&mut self, id: TypeId, diagnostics: &mut Diagnostics) {
        let Some(def) = self.model.ty(id) else { return };
        self.report_unusable(id, def, diagnostics);
        let candidates = self.candidates(id, def);
        let is_free = |words: &&Words| !self.taken.contains_key(&(def.group, words.text()));
        if let Some(words) = candidates.iter().find(is_free) {
            self.take(id, def.group, words.clone());
            return;
        }
        let wanted = candidates.first().cloned().unwrap_or_default();
        self.report_taken(def, &wanted.text(), diagnostics);
        let letter = self
            .letters
            .first_free(&wanted.text(), str::to_owned, |letter| {
                let words = wanted.clone().then([letter.to_owned()]);
                !self.taken.contains_key(&(def.group, words.text()))
            });
        self.take(id, def.group, wanted.then([letter]));
    }

    fn take(&mut self, id: TypeId, group: GroupId, words: Words) {
        self.taken.insert((group, words.text()), Some(id));
        self.words.insert(id, words);
    }

    /// Reports an invalid `x-rust-name`, and a union alternative that nothing distinguishes.
    fn report_unusable(&self, id: TypeId, def: &TypeDef, diagnostics: &mut Diagnostics) {
        let diagnostic = if let Some(name) = def.name.as_ref() {
            if pascal(name).is_some() {
                return;
            }
            Diagnostic::warning(
                Code::NameInvalid,
                format!("`{name}` cannot become the name of a type"),
            )
            .label(def.origin.span, "this type is named by its place instead")
            .help("choose another `x-rust-name`")
        } else {
            let step = def.context.steps.iter().find_map(|step| match step {
                Step::Arm(index, title) => Some((*index, title.as_deref())),
                Step::Member(_) | Step::Item | Step::Input | Step::Base => None,
            });
            let Some((index, title)) = step else { return };
            if self.alternative(id, index, title).is_ok() {
                return;
            }
            Diagnostic::warning(
                Code::NameInvalid,
                "nothing distinguishes this alternative from the others",
            )
            .label(def.origin.span, "named by a letter")
            .help("give it a `title` or an `x-rust-name`")
        };
        diagnostics.push(diagnostic);
    }

    fn report_taken(&self, def: &TypeDef, wanted: &str, diagnostics: &mut Diagnostics) {
        let mut diagnostic = if wanted.is_empty() {
            Diagnostic::error(
                Code::NameInvalid,
                "nothing here can become the name of a type",
            )
        } else {
            let message = match self.owner(def.group, wanted) {
                Some(owner) => format!("the name `{wanted}` is taken by {owner}"),
                None => format!("the name `{wanted}` is taken"),
            };
            Diagnostic::warning(Code::NameCollision, message)
        };
        diagnostic = diagnostic
            .label(def.origin.span, "this type needs a name")
            .help(if def.name.is_some() {
                "choose another `x-rust-name`"
            } else {
                "give it an `x-rust-name`"
            });
        if let Some(Some(other)) = self.taken.get(&(def.group, wanted.to_owned()))
            && let Some(other) = self.model.ty(*other)
        {
            diagnostic =
                diagnostic.secondary(other.origin.span, format!("`{wanted}` is this type"));
        }
        diagnostics.push(diagnostic);
    }

    /// Returns a word for the item with this name: a handle, a scope, a typed id or an API. Returns `None` for a type
    /// of the model.
    fn owner(&self, group: GroupId, name: &str) -> Option<&'static str> {
        let resource = |other: &Resource| other.group == group && other.handle == name;
        let scope = |other: &Scope| other.group == group && other.type_name == name;
        if self.resources.iter().any(resource) {
            Some("the handle of a resource")
        } else if self.model.scopes.iter().any(scope) {
            Some("a scope")
        } else if self.model.ids.iter().any(|id| id.name == name) {
            Some("a typed id")
        } else {
            let accessor = self.model.group(group)?.accessor.as_deref();
            (accessor.and_then(pascal).as_deref() == Some(name)).then_some("the entry of the API")
        }
    }

    /// Names a type. The type that contains it is named first.
    fn name_with_owner(&mut self, id: TypeId, def: &TypeDef, diagnostics: &mut Diagnostics) {
        if self.words.contains_key(&id) {
            return;
        }
        if let Base::Type(parent) = def.context.base
            && parent != id
            && self.analysis.usage.contains_key(&parent)
            && let Some(owner) = self.model.ty(parent)
            && !self.waiting.contains(&parent)
        {
            self.waiting.push(parent);
            self.name_with_owner(parent, owner, diagnostics);
            self.waiting.pop();
        }
        self.name(id, diagnostics);
    }

    /// Lists the possible names of a type, in order of preference.
    fn candidates(&self, id: TypeId, def: &TypeDef) -> Vec<Words> {
        if let Some(name) = def.name.as_deref().and_then(pascal) {
            return vec![Words::whole(name)];
        }
        let kind = match &def.shape {
            Shape::Struct { .. } => "Object",
            Shape::Enum { .. } => "Value",
            Shape::Union { .. } => "Choice",
            Shape::Alias(_) => "Alias",
        };
        let mut bases = self.bases(id, def);
        let kinded: Vec<Words> = bases
            .iter()
            .map(|base| base.clone().then([kind.to_owned()]))
            .collect();
        bases.extend(kinded);
        bases.iter().flat_map(Words::forms).collect()
    }

    /// Returns the possible names of a type from its location in the document, in order of preference.
    fn bases(&self, id: TypeId, def: &TypeDef) -> Vec<Words> {
        let bases: Vec<Words> = match &def.context.base {
            Base::Component(key) => component(key)
                .map(|name| component_words(name, key))
                .into_iter()
                .collect(),
            Base::Operation(operation, role) => {
                let is_part = *role == Role::Params && !def.context.steps.is_empty();
                let short = is_part.then(|| self.operation_words(*operation, ""));
                let short = short.flatten().into_iter();
                short
                    .chain(self.operation_bases(id, *operation, *role))
                    .collect()
            }
            Base::Type(parent) => {
                let words = self.words.get(parent).cloned();
                let words = words.or_else(|| self.unnamed_parent(*parent));
                self.without_params(*parent)
                    .into_iter()
                    .chain(words)
                    .collect()
            }
        };
        let steps = self.steps(id, &def.context.steps);
        let own = bases
            .into_iter()
            .map(|base| base.then(steps.iter().cloned()));
        self.shared(def).into_iter().chain(own).collect()
    }

    /// Returns a name for a type that replaces equal types of other operations or schemas. The name contains none of
    /// these operations and schemas, but the property that all of them have.
    fn shared(&self, def: &TypeDef) -> Option<Words> {
        let other = |context: &&Context| context.base != def.context.base;
        def.replaces.iter().find(other)?;
        let contexts = || std::iter::once(&def.context).chain(&def.replaces);
        let resources: Option<BTreeSet<&str>> = contexts()
            .map(|context| self.resource_of(self.model.operation_around(context)?))
            .collect();
        let resources: Vec<&str> = resources.into_iter().flatten().collect();
        let owner = match resources.as_slice() {
            [one] => pascal(&singular(one)).unwrap_or_default(),
            _ => String::new(),
        };
        let steps = def.context.steps.iter().rev();
        let is_list = matches!(def.context.steps.last(), Some(Step::Item));
        let member = steps.clone().find_map(|step| match step {
            Step::Member(member) if is_list => pascal(&singular(member)),
            Step::Member(member) => pascal(member),
            Step::Item | Step::Input | Step::Base | Step::Arm(..) => None,
        });
        let word = match (member, &def.context.base) {
            (Some(member), _) => member,
            (None, Base::Operation(_, Role::Response)) if !owner.is_empty() => {
                "Response".to_owned()
            }
            (None, Base::Operation(_, Role::Error)) if !owner.is_empty() => "Error".to_owned(),
            (None, _) => return None,
        };
        Some(Words::whole(format!("{owner}{word}")))
    }

    /// Returns the name of the resource of an operation.
    fn resource_of(&self, operation: OperationId) -> Option<&str> {
        let mut resources = self.resources.iter();
        let found = resources.find(|resource| resource.operations.contains(&operation));
        found.map(|resource| resource.stem.as_str())
    }

    /// Returns the name that a type without a definition in the crate would have, such as a list. The names of types
    /// that are nested in it start with this name.
    fn unnamed_parent(&self, parent: TypeId) -> Option<Words> {
        self.bases(parent, self.model.ty(parent)?)
            .into_iter()
            .next()
    }

    /// Returns the name of a struct of parameters without `Params`. The names of types that are nested in the struct
    /// start with this name. Returns `None` for other types.
    fn without_params(&self, id: TypeId) -> Option<Words> {
        let def = self.model.ty(id)?;
        let Base::Operation(operation, Role::Params | Role::Request) = def.context.base else {
            return None;
        };
        let is_params = self.analysis.usage.get(&id)?.params;
        let is_named = def.name.is_some() || !def.context.steps.is_empty();
        (is_params && !is_named).then(|| self.operation_words(operation, ""))?
    }

    fn operation_bases(&self, id: TypeId, operation: OperationId, role: Role) -> Vec<Words> {
        let usage = self.analysis.usage.get(&id);
        let params = usage.is_some_and(|usage| usage.params);
        let role = match role {
            Role::Request if params && !self.has_required(id) => "Params",
            Role::Request => "",
            Role::Params => "Params",
            Role::Response => "Response",
            Role::Error => "Error",
            Role::Event => "Event",
            Role::Record => "Record",
        };
        self.operation_words(operation, role).into_iter().collect()
    }

    fn operation_words(&self, operation: OperationId, role: &str) -> Option<Words> {
        let resource = self
            .resources
            .iter()
            .find(|resource| resource.operations.contains(&operation));
        let method = self.operations.get(operation.index());
        let (resource, method) = (resource?, method?);
        let method = pascal(&method.method).unwrap_or_default();
        let owner = pascal(&singular(&resource.stem)).unwrap_or_default();
        Some(Words::root(vec![
            format!("{owner}{method}{role}"),
            format!("{method}{role}"),
        ]))
    }

    /// Names the alias of each operation that shares its struct of parameters with an earlier operation. If the
    /// operation gets its own struct later, the struct has the same name as the alias.
    fn shared_params(&mut self) -> BTreeMap<OperationId, String> {
        let mut found = BTreeMap::new();
        for (operation, def) in self.model.iter_operations() {
            let params = def.inputs.iter().find_map(|input| match input {
                Input::Params { ty, .. } => Some(*ty),
                Input::Argument { .. } => None,
            });
            let Some((id, Base::Operation(owner, role))) =
                params.and_then(|id| Some((id, self.model.ty(id)?.context.base.clone())))
            else {
                continue;
            };
            if owner == operation || !self.words.contains_key(&id) {
                continue;
            }
            let group = def.group;
            let names = self.operation_bases(id, operation, role);
            let mut names = names
                .iter()
                .flat_map(Words::forms)
                .map(|words| words.text());
            let name = names.find(|name| !self.taken.contains_key(&(group, name.clone())));
            if let Some(name) = name {
                self.taken.insert((group, name.clone()), None);
                found.insert(operation, name);
            }
        }
        found
    }

    fn has_required(&self, id: TypeId) -> bool {
        let fields = self.model.fields(id).unwrap_or_default();
        fields.iter().any(|field| field.presence.is_required())
    }

    /// Converts the steps to a nested type to words of its name: `address`, `zip_code` → `Address`, `ZipCode`.
    fn steps(&self, id: TypeId, steps: &[Step]) -> Vec<String> {
        let mut words = Vec::new();
        let mut rest = steps.iter().peekable();
        while let Some(step) = rest.next() {
            words.push(match step {
                Step::Member(member) if matches!(rest.peek(), Some(Step::Item)) => {
                    rest.next();
                    pascal(&singular(member)).unwrap_or_default()
                }
                Step::Member(member) => pascal(member).unwrap_or_default(),
                Step::Item => "Item".to_owned(),
                Step::Input => "Input".to_owned(),
                Step::Base => "Base".to_owned(),
                Step::Arm(index, title) => self
                    .alternative(id, *index, title.as_deref())
                    .unwrap_or_else(|letter| letter),
            });
        }
        words
    }

    /// Returns the word that names an alternative: its title, or a word that distinguishes it. If nothing distinguishes
    /// it, returns an error with a word such as `OptionA`. If the alternative was removed from the union, the word is
    /// empty.
    fn alternative(&self, id: TypeId, index: usize, title: Option<&str>) -> Result<String, String> {
        let title = title.filter(|title| title.len() <= MOST_OF_TITLE);
        if let Some(title) = title.and_then(pascal) {
            return Ok(title);
        }
        let Some(word) = self.alternatives.get(&id) else {
            return Ok(String::new());
        };
        word.clone()
            .ok_or_else(|| format!("Option{}", letter(index)))
    }
}

/// Returns the possible names of a schema in `components`. The second name omits each part of the key that the next
/// part repeats.
fn component_words(name: String, key: &str) -> Words {
    let parts: Vec<String> = key
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter_map(pascal)
        .collect();
    let short = length::without_repeated(&parts).concat();
    Words::root(vec![name, short])
}

/// Returns the module for a struct of parameters. This is the module of the operation that defines the struct.
/// Operations of other resources can share the struct. If the module needs a Cargo feature, they could not use the
/// struct, so `None` is returned.
fn params_home(def: &TypeDef, usage: &Usage, resources: &[Resource]) -> Option<String> {
    let Base::Operation(owner, _) = def.context.base else {
        return None;
    };
    let is_own = |resource: &&Resource| resource.operations.contains(&owner);
    let resource = resources.iter().find(is_own)?;
    let is_whole = usage.params && def.context.steps.is_empty() && def.name.is_none();
    (is_whole && resource.feature.is_none()).then(|| resource.ident.clone())
}

/// Returns the module of a type. A type that only one resource uses is in the module of this resource. Any other type
/// is in the module `types`.
fn home(usage: &Usage, resources: &ByKey<'_>) -> String {
    let mut users: BTreeSet<&str> = BTreeSet::new();
    for (group, key) in &usage.resources {
        let resource = resources.get(&(*group, key.as_str()));
        users.insert(resource.map_or(SHARED, |resource| resource.ident.as_str()));
    }
    let mut users = users.into_iter();
    match (users.next(), users.next()) {
        (Some(only), None) => only.to_owned(),
        _ => SHARED.to_owned(),
    }
}
