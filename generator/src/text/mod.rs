//! Makes text from documents safe to print.
//!
//! In: untrusted text. Out: text that is safe for one context. A document cannot end a comment or a literal, start a
//! documentation test, add HTML, hide or reorder text, or control a terminal.
//!
//! [`Markdown`] is the type for docs and READMEs. [`Untrusted`] is the type for names and values. It has one method for
//! each context, which prints the text for this context. The plan contains text from documents only in these two types.
//! [`ascii_words`] converts a text to ASCII for names. [`own_segments`] returns the segments of a path that name something.

mod ascii;
mod code;
mod hidden;
mod markdown;
mod path_segments;
mod prose;
mod rust_path;
mod secrets;
mod untrusted;

pub use ascii::ascii_words;
pub use markdown::Markdown;
pub use path_segments::own_segments;
pub use rust_path::RustPath;
pub use secrets::{sounds_secret, sounds_secret_number};
pub use untrusted::Untrusted;
