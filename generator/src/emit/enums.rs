//! Open enums: the known values, and room for those that come later.

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{doc_text, docs, ident};
use crate::model::{TypeDef, Variant, VariantValue};
use crate::names::TypeNames;

/// An enum and what belongs to it.
pub(super) fn items(
    def: &TypeDef,
    names: &TypeNames,
    variants: &[Variant],
    uses: &mut Uses,
) -> Vec<TokenStream> {
    uses.runtime("UnknownValue");
    let integers = variants
        .iter()
        .all(|variant| matches!(variant.value, VariantValue::Int(_)));
    let definition = definition(def, names, variants);
    let rest = if integers {
        integer_items(names, variants, uses)
    } else {
        text_items(names, variants, uses)
    };
    std::iter::once(definition).chain(rest).collect()
}

fn definition(def: &TypeDef, names: &TypeNames, variants: &[Variant]) -> TokenStream {
    let name = ident(&names.ident);
    let text = docs(&doc_text(&def.docs, "One of several values."));
    let known = variants.iter().zip(&names.variants).map(|(variant, part)| {
        let value = match &variant.value {
            VariantValue::Text(text) => shown(text),
            VariantValue::Int(number) => format!("`{number}`"),
        };
        let line = if variant.docs.is_empty() {
            format!("{value}.")
        } else {
            format!("{value}: {}", variant.docs)
        };
        let line = docs(&line);
        let part = ident(part);
        quote!(#line #part)
    });
    quote! {
        #text
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum #name {
            #(#known,)*
            #[doc = " A value that this version does not know."]
            Unknown(UnknownValue),
        }
    }
}

fn shown(text: &str) -> String {
    let safe: String = text
        .chars()
        .filter(|c| *c != '`' && !c.is_control())
        .collect();
    if safe.trim().is_empty() {
        "Empty text".to_owned()
    } else {
        format!("`{}`", safe.trim())
    }
}

fn text_items(names: &TypeNames, variants: &[Variant], uses: &mut Uses) -> Vec<TokenStream> {
    uses.runtime("string_enum");
    let name = ident(&names.ident);
    let known = variants.iter().zip(&names.variants).map(|(variant, part)| {
        let part = ident(part);
        let text = match &variant.value {
            VariantValue::Text(text) => text.clone(),
            VariantValue::Int(number) => number.to_string(),
        };
        quote!((#text, Self::#part))
    });
    let implementation = quote! {
        impl #name {
            #[doc = " The values that this version knows, each with its text."]
            pub const KNOWN: &'static [(&'static str, Self)] = &[#(#known),*];
        }
    };
    vec![implementation, quote!(string_enum!(#name);)]
}

fn integer_items(names: &TypeNames, variants: &[Variant], uses: &mut Uses) -> Vec<TokenStream> {
    uses.runtime("integer_enum");
    let name = ident(&names.ident);
    let known = variants
        .iter()
        .zip(&names.variants)
        .filter_map(|(variant, part)| match variant.value {
            VariantValue::Int(number) => {
                let (number, part) = (grouped(number), ident(part));
                Some(quote!((#number, Self::#part)))
            }
            VariantValue::Text(_) => None,
        });
    let implementation = quote! {
        impl #name {
            #[doc = " The values that this version knows, each with its number."]
            pub const KNOWN: &'static [(i64, Self)] = &[#(#known),*];
        }
    };
    vec![implementation, quote!(integer_enum!(#name);)]
}

/// An integer literal as people write it: `1_000_000`.
fn grouped(number: i64) -> TokenStream {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            text.push('_');
        }
        text.push(digit);
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{text}").parse().unwrap_or_default()
}
