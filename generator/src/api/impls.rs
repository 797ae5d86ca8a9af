//! Prints each `impl` block as one or more lines of `API.txt`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, GenericParam, ImplItem, Item, ItemImpl, Path, PathArguments, Type};

use super::cfg::{Conditions, conditions, derives, has, is_hidden};
use super::items::{function, generics_text, predicates};
use super::line::{Kind, Line};
use super::resolve::{Meaning, PublicPath};
use super::tokens::{Printer, enclosed};
use super::tree::{DefinitionId, Impl, ImportPath, ModuleId, attributes, is_public};

/// A line, and the path of the public module whose section contains the line.
pub(super) type Placed = (Vec<String>, Line);

/// Returns the lines of all `impl` blocks and derives.
pub(super) fn lines(printer: &Printer<'_>) -> Vec<Placed> {
    let mut found = Found {
        printer,
        placed: Vec::new(),
        plain: BTreeMap::new(),
    };
    for (id, definition) in printer.krate.definitions.iter().enumerate() {
        if printer.path(id).is_some() {
            let derived = derives(attributes(&definition.item));
            found.plain.entry(id).or_default().extend(derived);
        }
    }
    for block in &printer.krate.impls {
        match &block.item.trait_ {
            None => found.inherent(block),
            Some((path, _)) => found.of_trait(block, path),
        }
    }
    let mut placed = found.placed;
    for (id, traits) in found.plain {
        if let Some(path) = printer.path(id).filter(|_| !traits.is_empty()) {
            let traits: Vec<String> = traits.into_iter().collect();
            let text = format!("{}: {}", path.name, traits.join(", "));
            let line = Line::new(Kind::Impl, &path.name, text);
            placed.push((path.module.clone(), line.under(&path.conditions)));
        }
    }
    placed
}

struct Found<'a> {
    printer: &'a Printer<'a>,
    placed: Vec<Placed>,
    /// The traits that each type implements without additional bounds or conditions.
    plain: BTreeMap<DefinitionId, BTreeSet<String>>,
}

