//! Names of types, members and variants.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::{pascal, singular, snake, snake_spelled, variant, variant_spelled};
use super::{OperationNames, RESERVED, Resource, TypeNames};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Arm, Base, Field, GroupId, Model, OperationId, Role, Scope, Shape, Step, Ty, TypeDef, TypeId,
    Variant, VariantValue,
};
use crate::refine::{Analysis, Usage};

/// The module of types that several resources use.
pub(super) const SHARED: &str = "types";

/// The names of every type that is used.
pub(super) fn types(
    model: &Model,
    analysis: &Analysis,
    resources: &[Resource],
    operations: &[OperationNames],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeId, TypeNames> {
    let mut naming = Naming {
        model,
        analysis,
        resources,
        operations,
        taken: BTreeMap::new(),
        idents: BTreeMap::new(),
        waiting: Vec::new(),
    };
    naming.reserve();
    let mut ids: Vec<(TypeId, &TypeDef)> = analysis
        .usage
        .keys()
        .filter_map(|id| Some((*id, model.ty(*id)?)))
        .collect();
    // By place: the order of a document's maps has no say in who gets a name.
    ids.sort_by(|(_, left), (_, right)| {
        (&left.origin.document, &left.origin.pointer)
            .cmp(&(&right.origin.document, &right.origin.pointer))
    });
    for rank in [Rank::Demanded, Rank::Component, Rank::Operation, Rank::Part] {
        for (id, def) in &ids {
            if rank_of(def) == rank {
                naming.name_with_owner(*id, def, diagnostics);
            }
        }
    }
    let idents = naming.idents;
    let mut names = BTreeMap::new();
    for (id, ident) in &idents {
        let (Some(def), Some(usage)) = (model.ty(*id), analysis.usage.get(id)) else {
            continue;
        };
        let mut type_names = TypeNames {
            ident: ident.clone(),
            home: home(usage, resources),
            ..TypeNames::default()
        };
        name_contents(def, &idents, &mut type_names, diagnostics);
        type_names.extra = extra(&type_names.fields);
        names.insert(*id, type_names);
    }
    names
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Rank {
    Demanded,
    Component,
    Operation,
    Part,
}

fn rank_of(def: &TypeDef) -> Rank {
    match (&def.name, &def.context.base, def.context.steps.as_slice()) {
        (Some(_), ..) => Rank::Demanded,
        (None, Base::Component(_), []) => Rank::Component,
        (None, Base::Operation(..), []) => Rank::Operation,
        (None, ..) => Rank::Part,
    }
}

struct Naming<'a> {
    model: &'a Model,
    analysis: &'a Analysis,
    resources: &'a [Resource],
    operations: &'a [OperationNames],
    /// By API and identifier; `None` where the name is not a type of the model.
    taken: BTreeMap<(GroupId, String), Option<TypeId>>,
    idents: BTreeMap<TypeId, String>,
    /// The owners that are being named.
    waiting: Vec<TypeId>,
}

impl Naming<'_> {
    fn reserve(&mut self) {
        for (group, api) in self.model.iter_groups() {
            let handles = self
                .resources
                .iter()
                .filter(|resource| resource.group == group);
            let scopes = self
                .model
                .scopes
                .iter()
                .filter(|scope| scope.group == group);
            let ids = self.model.ids.iter().map(|id| id.name.as_str());
            let entry = api.accessor.as_deref().and_then(pascal);
            let names: Vec<String> = RESERVED
                .iter()
                .copied()
                .chain(handles.map(|resource| resource.handle.as_str()))
                .chain(scopes.map(|scope| scope.type_name.as_str()))
                .chain(ids)
                .map(str::to_owned)
                .chain(entry)
                .collect();
            for name in names {
                self.taken.insert((group, name), None);
            }
        }
    }

    fn name(&mut self, id: TypeId, diagnostics: &mut Diagnostics) {
        let Some(def) = self.model.ty(id) else { return };
        let candidates = self.candidates(id, def);
        if let Some(name) = def.name.as_ref().filter(|name| pascal(name).is_none()) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::NameInvalid,
                    format!("`{name}` cannot be made the name of a type"),
                )
                .label(def.origin.span, "this type is named by its place instead")
                .help("give it another `x-rust-name`"),
            );
        }
        let free = candidates
            .iter()
            .find(|name| !self.taken.contains_key(&(def.group, (*name).clone())));
        if let Some(name) = free {
            self.taken.insert((def.group, name.clone()), Some(id));
            self.idents.insert(id, name.clone());
            return;
        }
        let wanted = candidates.first().cloned().unwrap_or_default();
        let mut finding = if wanted.is_empty() {
            Diagnostic::error(
                Code::NameInvalid,
                "nothing here can be made the name of a type",
            )
        } else {
            Diagnostic::warning(Code::NameCollision, format!("the name `{wanted}` is taken"))
        };
        finding = finding
            .label(def.origin.span, "this type needs a name")
            .help(if def.name.is_some() {
                "give it another `x-rust-name`"
            } else {
                "give it an `x-rust-name`"
            });
        if let Some(owner) = self.owner(def.group, &wanted) {
            finding.message = format!("the name `{wanted}` is taken by {owner}");
        }
        if let Some(Some(other)) = self.taken.get(&(def.group, wanted.clone()))
            && let Some(other) = self.model.ty(*other)
        {
            finding = finding.secondary(other.origin.span, format!("`{wanted}` is this type"));
        }
        diagnostics.push(finding);
        let lettered = letters().map(|letter| format!("{wanted}{letter}"));
        let free = lettered
            .into_iter()
            .find(|name| !self.taken.contains_key(&(def.group, name.clone())));
        if let Some(name) = free {
            self.taken.insert((def.group, name.clone()), Some(id));
            self.idents.insert(id, name);
        }
    }

    /// What has a name that no type of the model has.
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
            RESERVED
                .contains(&name)
                .then_some("what every crate uses under it")
        }
    }

    /// Names a type, and before it the one that it is a part of.
    fn name_with_owner(&mut self, id: TypeId, def: &TypeDef, diagnostics: &mut Diagnostics) {
        if self.idents.contains_key(&id) {
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

    /// Names in the order in which they are tried.
    fn candidates(&self, id: TypeId, def: &TypeDef) -> Vec<String> {
        if let Some(name) = def.name.as_deref().and_then(pascal) {
            return vec![name];
        }
        let kind = match &def.shape {
            Shape::Struct { .. } => "Object",
            Shape::Enum { .. } => "Value",
            Shape::Union { .. } => "Choice",
            Shape::Alias(_) => "Alias",
        };
        let Some(base) = self.base(id, def) else {
            return Vec::new();
        };
        let kinded = format!("{base}{kind}");
        vec![base, kinded]
    }

    fn base(&self, id: TypeId, def: &TypeDef) -> Option<String> {
        let base = match &def.context.base {
            Base::Component(key) => pascal(key)
                .or_else(|| variant(key))
                .or_else(|| pascal("other"))?,
            Base::Operation(operation, role) => self.operation_base(id, *operation, *role)?,
            Base::Type(parent) => self
                .idents
                .get(parent)
                .cloned()
                .or_else(|| self.unnamed_parent(*parent))?,
        };
        Some(format!("{base}{}", steps_name(&def.context.steps)))
    }

    /// A parent that is not emitted itself, such as a list: its own parts still need a name.
    fn unnamed_parent(&self, parent: TypeId) -> Option<String> {
        self.base(parent, self.model.ty(parent)?)
    }

    fn operation_base(&self, id: TypeId, operation: OperationId, role: Role) -> Option<String> {
        let resource = self
            .resources
            .iter()
            .find(|resource| resource.operations.contains(&operation))?;
        let method = &self.operations.get(operation.index())?.method;
        let shared = self
            .analysis
            .usage
            .get(&id)
            .is_some_and(|usage| usage.calls > 1);
        if let (true, Some(name)) = (shared, self.members_name(id)) {
            return Some(name);
        }
        let base = format!("{}{}", pascal(&singular(&resource.ident))?, pascal(method)?);
        let optional = self
            .analysis
            .usage
            .get(&id)
            .is_some_and(|usage| usage.params)
            && !self.has_required(id);
        Some(match role {
            Role::Request if optional => format!("{base}Params"),
            Role::Request => base,
            Role::Params => format!("{base}Params"),
            Role::Response => format!("{base}Response"),
            Role::Error => format!("{base}Error"),
        })
    }

    /// A name for parameters that several operations share: by what they are, where they are few.
    fn members_name(&self, id: TypeId) -> Option<String> {
        let fields = self.model.fields(id)?;
        let words: Vec<String> = fields
            .iter()
            .filter_map(|field| pascal(field.name.as_ref().unwrap_or(&field.wire)))
            .collect();
        (words.len() == fields.len() && words.len() <= 3)
            .then(|| format!("{}Params", words.concat()))
    }

    fn has_required(&self, id: TypeId) -> bool {
        let fields = self.model.fields(id).unwrap_or_default();
        fields.iter().any(|field| field.presence.is_required())
    }
}

/// What tells names apart in the last resort: `A` to `Z`, `AA` to `ZZ`.
fn letters() -> impl Iterator<Item = String> {
    let one = || (b'A'..=b'Z').map(char::from);
    one()
        .map(String::from)
        .chain(one().flat_map(move |first| one().map(move |second| format!("{first}{second}"))))
}

fn steps_name(steps: &[Step]) -> String {
    let mut name = String::new();
    let mut rest = steps.iter().peekable();
    while let Some(step) = rest.next() {
        match step {
            Step::Member(member) => {
                let of_list = matches!(rest.peek(), Some(Step::Item));
                if of_list {
                    rest.next();
                }
                let word = if of_list {
                    singular(member)
                } else {
                    member.clone()
                };
                name.push_str(&pascal(&word).unwrap_or_default());
            }
            Step::Item => name.push_str("Item"),
            Step::Input => name.push_str("Input"),
            Step::Arm(_, Some(title)) if title.len() <= 40 && pascal(title).is_some() => {
                name.push_str(&pascal(title).unwrap_or_default());
            }
            Step::Arm(index, _) => {
                let letter = u8::try_from(*index)
                    .ok()
                    .and_then(|index| b'A'.checked_add(index))
                    .map_or('Z', char::from);
                name.push_str("Option");
                name.push(letter);
            }
        }
    }
    name
}

/// The module that holds a type: its resource's if only one uses it, its feature's if several of one feature do.
fn home(usage: &Usage, resources: &[Resource]) -> String {
    let mut users: BTreeSet<&str> = BTreeSet::new();
    for (group, key) in &usage.resources {
        let ident = super::operations::resource_ident(key);
        let resource = resources
            .iter()
            .find(|resource| resource.group == *group && resource.ident == ident);
        users.insert(resource.map_or(SHARED, |resource| resource.ident.as_str()));
    }
    let mut users = users.into_iter();
    match (users.next(), users.next()) {
        (Some(only), None) => only.to_owned(),
        // Switched by one feature, so that it need not be compiled without it.
        _ => match super::gates::of_usage(usage, resources).and_then(|feature| snake(&feature)) {
            Some(feature) => format!("{}_{SHARED}", feature.trim_end_matches('_')),
            None => SHARED.to_owned(),
        },
    }
}

/// The member that keeps unknown members, beside members of those names.
fn extra(fields: &[String]) -> String {
    let wanted = if fields.iter().any(|field| field == "extra") {
        "other_members"
    } else {
        "extra"
    };
    super::free(wanted.to_owned(), |name| fields.contains(name))
}

/// Names what a type contains: fields, variants or arms.
fn name_contents(
    def: &TypeDef,
    idents: &BTreeMap<TypeId, String>,
    names: &mut TypeNames,
    diagnostics: &mut Diagnostics,
) {
    match &def.shape {
        Shape::Struct { fields, .. } => {
            names.fields = told_apart(field_names(fields), def, diagnostics);
        }
        Shape::Enum { variants } => {
            names.variants = told_apart(variant_names(variants), def, diagnostics);
        }
        Shape::Union { arms, .. } => {
            names.arms = told_apart(arm_names(arms, idents), def, diagnostics);
        }
        Shape::Alias(_) => {}
    }
}

/// Names of which each stands once: a later one that has no name, or the name of an earlier one, gets a letter.
fn told_apart(names: Vec<String>, def: &TypeDef, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let upper = !matches!(def.shape, Shape::Struct { .. });
    let mut out = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        if !name.is_empty() && taken.insert(name.clone()) {
            out.push(name);
            continue;
        }
        let (code, message) = if name.is_empty() {
            (
                Code::NameInvalid,
                "a part of this type cannot be named".to_owned(),
            )
        } else {
            (
                Code::NameCollision,
                format!("two parts of one type would be `{name}`"),
            )
        };
        diagnostics.push(
            Diagnostic::warning(code, message)
                .label(def.origin.span, format!("part {} of this type", index + 1))
                .help("give it an `x-rust-name`, or list `x-enum-varnames`"),
        );
        let lettered = letters().map(|letter| match (name.is_empty(), upper) {
            (true, true) => format!("Value{letter}"),
            (true, false) => format!("member_{}", letter.to_ascii_lowercase()),
            (false, true) => format!("{name}{letter}"),
            (false, false) => format!("{name}_{}", letter.to_ascii_lowercase()),
        });
        let name = lettered
            .into_iter()
            .find(|name| taken.insert(name.clone()))
            .unwrap_or_default();
        out.push(name);
    }
    out
}

