//! Prints each `impl` block as one or more lines of `API.txt`.

use std::collections::{BTreeMap, BTreeSet};

use super::cfg::Conditions;
use super::item::{Block, ItemKind, MemberKind, Parameter, Path};
use super::items::{function, generics_text, predicates};
use super::lexer::{self, Token};
use super::line::{Kind, Line};
use super::resolve::{Meaning, PublicPath};
use super::tokens::{Printer, enclosed};
use super::tree::{DefinitionId, Impl, ImportPath, ModuleId};

/// A line, and the path of the public module whose section contains the line.
pub(super) type Placed<'a> = (Vec<&'a str>, Line);

/// Returns the lines of all `impl` blocks and derives.
pub(super) fn lines<'a>(printer: &Printer<'_, 'a>) -> Vec<Placed<'a>> {
    let mut found = Found {
        printer,
        placed: Vec::new(),
        plain: BTreeMap::new(),
    };
    for (id, definition) in printer.krate.definitions.iter().enumerate() {
        if printer.path(id).is_some() {
            let derived = definition.item.attributes.derives.iter();
            let derived = derived.map(|name| (*name).to_owned());
            found.plain.entry(id).or_default().extend(derived);
        }
    }
    for block in &printer.krate.impls {
        match &block.item.trait_ {
            None => found.inherent(block),
            Some(path) => found.of_trait(block, path),
        }
    }
    let mut placed = found.placed;
    for (id, traits) in found.plain {
        if let Some(path) = printer.path(id).filter(|_| !traits.is_empty()) {
            let traits: Vec<String> = traits.into_iter().collect();
            let text = format!("{}: {}", path.name, traits.join(", "));
            let line = Line::new(Kind::Impl, path.name, text);
            placed.push((path.module.clone(), line.under(&path.conditions)));
        }
    }
    placed
}

struct Found<'p, 's, 'a> {
    printer: &'p Printer<'s, 'a>,
    placed: Vec<Placed<'a>>,
    /// The traits that each type implements without additional bounds or conditions.
    plain: BTreeMap<DefinitionId, BTreeSet<String>>,
}

impl<'a> Found<'_, '_, 'a> {
    /// Adds the public functions and constants of an `impl` without a trait.
    fn inherent(&mut self, block: &Impl<'a>) {
        let printer = self.printer;
        let Some(owner) = self.owner(block) else {
            return;
        };
        let mut bounds = parameter_bounds(printer, block);
        bounds.extend(predicates(printer, &block.item.generics, block.module));
        let of_block = self.conditions(block, &owner);
        for item in &block.item.items {
            let attributes = &item.attributes;
            let Some(own) = &attributes.conditions else {
                continue;
            };
            if !item.is_public || attributes.is_hidden {
                continue;
            }
            let name = format!("{}::{}", owner.text, item.name);
            let line = match &item.kind {
                MemberKind::Fn { signature, .. } => {
                    function(printer, owner.name, &name, signature, &bounds, block.module)
                }
                MemberKind::Const { ty, .. } => {
                    let text = format!("{name}: {}", printer.text(ty, block.module));
                    Line::new(Kind::Const, owner.name, text)
                }
                MemberKind::Type { .. } | MemberKind::Call(_) => continue,
            };
            let mut all = of_block.clone();
            all.extend(own.iter().cloned());
            let line = line.tag_if(attributes.is_deprecated, "deprecated");
            self.placed.push((owner.module.clone(), line.under(&all)));
        }
    }