impl Found<'_> {
    /// Adds the public functions and constants of an `impl` without a trait.
    fn inherent(&mut self, block: &Impl) {
        let printer = self.printer;
        let Some(owner) = self.owner(block) else {
            return;
        };
        let mut bounds = parameter_bounds(printer, block);
        bounds.extend(predicates(printer, &block.item.generics, block.module));
        for item in &block.item.items {
            let (vis, attributes, line) = match item {
                ImplItem::Fn(item) => {
                    let name = format!("{}::{}", owner.text, item.sig.ident);
                    let line = function(
                        printer,
                        &owner.name,
                        &name,
                        &item.sig,
                        &bounds,
                        block.module,
                    );
                    (&item.vis, &item.attrs, line)
                }
                ImplItem::Const(item) => {
                    let ty = printer.text(&item.ty, block.module);
                    let text = format!("{}::{}: {ty}", owner.text, item.ident);
                    let line = Line::new(Kind::Const, &owner.name, text);
                    (&item.vis, &item.attrs, line)
                }
                _ => continue,
            };
            let Some(own) = conditions(attributes) else {
                continue;
            };
            if is_public(vis) && !is_hidden(attributes) {
                let mut all = self.conditions(block, &owner);
                all.extend(own);
                let line = line.tag_if(has(attributes, "deprecated"), "deprecated");
                self.placed.push((owner.module.clone(), line.under(&all)));
            }
        }
    }

    /// Adds an `impl` of a trait. If the `impl` has no additional bounds or conditions, the trait is added to the common `impl`
    /// line of the type. Any other `impl` gets its own line.
    fn of_trait(&mut self, block: &Impl, path: &Path) {
        let printer = self.printer;
        if !self.is_nameable(path, block.module) {
            return;
        }
        let trait_text = trait_text(printer, path, block);
        let owner = self.owner(block);
        let parameters = parameters(&block.item);
        let is_plain = block.item.generics.where_clause.is_none()
            && block
                .item
                .generics
                .params
                .iter()
                .all(|parameter| match parameter {
                    GenericParam::Lifetime(_) => true,
                    GenericParam::Type(parameter) => parameter.bounds.is_empty(),
                    GenericParam::Const(_) => false,
                });
        let of_type = owner.as_ref().is_some_and(|owner| owner.is_plain);
        // `impl<T> From<T> for Patch<T>` mentions a type parameter, but `impl<'de> Deserialize<'de> for Id` does not.
        let mentions_parameter = mentions(&path.to_token_stream(), &parameters);
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
        let ty = printer.text(&block.item.self_ty, block.module);
        let text = format!("{params} {trait_text} for {ty}{bounds}");
        let mut all = home;
        all.extend(block.conditions.iter().cloned());
        all.extend(printer.krate.module_conditions(block.module));
        let line = Line::new(Kind::Impl, &name, text.trim_start().to_owned());
        let line = Line {
            is_generic: text.starts_with('<'),
            ..line
        };
        self.placed.push((module, line.under(&all)));
    }

    /// Whether a user can name the trait and its arguments.
    fn is_nameable(&self, path: &Path, scope: ModuleId) -> bool {
        let is_nameable = |path: &ImportPath| {
            let found = self.printer.krate.resolve(scope, path, 0);
            found.keys().all(|meaning| match meaning {
                Meaning::Definition(id) => self.printer.path(*id).is_some(),
                Meaning::Module(_) | Meaning::Unread(_) | Meaning::Extern(_) => true,
            })
        };
        let arguments = path.segments.last().map(|last| &last.arguments);
        let names = idents(arguments.to_token_stream());
        is_nameable(&import_path(path)) && names.iter().all(|name| is_nameable(&single(name)))
    }

    /// Returns the self type of an `impl`. `None` if another crate defines the type, or if a user cannot name the type.
    fn owner(&self, block: &Impl) -> Option<Owner> {
        let Type::Path(ty) = &*block.item.self_ty else {
            return None;
        };
        let path = import_path(&ty.path);
        let found = self.printer.krate.resolve(block.module, &path, 0);
        let last = ty.path.segments.last()?;
        let meaning = found
            .into_keys()
            .find(|meaning| !matches!(meaning, Meaning::Module(_)))?;
        match meaning {
            // An alias refers to a type of another crate. The `impl` is listed with its trait.
            Meaning::Definition(id) if self.is_alias(id) => None,
            Meaning::Definition(id) => {
                let path = self.printer.path(id)?;
                let is_plain = has_own_parameters(&last.arguments, &block.item);
                let text = if is_plain {
                    path.name.clone()
                } else {
                    let arguments = self.printer.text(&last.arguments, block.module);
                    format!("{}{arguments}", path.name)
                };
                Some(Owner {
                    id: Some(id),
                    module: path.module.clone(),
                    name: path.name.clone(),
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
                    name: last.ident.to_string(),
                    text: last.ident.to_string(),
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
        definition.is_some_and(|definition| matches!(definition.item, Item::Type(_)))
    }

    /// Returns the path of a module. If the module is not public, returns the path of its innermost public ancestor.
    fn public_module(&self, module: ModuleId) -> Vec<String> {
        let mut path = self.printer.krate.path_of(module);
        while !path.is_empty() && !self.printer.paths.modules.contains_key(&path) {
            path.pop();
        }
        path
    }

    fn conditions(&self, block: &Impl, owner: &Owner) -> Conditions {
        let mut all = owner.conditions.clone();
        all.extend(block.conditions.iter().cloned());
        all.extend(self.printer.krate.module_conditions(block.module));
        all
    }

    /// Returns the conditions of an `impl` that are not also conditions of its type.
    fn extra_conditions(&self, id: DefinitionId, block: &Impl) -> Conditions {
        let own = self.printer.path(id).map(|path| &path.conditions);
        let mut all = self.printer.krate.module_conditions(block.module);
        all.extend(block.conditions.iter().cloned());
        all.retain(|condition| !own.is_some_and(|own| own.contains(condition)));
        all
    }

    /// Returns the section and the item that list an `impl`. The item is the type, or else the trait, or else a type argument
    /// of the trait.
    fn home(&self, block: &Impl, path: &Path) -> Option<(Vec<String>, String, Conditions)> {
        let placed = |path: &PublicPath| {
            (
                path.module.clone(),
                path.name.clone(),
                path.conditions.clone(),
            )
        };
        if let Some(owner) = self.owner(block) {
            return Some((owner.module, owner.name, owner.conditions));
        }
        // If a user cannot name the type, the `impl` is not listed.
        if let Type::Path(ty) = &*block.item.self_ty {
            let found = self
                .printer
                .krate
                .resolve(block.module, &import_path(&ty.path), 0);
            let is_private = |meaning: &Meaning| match meaning {
                Meaning::Definition(id) => self.printer.path(*id).is_none(),
                _ => false,
            };
            if found.keys().any(is_private) {
                return None;
            }
        }
        let paths = [import_path(path)].into_iter();
        let mentioned = idents(path.to_token_stream());
        let mentioned = mentioned.iter().map(|name| single(name));
        paths.chain(mentioned).find_map(|path| {
            let found = self.printer.krate.resolve(block.module, &path, 0);
            found.keys().find_map(|meaning| match meaning {
                Meaning::Definition(id) => self.printer.path(*id).map(placed),
                _ => None,
            })
        })
    }
}

/// The self type of an `impl`.
struct Owner {
    /// `None` if the type's source is not given.
    id: Option<DefinitionId>,
    module: Vec<String>,
    name: String,
    /// The text of the type before `::`, such as `Pages` in `Pages::next`.
    text: String,
    conditions: Conditions,
    /// Whether the `impl` is generic over all arguments of the type, as in `impl<T> Pages<T>`.
    is_plain: bool,
}

/// Prints a trait with its arguments and associated types: `Stream<Item = T>`.
fn trait_text(printer: &Printer<'_>, path: &Path, block: &Impl) -> String {
    let name = printer.trait_name(&import_path(path), block.module);
    let mut arguments = Vec::new();
    if let Some(PathArguments::AngleBracketed(given)) =
        path.segments.last().map(|last| &last.arguments)
    {
        let given = given.args.iter();
        let given = given.filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)));
        arguments.extend(given.map(|argument| printer.text(argument, block.module)));
    }
    let mut types: Vec<String> = Vec::new();
    for item in &block.item.items {
        if let ImplItem::Type(item) = item {
            let parameters = &item.generics.params;
            let parameters = enclosed("<", &printer.text(parameters, block.module), ">");
            let ty = printer.text(&item.ty, block.module);
            types.push(format!("{}{parameters} = {ty}", item.ident));
        }
    }
    types.sort();
    arguments.extend(types);
    format!("{name}{}", enclosed("<", &arguments.join(", "), ">"))
}

