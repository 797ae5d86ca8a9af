//! The identity of an event.

use std::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::signature::hex;

/// Identifies an event across retries. Store the keys of processed events for at least two hours, and ignore an event
/// whose key is stored: Zoom retries for 85 minutes.
///
/// The key is a hash of the whole JSON of the event: its name, its time in milliseconds, the account and all data. The
/// order of the fields and the notation of texts do not change the key. The headers are not part of the key, because each
/// retry has its own timestamp, and no source says that retries have the same `x-zm-request-id`.
///
/// Two events with the same name, millisecond and data have the same key. Nothing in the body distinguishes such events
/// from a retry.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EventKey(String);

impl EventKey {
    /// Computes the key of an event.
    pub(super) fn of(event: &Value) -> Self {
        let mut hash = Sha256::new();
        add(&mut hash, event);
        Self(hex(&hash.finalize()))
    }

    /// Returns the key as 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds a value to a hash. The fields of objects are added in alphabetical order. A letter and a length before each value
/// prevent that different values add the same bytes.
fn add(hash: &mut Sha256, value: &Value) {
    match value {
        Value::Null => hash.update(b"n"),
        Value::Bool(value) => hash.update(if *value { b"t" } else { b"f" }),
        Value::Number(number) => add_text(hash, b'#', &number.to_string()),
        Value::String(text) => add_text(hash, b'"', text),
        Value::Array(items) => {
            add_text(hash, b'[', &items.len().to_string());
            for item in items {
                add(hash, item);
            }
        }
        Value::Object(fields) => {
            add_text(hash, b'{', &fields.len().to_string());
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            for (name, value) in fields {
                add_text(hash, b':', name);
                add(hash, value);
            }
        }
    }
}

fn add_text(hash: &mut Sha256, kind: u8, text: &str) {
    hash.update([kind]);
    hash.update(text.len().to_string());
    hash.update(b":");
    hash.update(text);
}
