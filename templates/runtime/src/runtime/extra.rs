//! Members that a document does not name.
//!
//! In: the members that are left when a struct has taken its own. Out: the same members again. What they hold is unknown
//! and may be secret, so `Debug` shows their names alone.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};

use crate::runtime::Map;

/// Members that the document does not name, kept as they came.
///
/// It is used like the map that it is. `Debug` shows the names of the members and not their values.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Extra(Map);

impl Extra {
    /// The members, without a copy.
    #[must_use]
    pub fn into_map(self) -> Map {
        self.0
    }
}

impl From<Map> for Extra {
    fn from(members: Map) -> Self {
        Self(members)
    }
}

impl Deref for Extra {
    type Target = Map;

    fn deref(&self) -> &Map {
        &self.0
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Map {
        &mut self.0
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
