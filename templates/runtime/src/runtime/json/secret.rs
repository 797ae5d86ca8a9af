//! Text that must not be shown: passwords, keys and tokens.
//!
//! In: text. Out: a [`Secret`], whose text only [`Secret::expose`] and serialization reveal. This type must not
//! implement `Display`, so that no format string prints a secret by accident.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::runtime::json::field::JsonField;
use crate::runtime::json::lenient;

/// The type name under which a secret serializes. JSON ignores the name. The serialization of parameters recognizes
/// secrets by this name.
pub(crate) const NAME: &str = "$runtime::Secret";

/// A password, key or token. `Debug` hides the text, and there is no `Display`. The memory of the text is overwritten
/// when the secret is dropped.
///
/// A secret serializes as its text, because request bodies contain secrets. Do not serialize a secret into a log.
/// Copies of the text that encoding and sending create are not overwritten.
///
/// ```ignore
/// let secret = Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(***)");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Creates a secret from its text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NAME, self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Accepts every scalar, so that no error message about an unexpected type quotes the secret.
        lenient::string(deserializer).map(Self::new)
    }
}

impl JsonField for Secret {}
