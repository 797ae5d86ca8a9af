//! The clock of the fake. Tests set it.

use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};

use crate::runtime::Timestamp;

/// 2026-01-15T08:00:00Z in seconds since 1970-01-01T00:00:00Z.
const START: u64 = 1_768_464_000;
/// The latest time of the clock: 9999-01-01T00:00:00Z. The header `date` has no year after 9999.
const END: Duration = Duration::from_secs(253_370_764_800);

/// The clock: a time of its own, which runs or is stopped.
///
/// It starts at a fixed time, so that two runs produce the same times if the clock is stopped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Clock {
    /// The time since 1970-01-01T00:00:00Z at `since`.
    base: Duration,
    /// The real time from which the clock has been running. A clock without this time is stopped.
    #[serde(skip)]
    since: Option<Instant>,
}

impl Clock {
    /// Creates a stopped clock.
    pub(crate) fn new() -> Self {
        Self {
            base: Duration::from_secs(START),
            since: None,
        }
    }

    /// Returns the time since 1970-01-01T00:00:00Z.
    pub(crate) fn now(&self) -> Duration {
        let elapsed = self.since.map(|since| since.elapsed());
        let now = self.base.saturating_add(elapsed.unwrap_or_default());
        now.min(END)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    pub(crate) fn seconds(&self) -> u64 {
        self.now().as_secs()
    }

    /// Returns the time as text, such as `2026-01-15T08:00:00Z`.
    pub(crate) fn timestamp(&self) -> String {
        timestamp(self.seconds())
    }

    /// Returns the date as text, such as `2026-01-15`.
    pub(crate) fn date(&self) -> String {
        self.timestamp().chars().take(10).collect()
    }

    /// Returns the time for the header `date`, such as `Thu, 15 Jan 2026 08:00:00 GMT`.
    pub(crate) fn http_date(&self) -> String {
        let time = SystemTime::UNIX_EPOCH.checked_add(self.now());
        httpdate::fmt_http_date(time.unwrap_or(SystemTime::UNIX_EPOCH))
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.base = self.base.saturating_add(by);
    }

    /// Stops the clock.
    pub(crate) fn freeze(&mut self) {
        self.base = self.now();
        self.since = None;
    }

    /// Returns whether the clock runs with real time.
    pub(crate) fn is_running(&self) -> bool {
        self.since.is_some()
    }

    /// Lets the clock run with real time.
    pub(crate) fn run(&mut self) {
        self.base = self.now();
        self.since = Some(Instant::now());
    }
}

/// Returns seconds since 1970-01-01T00:00:00Z as text, such as `2026-01-15T08:00:00Z`.
pub(crate) fn timestamp(seconds: u64) -> String {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let time = time.unwrap_or(SystemTime::UNIX_EPOCH);
    Timestamp::from(time).as_str().to_owned()
}
