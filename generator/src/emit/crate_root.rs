//! `lib.rs`: the modules of the crate and what stands at its root.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, Piece, feature, ident};
use crate::input::ModuleEntry;

/// The root of the crate.
pub(super) fn piece(cx: Cx<'_>, copied: &[ModuleEntry]) -> Piece {
    let mut modules: BTreeMap<String, TokenStream> = BTreeMap::new();
    modules.insert(
        "client".to_owned(),
        quote!(
            mod client;
        ),
    );
    modules.insert(
        "ops".to_owned(),
        quote!(
            pub mod ops;
        ),
    );
    modules.insert(
        "runtime".to_owned(),
        quote!(
            pub mod runtime;
        ),
    );
    if !cx.model.ids.is_empty() {
        modules.insert(
            "ids".to_owned(),
            quote!(
                pub mod ids;
            ),
        );
    }
    for group in &cx.model.groups {
        if let Some(module) = &group.module {
            let name = ident(module);
            let feature = feature(group);
            modules.insert(module.clone(), quote!(#feature pub mod #name;));
        }
    }
    for module in copied {
        if let Some(name) = module.to.strip_prefix("src/") {
            let name = ident(name.trim_end_matches(".rs"));
            modules.insert(name.to_string(), quote!(pub mod #name;));
        }
    }
    let mut ids: Vec<_> = cx.model.ids.iter().map(|id| id.name.as_str()).collect();
    ids.sort_unstable();
    let ids = ids.into_iter().map(ident);
    let ids = (!cx.model.ids.is_empty()).then(|| quote!(pub use ids::{#(#ids),*};));
    let mut items: Vec<TokenStream> = modules.into_values().collect();
    items.push(quote!(
        pub use client::Client;
    ));
    items.extend(ids);
    items.push(quote!(
        pub use runtime::{Call, ClientBuilder, Error, ErrorKind, Result};
    ));
    Piece {
        path: "lib.rs".to_owned(),
        inner: quote!(#![doc = include_str!("../README.md")]),
        docs: String::new(),
        uses: Vec::new(),
        items,
    }
}
