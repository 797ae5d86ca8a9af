//! The signatures of events.
//!
//! The module `webhooks` verifies them with code of its own, so that an error in one of them shows in tests.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::runtime::Secret;

/// Returns the header `x-zm-signature` of a body. Returns `None` if the secret is empty.
pub(super) fn signature(secret: &Secret, timestamp: &str, body: &[u8]) -> Option<String> {
    let digits = digits(secret, &[b"v0:", timestamp.as_bytes(), b":", body])?;
    Some(format!("v0={digits}"))
}

/// Returns the token with which a receiver responds to the validation of its URL. Returns `None` if the secret is empty.
pub(super) fn encrypted_token(secret: &Secret, plain_token: &str) -> Option<String> {
    digits(secret, &[plain_token.as_bytes()])
}

/// Returns the HMAC-SHA-256 of the parts as lower-case hexadecimal digits.
fn digits(secret: &Secret, parts: &[&[u8]]) -> Option<String> {
    let key = secret.expose().as_bytes();
    if key.is_empty() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    let mut text = String::new();
    for byte in mac.finalize().into_bytes() {
        // Writing to a `String` never fails.
        let _ = write!(text, "{byte:02x}");
    }
    Some(text)
}
