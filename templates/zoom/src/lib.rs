//! The hand-written part of the Zoom client, on top of the runtime.
//!
//! `cargo xtask codegen` copies the modules into the generated crate, where `crate::runtime` is the same module. This
//! crate lints and tests them on their own.

pub use codegen_runtime::runtime;

pub mod auth;
pub mod errors;
pub mod limits;

// This module needs the generated client and compiles only in the generated crate. `rustfmt` finds it through this
// line.
#[cfg(any())]
#[path = "../hierarchy/mod.rs"]
mod hierarchy;
