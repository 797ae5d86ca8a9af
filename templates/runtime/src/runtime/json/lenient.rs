//! Reads values whose JSON type differs from the specified type.
//!
//! A string such as `"5"` is read as a number or a boolean. A number, a boolean or `null` is read as a string. This
//! module must not guess: any other value is an error. The module `field` reads lists and maps.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::runtime::json::field::{JsonField, skipped};
use crate::runtime::json::scalar::{Scalar, ScalarVisitor};
use crate::runtime::json::unknown::UnknownValue;

/// Reads a field as leniently as the types of this crate do. Use this function with Serde's `deserialize_with`.
///
/// A number or a boolean may be a string in JSON. `null` and an empty string are read as `None`, or as an empty list. A
/// single value is read as a list with one element.
///
/// ```ignore
/// #[derive(Deserialize)]
/// struct Usage {
///     // Reads `5` and `"5"` as a number. Reads `null`, `""` or an absent field as `None`.
///     #[serde(default, deserialize_with = "deserialize_lenient")]
///     seats: Option<i64>,
/// }
/// ```
///
/// # Errors
///
/// Fails if the value does not have the type of the field.
pub fn deserialize_lenient<'de, D: Deserializer<'de>, T: JsonField>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Reads any scalar as a string. A number or a boolean is read as its JSON text, and `null` as an empty string.
pub(crate) fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(StringVisitor::new(Null::Empty))
}

/// Reads a string into a type such as an id or an enum. A number or a boolean is read as its JSON text. `null` is an
/// error, because an empty id or enum value would be wrong.
///
/// # Errors
///
/// Fails if the value is not a scalar.
pub fn from_string<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<String> + for<'a> From<&'a str>,
{
    deserializer.deserialize_any(StringVisitor::new(Null::Error))
}

/// Reads a value as in [`from_string`], except that `null` is read as `None`.
///
/// # Errors
///
/// Fails if the value is neither a scalar nor `null`.
pub fn from_nullable_string<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String> + for<'a> From<&'a str>,
{
    deserializer.deserialize_any(Nullable(StringVisitor::new(Null::Error)))
}

/// Reads an integer enum. An integer selects its variant. Any other string, number or boolean is kept as an unknown
/// value.
///
/// # Errors
///
/// Fails if the value is not a scalar.
pub fn from_integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<i64> + From<UnknownValue>,
{
    let read = integer_or_scalar::<D, i64>(deserializer, "a number or a string")?;
    Ok(read.map_or_else(
        |scalar| T::from(UnknownValue::from(scalar)),
        |number| T::from(number),
    ))
}

/// A visitor that reads a scalar as a string.
struct StringVisitor<T> {
    null: Null,
    value: PhantomData<T>,
}

/// What `null` means where a string is required.
#[derive(Clone, Copy)]
enum Null {
    /// `null` means an empty string.
    Empty,
    /// `null` is an error.
    Error,
}

impl<T> StringVisitor<T> {
    const fn new(null: Null) -> Self {
        let value = PhantomData;
        Self { null, value }
    }
}

impl<T: From<String> + for<'a> From<&'a str>> Visitor<'_> for StringVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    // Some servers send `null` for a required string. This should not make the whole response unreadable.
    fn visit_unit<E: Error>(self) -> Result<T, E> {
        match self.null {
            Null::Empty => Ok("".into()),
            Null::Error => Err(E::invalid_type(Unexpected::Unit, &self)),
        }
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        self.visit_unit()
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

/// Wraps a visitor of scalars and reads `null` as `None`.
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

/// Returns the value that `read` finds in a scalar. If `read` finds no value, returns an error with a description of
/// the expected value.
fn present<T, E: Error>(
    scalar: &Scalar,
    expected: &'static str,
    read: fn(&Scalar) -> Option<T>,
) -> Result<T, E> {
    read(scalar).ok_or_else(|| E::invalid_value(scalar.unexpected(), &expected))
}

/// Like [`present`], but returns `None` for an empty string or a string of white space.
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

/// Reads an integer that fits the type. If the value is another scalar, returns this scalar as the inner `Err`.
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

/// Reads an integer of 128 bits.
struct WideVisitor<T> {
    expected: &'static str,
    integer: PhantomData<T>,
}

impl<T: TryFrom<i128> + TryFrom<u128>> WideVisitor<T> {
    fn value<E: Error>(&self, read: Option<T>) -> Result<T, E> {
        read.ok_or_else(|| E::custom(format_args!("expected {}", self.expected)))
    }
}

impl<T: TryFrom<i128> + TryFrom<u128>> Visitor<'_> for WideVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.visit_i128(i128::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.visit_i128(i128::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        self.value(T::try_from(value).ok())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<T, E> {
        self.value(T::try_from(value).ok())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let exact = Scalar::Float(value).to_integer();
        self.value(exact.and_then(|value| T::try_from(value).ok()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let exact = Scalar::Text(text.to_owned()).to_integer();
        self.value(exact.and_then(|value| T::try_from(value).ok()))
    }
}

macro_rules! wide_integer {
    ($($type:ty, $read:ident, $expected:literal;)+) => {$(
        impl JsonField for $type {
            // Only `deserialize_i128` and `deserialize_u128` keep all digits.
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.$read(WideVisitor { expected: $expected, integer: PhantomData })
            }
        }
    )+};
}

wide_integer! {
    i128, deserialize_i128, "a 128-bit integer";
    u128, deserialize_u128, "a 128-bit integer that is not negative";
}

impl JsonField for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        string(deserializer)
    }

    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        from_nullable_string(deserializer)
    }

    fn read_item<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(Self::read_nullable(deserializer)?.or_else(skipped))
    }

    fn read_plain_item<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        Self::read_item(deserializer)
    }
}
