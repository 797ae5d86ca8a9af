//! The typed ids.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::piece::Piece;
use super::tokens::item;
use super::uses::Uses;
use crate::plan::IdPlan;

/// The file of all typed ids, if there are any.
pub(super) fn piece(ids: &[IdPlan]) -> Option<Piece> {
    if ids.is_empty() {
        return None;
    }
    let mut uses = Uses::default();
    uses.runtime("string_id");
    let items = ids.iter().flat_map(|id| {
        let (docs, name) = (doc_attributes(&id.docs), item(&id.path));
        let definition = quote! {
            #docs
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct #name(String);
        };
        [definition, quote!(string_id!(#name);)]
    });
    Some(Piece {
        path: "src/ids.rs".to_owned(),
        inner: TokenStream::new(),
        docs: "Typed ids, so that the id of one kind of thing is not taken for that of another."
            .to_owned(),
        items: items.collect(),
        uses: uses.items(),
    })
}
