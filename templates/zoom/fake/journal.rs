//! The calls to which the fake has responded, for people and for tests.

use std::collections::VecDeque;

use serde::Serialize;

use super::FakeZoom;

/// How many calls the journal keeps.
const CAPACITY: usize = 1000;

/// A call to which the fake has responded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FakeCall {
    /// The id of the operation, such as `users.list`. It is `None` for a path that does not exist.
    pub operation: Option<&'static str>,
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// The path as it was sent, without the query. It is still percent-encoded.
    pub path: String,
    /// The HTTP status of the response, or 0 if the connection ended without a response.
    pub status: u16,
    /// The error code of a failure.
    pub code: Option<i64>,
    /// The fault that was injected.
    pub fault: Option<String>,
    /// The time of the fake's clock, such as `2026-01-15T08:00:00Z`.
    pub time: String,
}

/// The last calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<FakeCall>,
    /// The number of all calls.
    pub(crate) total: u64,
}

impl Journal {
    /// Adds a call. The oldest call is removed if there are too many.
    pub(crate) fn push(&mut self, entry: FakeCall) {
        self.total += 1;
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Returns the calls, the oldest first.
    pub(crate) fn calls(&self) -> impl DoubleEndedIterator<Item = &FakeCall> {
        self.entries.iter()
    }
}

impl FakeZoom {
    /// Returns the last 1000 calls, the oldest first. Requests for access tokens are calls too.
    #[must_use]
    pub fn calls(&self) -> Vec<FakeCall> {
        let state = self.shared.state();
        state.journal.calls().cloned().collect()
    }
}
