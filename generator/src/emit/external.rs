//! Prints `external_types.rs`, which implements the traits of fields and parameters for types of other crates.

use proc_macro2::TokenStream;
use quote::quote;

use super::links::LocalLinks;
use super::piece::{Code, Piece};
use crate::text::RustPath;

/// Prints the path of a type.
pub(super) fn path(path: &RustPath) -> TokenStream {
    path.to_string().parse().unwrap_or_default()
}

/// Prints the file, if the crate uses types of other crates.
pub(super) fn piece(paths: &[RustPath]) -> Option<Piece> {
    if paths.is_empty() {
        return None;
    }
    let mut items = vec![
        quote!(
            use serde::Serialize;
            use serde_json::Value;
        ),
        quote!(
            use crate::runtime::{JsonField, Param, ParamValues};
        ),
    ];
    for known in paths {
        let name = path(known);
        items.push(quote!(
            impl JsonField for #name {}
        ));
        items.push(quote!(
            impl Param for #name {
                fn append_to(&self, values: &mut ParamValues) {
                    push(self, values);
                }
            }
        ));
    }
    items.push(quote!(
        /// Appends the text that the value has in JSON, without quotes. A value without JSON is omitted.
        fn push(value: &impl Serialize, values: &mut ParamValues) {
            match serde_json::to_value(value) {
                Ok(Value::String(text)) => values.push(text),
                Ok(Value::Null) | Err(_) => {}
                Ok(other) => values.push(other.to_string()),
            }
        }
    ));
    Some(Piece {
        path: "src/external_types.rs".to_owned(),
        inner: Vec::new(),
        docs: "The types of other crates that fields and parameters have.".to_owned(),
        uses: Vec::new(),
        items: items.into_iter().map(Code::from).collect(),
        links: LocalLinks::default(),
    })
}
