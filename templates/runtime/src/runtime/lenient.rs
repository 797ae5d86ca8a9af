//! Reading values that a server sends in another JSON type than its document says.
//!
//! In: JSON. Out: numbers and booleans also from their text, text also from numbers and booleans. It must not guess: what is not
//! plainly the text of a value is an error. How lists and maps of such values are read is told in `member`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::member::JsonField;
use crate::runtime::text::UnknownValue;

/// For `#[serde(deserialize_with = "deserialize_lenient")]`: reads a field of a scalar type, or of `Option`, `Vec` or a map of them.
pub fn deserialize_lenient<'de, D: Deserializer<'de>, T: JsonField>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Reads any scalar as text: a string as it is, numbers and booleans as JSON writes them.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    from_text(deserializer)
}

/// Reads a type that is made of text, as [`text`] reads it, without a copy in between.
pub fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<String> + for<'a> From<&'a str>,
{
    deserializer.deserialize_any(TextVisitor(PhantomData))
}

/// Reads such a type as [`from_text`] does, or `None` from `null`.
pub fn from_nullable_text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String> + for<'a> From<&'a str>,
{
    deserializer.deserialize_any(Nullable(TextVisitor(PhantomData)))
}

/// Reads an enum of integers: from an integer by that, from any other scalar by its text.
pub fn from_integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<i64> + From<UnknownValue>,
{
    let read = integer_or_scalar::<D, i64>(deserializer, "a number or text")?;
    Ok(read.map_or_else(
        |scalar| T::from(UnknownValue::from(scalar)),
        |number| T::from(number),
    ))
}

/// A JSON value that is neither a list nor an object nor `null`.
pub(crate) enum Scalar {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
}

impl Scalar {
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Signed(value) => value.to_string(),
            Self::Unsigned(value) => value.to_string(),
            // As JSON writes it: `5.0`, not `5`.
            Self::Float(value) => serde_json::Number::from_f64(*value)
                .map_or_else(String::new, |number| number.to_string()),
            Self::Text(value) => value.clone(),
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Text(value) => Unexpected::Str(value),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// The integer that this is or whose text it holds.
    fn to_integer(&self) -> Option<i128> {
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

    fn to_float(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            // Not `inf` and not `nan`, which JSON has no words for.
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

    fn to_bool(&self) -> Option<bool> {
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

/// The integer that a float is, if it is one that floats hold exactly.
fn integer_of(value: f64) -> Option<i128> {
    let is_exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
    // Without a cast: such a float prints as plain digits.
    if is_exact {
        value.to_string().parse().ok()
    } else {
        None
    }
}

pub(crate) struct ScalarVisitor {
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

/// Reads what [`ScalarVisitor`] reads, as text.
struct TextVisitor<T>(PhantomData<T>);

impl<T: From<String> + for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        Ok(Scalar::Bool(value).to_text().into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        Ok(Scalar::Signed(value).to_text().into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        Ok(Scalar::Unsigned(value).to_text().into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        Ok(Scalar::Float(value).to_text().into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        Ok(value.into())
    }
}

/// Reads what this visitor of scalars reads, or `None` from `null`.
struct Nullable<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Nullable<V> {
    type Value = Option<V::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.0.visit_bool(value).map(Some)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.0.visit_i64(value).map(Some)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.0.visit_u64(value).map(Some)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.0.visit_f64(value).map(Some)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        self.0.visit_str(value).map(Some)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        self.0.visit_string(value).map(Some)
    }
}

/// The value that `read` finds in a scalar, or an error that says what was expected.
fn present<T, E: Error>(
    scalar: &Scalar,
    expected: &'static str,
    read: fn(&Scalar) -> Option<T>,
) -> Result<T, E> {
    read(scalar).ok_or_else(|| E::invalid_value(scalar.unexpected(), &expected))
}

/// As [`present`], but empty text is no value at all.
fn optional<T, E: Error>(
    scalar: &Scalar,
    expected: &'static str,
    read: fn(&Scalar) -> Option<T>,
) -> Result<Option<T>, E> {
    if scalar.is_blank() {
        return Ok(None);
    }
    present(scalar, expected, read).map(Some)
}

/// An integer that stands there as one and fits, which is what mostly comes; any other scalar as it is.
fn integer_or_scalar<'de, D, T>(
    deserializer: D,
    expected: &'static str,
) -> Result<Result<T, Scalar>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i64> + TryFrom<u64>,
{
    deserializer.deserialize_any(IntegerVisitor::new(expected))
}

struct IntegerVisitor<T> {
    scalars: ScalarVisitor,
    integer: PhantomData<T>,
}

impl<T> IntegerVisitor<T> {
    fn new(expected: &'static str) -> Self {
        Self {
            scalars: ScalarVisitor { expected },
            integer: PhantomData,
        }
    }
}

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = Result<T, Scalar>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.scalars.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.scalars.visit_bool(value).map(Err)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(T::try_from(value).map_err(|_| Scalar::Signed(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(T::try_from(value).map_err(|_| Scalar::Unsigned(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.scalars.visit_f64(value).map(Err)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        self.scalars.visit_str(value).map(Err)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        self.scalars.visit_string(value).map(Err)
    }
}

macro_rules! lenient_integer {
    ($($type:ty, $expected:literal;)+) => {$(
        impl JsonField for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match integer_or_scalar(deserializer, $expected)? {
                    Ok(number) => Ok(number),
                    Err(scalar) => present(&scalar, $expected, |scalar| scalar.to_integer()?.try_into().ok()),
                }
            }

            fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                match integer_or_scalar(deserializer, $expected)? {
                    Ok(number) => Ok(Some(number)),
                    Err(scalar) => optional(&scalar, $expected, |scalar| scalar.to_integer()?.try_into().ok()),
                }
            }

            fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                match deserializer.deserialize_any(Nullable(IntegerVisitor::new($expected)))? {
                    None => Ok(None),
                    Some(Ok(number)) => Ok(Some(number)),
                    Some(Err(scalar)) => optional(&scalar, $expected, |scalar| scalar.to_integer()?.try_into().ok()),
                }
            }
        }
    )+};
}

lenient_integer! {
    i64, "a 64-bit integer";
    u64, "a 64-bit integer that is not negative";
    i32, "a 32-bit integer";
    u32, "a 32-bit integer that is not negative";
}

macro_rules! lenient_scalar {
    ($($type:ty, $expected:literal, $read:expr;)+) => {$(
        impl JsonField for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let scalar = deserializer.deserialize_any(ScalarVisitor { expected: $expected })?;
                present(&scalar, $expected, $read)
            }

            fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                let scalar = deserializer.deserialize_any(ScalarVisitor { expected: $expected })?;
                optional(&scalar, $expected, $read)
            }

            fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                match deserializer.deserialize_any(Nullable(ScalarVisitor { expected: $expected }))? {
                    None => Ok(None),
                    Some(scalar) => optional(&scalar, $expected, $read),
                }
            }
        }
    )+};
}

lenient_scalar! {
    f64, "a number", Scalar::to_float;
    bool, "a boolean", Scalar::to_bool;
}

impl JsonField for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer)
    }

    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        from_nullable_text(deserializer)
    }
}
