//! Lowers OpenAPI documents to the model.
//!
//! In: checked documents. Out: a [`Model`](crate::model::Model) without OpenAPI's vocabulary. References are resolved, and
//! `allOf` is merged. If a response has examples but no schema, its type is inferred. An unsupported part becomes any JSON
//! value, with a warning. This stage creates no Rust names and reads no files.

mod accept;
mod api;
mod at;
mod constraints;
mod context;
mod error_codes;
mod events;
mod external;
mod form;
mod infer;
mod inheritance;
mod integer;
mod lowered;
mod media;
mod members;
mod merge;
mod multipart;
mod narrow;
mod object;
mod operation;
mod parameter;
mod response;
mod rules;
mod schema;
mod security;
mod sort;
mod stream;
mod subtypes;
mod tags;
mod union;

pub use api::lower;
