//! A change to one field: leave it, clear it, or set it.
//!
//! In: a value, or `null`, or nothing. Out: a [`Patch`], which tells the three apart in JSON. It must not be used where `null`
//! means nothing of its own: an `Option` says that.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A change to one field of a thing that exists.
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
    /// Leave the field as it is: it is not sent.
    #[default]
    Keep,
    /// Clear the field: `null` is sent.
    Clear,
    /// Set the field to this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field stays as it is.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the field is cleared.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The value that the field is set to.
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
    /// `null` for [`Patch::Clear`] and also for [`Patch::Keep`], which a member of an object leaves out.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_set().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    /// [`Patch::Clear`] for `null`; a member that is absent is [`Patch::Keep`], its default.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}
