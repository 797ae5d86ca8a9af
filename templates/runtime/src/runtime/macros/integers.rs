//! Macros for open enums that are sent as integers.

/// Implements the traits of all integer enums, for an enum with `as_i64(&self) -> Option<i64>`, `From<i64>` and
/// `Unknown(UnknownValue)`. The traits are `Display` (the name of the variant), `Serialize` and `Param` (the number),
/// `Deserialize` and `JsonField`. `Deserialize` accepts a number or a string that contains a number. Any other scalar
/// becomes `Unknown`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_value {
    ($type:ident) => {
        impl ::std::convert::From<$crate::runtime::macros::UnknownValue> for $type {
            /// Returns the variant for a known integer, also from a string that contains the integer. Any other value
            /// becomes `Unknown`.
            fn from(value: $crate::runtime::macros::UnknownValue) -> Self {
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
                match self {
                    Self::Unknown(value) => f.pad(value.as_str()),
                    known => $crate::runtime::macros::write_name(known, f),
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
                $crate::runtime::macros::from_integer(deserializer)
            }
        }

        $crate::json_field!($type);

        impl $crate::runtime::macros::Param for $type {
            fn append_to(&self, values: &mut $crate::runtime::macros::ParamValues) {
                match self {
                    Self::Unknown(value) => values.push(value.as_str()),
                    known => values.push(::std::string::ToString::to_string(
                        &known.as_i64().unwrap_or_default(),
                    )),
                }
            }
        }
    };
}

/// Implements everything that `integer_value!` implements, and the conversions from and to integers. The enum needs
/// `KNOWN: &[(i64, Self)]` and `Unknown(UnknownValue)`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($type:ident) => {
        impl $type {
            /// Returns the integer that is sent for the value. Returns `None` if the value is unknown and not an
            /// integer.
            #[must_use]
            pub fn as_i64(&self) -> ::std::option::Option<i64> {
                match self {
                    Self::Unknown(value) => value.as_i64(),
                    known => $crate::runtime::macros::known_number(Self::KNOWN, known),
                }
            }

            /// Returns the value with this name or number, such as `"PayMode"` or `"2"`. Upper and lower case are
            /// equal. If the text is not a known name or number, returns an error that lists the known values. Use this
            /// function for text that a person enters.
            pub fn parse_known(
                text: &str,
            ) -> ::std::result::Result<Self, $crate::runtime::macros::ParseEnumError> {
                $crate::runtime::macros::parse_name(::std::stringify!($type), Self::KNOWN, text)
            }
        }

        impl ::std::convert::From<i64> for $type {
            fn from(number: i64) -> Self {
                match $crate::runtime::macros::find_number(Self::KNOWN, number) {
                    ::std::option::Option::Some(known) => known,
                    ::std::option::Option::None => Self::Unknown(number.into()),
                }
            }
        }

        $crate::enum_order!($type);

        impl ::std::str::FromStr for $type {
            type Err = $crate::runtime::macros::ParseEnumError;

            /// Reads the name of a variant, or any number. A number without a variant becomes `Unknown`.
            fn from_str(
                text: &str,
            ) -> ::std::result::Result<Self, <Self as ::std::str::FromStr>::Err> {
                match text.trim().parse::<i64>() {
                    ::std::result::Result::Ok(number) => {
                        ::std::result::Result::Ok(Self::from(number))
                    }
                    ::std::result::Result::Err(_) => Self::parse_known(text),
                }
            }
        }

        $crate::integer_value!($type);
    };
}

pub use {integer_enum, integer_value};
