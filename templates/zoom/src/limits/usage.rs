//! The usage of one quota: the calls that have started and the calls that are planned.
//!
//! No window of the quota's length may contain too many calls, whenever the window starts. A token bucket cannot
//! guarantee this: in the worst case, a window contains almost twice as many calls as allowed.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::table::Period;

const DAY: u64 = 86_400;

/// The current time on two clocks. The monotonic clock measures waits, and the wall clock determines the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) instant: Instant,
    /// The time since 1970-01-01T00:00:00Z.
    pub(super) wall: Duration,
}

impl Now {
    /// Returns the UTC day at `time`, as a number of days since 1970-01-01.
    fn day(&self, time: Instant) -> u64 {
        let ahead = time.saturating_duration_since(self.instant);
        let behind = self.instant.saturating_duration_since(time);
        let wall = (self.wall + ahead).saturating_sub(behind);
        wall.as_secs() / DAY
    }

    /// Returns the start of `day`. If this day has already started, returns the current time.
    fn start_of(&self, day: u64) -> Instant {
        let start = Duration::from_secs(day.saturating_mul(DAY));
        match start.checked_sub(self.wall) {
            // The two clocks are read one after the other, so a millisecond is added to be safe.
            Some(ahead) if !ahead.is_zero() => self.instant + ahead + Duration::from_millis(1),
            _ => self.instant,
        }
    }

    /// Returns the start of the next day.
    pub(super) fn midnight(&self) -> Instant {
        self.start_of(self.day(self.instant) + 1)
    }
}

/// The calls that count against one quota.
#[derive(Debug, Default)]
pub(super) struct Usage {
    /// For windows: the start times of the calls that have started, in order.
    admitted: Vec<Instant>,
    /// For windows: the start times of all calls, started or planned, in order.
    all: Vec<Instant>,
    /// For days: the number of calls that have started on each day.
    admitted_days: BTreeMap<u64, u32>,
    /// For days: the number of all calls of each day, started or planned.
    all_days: BTreeMap<u64, u32>,
    /// No call may start before this time.
    blocked_until: Option<Instant>,
    /// The limit that Zoom reported.
    server_limit: Option<u32>,
}

/// Which calls to count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Only calls that have started.
    Admitted,
    /// Calls that have started and calls that are planned.
    All,
}

impl Usage {
    /// Returns the first time, not before `from`, at which the quota allows one more call.
    pub(super) fn earliest(
        &self,
        view: View,
        period: Period,
        limit: u32,
        from: Instant,
        now: &Now,
    ) -> Instant {
        let from = self.blocked_until.map_or(from, |until| until.max(from));
        let limit = self.effective_limit(limit);
        match period {
            Period::Window(length) => {
                let times = if view == View::All {
                    &self.all
                } else {
                    &self.admitted
                };
                earliest_in_window(times, length, limit, from)
            }
            Period::Day => {
                let days = if view == View::All {
                    &self.all_days
                } else {
                    &self.admitted_days
                };
                let mut day = now.day(from);
                while days.get(&day).is_some_and(|count| *count >= limit) {
                    day += 1;
                }
                from.max(now.start_of(day))
            }
        }
    }

    /// Returns how many calls may start now if planned calls are ignored.
    pub(super) fn remaining(&self, period: Period, limit: u32, now: &Now) -> u32 {
        if self.blocked_until.is_some_and(|until| until > now.instant) {
            return 0;
        }
        let used = match period {
            Period::Window(length) => {
                let is_over =
                    |time: &Instant| now.instant.saturating_duration_since(*time) >= length;
                let used = self.admitted.len() - self.admitted.partition_point(is_over);
                u32::try_from(used).unwrap_or(u32::MAX)
            }
            Period::Day => {
                let today = self.admitted_days.get(&now.day(now.instant));
                today.copied().unwrap_or(0)
            }
        };
        self.effective_limit(limit).saturating_sub(used)
    }

