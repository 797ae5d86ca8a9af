//! Properties whose value is fixed, such as the tag of an alternative.
//!
//! In: the value that the document specifies. Out: a [`FixedProperty`], which serializes as the specified value. If a
//! response has another value, the property keeps the value of the response and serializes as that value.

use std::fmt;

use crate::runtime::json::Json;

/// A property whose value the document specifies, such as the `type` of an event.
#[derive(Clone, Default, PartialEq)]
pub struct FixedProperty(Option<Box<Json>>);

impl FixedProperty {
    /// Creates the property from the received value and the value that the document specifies.
    #[must_use]
    pub fn new<V>(sent: Option<Json>, specified: &V) -> Self
    where
        Json: PartialEq<V>,
    {
        Self(sent.filter(|sent| sent != specified).map(Box::new))
    }

    /// Returns the received value if it differs from the specified value.
    pub(crate) fn other(&self) -> Option<&Json> {
        self.0.as_deref()
    }
}

impl fmt::Debug for FixedProperty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.other() {
            Some(other) => write!(f, "Other({other})"),
            None => f.write_str("Fixed"),
        }
    }
}
