//! Prints the typed ids.

use quote::quote;

use super::docs::{self, doc_attributes};
use super::links::LocalLinks;
use super::piece::Piece;
use super::tokens::item;
use super::uses::Uses;
use crate::plan::IdsPlan;

/// Prints `ids.rs`, if the crate has typed ids.
pub(super) fn piece(plan: &IdsPlan) -> Option<Piece> {
    let module = plan.ids.first()?.path.module.to_string();
    let ids = plan.ids.iter();
    let mut uses = Uses::of(&module, ids.map(|id| id.path.name.as_str()));
    uses.import_runtime("string_id");
    let string = uses.prelude("String");
    let items = plan.ids.iter().flat_map(|id| {
        let (docs, name) = (doc_attributes(&id.docs), item(&id.path));
        let definition = quote! {
            #docs
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct #name(#string);
        };
        [definition, quote!(string_id!(#name);)]
    });
    Some(Piece {
        path: "src/ids.rs".to_owned(),
        inner: Vec::new(),
        docs: docs::text(&plan.docs),
        items: items.collect(),
        uses: uses.items(),
        links: LocalLinks::default(),
    })
}
