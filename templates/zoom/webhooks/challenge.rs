//! The check of a URL.

use serde_json::json;

use super::signature::{digits, keyed};
use crate::runtime::Secret;

/// The name of the event that checks a URL.
pub(super) const EVENT: &str = "endpoint.url_validation";

/// Zoom's check that your app controls the URL and knows the secret token. Respond with status 200 and
/// [`Challenge::response`] within three seconds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge {
    plain: String,
    encrypted: String,
}

impl Challenge {
    /// Creates the response for a token. Returns `None` for an empty secret.
    pub(super) fn new(secret: &Secret, plain: &str) -> Option<Self> {
        let mac = keyed(secret, [plain.as_bytes()])?;
        Some(Self {
            plain: plain.to_owned(),
            encrypted: digits(mac),
        })
    }

    /// Returns the token that Zoom sent.
    #[must_use]
    pub fn plain_token(&self) -> &str {
        &self.plain
    }

    /// Returns the keyed hash of the token, as hexadecimal digits in lower case.
    #[must_use]
    pub fn encrypted_token(&self) -> &str {
        &self.encrypted
    }

    /// Returns the JSON body of the response.
    #[must_use]
    pub fn response(&self) -> String {
        json!({"plainToken": self.plain, "encryptedToken": self.encrypted}).to_string()
    }
}
