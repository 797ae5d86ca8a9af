//! Known values of enums, if the values have several JSON types or are numbers with a fraction.
//!
//! The module `unknown` compares received values with known values. `1` differs from `"1"`.

use serde::ser::{Serialize, Serializer};

/// A known value of an enum whose values are texts, numbers or booleans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KnownValue {
    /// A text.
    Text(&'static str),
    /// A number, as JSON text.
    Number(&'static str),
    /// A boolean.
    Bool(bool),
}

impl KnownValue {
    /// Returns the value as text.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
        }
    }
}

impl Serialize for KnownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(text) => write_number(text, serializer),
            Self::Bool(value) => serializer.serialize_bool(*value),
        }
    }
}

/// Serializes the text of a number as a number. All digits of an integer are kept.
pub(crate) fn write_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = text.parse() {
        return serializer.serialize_i64(number);
    }
    if let Ok(number) = text.parse() {
        return serializer.serialize_u64(number);
    }
    if let Ok(number) = text.parse() {
        return serializer.serialize_i128(number);
    }
    match text.parse() {
        // This is exact: the standard library formats a float so that parsing returns the same float.
        Ok(number) => serializer.serialize_f64(number),
        Err(_) => serializer.serialize_str(text),
    }
}

/// Finds the entry of an enum variant in a list of known values, and returns the known value.
#[must_use]
pub fn known_value<T: PartialEq>(
    known: &'static [(KnownValue, T)],
    entry: &T,
) -> Option<KnownValue> {
    let found = known.iter().find(|(_, other)| other == entry);
    found.map(|(value, _)| *value)
}
