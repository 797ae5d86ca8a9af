//! Texts of documents, and the places in which they are printed.
//!
//! In: text that anybody may have written. Out: [`Markdown`], which is safe in rustdoc and in a README. A document cannot end a
//! comment, start a documentation test, add HTML, or hide or reorder what a reader sees.

mod code;
mod hidden;
mod markdown;
mod prose;

pub use markdown::Markdown;
