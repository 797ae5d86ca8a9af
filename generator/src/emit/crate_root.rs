//! Prints `lib.rs`: the modules and the re-exports of the crate.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::links::LocalLinks;
use super::piece::{Code, Piece};
use super::tokens::{gate, ident};
use crate::plan::RootPlan;

pub(super) fn piece(plan: &RootPlan) -> Piece {
    let fixed = [
        (
            "client",
            quote!(
                mod client;
            ),
        ),
        (
            "ops",
            quote!(
                pub mod ops;
            ),
        ),
        (
            "runtime",
            quote!(
                pub mod runtime;
            ),
        ),
    ];
    let mut modules: BTreeMap<&str, TokenStream> = fixed.into();
    if plan.has_external {
        modules.insert(
            "external_types",
            quote!(
                mod external_types;
            ),
        );
    }
    if plan.has_ids {
        modules.insert(
            "ids",
            quote!(
                pub mod ids;
            ),
        );
    }
    if let Some(is_public) = plan.error_codes {
        let public = is_public.then(|| quote!(pub));
        modules.insert(
            "error_codes",
            quote!(
                #public mod error_codes;
            ),
        );
    }
    for (module, feature) in &plan.modules {
        let (gate, name) = (gate(feature.as_slice()), ident(module));
        modules.insert(module.as_str(), quote!(#gate pub mod #name;));
    }
    let mut items: Vec<TokenStream> = modules.into_values().collect();
    items.push(quote!(
        pub use client::Client;
    ));
    items.push(quote!(
        pub use runtime::{Call, ClientBuilder, Error, ErrorKind, Result};
    ));
    Piece {
        path: "src/lib.rs".to_owned(),
        inner: vec![
            quote!(#![doc = include_str!("../README.md")]),
            quote!(#![cfg_attr(docsrs, feature(doc_cfg))]),
        ],
        docs: String::new(),
        uses: Vec::new(),
        items: items.into_iter().map(Code::from).collect(),
        links: LocalLinks::default(),
    }
}
