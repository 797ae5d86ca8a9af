//! Hostile texts, and the places of a document that hold text.
//!
//! In: a document. Out: payloads, and places in which a payload can replace the text.

mod document;
mod payloads;
mod places;
#[cfg(test)]
mod tests;

pub(crate) use self::document::everything;
pub(crate) use self::payloads::{MARKER, Payload, RENDERED, payloads};
pub(crate) use self::places::{names, places};
