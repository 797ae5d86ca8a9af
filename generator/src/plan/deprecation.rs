//! The deprecation of items, for the attribute `#[deprecated]`.

use serde::Serialize;

use crate::text::Untrusted;

/// The deprecation of an item.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Deprecation {
    /// The note in the compiler's warning.
    pub note: Option<Untrusted>,
}

impl Deprecation {
    /// Creates a deprecation without a note if `is_deprecated` is true.
    pub(super) fn when(is_deprecated: bool) -> Option<Self> {
        is_deprecated.then_some(Self { note: None })
    }
}
