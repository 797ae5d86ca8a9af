//! Prints unions: enums with one variant for each alternative.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs::doc_attributes;
use super::tokens::{deprecated, ident, item};
use super::types::ty;
use super::uses::Uses;
use crate::plan::{Docs, UnionPlan};

/// Prints a union and its `From` implementations.
pub(super) fn items(plan: &UnionPlan, uses: &mut Uses) -> Vec<TokenStream> {
    if let Some(names) = &plan.event_names {
        return events(plan, names, uses);
    }
    uses.import_runtime(if plan.by_status {
        "status_union"
    } else {
        "json_union"
    });
    let json = uses.runtime("Json");
    let name = item(&plan.path);
    let (docs, other) = (doc_attributes(&plan.docs), doc_attributes(&plan.other));
    let mut variants = Vec::new();
    let mut conversions = Vec::new();
    for variant in &plan.variants {
        let (docs, part) = (doc_attributes(&variant.docs), ident(&variant.name));
        let inner = ty(&variant.ty, uses);
        variants.push(quote!(#docs #part(#inner)));
        if variant.converts {
            let from = uses.prelude("From");
            conversions.push(quote! {
                impl #from<#inner> for #name {
                    fn from(value: #inner) -> Self {
                        Self::#part(value)
                    }
                }
            });
        }
    }
    let deprecated = deprecated(plan.deprecated.as_ref());
    let derives = plan.derives.iter();
    let derives: Vec<_> = derives
        .map(|derive| Ident::new(derive.name(), Span::call_site()))
        .collect();
    let definition = quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq #(, #derives)*)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other
            Other(#json),
        }
    };
    conversions.extend(plan.from_text.as_ref().map(|part| {
        let (part, from) = (ident(part), uses.prelude("From"));
        quote! {
            impl #from<&str> for #name {
                fn from(text: &str) -> Self {
                    Self::#part(text.into())
                }
            }
        }
    }));
    let items = [definition, reading(plan)];
    items.into_iter().chain(conversions).collect()
}

/// Prints the union of all events of an API.
fn events(plan: &UnionPlan, names: &Docs, uses: &mut Uses) -> Vec<TokenStream> {
    uses.import_runtime("event_enum");
    let json = uses.runtime("Json");
    let name = item(&plan.path);
    let (docs, other) = (doc_attributes(&plan.docs), doc_attributes(&plan.other));
    let known = doc_attributes(names);
    let (mut variants, mut tags, mut reads) = (Vec::new(), Vec::new(), Vec::new());
    for variant in &plan.variants {
        let (docs, part) = (doc_attributes(&variant.docs), ident(&variant.name));
        let inner = ty(&variant.ty, uses);
        variants.push(quote!(#docs #part(#inner)));
        for tag in &variant.tags {
            tags.push(quote!(#tag));
            reads.push(quote!(#part = #tag));
        }
    }
    let tag = &plan.tag;
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                #other
                Unknown(#json),
            }
        },
        quote! {
            impl #name {
                #known
                pub const NAMES: &'static [&'static str] = &[#(#tags),*];
            }
        },
        quote!(event_enum!(#name by #tag => #(#reads),*);),
    ]
}

/// Prints the call of the macro that reads and writes the union, `json_union!` or `status_union!`.
fn reading(plan: &UnionPlan) -> TokenStream {
    let name = item(&plan.path);
    let variants = plan.variants.iter().map(|variant| {
        let part = ident(&variant.name);
        let Some((first, more)) = variant.tags.split_first() else {
            return quote!(#part);
        };
        let added = variant.adds_tag.then(|| quote!(added));
        quote!(#part = #first #(| #more)* #added)
    });
    if plan.by_status {
        return quote!(status_union!(#name => #(#variants),*););
    }
    let tag = plan.tag.as_ref().map(|tag| quote!(by #tag));
    quote!(json_union!(#name #tag => #(#variants),*);)
}
