//! The typed ids.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, Piece, docs, ident};

/// The file of all typed ids, if there are any.
pub(super) fn piece(cx: Cx<'_>) -> Option<Piece> {
    let mut ids: Vec<_> = cx.model.ids.iter().collect();
    if ids.is_empty() {
        return None;
    }
    ids.sort_by(|left, right| left.name.cmp(&right.name));
    let mut uses = Uses::default();
    uses.runtime("string_id");
    let items = ids.into_iter().flat_map(|id| {
        let name = ident(&id.name);
        let text = docs(if id.docs.is_empty() {
            "An id."
        } else {
            id.docs.trim()
        });
        let definition = quote! {
            #text
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct #name(String);
        };
        [definition, quote!(string_id!(#name);)]
    });
    Some(Piece {
        path: "ids.rs".to_owned(),
        inner: TokenStream::new(),
        docs: "Typed ids, so that the id of one kind of thing is not taken for that of another."
            .to_owned(),
        items: items.collect(),
        uses: uses.items(),
    })
}
