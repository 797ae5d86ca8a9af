//! Texts of documents, and the places in which they are printed.
//!
//! In: text that anybody may have written. Out: text that is safe in one place. A document cannot end a comment or a literal,
//! start a documentation test, add HTML, hide or reorder what a reader sees, or control a terminal.
//!
//! [`Markdown`] is for docs and READMEs: only its functions create it. [`Untrusted`] is for names and values: each of its methods
//! prints them in one place. The plan holds texts of documents only as these types.

mod code;
mod hidden;
mod markdown;
mod prose;
mod untrusted;

pub use markdown::Markdown;
pub use untrusted::Untrusted;
