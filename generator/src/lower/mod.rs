//! Stage 4: turns OpenAPI documents into the model.
//!
//! In: checked documents. Out: [`Model`](crate::model::Model). OpenAPI's vocabulary ends here: references are followed, `allOf` is merged,
//! types are inferred where only examples stand. A part that cannot be expressed becomes any JSON, that part alone, with
//! a warning. It builds no Rust name and reads no file.

mod api;
mod constraints;
mod context;
mod infer;
mod lowered;
mod media;
mod object;
mod operation;
mod parameter;
mod part;
pub mod prose;
mod schema;
mod union;

pub use api::lower;
