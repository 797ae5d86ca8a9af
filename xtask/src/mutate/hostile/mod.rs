//! Hostile texts, and the places in a document at which they are tested.
//!
//! In: a document. Out: hostile texts (payloads), and places. A payload replaces the text in a place.

mod document;
mod payloads;
mod places;
#[cfg(test)]
mod tests;

pub(crate) use self::document::everything;
pub(crate) use self::payloads::{MARKER, Payload, RENDERED, payloads};
pub(crate) use self::places::{names, places};
