//! Unions: one of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, docs, ident, structs};
use crate::model::{Arm, TypeDef, TypeId};
use crate::names::TypeNames;

/// A union and the conversions into it.
pub(super) fn items(
    cx: Cx<'_>,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    arms: &[Arm],
    uses: &mut Uses,
) -> Vec<TokenStream> {
    uses.add("serde", "Deserialize");
    uses.add("serde", "Serialize");
    uses.runtime("Json");
    let name = ident(&names.ident);
    let text = structs::type_docs(cx, id, &def.docs);
    let mut variants = Vec::new();
    let mut conversions = Vec::new();
    for (arm, part) in arms.iter().zip(&names.parts) {
        let part = ident(part);
        let inner = cx.member_type(id, &arm.ty, uses);
        let line = docs(if arm.docs.is_empty() {
            "One of the alternatives."
        } else {
            &arm.docs
        });
        variants.push(quote!(#line #part(#inner)));
        conversions.push(quote! {
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    Self::#part(value)
                }
            }
        });
    }
    let definition = quote! {
        #text
        #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
        #[non_exhaustive]
        #[serde(untagged)]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that fits none of the alternatives."]
            Other(Json),
        }
    };
    std::iter::once(definition).chain(conversions).collect()
}
