//! Zoom's check of a webhook URL.

use serde_json::json;

use super::signature::{digits, keyed};
use crate::runtime::Secret;

/// The name of the event that checks a URL.
pub(super) const EVENT: &str = "endpoint.url_validation";

/// Zoom's check that your app owns the URL and knows the secret token. Within three seconds, respond with status 200
/// and [`Challenge::response`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge {
    plain: String,
    encrypted: String,
}

impl Challenge {
    /// Creates the response to a token of Zoom. Returns `None` if the secret is empty.
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

    /// Returns the hash of the token, keyed with the secret token of the app, as hexadecimal digits in lower case.
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
