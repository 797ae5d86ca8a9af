//! The hand-written part of the Zoom client. It uses the runtime.
//!
//! `cargo xtask codegen` copies its modules into the generated crate. In that crate, `crate::runtime` is a copy of the
//! runtime. This crate exists only to lint and test the modules separately.

pub use codegen_runtime::runtime;

/// Generated from the specs.
#[rustfmt::skip]
#[path = "../../../generated/src/error_codes.rs"]
mod error_codes;

pub mod auth;
pub mod errors;
pub mod limits;
pub mod redis;

// The module `hierarchy` uses the generated client, so it compiles only in the generated crate. With this declaration,
// `rustfmt` finds it here.
#[cfg(any())]
#[path = "../hierarchy/mod.rs"]
mod hierarchy;

// The fake uses the generated table of operations, so it also compiles only in the generated crate.
#[cfg(any())]
#[path = "../fake/mod.rs"]
mod fake;
