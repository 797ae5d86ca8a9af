//! Text that must not be shown: passwords, keys and tokens.
//!
//! In: text. Out: a [`Secret`], whose text only [`Secret::expose`] and [`Exposed`] reveal. `Secret` must not implement
//! `Display`, so that no format string prints a secret by accident.

use std::cell::Cell;
use std::fmt;

use serde::ser::Error as _;
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
/// A secret serializes as `***`, so that a log or a response to a person never contains the text. Requests contain the
/// text. To store a value with its secrets, serialize it within [`Exposed`].
///
/// A request with the text `***` fails before it is sent, because the text is the placeholder of a secret and not the
/// secret. Copies of the text that encoding and sending create are not overwritten.
///
/// ```ignore
/// let secret = Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(***)");
/// assert_eq!(serde_json::to_string(&secret)?, r#""***""#);
/// assert_eq!(serde_json::to_string(&Exposed(&secret))?, r#""hunter2""#);
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
        let text = match visibility() {
            Visibility::Hidden => PLACEHOLDER,
            Visibility::Exposed if self.expose() == PLACEHOLDER => {
                return Err(S::Error::custom(
                    "a secret is `***`, the placeholder of a hidden secret; set the secret, or store values within `Exposed`",
                ));
            }
            Visibility::Exposed | Visibility::Compared => self.expose(),
        };
        serializer.serialize_newtype_struct(NAME, text)
    }
}

/// A value that serializes with the text of its secrets.
///
/// Use it to store a value and read it again later. Save the result in a place that nobody else can read. Everything
/// within the value is exposed: fields, elements of lists, values of maps.
///
/// Serialization fails if a secret is `***`, because the text was lost when the value was serialized without `Exposed`.
///
/// ```ignore
/// let text = serde_json::to_string(&Exposed(&user))?;
/// ```
#[derive(Clone, Copy)]
pub struct Exposed<'a, T: ?Sized>(pub &'a T);

impl<T: Serialize + ?Sized> Serialize for Exposed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let _exposure = Exposure::start(Visibility::Exposed);
        self.0.serialize(serializer)
    }
}

impl<T: ?Sized> fmt::Debug for Exposed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exposed").finish_non_exhaustive()
    }
}

/// A value that serializes with the text of its secrets, also if the text is `***`. The value is compared with a response
/// and never sent.
pub(crate) struct Compared<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Serialize + ?Sized> Serialize for Compared<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let _exposure = Exposure::start(Visibility::Compared);
        self.0.serialize(serializer)
    }
}

/// The text of a hidden secret.
pub(crate) const PLACEHOLDER: &str = "***";

/// How secrets are serialized.
#[derive(Clone, Copy)]
pub(crate) enum Visibility {
    /// As [`PLACEHOLDER`].
    Hidden,
    /// As their text. The placeholder is an error.
    Exposed,
    /// As their text.
    Compared,
}

/// Returns how the current thread serializes secrets.
pub(crate) fn visibility() -> Visibility {
    VISIBILITY.get()
}

thread_local! {
    /// How the current thread serializes secrets. A call of `serialize` never waits, so no other task of the thread can run
    /// before the call returns.
    static VISIBILITY: Cell<Visibility> = const { Cell::new(Visibility::Hidden) };
}

/// Changes [`VISIBILITY`] until it is dropped, also by a panic.
struct Exposure {
    before: Visibility,
}

impl Exposure {
    fn start(visibility: Visibility) -> Self {
        Self {
            before: VISIBILITY.replace(visibility),
        }
    }
}

impl Drop for Exposure {
    fn drop(&mut self) {
        VISIBILITY.set(self.before);
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Accepts every scalar, so that no error message about an unexpected type quotes the secret.
        lenient::string(deserializer).map(Self::new)
    }
}

impl JsonField for Secret {}
