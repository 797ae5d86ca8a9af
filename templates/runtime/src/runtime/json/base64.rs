//! Bytes as base64 text.
//!
//! The text is decoded only when the program asks for the bytes. Thus, a response with invalid base64 can still be
//! decoded.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{self, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::runtime::json::field::JsonField;
use crate::runtime::json::lenient;

/// A decoder that accepts text with or without padding.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes base64 in the standard alphabet or the alphabet for URLs. White space is ignored.
fn decode(text: &str) -> Option<Bytes> {
    let letter = |letter: char| match letter {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let text: String = text
        .split_ascii_whitespace()
        .flat_map(str::chars)
        .map(letter)
        .collect();
    TOLERANT.decode(text).ok().map(Bytes::from)
}

macro_rules! base64_type {
    ($(#[$docs:meta])* $type:ident, $engine:expr) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(String);

        impl $type {
            /// Encodes bytes.
            #[must_use]
            pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
                Self($engine.encode(bytes))
            }

            /// Creates a value from text that is already encoded. The text is not checked.
            #[must_use]
            pub fn from_encoded(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Decodes the bytes. Returns `None` if the text is not base64.
            #[must_use]
            pub fn decode(&self) -> Option<Bytes> {
                decode(&self.0)
            }

            /// Returns the text, exactly as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&[u8]> for $type {
            fn from(bytes: &[u8]) -> Self {
                Self::encode(bytes)
            }
        }

        impl<const N: usize> From<&[u8; N]> for $type {
            fn from(bytes: &[u8; N]) -> Self {
                Self::encode(bytes)
            }
        }

        impl From<Vec<u8>> for $type {
            fn from(bytes: Vec<u8>) -> Self {
                Self::encode(bytes)
            }
        }

        impl From<Bytes> for $type {
            fn from(bytes: Bytes) -> Self {
                Self::encode(bytes)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                lenient::string(deserializer).map(Self)
            }
        }

        impl JsonField for $type {}
    };
}

base64_type! {
    /// Bytes that are sent as base64 (RFC 4648).
    ///
    /// `Base64::from(b"text")` encodes bytes. [`decode`](Base64::decode) also accepts the alphabet for URLs, text
    /// without padding, and white space.
    Base64, general_purpose::STANDARD
}

base64_type! {
    /// Bytes that are sent as base64 with the alphabet for URLs and file names (RFC 4648).
    ///
    /// `Base64Url::from(b"text")` encodes bytes. [`decode`](Base64Url::decode) also accepts the standard alphabet, text
    /// without padding, and white space.
    Base64Url, general_purpose::URL_SAFE
}
