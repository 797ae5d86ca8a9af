//! Deprecated items.

use serde::Serialize;

use crate::text::Untrusted;

/// Marks an item as deprecated.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Deprecation {
    /// The note in the compiler's warning.
    pub note: Option<Untrusted>,
}

impl Deprecation {
    /// Returns the deprecation of an item if the item is deprecated.
    pub(super) fn when(is_deprecated: bool) -> Option<Self> {
        is_deprecated.then_some(Self { note: None })
    }
}
