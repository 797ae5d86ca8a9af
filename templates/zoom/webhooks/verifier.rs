//! Verifies that requests come from Zoom.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

use super::challenge::{self, Challenge};
use super::error::VerifyError;
use super::key::EventKey;
use super::signature;
use crate::events::Event;
use crate::runtime::Secret;

/// The header with the time of the request, in seconds since 1970.
const TIMESTAMP: &str = "x-zm-request-timestamp";
/// The header with the signature.
const SIGNATURE: &str = "x-zm-signature";
/// The default of [`Verifier::tolerance`]. Zoom does not recommend a value.
const TOLERANCE: Duration = Duration::from_secs(300);

/// Verifies that requests come from Zoom. `Debug` output does not contain the secret tokens.
#[derive(Clone, Debug)]
pub struct Verifier {
    secrets: Vec<Secret>,
    tolerance: Duration,
}

/// A verified request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Delivery {
    /// Zoom checks the URL of the app. Respond with [`Challenge::response`].
    Challenge(Challenge),
    /// An event.
    Event {
        /// The event. If this version does not define the event, or its JSON does not fit the type, it is
        /// [`Event::Unknown`].
        event: Event,
        /// Identifies the event. It is the same in each retry of the event.
        key: EventKey,
    },
}

impl Verifier {
    /// Creates a verifier with the secret token of your app. With an empty token, no request is accepted.
    #[must_use]
    pub fn new(secret_token: impl Into<Secret>) -> Self {
        Self {
            secrets: vec![secret_token.into()],
            tolerance: TOLERANCE,
        }
    }

    /// Adds another secret token. Use it while you replace the token: requests with either token are then accepted.
    #[must_use]
    pub fn or_secret(mut self, secret_token: impl Into<Secret>) -> Self {
        self.secrets.push(secret_token.into());
        self
    }

    /// Sets how far the timestamp of a request may be in the past or in the future. Default: five minutes.
    ///
    /// With a longer tolerance, an attacker has more time to send a recorded request again. If Zoom retries a request,
    /// the retry has a new timestamp.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Verifies a request and reads its event. `body` is the body as received, and `now` is the current time.
    ///
    /// # Errors
    ///
    /// A [`VerifyError`] if a header is missing, the signature is wrong, the timestamp is outside of the tolerance, or
    /// the body is not a JSON object.
    pub fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Delivery, VerifyError> {
        let timestamp = text_of(headers, TIMESTAMP)?;
        let signature = text_of(headers, SIGNATURE)?;
        let secret = self
            .secret_of(timestamp, signature, body)
            .ok_or(VerifyError::WrongSignature)?;
        self.check_time(timestamp, now)?;
        let json: Value = serde_json::from_slice(body).map_err(|_| VerifyError::NotJson)?;
        if !json.is_object() {
            return Err(VerifyError::NotJson);
        }
        if let Some(challenge) = read_challenge(secret, &json) {
            return Ok(Delivery::Challenge(challenge));
        }
        let key = EventKey::of(&json);
        let event = Event::deserialize(json).map_err(|_| VerifyError::NotJson)?;
        Ok(Delivery::Event { event, key })
    }

    /// Returns the signature header for a request. Use it to test your receiver. `timestamp` is the text of the header
    /// `x-zm-request-timestamp`. Returns `None` if the first secret token is empty.
    #[must_use]
    pub fn signature(&self, timestamp: &str, body: &[u8]) -> Option<String> {
        let secret = self.secrets.first()?;
        signature::of_request(secret, timestamp, body).map(signature::text)
    }

    /// Returns the secret token with which a request was signed.
    fn secret_of(&self, timestamp: &str, signature: &str, body: &[u8]) -> Option<&Secret> {
        self.secrets.iter().find(|secret| {
            signature::of_request(secret, timestamp, body)
                .is_some_and(|mac| signature::matches(mac, signature))
        })
    }

    fn check_time(&self, timestamp: &str, now: SystemTime) -> Result<(), VerifyError> {
        let seconds: u64 = timestamp
            .parse()
            .map_err(|_| VerifyError::InvalidTimestamp)?;
        // A time before 1970 is treated as 1970.
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        if now.abs_diff(Duration::from_secs(seconds)) > self.tolerance {
            return Err(VerifyError::Stale);
        }
        Ok(())
    }
}

fn text_of<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, VerifyError> {
    let value = headers.get(name).ok_or(VerifyError::MissingHeader(name))?;
    // Zoom never sends a header that is not text.
    value.to_str().map_err(|_| VerifyError::WrongSignature)
}

/// Reads a check of the URL. Returns `None` if the body is any other event.
fn read_challenge(secret: &Secret, json: &Value) -> Option<Challenge> {
    let is_check = json.get("event").and_then(Value::as_str) == Some(challenge::EVENT);
    let token = json.get("payload")?.get("plainToken")?.as_str()?;
    Challenge::new(secret, token).filter(|_| is_check)
}
