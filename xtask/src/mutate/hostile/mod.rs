//! Puts hostile texts into every place of a document that holds text.
//!
//! In: a document and a payload. Out: the document with the payload in one place or in many.

mod document;
mod payloads;
mod places;
#[cfg(test)]
mod tests;

pub(crate) use self::document::everything;
pub(crate) use self::payloads::{MARKER, Payload, RENDERED, payloads};
pub(crate) use self::places::{names, places};
