//! Prints the files that contain the items of APIs.

use proc_macro2::TokenStream;
use quote::quote;

use super::links::LocalLinks;
use super::piece::{Code, Piece};
use super::tokens::{expects_deprecated, gate, ident};
use super::uses::Uses;
use super::{accessors, docs, enums, handles, structs, unions};
use crate::plan::{ChildPlan, Item, ModulePlan, Name, Visibility};

/// Prints the file of a module. If the file uses one name for two items, it is printed a second time. Then one of the
/// items is printed as a path.
pub(super) fn piece(plan: &ModulePlan) -> Piece {
    let own = plan.items.iter().filter_map(Item::name);
    let own = own.chain(plan.children.iter().flat_map(exports));
    let links = LocalLinks::new(&plan.path, own.clone());
    let modules = plan.children.iter().map(|child| &child.name);
    let own = own.chain(modules).map(Name::as_str);
    let mut uses = Uses::of(&plan.path.to_string(), own);
    let mut items = printed(plan, &mut uses);
    if let Some(unambiguous) = uses.unambiguous() {
        uses = unambiguous;
        items = printed(plan, &mut uses);
    }
    let expect = plan.expects_deprecated.then(
        || quote!(#![expect(deprecated, reason = "the documents still have deprecated items")]),
    );
    Piece {
        path: format!("src/{}", plan.file),
        inner: expect.into_iter().collect(),
        docs: docs::text(&plan.docs),
        uses: uses.items(),
        items,
        links,
    }
}

fn printed(plan: &ModulePlan, uses: &mut Uses) -> Vec<Code> {
    let declarations = plan.children.iter().map(declaration);
    let exports = plan.children.iter().filter_map(export);
    let mut items: Vec<Code> = declarations.chain(exports).map(Code::from).collect();
    items.extend(plan.items.iter().flat_map(|item| self::item(item, uses)));
    items
}

fn declaration(child: &ChildPlan) -> TokenStream {
    let (gate, name) = (gate(child.feature.as_slice()), ident(&child.name));
    match child.visibility {
        Visibility::Public => quote!(#gate pub mod #name;),
        Visibility::Private { .. } => quote!(#gate mod #name;),
    }
}

fn export(child: &ChildPlan) -> Option<TokenStream> {
    let (gate, name) = (gate(child.feature.as_slice()), ident(&child.name));
    let exports = exports(child);
    let expect = child.expects_deprecated.then(expects_deprecated);
    let listed = exports.iter().map(ident);
    (!exports.is_empty()).then(|| quote!(#gate #expect pub use #name::{#(#listed),*};))
}

fn exports(child: &ChildPlan) -> &[Name] {
    match &child.visibility {
        Visibility::Public => &[],
        Visibility::Private { exports } => exports,
    }
}

fn item(item: &Item, uses: &mut Uses) -> Vec<Code> {
    let tokens = match item {
        Item::Entry(plan) => accessors::entry(plan, uses),
        Item::Scope(plan) => accessors::scope(plan, uses),
        Item::Handle(plan) => return handles::handle(plan, uses),
        Item::Methods(plan) => return handles::methods(plan, uses),
        Item::Struct(plan) => return structs::items(plan, uses),
        Item::Enum(plan) => return enums::items(plan, uses),
        Item::Union(plan) => unions::items(plan, uses),
        Item::Alias(plan) => structs::alias(plan, uses),
        Item::Required(plan) => structs::required(plan, uses),
        Item::SharedParams(plan) => structs::shared_params(plan, uses),
    };
    tokens.into_iter().map(Code::from).collect()
}
