//! Access tokens that the token endpoint issues and a store keeps.
//!
//! Secrets and the response body must not appear in `Debug` output or in an error.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::{Exposed, Secret, deserialize_lenient};

/// The lifetime in seconds if the response has no `expires_in`.
const DEFAULT_LIFETIME: u64 = 3600;
/// The maximum lifetime in seconds. A longer `expires_in` is reduced to this value.
const MAX_LIFETIME: u64 = 7 * 24 * 3600;

/// An access token, with the data that a [`TokenStore`](super::TokenStore) keeps.
///
/// `Debug` output contains no secrets. The serialized form contains secrets in clear text. Save the serialized form in
/// a place that nobody else can read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The access token that calls send.
    #[serde(serialize_with = "expose")]
    pub access_token: Secret,
    /// The refresh token of an app that a user authorized. A refresh token works only once.
    #[serde(
        default,
        serialize_with = "expose",
        skip_serializing_if = "Option::is_none"
    )]
    pub refresh_token: Option<Secret>,
    /// The time at which the access token expires, in seconds since 1970-01-01T00:00:00Z.
    #[serde(default)]
    pub expires_at: u64,
    /// The OAuth scopes of the token.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The base URL of the account's region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_url: Option<String>,
    /// An identifier of the credentials to which the token belongs. The client ignores a stored token of other
    /// credentials. The identifier contains no secret.
    #[serde(default)]
    pub owner: String,
}

/// Serializes a secret as its text, because a store must return the token that it saved.
fn expose<S: Serializer>(secret: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    Exposed(secret).serialize(serializer)
}

impl Token {
    /// Reads a response of the token endpoint; `None` if the response does not contain a token.
    pub(super) fn from_response(body: &[u8], owner: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Response {
            access_token: Secret,
            #[serde(default)]
            refresh_token: Option<Secret>,
            #[serde(default, deserialize_with = "deserialize_lenient")]
            expires_in: Option<u64>,
            #[serde(default)]
            scope: Value,
            #[serde(default)]
            api_url: Value,
        }
        // The error is dropped, because it may quote the body.
        let response: Response = serde_json::from_slice(body).ok()?;
        if response.access_token.expose().is_empty() {
            return None;
        }
        let lifetime = response
            .expires_in
            .unwrap_or(DEFAULT_LIFETIME)
            .min(MAX_LIFETIME);
        Some(Self {
            access_token: response.access_token,
            refresh_token: (response.refresh_token).filter(|token| !token.expose().is_empty()),
            expires_at: unix_now().saturating_add(lifetime),
            scopes: scopes(&response.scope),
            api_url: response.api_url.as_str().map(str::to_owned),
            owner: owner.to_owned(),
        })
    }

    /// Returns the remaining lifetime of the access token, but at most a week.
    pub(super) fn remaining(&self) -> Duration {
        Duration::from_secs(self.expires_at.saturating_sub(unix_now()).min(MAX_LIFETIME))
    }
}

/// Returns the time between the renewal and the expiry of a token. The time is a minute or half of the remaining
/// lifetime, whichever is shorter.
pub(super) fn renewal_margin(remaining: Duration) -> Duration {
    Duration::from_secs(60).min(remaining / 2)
}

/// Reads scopes from a space-separated string or a list of strings.
fn scopes(scope: &Value) -> Vec<String> {
    match scope {
        Value::String(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => (items.iter().filter_map(Value::as_str))
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
