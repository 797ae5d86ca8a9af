//! Lowers OpenAPI documents to the model.
//!
//! In: checked documents. Out: [`Model`](crate::model::Model), without OpenAPI's vocabulary: references are resolved, `allOf` is
//! merged, and types are inferred where there are only examples. A part that is not supported becomes any JSON value, with a
//! warning. This stage creates no Rust names and reads no files.

mod accept;
mod api;
mod at;
mod constraints;
mod context;
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
mod subtypes;
mod tags;
mod union;

pub use api::lower;
