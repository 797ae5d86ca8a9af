//! Prints enums. They have a variant for each known value, and one variant for all unknown values.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::tokens::{deprecated, ident, item};
use super::uses::Uses;
use crate::plan::{EnumPlan, EnumVariants, ScalarPlan, VariantPlan};

/// Prints an enum, its constant `KNOWN`, and the call of a runtime macro such as `string_enum!`.
pub(super) fn items(plan: &EnumPlan, uses: &mut Uses) -> Vec<TokenStream> {
    let name = item(&plan.path);
    let known = doc_attributes(&plan.known);
    match &plan.variants {
        EnumVariants::Text(variants) => {
            uses.import_runtime("string_enum");
            let values = variants.iter().map(|variant| {
                let (text, name) = (&variant.value, ident(&variant.name));
                quote!((#text, Self::#name))
            });
            let implementation = quote! {
                impl #name {
                    #known
                    pub const KNOWN: &'static [(&'static str, Self)] = &[#(#values),*];
                }
            };
            vec![
                definition(plan, variants, uses),
                implementation,
                quote!(string_enum!(#name);),
            ]
        }
        EnumVariants::Int(variants) => {
            uses.import_runtime("integer_enum");
            let values = variants.iter().map(|variant| {
                let (number, name) = (grouped(variant.value), ident(&variant.name));
                quote!((#number, Self::#name))
            });
            let implementation = quote! {
                impl #name {
                    #known
                    pub const KNOWN: &'static [(i64, Self)] = &[#(#values),*];
                }
            };
            vec![
                definition(plan, variants, uses),
                implementation,
                quote!(integer_enum!(#name);),
            ]
        }
        EnumVariants::Scalar(variants) => {
            let known_type = uses.runtime("KnownValue");
            uses.import_runtime("scalar_enum");
            let values = variants.iter().map(|variant| {
                let (value, name) = (
                    known_value(&variant.value, &known_type),
                    ident(&variant.name),
                );
                quote!((#value, Self::#name))
            });
            let implementation = quote! {
                impl #name {
                    #known
                    pub const KNOWN: &'static [(#known_type, Self)] = &[#(#values),*];
                }
            };
            vec![
                definition(plan, variants, uses),
                implementation,
                quote!(scalar_enum!(#name);),
            ]
        }
    }
}

fn known_value(value: &ScalarPlan, known: &TokenStream) -> TokenStream {
    match value {
        ScalarPlan::Text(text) => quote!(#known::Text(#text)),
        ScalarPlan::Number(text) => quote!(#known::Number(#text)),
        ScalarPlan::Bool(value) => quote!(#known::Bool(#value)),
    }
}

fn definition<T>(plan: &EnumPlan, variants: &[VariantPlan<T>], uses: &mut Uses) -> TokenStream {
    let (name, unknown_value) = (item(&plan.path), uses.runtime("UnknownValue"));
    let (docs, unknown) = (doc_attributes(&plan.docs), doc_attributes(&plan.unknown));
    let variants = variants.iter().map(|variant| {
        let (docs, name) = (doc_attributes(&variant.docs), ident(&variant.name));
        quote!(#docs #name)
    });
    let deprecated = deprecated(plan.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(#unknown_value),
        }
    }
}

/// Prints an integer with an underscore after every three digits: `1_000_000`.
pub(super) fn grouped(number: i64) -> TokenStream {
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
