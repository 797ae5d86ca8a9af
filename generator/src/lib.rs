//! Reads OpenAPI documents and writes a typed async Rust client crate.
//!
//! `ARCHITECTURE.md` beside the manifest of this package tells the stages and what each may not do.

pub mod api;
pub mod assets;
pub mod check;
pub mod convert;
pub mod diag;
pub mod emit;
pub mod format;
pub mod import;
pub mod input;
pub mod load;
pub mod lower;
pub mod model;
pub mod names;
pub mod openapi;
pub mod overlay;
pub mod pipeline;
pub mod plan;
pub mod refine;
pub mod source;
pub mod write;
