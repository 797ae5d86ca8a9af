//! JSON scalars: booleans, numbers and strings.
//!
//! A [`Scalar`] converts to a number or a boolean, even if it is a string such as `"5"`. This module must not guess: a
//! string such as `"yes"` is not a boolean.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};

pub(crate) enum Scalar {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
}

impl Scalar {
    /// Returns the value as text. Numbers and booleans are written as in JSON.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Signed(value) => value.to_string(),
            Self::Unsigned(value) => value.to_string(),
            // JSON writes `5.0` for this number. `Display` would write `5`.
            Self::Float(value) => serde_json::Number::from_f64(*value)
                .map_or_else(String::new, |number| number.to_string()),
            Self::Text(value) => value.clone(),
        }
    }

    pub(crate) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(value) => Unexpected::Str(value),
        }
    }

    /// Returns whether the scalar is an empty string or a string of white space.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// Returns an integer, also from a string that contains an integer.
    pub(crate) fn to_integer(&self) -> Option<i128> {
        match self {
            Self::Signed(value) => Some(i128::from(*value)),
            Self::Unsigned(value) => Some(i128::from(*value)),
            Self::Float(value) => integer_of(*value),
            Self::Text(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| integer_of(text.parse().ok()?))
            }
            Self::Bool(_) => None,
        }
    }

    /// Returns a number, also from a string that contains a number.
    pub(crate) fn to_float(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            // JSON cannot represent infinity and NaN.
            Self::Text(text) => text
                .trim()
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite()),
            Self::Signed(value) => serde_json::Number::from(*value).as_f64(),
            Self::Unsigned(value) => serde_json::Number::from(*value).as_f64(),
            Self::Bool(_) => None,
        }
    }

    /// Returns a boolean, also from the number 0 or 1, or from a string such as `true` or `0`.
    pub(crate) fn to_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Signed(0) | Self::Unsigned(0) => Some(false),
            Self::Signed(1) | Self::Unsigned(1) => Some(true),
            Self::Text(text) => match text.trim() {
                "0" => Some(false),
                "1" => Some(true),
                text if text.eq_ignore_ascii_case("false") => Some(false),
                text if text.eq_ignore_ascii_case("true") => Some(true),
                _ => None,
            },
            Self::Signed(_) | Self::Unsigned(_) | Self::Float(_) => None,
        }
    }
}

/// Converts a float to the integer that it is equal to. Returns `None` if there is no such integer.
fn integer_of(value: f64) -> Option<i128> {
    let is_exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
    // The float is formatted and parsed, because a cast could lose digits. A float of this size is formatted as plain
    // digits.
    if is_exact {
        value.to_string().parse().ok()
    } else {
        None
    }
}

pub(crate) struct ScalarVisitor {
    /// The description of the expected value, for error messages.
    pub(crate) expected: &'static str,
}

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(value))
    }
}
