//! Defines what a kind of mutation is.

use serde_json::Value;

use super::super::dice::Dice;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// The name of the kind in reports.
    pub(crate) name: &'static str,
    /// Changes a random place of a document. Returns false if the document has no place for this kind.
    pub(crate) apply: fn(&mut Value, &mut Dice) -> bool,
}
