//! The macro for open enums whose values have several JSON types.

/// For an enum with `KNOWN: &[(KnownValue, Self)]` and `Unknown(UnknownValue)`, implements the conversions from and to
/// its values, `Display`, `Serialize`, `Deserialize`, `JsonField`, `Param`, and everything that `enum_order!` implements.
/// Each value keeps its JSON type.
#[doc(hidden)]
#[macro_export]
macro_rules! scalar_enum {
    ($type:ident) => {
        impl $type {
            /// Returns the value as text. For example, the number `1` becomes `1`.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(value) => value.as_str(),
                    known => $crate::runtime::macros::known_value(Self::KNOWN, known)
                        .map_or("", |value| value.as_str()),
                }
            }
        }

        impl $type {
            /// Returns the value with this text. If the text is not a known value, returns an error that lists the
            /// known texts. Use this function for text that a person enters. `From<&str>` accepts unknown texts.
            pub fn parse_known(
                text: &str,
            ) -> ::std::result::Result<Self, $crate::runtime::macros::ParseEnumError> {
                $crate::runtime::macros::parse_scalar(
                    ::std::stringify!($type),
                    Self::KNOWN,
                    Self::from(text),
                    text,
                )
            }
        }

        $crate::enum_order!($type);

        impl ::std::convert::From<$crate::runtime::macros::UnknownValue> for $type {
            /// Returns the variant with this value. An unknown value becomes `Unknown`.
            fn from(value: $crate::runtime::macros::UnknownValue) -> Self {
                $crate::runtime::macros::find_known(Self::KNOWN, &value)
                    .unwrap_or(Self::Unknown(value))
            }
        }

        impl ::std::convert::From<&str> for $type {
            /// Returns the variant with this text. The text can also be that of a number or a boolean: `"1"` selects
            /// the variant of the number `1`.
            fn from(text: &str) -> Self {
                match Self::from($crate::runtime::macros::UnknownValue::from(text)) {
                    Self::Unknown(value) => Self::KNOWN
                        .iter()
                        .find(|(known, _)| known.as_str() == text)
                        .map_or(Self::Unknown(value), |(_, known)| known.clone()),
                    known => known,
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                match self {
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                    known => ::serde::Serialize::serialize(
                        &$crate::runtime::macros::known_value(Self::KNOWN, known),
                        serializer,
                    ),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                <$crate::runtime::macros::UnknownValue as ::serde::Deserialize>::deserialize(
                    deserializer,
                )
                .map(Self::from)
            }
        }

        $crate::json_field!($type);

        impl $crate::runtime::macros::Param for $type {
            fn append_to(&self, values: &mut $crate::runtime::macros::ParamValues) {
                values.push(self.as_str());
            }
        }
    };
}

pub use scalar_enum;