fn field_names(fields: &[Field]) -> Vec<String> {
    let first = |field: &Field| {
        let text = field.name.as_deref().unwrap_or(&field.wire);
        let name = snake(text).or_else(|| snake_spelled(text));
        match name {
            // What makes the struct, so no setter can have that name.
            Some(name) if ["default", "new"].contains(&name.as_str()) => format!("{name}_"),
            name => name.unwrap_or_default(),
        }
    };
    let plain: Vec<String> = fields.iter().map(first).collect();
    let unique = |name: &String| plain.iter().filter(|other| *other == name).count() == 1;
    fields
        .iter()
        .zip(&plain)
        .map(|(field, name)| {
            if unique(name) {
                return name.clone();
            }
            // `page[size]` and `page_size`, `Id` and `id`: the symbols or the place tell them apart.
            let spelled = snake_spelled(&field.wire).unwrap_or_default();
            let located = field.location.map(|location| {
                format!("{name}_in_{}", format!("{location:?}").to_ascii_lowercase())
            });
            if !spelled.is_empty() && spelled != *name {
                spelled
            } else if field.wire == *name {
                name.clone()
            } else {
                located.unwrap_or_else(|| format!("{}_member", name.trim_end_matches('_')))
            }
        })
        .fold(Vec::new(), |mut names, name| {
            let name = super::free(name, |name| names.contains(name));
            names.push(name);
            names
        })
}