    /// Adds an `impl` of a trait. If the `impl` has no additional bounds or conditions, the trait is added to the common `impl`
    /// line of the type. Any other `impl` gets its own line.
    fn of_trait(&mut self, block: &Impl<'a>, tokens: &[Token<'a>]) {
        let printer = self.printer;
        let Some(path) = Path::read(tokens) else {
            return;
        };
        let path = &path;
        if !self.is_nameable(path, block.module) {
            return;
        }
        let trait_text = trait_text(printer, path, block);
        let owner = self.owner(block);
        let parameters = parameters(&block.item);
        let generics = &block.item.generics;
        let is_plain = !generics.has_where
            && generics.each().all(|parameter| match parameter {
                Parameter::Lifetime => true,
                Parameter::Type { bounded, .. } => bounded.is_none(),
                Parameter::Const(_) => false,
            });
        let of_type = owner.as_ref().is_some_and(|owner| owner.is_plain);
        // `impl<T> From<T> for Patch<T>` mentions a type parameter, but `impl<'de> Deserialize<'de> for Id` does not.
        let mentions_parameter = idents(tokens).any(|name| parameters.contains(&name));
        match owner {
            Some(Owner { id: Some(id), .. }) if of_type && is_plain && !mentions_parameter => {
                let extra = self.extra_conditions(id, block);
                if extra.is_empty() {
                    self.plain.entry(id).or_default().insert(trait_text);
                    return;
                }
            }
            _ => {}
        }
        let Some((module, name, home)) = self.home(block, path) else {
            return;
        };
        let (params, bounds) = generics_text(printer, &block.item.generics, block.module);
        let ty = printer.text(&block.item.ty, block.module);
        let text = format!("{params} {trait_text} for {ty}{bounds}");
        let mut all = home;
        all.extend(block.conditions.iter().cloned());
        all.extend(printer.krate.module_conditions(block.module));
        let line = Line::new(Kind::Impl, name, text.trim_start().to_owned());
        let line = Line {
            is_generic: text.starts_with('<'),
            ..line
        };
        self.placed.push((module, line.under(&all)));
    }

    /// Whether a user can name the trait and its arguments.
    fn is_nameable(&self, path: &Path<'_, 'a>, scope: ModuleId) -> bool {
        let is_nameable = |path: &ImportPath<'a>| {
            let found = self.printer.resolve(scope, path);
            found.keys().all(|meaning| match meaning {
                Meaning::Definition(id) => self.printer.path(*id).is_some(),
                Meaning::Module(_) | Meaning::Unread(_) | Meaning::Extern(_) => true,
            })
        };
        is_nameable(&import_path(path))
            && idents(path.arguments).all(|name| is_nameable(&single(name)))
    }

    /// Returns the self type of an `impl`. `None` if another crate defines the type, or if a user cannot name the type.
    fn owner(&self, block: &Impl<'a>) -> Option<Owner<'a>> {
        let ty = Path::read(&block.item.ty)?;
        let found = self.printer.resolve(block.module, &import_path(&ty));
        let last = ty.segments.last()?;
        let meaning = found
            .keys()
            .find(|meaning| !matches!(meaning, Meaning::Module(_)))?;
        match meaning {
            // An alias refers to a type of another crate. The `impl` is listed with its trait.
            Meaning::Definition(id) if self.is_alias(*id) => None,
            Meaning::Definition(id) => {
                let path = self.printer.path(*id)?;
                let is_plain = has_own_parameters(&ty, &block.item);
                let text = if is_plain {
                    path.name.to_owned()
                } else {
                    let arguments = self.printer.text(ty.arguments, block.module);
                    format!("{}{arguments}", path.name)
                };
                Some(Owner {
                    id: Some(*id),
                    module: path.module.clone(),
                    name: path.name,
                    text,
                    conditions: path.conditions.clone(),
                    is_plain,
                })
            }
            // The source of the type is not given. The `impl` is listed in the public module that contains the `impl`.
            Meaning::Unread(_) => {
                let module = self.public_module(block.module);
                Some(Owner {
                    id: None,
                    name: last,
                    text: (*last).to_owned(),
                    conditions: Conditions::new(),
                    module,
                    is_plain: false,
                })
            }
            Meaning::Module(_) | Meaning::Extern(_) => None,
        }
    }

    fn is_alias(&self, id: DefinitionId) -> bool {
        let definition = self.printer.krate.definitions.get(id);
        definition.is_some_and(|definition| matches!(definition.item.kind, ItemKind::Type(..)))
    }

    /// Returns the path of a module. If the module is not public, returns the path of its innermost public ancestor.
    fn public_module(&self, module: ModuleId) -> Vec<&'a str> {
        let mut path = self.printer.krate.path_of(module);
        while !path.is_empty() && !self.printer.paths.modules.contains_key(&path) {
            path.pop();
        }
        path
    }

    fn conditions(&self, block: &Impl<'a>, owner: &Owner<'a>) -> Conditions {
        let mut all = owner.conditions.clone();
        all.extend(block.conditions.iter().cloned());
        all.extend(self.printer.krate.module_conditions(block.module));
        all
    }

    /// Returns the conditions of an `impl` that are not also conditions of its type.
    fn extra_conditions(&self, id: DefinitionId, block: &Impl<'a>) -> Conditions {
        let own = self.printer.path(id).map(|path| &path.conditions);
        let mut all = self.printer.krate.module_conditions(block.module);
        all.extend(block.conditions.iter().cloned());
        all.retain(|condition| !own.is_some_and(|own| own.contains(condition)));
        all
    }

    /// Returns the section and the item that list an `impl`. The item is the type, or else the trait, or else a type argument
    /// of the trait.
    fn home(&self, block: &Impl<'a>, path: &Path<'_, 'a>) -> Option<Home<'a>> {
        let placed =
            |path: &PublicPath<'a>| (path.module.clone(), path.name, path.conditions.clone());
        if let Some(owner) = self.owner(block) {
            return Some((owner.module, owner.name, owner.conditions));
        }
        // If a user cannot name the type, the `impl` is not listed.
        if let Some(ty) = Path::read(&block.item.ty) {
            let found = self.printer.resolve(block.module, &import_path(&ty));
            let is_private = |meaning: &Meaning<'_>| match meaning {
                Meaning::Definition(id) => self.printer.path(*id).is_none(),
                _ => false,
            };
            if found.keys().any(is_private) {
                return None;
            }
        }
        let paths = [import_path(path)].into_iter();
        let segments = path.segments.iter().map(|name| single(name));
        let mentioned = segments.chain(idents(path.arguments).map(single));
        paths.chain(mentioned).find_map(|path| {
            let found = self.printer.resolve(block.module, &path);
            found.keys().find_map(|meaning| match meaning {
                Meaning::Definition(id) => self.printer.path(*id).map(placed),
                _ => None,
            })
        })
    }
}

