//! A change to one field: keep, clear or set it.
//!
//! In JSON, a [`Patch`] is an absent field, `null`, or a value. If `null` and an absent field mean the same, use an
//! `Option`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::json::field::JsonField;

/// A change to one field in a partial update.
///
/// An absent field stays unchanged, `null` clears the field, and a value sets the field. A value such as `"Sales"`
/// converts into [`Patch::Set`].
///
/// ```ignore
/// #[derive(Default, Serialize)]
/// struct Update {
///     #[serde(skip_serializing_if = "Patch::is_keep")]
///     department: Patch<String>,
/// }
/// let json = |department| serde_json::to_string(&Update { department }).unwrap();
/// assert_eq!(json(Patch::Keep), "{}");
/// assert_eq!(json(Patch::Clear), r#"{"department":null}"#);
/// assert_eq!(json("Sales".into()), r#"{"department":"Sales"}"#);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// Keeps the field unchanged: the field is not sent.
    #[default]
    Keep,
    /// Clears the field: `null` is sent.
    Clear,
    /// Sets the field to this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Returns whether the change is [`Patch::Keep`].
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Returns whether the change is [`Patch::Clear`].
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// Returns the value of [`Patch::Set`].
    #[must_use]
    pub const fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    /// Writes `null` for [`Patch::Clear`] and [`Patch::Keep`]. An object omits a field with [`Patch::Keep`].
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_set().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    /// Reads `null` as [`Patch::Clear`]. If the field is absent, the value is the default [`Patch::Keep`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: JsonField> JsonField for Patch<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::read(deserializer)?.map_or(Self::Clear, Self::Set))
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_keep()
    }
}
