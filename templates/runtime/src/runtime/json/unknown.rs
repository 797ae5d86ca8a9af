//! Values of open enums that the OpenAPI document does not define.
//!
//! An [`UnknownValue`] keeps a string, a number or a boolean, and serializes as exactly the same value.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};

use crate::runtime::json::known::{KnownValue, write_number};
use crate::runtime::json::scalar::{Scalar, ScalarVisitor};

/// An enum value that the OpenAPI document does not define, kept exactly as the server sent it.
///
/// A later version of this crate may define a variant for the value, so do not match `Unknown`. Instead, compare the
/// text that the `as_str` method of the enum returns. This text stays the same in later versions.
// Most values are known. The box makes the enum small, because an unknown value then takes only the space of a pointer.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<Unknown>);

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Unknown {
    text: String,
    json: JsonKind,
}

/// The JSON type that the server sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum JsonKind {
    Text,
    Number,
    Bool,
}

impl UnknownValue {
    fn new(text: String, json: JsonKind) -> Self {
        Self(Box::new(Unknown { text, json }))
    }

    /// Returns the value as text. A number becomes its digits, and a boolean becomes `true` or `false`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns whether this value equals a known value and has the same JSON type.
    pub(crate) fn is(&self, known: &KnownValue) -> bool {
        let text = self.0.text.as_str();
        match (self.0.json, known) {
            (JsonKind::Text, KnownValue::Text(known)) => text == *known,
            (JsonKind::Bool, KnownValue::Bool(_)) => text == known.as_str(),
            // A number can be written in several ways, such as `1.5` and `1.50`.
            (JsonKind::Number, KnownValue::Number(known)) => {
                text == *known
                    || matches!(
                        (text.parse::<f64>(), known.parse::<f64>()),
                        (Ok(sent), Ok(known)) if sent.total_cmp(&known).is_eq()
                    )
            }
            _ => false,
        }
    }

    /// Returns the value as an integer. Returns `None` if the value is neither an integer nor a string with an integer.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.text.trim().parse().ok()
    }
}

impl From<&str> for UnknownValue {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for UnknownValue {
    fn from(text: String) -> Self {
        Self::new(text, JsonKind::Text)
    }
}

impl From<i64> for UnknownValue {
    fn from(number: i64) -> Self {
        Self::new(number.to_string(), JsonKind::Number)
    }
}

impl fmt::Debug for UnknownValue {
    /// Shows the value as JSON, so that the enum shows `Unknown("x")`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.json {
            JsonKind::Text => fmt::Debug::fmt(&self.0.text, f),
            JsonKind::Number | JsonKind::Bool => f.write_str(&self.0.text),
        }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl Serialize for UnknownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.json {
            JsonKind::Text => serializer.serialize_str(&self.0.text),
            JsonKind::Bool => serializer.serialize_bool(self.0.text == "true"),
            JsonKind::Number => write_number(&self.0.text, serializer),
        }
    }
}

impl<'de> serde::Deserialize<'de> for UnknownValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a number or a string";
        deserializer
            .deserialize_any(ScalarVisitor { expected })
            .map(Self::from)
    }
}

impl From<Scalar> for UnknownValue {
    fn from(scalar: Scalar) -> Self {
        let json = match scalar {
            Scalar::Text(text) => return Self::from(text),
            Scalar::Bool(_) => JsonKind::Bool,
            Scalar::Signed(_) | Scalar::Unsigned(_) | Scalar::Float(_) => JsonKind::Number,
        };
        Self::new(scalar.to_text(), json)
    }
}

/// Finds the entry in a list of known values that equals the received value.
#[must_use]
pub fn find_known<T: Clone>(known: &[(KnownValue, T)], sent: &UnknownValue) -> Option<T> {
    let found = known.iter().find(|(value, _)| sent.is(value));
    found.map(|(_, entry)| entry.clone())
}
