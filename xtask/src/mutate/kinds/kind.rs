//! The definition of a kind of mutation.

use serde_json::Value;

use super::super::dice::Dice;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// The name in reports.
    pub(crate) name: &'static str,
    /// Changes a document. Returns false if the document has no suitable place.
    pub(crate) apply: fn(&mut Value, &mut Dice) -> bool,
}
