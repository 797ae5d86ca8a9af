//! HMAC-SHA-256 with a secret token.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::runtime::Secret;

/// The version with which each signature starts.
const VERSION: &str = "v0";

/// Returns the keyed hash of several parts. Returns `None` if the secret is empty, because anybody can sign with an
/// empty key.
pub(super) fn keyed<'a>(
    secret: &Secret,
    parts: impl IntoIterator<Item = &'a [u8]>,
) -> Option<Hmac<Sha256>> {
    let key = secret.expose().as_bytes();
    if key.is_empty() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

/// Returns the keyed hash of a request.
pub(super) fn of_request(secret: &Secret, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let parts = [VERSION.as_bytes(), b":", timestamp.as_bytes(), b":", body];
    keyed(secret, parts)
}

/// Returns a keyed hash as hexadecimal digits in lower case.
pub(super) fn digits(mac: Hmac<Sha256>) -> String {
    hex(&mac.finalize().into_bytes())
}

/// Returns a hash in the format of the signature header.
pub(super) fn text(mac: Hmac<Sha256>) -> String {
    format!("{VERSION}={}", digits(mac))
}

/// Returns whether the text of a signature header is this hash. The time of the comparison does not depend on the hash.
pub(super) fn matches(mac: Hmac<Sha256>, text: &str) -> bool {
    let digits = text
        .strip_prefix(VERSION)
        .and_then(|text| text.strip_prefix('='));
    digits
        .and_then(bytes)
        .is_some_and(|bytes| mac.verify_slice(&bytes).is_ok())
}

/// Returns bytes as hexadecimal digits in lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a `String` never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads hexadecimal digits. Returns `None` if a character is not a hexadecimal digit.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect::<Option<_>>()?;
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some((high << 4) | low),
            _ => None,
        })
        .collect()
}
