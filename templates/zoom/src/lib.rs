//! What is Zoom's own, on top of the runtime. `src/zoom` is copied into the generated crate word for word, where the
//! paths `crate::runtime` and `crate::zoom` mean the same; this crate exists so that it is linted and tested by itself.

pub use codegen_runtime::runtime;

pub mod zoom;
