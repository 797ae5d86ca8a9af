//! Unions: one of several types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::uses::Uses;
use super::{Cx, docs, ident, structs};
use crate::model::{Arm, Shape, Ty, TypeDef, TypeId, VariantValue};
use crate::names::TypeNames;

/// A union and the conversions into it.
pub(super) fn items(
    cx: Cx<'_>,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    tag: Option<&str>,
    arms: &[Arm],
    uses: &mut Uses,
) -> Vec<TokenStream> {
    for name in ["Deserialize", "Deserializer", "Serialize"] {
        uses.add("serde", name);
    }
    uses.runtime("Json");
    uses.runtime("json_field");
    uses.runtime("read_union");
    uses.runtime("union_variant");
    let name = ident(&names.ident);
    let text = structs::type_docs(cx, id, &def.docs);
    let mut variants = Vec::new();
    let mut conversions = Vec::new();
    let mut converted: Vec<String> = Vec::new();
    for (arm, part) in arms.iter().zip(&names.arms) {
        let part = ident(part);
        let inner = cx.member_type(id, &arm.ty, uses);
        let line = docs(&arm_text(cx, arm));
        variants.push(quote!(#line #part(#inner)));
        let shown = inner.to_string();
        if converted.contains(&shown) {
            continue;
        }
        converted.push(shown);
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
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[non_exhaustive]
        #[serde(untagged)]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that fits none of the alternatives."]
            Other(Json),
        }
    };
    conversions.extend(from_text(cx, &name, names, arms));
    let items = [
        definition,
        reading(&name, names, tag, arms),
        quote!(json_field!(#name);),
    ];
    items.into_iter().chain(conversions).collect()
}

/// What is said of an alternative: the document's words, or what it holds.
fn arm_text(cx: Cx<'_>, arm: &Arm) -> String {
    if !arm.docs.is_empty() {
        return arm.docs.clone();
    }
    match &arm.ty {
        Ty::Named(id) => cx.doc_link(*id).map_or_else(
            || "One of the alternatives.".to_owned(),
            |link| format!("As {link}."),
        ),
        Ty::List(_) => "Several.".to_owned(),
        Ty::Bool | Ty::Int(_) | Ty::Float | Ty::Str | Ty::Id(_) => "A single value.".to_owned(),
        _ => "One of the alternatives.".to_owned(),
    }
}

/// The conversion from text, where one alternative alone is text.
fn from_text(cx: Cx<'_>, name: &Ident, names: &TypeNames, arms: &[Arm]) -> Option<TokenStream> {
    let is_text = |arm: &Arm| match &arm.ty {
        Ty::Str | Ty::Id(_) => true,
        Ty::Named(id) => cx.model.ty(*id).is_some_and(|def| match &def.shape {
            Shape::Enum { variants } => variants
                .iter()
                .all(|variant| matches!(variant.value, VariantValue::Text(_))),
            Shape::Struct { .. } | Shape::Union { .. } | Shape::Alias(_) => false,
        }),
        _ => false,
    };
    let mut texts = arms.iter().zip(&names.arms).filter(|(arm, _)| is_text(arm));
    let (Some((_, part)), None) = (texts.next(), texts.next()) else {
        return None;
    };
    let part = ident(part);
    Some(quote! {
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                Self::#part(text.into())
            }
        }
    })
}

/// How the union is read.
fn reading(name: &Ident, names: &TypeNames, tag: Option<&str>, arms: &[Arm]) -> TokenStream {
    let arms = arms.iter().zip(&names.arms).map(|(arm, part)| {
        let part = ident(part);
        let tags = if tag.is_some() {
            arm.tags.as_slice()
        } else {
            &[]
        };
        quote!(union_variant!(#part #(, #tags)*))
    });
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
