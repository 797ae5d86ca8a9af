//! Generates a typed async Rust client crate from OpenAPI documents.
//!
//! `ARCHITECTURE.md` in the folder of this package describes the stages and their rules.

pub mod adapt;
pub mod api;
pub mod assets;
pub mod bundle;
pub mod changes;
pub mod check;
pub mod convert;
pub mod diag;
pub mod emit;
pub mod format;
pub mod import;
pub mod input;
pub mod lint;
pub mod load;
pub mod lower;
pub mod model;
pub mod names;
pub mod openapi;
pub mod overlap;
pub mod overlay;
pub mod pipeline;
pub mod plan;
pub mod project;
pub mod refine;
pub mod semver;
pub mod source;
pub mod text;
pub mod write;
