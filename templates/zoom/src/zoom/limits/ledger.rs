//! What was admitted under one quota, and what is planned.
//!
//! In: times. Out: the first time at which one call more fits. It must not admit a call more than the quota has in any window,
//! wherever that window begins: a bucket that refills would let almost twice as many into one.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::table::Span;

const DAY: u64 = 86_400;

/// The present, by the clock that waits are measured with and by the one that days are counted by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) instant: Instant,
    /// Since 1970-01-01T00:00:00Z.
    pub(super) wall: Duration,
}

impl Now {
    /// The number of the day of this time.
    fn day(&self, time: Instant) -> u64 {
        let ahead = time.saturating_duration_since(self.instant);
        let behind = self.instant.saturating_duration_since(time);
        let wall = (self.wall + ahead).saturating_sub(behind);
        wall.as_secs() / DAY
    }

    /// When this day has surely begun, if that is still to come.
    fn begin(&self, day: u64) -> Instant {
        let begin = Duration::from_secs(day.saturating_mul(DAY));
        match begin.checked_sub(self.wall) {
            // The two clocks are not read at the very same time.
            Some(ahead) if !ahead.is_zero() => self.instant + ahead + Duration::from_millis(1),
            _ => self.instant,
        }
    }

    /// When the next day begins.
    pub(super) fn midnight(&self) -> Instant {
        self.begin(self.day(self.instant) + 1)
    }
}

/// What counts against one quota.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Of a window: when calls were admitted, in order.
    admitted: Vec<Instant>,
    /// Of a window: the same, and when calls are to be.
    all: Vec<Instant>,
    /// Of days: how many were admitted.
    admitted_days: BTreeMap<u64, u32>,
    /// Of days: how many were admitted or are to be.
    all_days: BTreeMap<u64, u32>,
    /// Nothing is admitted before.
    blocked: Option<Instant>,
    /// The service named a lower number than the table.
    told: Option<u32>,
}

/// Which calls are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Those that were admitted.
    Admitted,
    /// Those that are to be as well.
    All,
}

impl Ledger {
    /// The first time, this one or a later one, at which one more fits.
    pub(super) fn first(
        &self,
        view: View,
        span: Span,
        most: u32,
        from: Instant,
        now: &Now,
    ) -> Instant {
        let from = self.blocked.map_or(from, |until| until.max(from));
        let most = self.told.map_or(most, |told| told.min(most)).max(1);
        match span {
            Span::Window(length) => {
                let times = if view == View::All {
                    &self.all
                } else {
                    &self.admitted
                };
                first_in_window(times, length, most, from)
            }
            Span::Day => {
                let days = if view == View::All {
                    &self.all_days
                } else {
                    &self.admitted_days
                };
                let mut day = now.day(from);
                while days.get(&day).is_some_and(|count| *count >= most) {
                    day += 1;
                }
                from.max(now.begin(day))
            }
        }
    }

    /// Notes a call that is to be.
    pub(super) fn plan(&mut self, span: Span, time: Instant, now: &Now) {
        match span {
            Span::Window(_) => insert(&mut self.all, time),
            Span::Day => *self.all_days.entry(now.day(time)).or_default() += 1,
        }
    }

    /// Strikes out a call that was to be.
    pub(super) fn unplan(&mut self, span: Span, time: Instant, now: &Now) {
        match span {
            Span::Window(_) => {
                if let Ok(index) = self.all.binary_search(&time) {
                    self.all.remove(index);
                }
            }
            Span::Day => {
                if let Some(count) = self.all_days.get_mut(&now.day(time)) {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }

    /// Notes a call that is admitted now.
    pub(super) fn admit(&mut self, span: Span, now: &Now) {
        self.forget(span, now);
        self.plan(span, now.instant, now);
        match span {
            Span::Window(_) => insert(&mut self.admitted, now.instant),
            Span::Day => *self.admitted_days.entry(now.day(now.instant)).or_default() += 1,
        }
    }

    /// Admits nothing before this time. Whether that is new.
    pub(super) fn block(&mut self, until: Instant) -> bool {
        let is_later = self.blocked.is_none_or(|blocked| until > blocked);
        if is_later {
            self.blocked = Some(until);
        }
        is_later
    }

    /// Takes in what the service says: how many it allows, and how many of a day are left, which others may have used. Whether that
    /// is new.
    pub(super) fn learn(&mut self, span: Span, most: u32, left: Option<u32>, now: &Now) -> bool {
        let is_new = self.told.replace(most) != Some(most);
        let (Span::Day, Some(left)) = (span, left) else {
            return is_new;
        };
        let today = now.day(now.instant);
        let used = most.saturating_sub(left);
        let admitted = self.admitted_days.entry(today).or_default();
        let others = used.saturating_sub(*admitted);
        *admitted += others;
        *self.all_days.entry(today).or_default() += others;
        is_new || others > 0
    }

    /// Drops what no longer counts.
    fn forget(&mut self, span: Span, now: &Now) {
        match span {
            Span::Window(length) => {
                for times in [&mut self.admitted, &mut self.all] {
                    let old = times.partition_point(|time| {
                        now.instant.saturating_duration_since(*time) >= length
                    });
                    times.drain(..old);
                }
            }
            Span::Day => {
                let today = now.day(now.instant);
                self.admitted_days.retain(|day, _| *day >= today);
                self.all_days.retain(|day, _| *day >= today);
            }
        }
    }

    /// Whether it says nothing that still counts.
    pub(super) fn is_idle(&mut self, span: Span, now: &Now) -> bool {
        self.forget(span, now);
        self.all.is_empty()
            && self.all_days.is_empty()
            && self.told.is_none()
            && self.blocked.is_none_or(|until| until <= now.instant)
    }
}

fn insert(times: &mut Vec<Instant>, time: Instant) {
    let place = times.partition_point(|other| *other <= time);
    times.insert(place, time);
}

/// The first time from which one more fits, so that no window has more than `most`.
///
/// `most` others that stand so close that one window holds them all forbid what would share that window with them.
fn first_in_window(times: &[Instant], length: Duration, most: u32, from: Instant) -> Instant {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut time = from;
    for group in times.windows(most) {
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
