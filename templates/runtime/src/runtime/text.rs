//! Open enums and ids: types whose values travel as text or as an integer, and that take values their document does not know.
//!
//! In: a plain enum or newtype. Out: three macros that add what all such types have in common, and [`UnknownValue`], which holds
//! what the document does not know. It must not lose a value: what came in goes out again.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::{Serialize, Serializer};

use crate::runtime::lenient::{Scalar, ScalarVisitor};

/// A value that the API's document does not know, kept exactly as it came.
///
/// It is opaque, so that a value which a later version of this crate gives a name breaks no `match`: compare
/// [`as_str`](UnknownValue::as_str) of the whole enum instead.
// In a box: most values are known, and need no room for this.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<Unknown>);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Unknown {
    text: String,
    json: JsonKind,
}

/// The JSON type that a value came as.
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

    /// The value as text: of a number, its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The value as an integer, if it is one or is the text of one.
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
            // By the standard library, which reads the very float that was written.
            JsonKind::Number => match (
                self.0.text.parse::<i64>(),
                self.0.text.parse::<u64>(),
                self.0.text.parse::<f64>(),
            ) {
                (Ok(number), _, _) => serializer.serialize_i64(number),
                (_, Ok(number), _) => serializer.serialize_u64(number),
                (_, _, Ok(number)) => serializer.serialize_f64(number),
                _ => serializer.serialize_str(&self.0.text),
            },
        }
    }
}

impl<'de> serde::Deserialize<'de> for UnknownValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a number or text";
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

/// Adds to a type with `as_str(&self) -> &str` and `From<&str>` what all types of text have: `Display`, `From<String>`, `FromStr`
/// (which cannot fail), `Serialize`, `Deserialize` (also from a number or a boolean, taken as its text),
/// [`Param`](crate::runtime::Param), and comparison with `str`.
#[doc(hidden)]
#[macro_export]
macro_rules! string_value {
    ($type:ident) => {
        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        $crate::string_value!(@common $type);
    };
    (@common $type:ident) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::cmp::PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::std::cmp::PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::lenient::from_text(deserializer)
            }
        }

        impl $crate::runtime::member::JsonField for $type {
            fn read_nullable<'de, D>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::lenient::from_nullable_text(deserializer)
            }
        }

        impl $crate::runtime::Param for $type {
            fn append_to(&self, values: &mut $crate::runtime::ParamValues) {
                values.push(self.as_str());
            }
        }
    };
}

/// Adds to a newtype over `String` what all ids have: `new`, `as_str`, `into_string`, `From<&str>`, `From<String>`, `From<&Self>`,
/// `AsRef<str>`, and all that `string_value!` adds.
#[doc(hidden)]
#[macro_export]
macro_rules! string_id {
    ($type:ident) => {
        impl $type {
            /// Makes one of this text.
            #[must_use]
            pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(text.into())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, without a copy.
            #[must_use]
            pub fn into_string(self) -> ::std::string::String {
                self.0
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::std::convert::From<&$type> for $type {
            fn from(other: &$type) -> Self {
                other.clone()
            }
        }

        impl ::std::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        $crate::string_value!(@common $type);
    };
}

/// Adds to an enum with `as_i64(&self) -> Option<i64>`, `From<i64>` and `Unknown(UnknownValue)` what all enums of integers have:
/// `Display`, `Serialize` (as the number), `Deserialize` (from a number or the text of one; any other scalar is kept as it is) and
/// [`Param`](crate::runtime::Param).
#[doc(hidden)]
#[macro_export]
macro_rules! integer_value {
    ($type:ident) => {
        impl ::std::convert::From<$crate::runtime::UnknownValue> for $type {
            /// The value that this integer, or the text of one, has a name for; otherwise it is kept exactly.
            fn from(value: $crate::runtime::UnknownValue) -> Self {
                match value.as_i64().map(Self::from) {
                    ::std::option::Option::Some(Self::Unknown(_)) | ::std::option::Option::None => {
                        Self::Unknown(value)
                    }
                    ::std::option::Option::Some(known) => known,
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match (self, self.as_i64()) {
                    (Self::Unknown(value), _) => f.pad(value.as_str()),
                    (_, ::std::option::Option::Some(number)) => {
                        ::std::fmt::Display::fmt(&number, f)
                    }
                    (_, ::std::option::Option::None) => ::std::result::Result::Ok(()),
                }
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                match self {
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                    known => ::serde::Serialize::serialize(&known.as_i64(), serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::lenient::from_integer(deserializer)
            }
        }

        $crate::json_field!($type);

        impl $crate::runtime::Param for $type {
            fn append_to(&self, values: &mut $crate::runtime::ParamValues) {
                values.push(::std::string::ToString::to_string(self));
            }
        }
    };
}

/// Adds to an enum with `KNOWN: &[(&str, Self)]` and `Unknown(UnknownValue)` its text both ways, and all that `string_value!` adds.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($type:ident) => {
        impl $type {
            /// The value as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(value) => value.as_str(),
                    known => Self::KNOWN
                        .iter()
                        .find(|(_, value)| value == known)
                        .map_or("", |(text, _)| text),
                }
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                let known = Self::KNOWN.iter().find(|(known, _)| *known == text);
                known.map_or_else(|| Self::Unknown(text.into()), |(_, value)| value.clone())
            }
        }

        $crate::string_value!($type);
    };
}

/// Adds to an enum with `KNOWN: &[(i64, Self)]` and `Unknown(UnknownValue)` its number both ways, and all that `integer_value!` adds.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($type:ident) => {
        impl $type {
            /// The value as it travels; `None` if it is unknown and no integer.
            #[must_use]
            pub fn as_i64(&self) -> ::std::option::Option<i64> {
                match self {
                    Self::Unknown(value) => value.as_i64(),
                    known => Self::KNOWN
                        .iter()
                        .find(|(_, value)| value == known)
                        .map(|(number, _)| *number),
                }
            }
        }

        impl ::std::convert::From<i64> for $type {
            fn from(number: i64) -> Self {
                let known = Self::KNOWN.iter().find(|(known, _)| *known == number);
                known.map_or_else(|| Self::Unknown(number.into()), |(_, value)| value.clone())
            }
        }

        $crate::integer_value!($type);
    };
}

pub use {integer_enum, integer_value, string_enum, string_id, string_value};
