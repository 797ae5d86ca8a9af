//! Makes texts of documents safe to print.
//!
//! In: untrusted text. Out: text that is safe for one context. A document cannot end a comment or a literal, start a
//! documentation test, add HTML, hide or reorder text, or control a terminal.
//!
//! [`Markdown`] is for docs and READMEs: only its functions create it. [`Untrusted`] is for names and values: each of its methods
//! prints them for one context. The plan contains texts of documents only as these types.

mod code;
mod hidden;
mod markdown;
mod prose;
mod untrusted;

pub use markdown::Markdown;
pub use untrusted::Untrusted;
