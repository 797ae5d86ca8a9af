//! Integers that must not be shown, such as PINs.
//!
//! In: an integer. Out: a [`SecretInteger`], whose value only [`SecretInteger::expose`] and `Exposed` reveal. Errors must
//! not quote the integer either.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::runtime::json::field::JsonField;
use crate::runtime::json::secret::{NAME, PLACEHOLDER, Visibility, visibility};

/// An integer that must not be shown, such as a PIN. `Debug` hides the value, and there is no `Display`. The memory of the
/// value is overwritten when the secret is dropped.
///
/// Like [`Secret`](crate::runtime::Secret), it serializes as `***`. Requests contain the integer. To store a value with
/// its secrets, serialize it within [`Exposed`](crate::runtime::Exposed): the text `***` cannot be read as an integer.
///
/// ```ignore
/// let pin = SecretInteger::from(380303);
/// assert_eq!(format!("{pin:?}"), "SecretInteger(***)");
/// assert_eq!(serde_json::to_string(&pin)?, r#""***""#);
/// assert_eq!(serde_json::to_string(&Exposed(&pin))?, "380303");
/// assert_eq!(pin.expose(), 380303);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretInteger(Zeroizing<i64>);

impl SecretInteger {
    /// Creates a secret from its value.
    #[must_use]
    pub fn new(value: i64) -> Self {
        Self(Zeroizing::new(value))
    }

    /// Returns the value.
    #[must_use]
    pub fn expose(&self) -> i64 {
        *self.0
    }
}

impl fmt::Debug for SecretInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretInteger(***)")
    }
}

impl From<i64> for SecretInteger {
    fn from(value: i64) -> Self {
        Self::new(value)
    }
}

impl From<&SecretInteger> for SecretInteger {
    fn from(secret: &SecretInteger) -> Self {
        secret.clone()
    }
}

impl Serialize for SecretInteger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match visibility() {
            Visibility::Hidden => serializer.serialize_newtype_struct(NAME, PLACEHOLDER),
            Visibility::Exposed | Visibility::Compared => {
                serializer.serialize_newtype_struct(NAME, &self.expose())
            }
        }
    }
}

impl<'de> Deserialize<'de> for SecretInteger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

/// Replaces an error, because it quotes the value.
fn hidden<E: Error>(_: E) -> E {
    E::custom("a secret is not a 64-bit integer")
}

impl JsonField for SecretInteger {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::read(deserializer).map(Self::new).map_err(hidden)
    }

    fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let value = i64::read_option(deserializer).map_err(hidden)?;
        Ok(value.map(Self::new))
    }

    fn read_nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let value = i64::read_nullable(deserializer).map_err(hidden)?;
        Ok(value.map(Self::new))
    }
}