/// The section and the item that list an `impl`, and the conditions of the item.
type Home<'a> = (Vec<&'a str>, &'a str, Conditions);

/// The self type of an `impl`.
struct Owner<'a> {
    /// `None` if the type's source is not given.
    id: Option<DefinitionId>,
    module: Vec<&'a str>,
    name: &'a str,
    /// The text of the type before `::`, such as `Pages` in `Pages::next`.
    text: String,
    conditions: Conditions,
    /// Whether the `impl` is generic over all arguments of the type, as in `impl<T> Pages<T>`.
    is_plain: bool,
}

/// Prints a trait with its arguments and associated types: `Stream<Item = T>`.
fn trait_text<'a>(printer: &Printer<'_, 'a>, path: &Path<'_, 'a>, block: &Impl<'a>) -> String {
    let name = printer.trait_name(&import_path(path), block.module);
    let mut arguments = Vec::new();
    for argument in path.generic_arguments().into_iter().flatten() {
        if !is_lifetime(argument) {
            arguments.push(printer.text(argument, block.module));
        }
    }
    let mut types: Vec<String> = Vec::new();
    for item in &block.item.items {
        if let MemberKind::Type { generics, ty, .. } = &item.kind {
            let parameters = printer.text(&generics.parameters, block.module);
            let parameters = enclosed("<", &parameters, ">");
            let ty = printer.text(ty, block.module);
            types.push(format!("{}{parameters} = {ty}", item.name));
        }
    }
    types.sort();
    arguments.extend(types);
    format!("{name}{}", enclosed("<", &arguments.join(", "), ">"))
}

/// Returns the bounds of an `impl`'s type parameters, such as `T: Page`.
fn parameter_bounds<'a>(printer: &Printer<'_, 'a>, block: &Impl<'a>) -> Vec<String> {
    let parameters = block.item.generics.each();
    parameters
        .filter_map(|parameter| match parameter {
            Parameter::Type { bounded, .. } => Some(printer.text(bounded?, block.module)),
            Parameter::Lifetime | Parameter::Const(_) => None,
        })
        .collect()
}

/// Returns the names of an `impl`'s generic parameters, except lifetimes.
fn parameters<'a>(block: &Block<'a>) -> Vec<&'a str> {
    let parameters = block.generics.each();
    parameters
        .filter_map(|parameter| match parameter {
            Parameter::Lifetime => None,
            Parameter::Type { name, .. } | Parameter::Const(name) => Some(name),
        })
        .collect()
}

/// Whether all arguments of a type are generic parameters of the `impl`.
fn has_own_parameters(ty: &Path<'_, '_>, block: &Block<'_>) -> bool {
    if ty.arguments.is_empty() {
        return true;
    }
    let names = parameters(block);
    ty.generic_arguments().is_some_and(|mut arguments| {
        arguments.all(|argument| match argument {
            [only] => is_lifetime(argument) || names.contains(&only.text),
            _ => false,
        })
    })
}

fn is_lifetime(argument: &[Token<'_>]) -> bool {
    matches!(argument, [only] if only.kind == lexer::Kind::Lifetime)
}

/// Iterates over the identifiers and keywords in tokens.
fn idents<'a>(tokens: &[Token<'a>]) -> impl Iterator<Item = &'a str> {
    let words = tokens
        .iter()
        .filter(|token| token.kind == lexer::Kind::Word);
    words.map(|token| token.text)
}

fn single(name: &str) -> ImportPath<'_> {
    ImportPath {
        is_extern: false,
        segments: vec![name],
    }
}

fn import_path<'a>(path: &Path<'_, 'a>) -> ImportPath<'a> {
    ImportPath {
        is_extern: path.is_extern,
        segments: path.segments.clone(),
    }
}
