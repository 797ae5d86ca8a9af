//! Macros for types that are sent as strings: ids and open enums.

/// Implements the traits of all string types, for a type with `as_str(&self) -> &str` and `From<&str>`. The traits are
/// `Display`, `From<String>`, `FromStr` (which cannot fail), `Serialize`, `Deserialize` (also from numbers and
/// booleans), `JsonField`, `Param`, and comparison with `str`.
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

            fn from_str(text: &str) -> ::std::result::Result<Self, <Self as ::std::str::FromStr>::Err> {
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
                $crate::runtime::macros::from_string(deserializer)
            }
        }

        impl $crate::runtime::macros::JsonField for $type {
            fn read_nullable<'de, D>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::runtime::macros::from_nullable_string(deserializer)
            }
        }

        impl $crate::runtime::macros::Param for $type {
            fn append_to(&self, values: &mut $crate::runtime::macros::ParamValues) {
                values.push(self.as_str());
            }
        }
    };
}

/// Implements the methods and traits of all ids for a newtype over `SmolStr`: `new`, `as_str`, `into_string`,
/// `From<&str>`, `From<String>`, `From<i64>`, `From<&Self>`, `From<Self>` for `String`, `AsRef<str>`, and everything that
/// `string_value!` implements.
// Only one integer type converts into an id, so that the type of a literal such as `85_746_065` is known.
#[doc(hidden)]
#[macro_export]
macro_rules! string_id {
    ($type:ident) => {
        impl $type {
            /// Creates an id from its text.
            #[must_use]
            pub fn new(text: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self::from(text.into())
            }

            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Converts the id into its text.
            #[must_use]
            pub fn into_string(self) -> ::std::string::String {
                self.0.into()
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                Self(text.into())
            }
        }

        impl ::std::convert::From<i64> for $type {
            /// Creates an id from a number. Some responses contain ids as numbers.
            fn from(number: i64) -> Self {
                Self::from(::std::string::ToString::to_string(&number))
            }
        }

        impl ::std::convert::From<$type> for ::std::string::String {
            fn from(id: $type) -> Self {
                id.0.into()
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

/// For an enum with `KNOWN: &[(&str, Self)]` and `Unknown(UnknownValue)`, implements the conversions from and to its
/// strings, and everything that `enum_order!` and `string_value!` implement.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($type:ident) => {
        impl $type {
            /// Returns the text that is sent for the value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(value) => value.as_str(),
                    known => $crate::runtime::macros::known_text(Self::KNOWN, known),
                }
            }

            /// Returns the value with this text. If the text is not a known value, returns an error that lists the
            /// known texts. Use this function for text that a person enters. `From<&str>` accepts unknown texts.
            pub fn parse_known(
                text: &str,
            ) -> ::std::result::Result<Self, $crate::runtime::macros::ParseEnumError> {
                $crate::runtime::macros::parse_text(::std::stringify!($type), Self::KNOWN, text)
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                match $crate::runtime::macros::find_text(Self::KNOWN, text) {
                    ::std::option::Option::Some(known) => known,
                    ::std::option::Option::None => Self::Unknown(text.into()),
                }
            }
        }

        $crate::enum_order!($type);
        $crate::string_value!($type);
    };
}

pub use {string_enum, string_id, string_value};