/// Returns the bounds of an `impl`'s type parameters, such as `T: Page`.
fn parameter_bounds(printer: &Printer<'_>, block: &Impl) -> Vec<String> {
    let parameters = block.item.generics.params.iter();
    parameters
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) if !parameter.bounds.is_empty() => {
                Some(printer.text(parameter, block.module))
            }
            _ => None,
        })
        .collect()
}

/// Returns the names of an `impl`'s generic parameters, except lifetimes.
fn parameters(block: &ItemImpl) -> Vec<String> {
    let parameters = block.generics.params.iter();
    parameters
        .filter_map(|parameter| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_string()),
        })
        .collect()
}

/// Whether all arguments of a type are generic parameters of the `impl`.
fn has_own_parameters(arguments: &PathArguments, block: &ItemImpl) -> bool {
    let names = parameters(block);
    match arguments {
        PathArguments::None => true,
        PathArguments::AngleBracketed(given) => given.args.iter().all(|argument| match argument {
            GenericArgument::Lifetime(_) => true,
            GenericArgument::Type(ty) => names.contains(&ty.to_token_stream().to_string()),
            _ => false,
        }),
        PathArguments::Parenthesized(_) => false,
    }
}

fn mentions(tokens: &TokenStream, names: &[String]) -> bool {
    idents(tokens.clone())
        .iter()
        .any(|ident| names.contains(ident))
}

fn idents(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident.to_string()),
            TokenTree::Group(group) => found.extend(idents(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

fn single(name: &str) -> ImportPath {
    ImportPath {
        is_extern: false,
        segments: vec![name.to_owned()],
    }
}

fn import_path(path: &Path) -> ImportPath {
    ImportPath {
        is_extern: path.leading_colon.is_some(),
        segments: path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect(),
    }
}
