//! Reading values that a server sends in another JSON type than its document says.
//!
//! In: JSON. Out: numbers and booleans also from their text, text also from numbers and booleans, an empty list from `null` or
//! empty text, a list of one from its one element. It must not guess: what is not plainly the text of a value is an error, and
//! what it writes it leaves to `Serialize`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::ser::{Serialize, Serializer};

use crate::runtime::text::UnknownValue;

/// For `#[serde(with = "lenient")]`: reads a field as [`value`] does.
pub fn deserialize<'de, D: Deserializer<'de>, T: Lenient>(deserializer: D) -> Result<T, D::Error> {
    T::lenient(deserializer)
}

/// For `#[serde(with = "lenient")]`: writes a field as it is.
pub fn serialize<S: Serializer, T: Serialize>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// For `#[serde(deserialize_with = "lenient::value")]`: reads a field of a scalar type, or of `Option`, `Vec` or a map of them.
pub fn value<'de, D: Deserializer<'de>, T: Lenient>(deserializer: D) -> Result<T, D::Error> {
    T::lenient(deserializer)
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

/// Reads an enum of integers: from an integer by that, from any other scalar by its text.
pub fn from_integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<i64> + From<UnknownValue>,
{
    let scalar = deserializer.deserialize_any(ScalarVisitor {
        expected: "a number or text",
    })?;
    let integer = match scalar {
        Scalar::Signed(number) => Some(number),
        Scalar::Unsigned(number) => i64::try_from(number).ok(),
        Scalar::Bool(_) | Scalar::Float(_) | Scalar::Text(_) => None,
    };
    Ok(integer.map_or_else(|| T::from(UnknownValue::from(scalar)), T::from))
}

/// A type that [`value`] reads.
pub trait Lenient: Sized {
    /// Reads a value that must be there.
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads a value that may be absent: numbers and booleans take empty text as absent.
    fn lenient_option<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        Self::lenient(deserializer).map(Some)
    }
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

/// The value that `read` finds in a scalar, or an error that says what was expected.
fn from_scalar<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    read: fn(&Scalar) -> Option<T>,
) -> Result<T, D::Error> {
    let scalar = deserializer.deserialize_any(ScalarVisitor { expected })?;
    read(&scalar).ok_or_else(|| D::Error::invalid_value(scalar.unexpected(), &expected))
}

/// As [`from_scalar`], but empty text is no value at all.
fn from_scalar_option<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    read: fn(&Scalar) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let scalar = deserializer.deserialize_any(ScalarVisitor { expected })?;
    if scalar.is_blank() {
        return Ok(None);
    }
    read(&scalar)
        .map(Some)
        .ok_or_else(|| D::Error::invalid_value(scalar.unexpected(), &expected))
}

macro_rules! lenient_scalar {
    ($($type:ty, $expected:literal, $read:expr;)+) => {$(
        impl Lenient for $type {
            fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                from_scalar(deserializer, $expected, $read)
            }

            fn lenient_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                from_scalar_option(deserializer, $expected, $read)
            }
        }
    )+};
}

lenient_scalar! {
    i64, "a 64-bit integer", |scalar| scalar.to_integer()?.try_into().ok();
    u64, "a 64-bit integer that is not negative", |scalar| scalar.to_integer()?.try_into().ok();
    i32, "a 32-bit integer", |scalar| scalar.to_integer()?.try_into().ok();
    u32, "a 32-bit integer that is not negative", |scalar| scalar.to_integer()?.try_into().ok();
    f64, "a number", Scalar::to_float;
    bool, "a boolean", Scalar::to_bool;
}

impl Lenient for String {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer)
    }
}

impl<T: Lenient> Lenient for Option<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
    }
}

/// Lets an element of a list or a map be read leniently.
struct Element<T>(T);

impl<'de, T: Lenient> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::lenient(deserializer).map(Self)
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::lenient_option(deserializer)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        T::lenient(text.into_deserializer()).map(|element| vec![element])
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        T::lenient(value.into_deserializer()).map(|element| vec![element])
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        T::lenient(value.into_deserializer()).map(|element| vec![element])
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        T::lenient(value.into_deserializer()).map(|element| vec![element])
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        T::lenient(value.into_deserializer()).map(|element| vec![element])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Element(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list)
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    // Some servers cannot tell an empty object from an empty list.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        match items.next_element::<IgnoredAny>()? {
            None => Ok(BTreeMap::new()),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, Element(item))) = entries.next_entry()? {
            map.insert(key, item);
        }
        Ok(map)
    }
}