fn variant_names(variants: &[Variant]) -> Vec<String> {
    let text = |value: &VariantValue| match value {
        VariantValue::Text(text) => text.clone(),
        VariantValue::Int(number) => number.to_string(),
    };
    let plain: Vec<String> = variants
        .iter()
        .map(|item| {
            let named = item.name.as_deref().and_then(pascal);
            named
                .or_else(|| variant(&text(&item.value)))
                .unwrap_or_default()
        })
        .map(|name| {
            if name == "Unknown" {
                "UnknownKind".to_owned()
            } else {
                name
            }
        })
        .collect();
    let unique = |name: &String| plain.iter().filter(|other| *other == name).count() == 1;
    variants
        .iter()
        .zip(&plain)
        .map(|(item, name)| {
            if unique(name) {
                name.clone()
            } else {
                variant_spelled(&text(&item.value)).unwrap_or_else(|| name.clone())
            }
        })
        .collect()
}

/// The name of each alternative: what the document suggests, or its type's.
fn arm_names(arms: &[Arm], idents: &BTreeMap<TypeId, String>) -> Vec<String> {
    let by_type: Vec<String> = arms.iter().map(|arm| type_word(&arm.ty, idents)).collect();
    let suggested: Vec<Option<String>> = arms
        .iter()
        .map(|arm| {
            arm.name
                .as_deref()
                .filter(|name| name.len() <= 40)
                .or(arm.tags.first().map(String::as_str))
                .and_then(pascal)
        })
        .collect();
    let unique = |name: &String| {
        suggested
            .iter()
            .filter(|other| other.as_ref() == Some(name))
            .count()
            == 1
    };
    suggested
        .iter()
        .zip(by_type)
        .map(|(suggested, by_type)| suggested.clone().filter(unique).unwrap_or(by_type))
        .map(|name| {
            if name == "Other" {
                "OtherKind".to_owned()
            } else {
                name
            }
        })
        .collect()
}

fn type_word(ty: &Ty, idents: &BTreeMap<TypeId, String>) -> String {
    match ty {
        Ty::Bool => "Bool".to_owned(),
        Ty::Int(_) => "Integer".to_owned(),
        Ty::Float => "Number".to_owned(),
        Ty::Str | Ty::Secret | Ty::Timestamp | Ty::Date | Ty::Bytes => "Text".to_owned(),
        Ty::File => "File".to_owned(),
        Ty::Json => "Any".to_owned(),
        Ty::List(inner) => format!("{}List", type_word(inner, idents)),
        Ty::Map(inner) => format!("{}Map", type_word(inner, idents)),
        Ty::Nullable(inner) => type_word(inner, idents),
        Ty::Id(name) => name.clone(),
        Ty::Named(id) => idents.get(id).cloned().unwrap_or_default(),
    }
}
