//! The events that wait for delivery.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The events that wait for delivery, the oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outbox {
    events: VecDeque<Value>,
}

impl Outbox {
    /// Adds an event about an object. `milliseconds` is the time since 1970-01-01T00:00:00Z.
    pub(crate) fn push(&mut self, event: &str, account: &str, object: Value, milliseconds: u128) {
        let time = u64::try_from(milliseconds).unwrap_or(u64::MAX);
        self.events.push_back(json!({
            "event": event,
            "event_ts": time,
            "payload": {"account_id": account, "object": object},
        }));
    }
}
