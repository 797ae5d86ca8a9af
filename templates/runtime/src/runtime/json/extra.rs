//! Additional properties: JSON fields that the OpenAPI document does not define.
//!
//! A struct keeps these fields and writes them back unchanged. Their values may be secret, so `Debug` must not show
//! them.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};

use crate::runtime::json::JsonMap;

/// Additional properties: JSON fields that the OpenAPI document does not define. Each value is kept exactly as the
/// server sent it.
///
/// The type dereferences to a [`JsonMap`]. `Debug` shows the names of the fields and hides their values.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Extra(JsonMap);

impl Extra {
    /// Returns the map without copying it.
    #[must_use]
    pub fn into_map(self) -> JsonMap {
        self.0
    }
}

impl From<JsonMap> for Extra {
    fn from(fields: JsonMap) -> Self {
        Self(fields)
    }
}

impl Deref for Extra {
    type Target = JsonMap;

    fn deref(&self) -> &JsonMap {
        &self.0
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut JsonMap {
        &mut self.0
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
