//! Access tokens. The token endpoint issues them, and a store keeps them.
//!
//! `Debug` output and errors must not contain secrets or the body of a response.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::{Exposed, Secret, deserialize_lenient};

/// The lifetime of a token in seconds, if the response does not contain it.
const DEFAULT_LIFETIME: u64 = 3600;
/// The maximum lifetime of a token in seconds. If the response contains a longer one, this value is used.
const MAX_LIFETIME: u64 = 7 * 24 * 3600;

/// An access token, together with what else a [`TokenStore`](super::TokenStore) must keep.
///
/// `Debug` output contains no secrets, but the serialized token does. Save it in a place that nobody else can read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The access token that calls send.
    #[serde(serialize_with = "expose")]
    pub access_token: Secret,
    /// The refresh token, if a user authorized the app. It works only once.
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
    /// The base URL of the region in which the account is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_url: Option<String>,
    /// Identifies the credentials of the token, without a secret. If the store contains a token of other credentials,
    /// the client ignores the token.
    #[serde(default)]
    pub owner: String,
}

/// Serializes a secret as its text. A store must be able to return the token that it saved.
fn expose<S: Serializer>(secret: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    Exposed(secret).serialize(serializer)
}

impl Token {
    /// Reads a response of the token endpoint. Returns `None` if the response does not contain a token.
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
        // The error is dropped, because its message may quote the body.
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

    /// Returns how long the access token is still valid, but at most a week.
    pub(super) fn remaining(&self) -> Duration {
        Duration::from_secs(self.expires_at.saturating_sub(unix_now()).min(MAX_LIFETIME))
    }
}

/// Returns how long before its expiry a token is renewed: a minute, or half of its remaining lifetime if that is
/// shorter.
pub(super) fn renewal_margin(remaining: Duration) -> Duration {
    Duration::from_secs(60).min(remaining / 2)
}

/// Reads the scopes from a list of strings, or from one string that is separated by spaces.
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
