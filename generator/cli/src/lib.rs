//! The command line of the generator.
//!
//! The program `openapi-to-crate` and the tasks of this repository share these commands. A command parses arguments, calls
//! the package `codegen`, prints the result and returns an [`output::Outcome`].

pub mod changes;
pub mod completions;
pub mod diagnostics;
pub mod explain;
pub mod generate;
pub mod output;
mod progress;
pub mod reading;
mod summary;

pub use summary::{degraded, lines, repairs};
