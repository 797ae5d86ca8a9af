//! Access tokens: as Zoom gives them out, and as they are kept.
//!
//! In: the body of an answer of the token endpoint. Out: a [`Token`] that knows when it ends. It must not show its secrets in
//! `Debug`, nor quote the body in an error.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::runtime::{Secret, deserialize_lenient};

/// How long a token lives where the answer does not say.
const USUAL_LIFE: u64 = 3600;
/// The longest life that is believed.
const LONGEST_LIFE: u64 = 7 * 24 * 3600;

/// An access token, as a [`TokenStore`](super::TokenStore) keeps it.
///
/// `Debug` shows none of its secrets. Serialized, it holds them in clear, which is what a store needs: it is for a place that
/// others cannot read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// What calls are sent with.
    pub access_token: Secret,
    /// What the next access token is asked for with, where a user authorized the app. Each can be used once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
    /// When the access token ends, in seconds since 1970.
    #[serde(default)]
    pub expires_at: u64,
    /// What the token may be used for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Where Zoom keeps the account's data: the beginning of the URLs of calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_url: Option<String>,
    /// Whose token it is: a token of other credentials in the same store is not taken. It holds no secret.
    #[serde(default)]
    pub owner: String,
}

impl Token {
    /// Reads the answer of the token endpoint; `None` if it holds no token.
    pub(super) fn read(body: &[u8], owner: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Answer {
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
        // The reason is dropped: it may quote the body.
        let answer: Answer = serde_json::from_slice(body).ok()?;
        if answer.access_token.expose().is_empty() {
            return None;
        }
        let life = answer.expires_in.unwrap_or(USUAL_LIFE).min(LONGEST_LIFE);
        Some(Self {
            access_token: answer.access_token,
            refresh_token: (answer.refresh_token).filter(|token| !token.expose().is_empty()),
            expires_at: unix_now().saturating_add(life),
            scopes: words(&answer.scope),
            api_url: answer.api_url.as_str().map(str::to_owned),
            owner: owner.to_owned(),
        })
    }

    /// How long the access token is still good for; at most a week.
    pub(super) fn left(&self) -> Duration {
        Duration::from_secs(self.expires_at.saturating_sub(unix_now()).min(LONGEST_LIFE))
    }
}

/// How long before its end a token with so much time left is renewed: a minute, or half of what a short-lived one has.
pub(super) fn margin(left: Duration) -> Duration {
    Duration::from_secs(60).min(left / 2)
}

/// The words of a text, or the texts of a list.
fn words(scope: &Value) -> Vec<String> {
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
