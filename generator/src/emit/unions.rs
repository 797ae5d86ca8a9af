//! Unions: one of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::tokens::{deprecated, ident, item};
use super::types::ty;
use super::uses::Uses;
use crate::plan::UnionPlan;

/// A union and the conversions into it.
pub(super) fn items(plan: &UnionPlan, uses: &mut Uses) -> Vec<TokenStream> {
    for name in ["Deserialize", "Deserializer", "Serialize"] {
        uses.add("serde", name);
    }
    for name in ["Json", "json_field", "read_union", "union_variant"] {
        uses.runtime(name);
    }
    let name = item(&plan.path);
    let (docs, other) = (doc_attributes(&plan.docs), doc_attributes(&plan.other));
    let mut variants = Vec::new();
    let mut conversions = Vec::new();
    for variant in &plan.variants {
        let (docs, part) = (doc_attributes(&variant.docs), ident(&variant.name));
        let inner = ty(&variant.ty, uses);
        variants.push(quote!(#docs #part(#inner)));
        if variant.converts {
            conversions.push(quote! {
                impl From<#inner> for #name {
                    fn from(value: #inner) -> Self {
                        Self::#part(value)
                    }
                }
            });
        }
    }
    let deprecated = deprecated(plan.deprecated.as_ref());
    let definition = quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[non_exhaustive]
        #[serde(untagged)]
        pub enum #name {
            #(#variants,)*
            #other
            Other(Json),
        }
    };
    conversions.extend(plan.from_text.as_ref().map(|part| {
        let part = ident(part);
        quote! {
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    Self::#part(text.into())
                }
            }
        }
    }));
    let items = [definition, reading(plan), quote!(json_field!(#name);)];
    items.into_iter().chain(conversions).collect()
}

/// How the union is read.
fn reading(plan: &UnionPlan) -> TokenStream {
    let name = item(&plan.path);
    let arms = plan.variants.iter().map(|variant| {
        let (part, tags) = (ident(&variant.name), &variant.tags);
        quote!(union_variant!(#part #(, #tags)*))
    });
    let tag = plan.tag.as_ref();
    let tag = tag.map_or_else(|| quote!(None), |tag| quote!(Some(#tag)));
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = Json::deserialize(deserializer)?;
                let arms = [#(#arms),*];
                Ok(read_union(&json, #tag, &arms).unwrap_or(Self::Other(json)))
            }
        }
    }
}
