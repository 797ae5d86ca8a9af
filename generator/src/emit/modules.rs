//! The files of the APIs.

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::Piece;
use super::tokens::{expects_deprecated, gate, ident};
use super::uses::Uses;
use super::{accessors, docs, enums, handles, structs, unions};
use crate::plan::{ChildPlan, Item, ModulePlan};

/// The file of a module.
pub(super) fn piece(plan: &ModulePlan) -> Piece {
    let mut uses = Uses::default();
    let children = plan.children.iter();
    let mut items: Vec<TokenStream> = children.map(declaration).collect();
    items.extend(plan.children.iter().filter_map(export));
    items.extend(
        plan.items
            .iter()
            .flat_map(|item| self::item(item, &mut uses)),
    );
    let own = plan.items.iter().filter_map(Item::name);
    let expect = plan.expects_deprecated.then(
        || quote!(#![expect(deprecated, reason = "the documents still have deprecated items")]),
    );
    let exported = plan.children.iter().flat_map(|child| &child.exports);
    Piece {
        path: format!("src/{}", plan.file),
        inner: expect.into_iter().collect(),
        docs: docs::text(&plan.docs),
        uses: uses.without(&plan.path, own.chain(exported)).items(),
        items,
    }
}

fn declaration(child: &ChildPlan) -> TokenStream {
    let (gate, name) = (gate(child.feature.as_slice()), ident(&child.name));
    quote!(#gate mod #name;)
}

fn export(child: &ChildPlan) -> Option<TokenStream> {
    let (gate, name) = (gate(child.feature.as_slice()), ident(&child.name));
    let exports = child.exports.iter().map(ident);
    let expect = child.expects_deprecated.then(expects_deprecated);
    (!child.exports.is_empty()).then(|| quote!(#gate #expect pub use #name::{#(#exports),*};))
}

fn item(item: &Item, uses: &mut Uses) -> Vec<TokenStream> {
    match item {
        Item::Entry(plan) => accessors::entry(plan, uses),
        Item::Scope(plan) => accessors::scope(plan, uses),
        Item::Handle(plan) => handles::handle(plan, uses),
        Item::Methods(plan) => handles::methods(plan, uses),
        Item::Struct(plan) => structs::items(plan, uses),
        Item::Enum(plan) => enums::items(plan, uses),
        Item::Union(plan) => unions::items(plan, uses),
        Item::Alias(plan) => structs::alias(plan, uses),
    }
}