    /// Returns the lower of two limits: that of the table and the one that Zoom reported. At least one call is always
    /// allowed.
    pub(super) fn effective_limit(&self, limit: u32) -> u32 {
        let limit = self.server_limit.map_or(limit, |lower| lower.min(limit));
        limit.max(1)
    }

    pub(super) fn plan(&mut self, period: Period, time: Instant, now: &Now) {
        match period {
            Period::Window(_) => insert(&mut self.all, time),
            Period::Day => *self.all_days.entry(now.day(time)).or_default() += 1,
        }
    }

    pub(super) fn unplan(&mut self, period: Period, time: Instant, now: &Now) {
        match period {
            Period::Window(_) => {
                if let Ok(index) = self.all.binary_search(&time) {
                    self.all.remove(index);
                }
            }
            Period::Day => {
                if let Some(count) = self.all_days.get_mut(&now.day(time)) {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }

    /// Adds a call that starts now.
    pub(super) fn admit(&mut self, period: Period, now: &Now) {
        self.remove_expired(period, now);
        self.plan(period, now.instant, now);
        match period {
            Period::Window(_) => insert(&mut self.admitted, now.instant),
            Period::Day => *self.admitted_days.entry(now.day(now.instant)).or_default() += 1,
        }
    }

    /// Blocks calls before `until`. Returns whether this blocks them longer than before.
    pub(super) fn block(&mut self, until: Instant) -> bool {
        let is_later = self.blocked_until.is_none_or(|blocked| until > blocked);
        if is_later {
            self.blocked_until = Some(until);
        }
        is_later
    }

    /// Sets the limit that Zoom reported. For a daily quota, `remaining` also corrects the number of started calls,
    /// because other apps may call the same account. Returns whether anything has changed.
    pub(super) fn set_server_limit(
        &mut self,
        period: Period,
        limit: u32,
        remaining: Option<u32>,
        now: &Now,
    ) -> bool {
        let is_new = self.server_limit.replace(limit) != Some(limit);
        let (Period::Day, Some(remaining)) = (period, remaining) else {
            return is_new;
        };
        let today = now.day(now.instant);
        let used = limit.saturating_sub(remaining);
        let admitted = self.admitted_days.entry(today).or_default();
        let others = used.saturating_sub(*admitted);
        *admitted += others;
        *self.all_days.entry(today).or_default() += others;
        is_new || others > 0
    }

    /// Removes calls that no longer count against the quota.
    fn remove_expired(&mut self, period: Period, now: &Now) {
        match period {
            Period::Window(length) => {
                for times in [&mut self.admitted, &mut self.all] {
                    let expired = times.partition_point(|time| {
                        now.instant.saturating_duration_since(*time) >= length
                    });
                    times.drain(..expired);
                }
            }
            Period::Day => {
                let today = now.day(now.instant);
                self.admitted_days.retain(|day, _| *day >= today);
                self.all_days.retain(|day, _| *day >= today);
            }
        }
    }

    /// Returns whether nothing here can delay further calls.
    pub(super) fn is_idle(&mut self, period: Period, now: &Now) -> bool {
        self.remove_expired(period, now);
        self.all.is_empty()
            && self.all_days.is_empty()
            && self.server_limit.is_none()
            && self.blocked_until.is_none_or(|until| until <= now.instant)
    }
}

fn insert(times: &mut Vec<Instant>, time: Instant) {
    let index = times.partition_point(|other| *other <= time);
    times.insert(index, time);
}

/// Returns the first time, not before `from`, at which one more call can start, so that no window contains more than
/// `limit` calls.
///
/// If `limit` calls are within one window, the new call must not be in a window with all of them.
fn earliest_in_window(times: &[Instant], length: Duration, limit: u32, from: Instant) -> Instant {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut time = from;
    for group in times.windows(limit) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let is_close = last.saturating_duration_since(*first) < length;
        let is_before = time + length <= *last;
        let end = *first + length;
        if is_close && !is_before && time < end {
            time = end;
        }
    }
    time
}
