//! Properties whose value is fixed, such as the `type` of an event.
//!
//! A [`FixedProperty`] serializes as the value in the OpenAPI document. If a response has another value, the property
//! keeps this value and serializes as it.

use std::fmt;

use crate::runtime::json::Json;

/// A property whose value the OpenAPI document fixes, such as the `type` of an event.
#[derive(Clone, Default, PartialEq)]
pub struct FixedProperty(Option<Box<Json>>);

impl FixedProperty {
    /// Creates the property from the received value and the value in the OpenAPI document.
    #[must_use]
    pub fn new<V>(sent: Option<Json>, specified: &V) -> Self
    where
        Json: PartialEq<V>,
    {
        Self(sent.filter(|sent| sent != specified).map(Box::new))
    }

    /// Returns the received value if it differs from the value in the OpenAPI document.
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
