//! Additional properties: JSON fields that the OpenAPI document does not define.
//!
//! A struct keeps these fields and writes them back unchanged. Their values may be secret, so `Debug` must not show
//! them.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::json::JsonMap;

/// The fields of an object without additional properties.
static EMPTY: LazyLock<JsonMap> = LazyLock::new(JsonMap::new);

/// Additional properties: JSON fields that the OpenAPI document does not define. Each value is kept exactly as the
/// server sent it.
///
/// The type dereferences to a [`JsonMap`]. `Debug` shows the names of the fields and hides their values.
// Most objects have no additional properties. The box makes these objects small, because it takes only the space of a
// pointer.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<JsonMap>>);

impl Extra {
    /// Returns the map without copying it.
    #[must_use]
    pub fn into_map(self) -> JsonMap {
        self.0.map(|fields| *fields).unwrap_or_default()
    }
}

impl From<JsonMap> for Extra {
    fn from(fields: JsonMap) -> Self {
        Self(Some(fields.into()))
    }
}

impl Deref for Extra {
    type Target = JsonMap;

    fn deref(&self) -> &JsonMap {
        match &self.0 {
            Some(fields) => fields,
            None => &EMPTY,
        }
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut JsonMap {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        JsonMap::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}
