//! What is Zoom's own, on top of the runtime. `src/zoom` and `src/auth.rs` are copied into the generated crate word for word,
//! where the paths `crate::runtime` and `crate::zoom` mean the same; this crate exists so that they are linted and tested by
//! themselves.

pub use codegen_runtime::runtime;

pub mod auth;
pub mod zoom;

// It makes calls, which only the generated crate has, and is compiled there. It stands here so that it is formatted.
#[cfg(any())]
#[path = "../hierarchy/mod.rs"]
mod hierarchy;
