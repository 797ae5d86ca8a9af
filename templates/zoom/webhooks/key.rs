//! The identity of an event.

use std::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::signature::hex;

/// Identifies an event, even if Zoom sends it several times. Zoom retries for 85 minutes. Therefore, store the keys of
/// processed events for at least two hours, and ignore an event whose key is stored.
///
/// The key is a hash of the JSON of the event: its name, its time in milliseconds, the account and all data. The order
/// of the fields and the escapes in texts do not matter. The headers do not matter either: each retry has its own
/// timestamp, and Zoom does not promise that a retry has the same `x-zm-request-id`.
///
/// Two events with the same name, millisecond and data have the same key. Nothing in the body shows that the second one
/// is not a retry.
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

/// Adds a value to a hash. The fields of objects are added in alphabetical order. Each value starts with a letter and
/// its length, so that different values never add the same bytes.
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
