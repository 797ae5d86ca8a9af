//! Members that a document does not name.
//!
//! In: the members that are left when a struct has taken its own. Out: the same members again. What they hold is unknown
//! and may be secret, so `Debug` shows their names alone.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};

use crate::runtime::JsonMap;

/// Members that the document does not name, kept as they came.
///
/// It is used like the map that it is. `Debug` shows the names of the members and not their values.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Extra(JsonMap);

impl Extra {
    /// The members, without a copy.
    #[must_use]
    pub fn into_map(self) -> JsonMap {
        self.0
    }
}

impl From<JsonMap> for Extra {
    fn from(members: JsonMap) -> Self {
        Self(members)
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
