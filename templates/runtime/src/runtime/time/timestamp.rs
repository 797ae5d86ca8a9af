//! Points in time that servers send as text.
//!
//! A [`Timestamp`] keeps the text, and parses it only when the program asks for the time. Thus, a response with an
//! invalid time can still be decoded. This module must not read the clock.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::time::{Duration, SystemTime};

use smol_str::SmolStr;

use crate::runtime::macros::strings::string_value;
use crate::runtime::time::calendar::{SECONDS_PER_DAY, civil_from_days, parse_instant};

/// A point in time. It keeps the text that the server sent, and parses it only when the program asks for the time.
///
/// A valid text has the format of RFC 3339, with or without a fraction of a second. The colons of the time may be
/// missing, as in `2015-01-27T140508Z`. For any other text, [`is_valid`](Timestamp::is_valid) returns `false`, and
/// [`as_str`](Timestamp::as_str) still returns the text.
///
/// Two timestamps are equal if they are the same instant, even if their UTC offsets differ. Timestamps are in the order
/// of time. Invalid timestamps come after all valid ones, in the order of their texts. A comparison with a `str`
/// compares the texts.
#[derive(Clone, Debug)]
pub struct Timestamp(SmolStr);

impl Timestamp {
    /// Returns the text, exactly as the server sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the text is a point in time.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.instant().is_some()
    }

    /// Returns whole seconds since 1970-01-01T00:00:00Z, negative before 1970. Returns `None` if the text is not a
    /// valid time.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        self.instant().map(|(seconds, _)| seconds)
    }

    /// Converts the time into a [`SystemTime`]. Returns `None` if the text is not a valid time, or if the time is out
    /// of range.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let (seconds, nanos) = self.instant()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(whole)?
        } else {
            SystemTime::UNIX_EPOCH.checked_add(whole)?
        };
        second.checked_add(Duration::from_nanos(u64::from(nanos)))
    }

    /// Returns whole seconds since 1970, and the nanoseconds after that second.
    pub(crate) fn instant(&self) -> Option<(i64, u32)> {
        parse_instant(&self.0)
    }

    /// Creates a timestamp in UTC from whole seconds since 1970, and the nanoseconds after that second.
    pub(crate) fn from_instant(seconds: i64, nanos: u32) -> Self {
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if nanos > 0 {
            let fraction = format!(".{nanos:09}");
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('Z');
        Self(text.into())
    }
}

/// The value by which timestamps are compared and sorted. Valid timestamps come first.
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
enum SortKey<'a> {
    Valid(i64, u32),
    Invalid(&'a str),
}

impl Timestamp {
    fn sort_key(&self) -> SortKey<'_> {
        match self.instant() {
            Some((seconds, nanos)) => SortKey::Valid(seconds, nanos),
            None => SortKey::Invalid(&self.0),
        }
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.sort_key() == other.sort_key()
    }
}

impl Eq for Timestamp {}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sort_key().hash(state);
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sort_key().cmp(&other.sort_key())
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<SystemTime> for Timestamp {
    /// Formats the time in UTC. Whole seconds are written without a fraction.
    fn from(time: SystemTime) -> Self {
        // Times that do not fit 64-bit seconds become the first or the last time that fits.
        let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (
                i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
                after.subsec_nanos(),
            ),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).map_or(i64::MIN, |seconds| -seconds);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        };
        Self::from_instant(seconds, nanos)
    }
}

string_value!(Timestamp);
