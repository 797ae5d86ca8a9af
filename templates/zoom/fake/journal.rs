//! The calls that the fake has answered, for people and for tests.

use std::collections::VecDeque;

/// How many calls the journal keeps.
const CAPACITY: usize = 1000;

/// A call.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The id of the operation, such as `users.list`. It is `None` for a path that does not exist.
    pub(crate) operation: Option<&'static str>,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The status of the response, or 0 if the connection ended without a response.
    pub(crate) status: u16,
    /// The error code of a failure.
    pub(crate) code: Option<i64>,
    /// The fault that was injected.
    pub(crate) fault: Option<String>,
    /// The time of the fake's clock, such as `2026-01-15T08:00:00Z`.
    pub(crate) time: String,
}

/// The last calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    /// The number of all calls.
    pub(crate) total: u64,
}

impl Journal {
    /// Adds a call. The oldest call is removed if there are too many.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.total += 1;
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Returns the calls, the newest first.
    pub(crate) fn latest(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev()
    }
}
