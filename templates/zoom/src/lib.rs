//! The hand-written part of the Zoom client, which uses the runtime.
//!
//! `cargo xtask codegen` copies the modules into the generated crate, which has its own `crate::runtime`. This crate
//! exists to lint and test the modules separately.

pub use codegen_runtime::runtime;

/// Generated from the specs.
#[rustfmt::skip]
#[path = "../../../generated/src/error_codes.rs"]
mod error_codes;

pub mod auth;
pub mod errors;
pub mod limits;
pub mod redis;

// The module `hierarchy` needs the generated client and compiles only in the generated crate. This declaration lets
// `rustfmt` find the module.
#[cfg(any())]
#[path = "../hierarchy/mod.rs"]
mod hierarchy;
