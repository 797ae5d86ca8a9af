//! The events of the fake, and the subscriptions that wait for them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::sync::Notify;

use crate::runtime::Secret;

/// How many events the fake keeps, and how many of them can wait for one subscription.
const CAPACITY: usize = 1000;
/// The waits before the second, third and fourth attempt, on the fake's clock.
const RETRIES: [Duration; 3] = [
    Duration::from_secs(5 * 60),
    Duration::from_secs(20 * 60),
    Duration::from_secs(60 * 60),
];

/// The last events, the oldest first, and the subscriptions.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outbox {
    events: VecDeque<Value>,
    #[serde(skip)]
    subscriptions: Vec<Subscription>,
}

/// A receiver of events.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(crate) url: String,
    pub(crate) secret: Secret,
    pub(crate) delivered: u64,
    pub(crate) dropped: u64,
    waiting: VecDeque<Waiting>,
    /// Wakes the task that delivers the events.
    changed: Arc<Notify>,
}

/// An event that waits for delivery to one receiver.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) event: Value,
    /// The number of attempts that failed.
    failures: usize,
    /// The time of the fake's clock at which the next attempt is due.
    due: Duration,
}

/// The result of an attempt to deliver an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    Delivered,
    /// The receiver refused the event. There is no other attempt.
    Refused,
    /// The receiver could not be reached, or reported a failure of its own.
    Failed,
}

impl Outbox {
    /// Adds an event about an object. `milliseconds` is the time since 1970-01-01T00:00:00Z.
    pub(crate) fn push(&mut self, event: &str, account: &str, object: Value, milliseconds: u128) {
        let time = u64::try_from(milliseconds).unwrap_or(u64::MAX);
        let mut payload = Map::new();
        payload.insert("account_id".to_owned(), account.into());
        payload.insert("object".to_owned(), object);
        let event = json!({"event": event, "event_ts": time, "payload": payload});
        for subscription in &mut self.subscriptions {
            subscription.add(Waiting {
                event: event.clone(),
                failures: 0,
                due: Duration::from_millis(time),
            });
            subscription.changed.notify_one();
        }
        if self.events.len() >= CAPACITY {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    /// Returns the last events, the oldest first.
    pub(crate) fn events(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.events.iter()
    }

    /// Returns the subscriptions, the oldest first.
    pub(crate) fn subscriptions(&self) -> &[Subscription] {
        &self.subscriptions
    }

    /// Adds a subscription. Returns its index, and what wakes the task that delivers its events.
    pub(crate) fn subscribe(&mut self, url: &str, secret: Secret) -> (usize, Arc<Notify>) {
        let changed = Arc::new(Notify::new());
        self.subscriptions.push(Subscription {
            url: url.to_owned(),
            secret,
            delivered: 0,
            dropped: 0,
            waiting: VecDeque::new(),
            changed: Arc::clone(&changed),
        });
        (self.subscriptions.len() - 1, changed)
    }

    /// Returns a subscription.
    pub(crate) fn subscription(&mut self, index: usize) -> Option<&mut Subscription> {
        self.subscriptions.get_mut(index)
    }

    /// Takes over the subscriptions of another outbox.
    pub(crate) fn keep_subscriptions(&mut self, other: &mut Self) {
        self.subscriptions = std::mem::take(&mut other.subscriptions);
    }

    /// Wakes the tasks that deliver events, because the clock has changed.
    pub(crate) fn wake(&self) {
        for subscription in &self.subscriptions {
            subscription.changed.notify_one();
        }
    }
}

impl Subscription {
    /// Returns the number of events that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Removes the first event that is due and returns it.
    pub(crate) fn take_due(&mut self, now: Duration) -> Option<Waiting> {
        let index = self.waiting.iter().position(|waiting| waiting.due <= now)?;
        self.waiting.remove(index)
    }

    /// Returns the time at which the next event is due.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.waiting.iter().map(|waiting| waiting.due).min()
    }

    /// Records an attempt that started at a time of the fake's clock. A failed attempt is repeated after 5, 20 and 60
    /// minutes. Then the event is dropped.
    pub(crate) fn record(&mut self, mut waiting: Waiting, attempt: Attempt, started: Duration) {
        let delay = RETRIES.get(waiting.failures);
        match (attempt, delay) {
            (Attempt::Delivered, _) => self.delivered += 1,
            (Attempt::Failed, Some(delay)) => {
                waiting.failures += 1;
                waiting.due = started.saturating_add(*delay);
                self.add(waiting);
            }
            (Attempt::Refused | Attempt::Failed, _) => self.dropped += 1,
        }
    }

    /// Adds an event. If too many events wait, the oldest is dropped.
    fn add(&mut self, waiting: Waiting) {
        if self.waiting.len() == CAPACITY {
            self.waiting.pop_front();
            self.dropped += 1;
        }
        self.waiting.push_back(waiting);
    }
}
