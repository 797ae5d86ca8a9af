//! Deprecated items.

use serde::Serialize;

use crate::text::Untrusted;

/// That an item is deprecated.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Deprecation {
    /// What the compiler's warning says, besides that the item is deprecated.
    pub note: Option<Untrusted>,
}

impl Deprecation {
    /// The deprecation of an item, if it is deprecated.
    pub(super) fn when(is_deprecated: bool) -> Option<Self> {
        is_deprecated.then_some(Self { note: None })
    }
}
