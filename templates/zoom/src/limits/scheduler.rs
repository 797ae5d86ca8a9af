//! The queue of calls that wait for their quotas.
//!
//! Calls that share a quota start in their order of arrival, unless another quota delays a call. The scheduler never
//! reads a clock: the caller passes the time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::table::{ApiFamily, Period};
use super::usage::{Now, Usage, View};

/// The key of a quota: account, API family, pool and period.
pub(super) type QuotaKey = (Arc<str>, ApiFamily, &'static str, Period);

/// A quota that a call uses.
#[derive(Clone, Debug)]
pub(super) struct QuotaUse {
    pub(super) key: QuotaKey,
    pub(super) limit: u32,
}

impl QuotaUse {
    pub(super) fn period(&self) -> Period {
        self.key.3
    }
}

#[derive(Debug)]
struct Waiting {
    quotas: Vec<QuotaUse>,
    /// The planned start.
    start: Instant,
    /// The deadline. If the call cannot start before the deadline, the call fails.
    deadline: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// The call starts now and is counted.
    Start,
    /// The call waits. Poll the ticket again at this time, or cancel the ticket.
    Wait(u64, Instant),
    /// The call cannot start before its deadline. The value is how long the call would have to wait.
    Reject(Duration),
}

/// The minimum of [`Scheduler::sweep_at`].
const MIN_SWEEP: usize = 64;

/// The usage of all quotas, and the waiting calls.
#[derive(Debug, Default)]
pub(super) struct Scheduler {
    usages: BTreeMap<QuotaKey, Usage>,
    /// The waiting calls by ticket. Tickets are in the order of arrival.
    waiting: BTreeMap<u64, Waiting>,
    next_ticket: u64,
    /// Whether the planned starts are out of date.
    is_stale: bool,
    /// Whether planned starts have changed since the last [`take_moved`](Self::take_moved).
    has_moved: bool,
    /// The number of usages at which the next removal of idle usages starts.
    sweep_at: usize,
}

impl Scheduler {
    /// Starts a call, adds it to the queue, or rejects it.
    pub(super) fn enqueue(
        &mut self,
        quotas: Vec<QuotaUse>,
        deadline: Instant,
        now: &Now,
    ) -> Decision {
        self.refresh(now);
        let admitted = self.earliest_start(&quotas, View::Admitted, now);
        let start = self.earliest_start(&quotas, View::All, now).max(admitted);
        if start <= now.instant {
            self.admit(&quotas, now);
            return Decision::Start;
        }
        if start >= deadline {
            return Decision::Reject(start - now.instant);
        }
        let call = Waiting {
            quotas,
            start,
            deadline,
        };
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.insert(ticket, call, now);
        Decision::Wait(ticket, start)
    }

    /// Decides again about a waiting call.
    pub(super) fn poll(&mut self, ticket: u64, now: &Now) -> Decision {
        self.refresh(now);
        let Some(call) = self.waiting.get(&ticket) else {
            return Decision::Reject(Duration::ZERO);
        };
        if call.start > now.instant && call.start < call.deadline {
            return Decision::Wait(ticket, call.start);
        }
        let Some(mut call) = self.remove(ticket, now) else {
            return Decision::Reject(Duration::ZERO);
        };
        // If the caller polls late, other calls may have used the quota since the planned start.
        if call.start <= now.instant
            && self.earliest_start(&call.quotas, View::Admitted, now) <= now.instant
        {
            self.admit(&call.quotas, now);
            return Decision::Start;
        }
        call.start = self.earliest_start(&call.quotas, View::All, now);
        if call.start >= call.deadline {
            self.is_stale = true;
            return Decision::Reject(call.start - now.instant);
        }
        let start = call.start;
        self.insert(ticket, call, now);
        Decision::Wait(ticket, start)
    }

    pub(super) fn cancel(&mut self, ticket: u64, now: &Now) {
        // The starts of the other calls are planned again at the next poll. Therefore, many cancellations at once cost
        // as much as one cancellation.
        self.is_stale |= self.remove(ticket, now).is_some();
    }

    /// Returns whether a waiting call must poll, so that the starts are planned again.
    pub(super) fn is_stale(&self) -> bool {
        self.is_stale && !self.waiting.is_empty()
    }

    /// Returns whether all waiting calls must poll because planned starts have changed. Resets `has_moved`.
    pub(super) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.has_moved)
    }

    /// Updates the usage of these quotas. `update` returns whether it changes the usage.
    pub(super) fn update(
        &mut self,
        quotas: &[QuotaUse],
        mut update: impl FnMut(Period, &mut Usage) -> bool,
    ) {
        for quota in quotas {
            let usage = self.usages.entry(quota.key.clone()).or_default();
            self.is_stale |= update(quota.period(), usage);
        }
    }

    /// Plans the starts of all waiting calls again, in their order of arrival.
    fn refresh(&mut self, now: &Now) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let tickets: Vec<u64> = self.waiting.keys().copied().collect();
        for ticket in tickets {
            if let Some(mut call) = self.remove(ticket, now) {
                // A call whose planned start has passed keeps this start, unless a quota delays the call now.
                let planned = call.start;
                let due = planned.min(now.instant);
                call.start = self.earliest_start(&call.quotas, View::All, now);
                if call.start <= now.instant {
                    call.start = due;
                }
                self.has_moved |= call.start != planned;
                self.insert(ticket, call, now);
            }
        }
    }

    /// Returns the first time at which all quotas allow one more call.
    fn earliest_start(&self, quotas: &[QuotaUse], view: View, now: &Now) -> Instant {
        let mut time = now.instant;
        loop {
            let before = time;
            for quota in quotas {
                if let Some(usage) = self.usages.get(&quota.key) {
                    time = usage.earliest(view, quota.period(), quota.limit, time, now);
                }
            }
            if time == before {
                return time;
            }
        }
    }

    fn insert(&mut self, ticket: u64, call: Waiting, now: &Now) {
        for quota in &call.quotas {
            let usage = self.usages.entry(quota.key.clone()).or_default();
            usage.plan(quota.period(), call.start, now);
        }
        self.waiting.insert(ticket, call);
    }

    fn remove(&mut self, ticket: u64, now: &Now) -> Option<Waiting> {
        let call = self.waiting.remove(&ticket)?;
        for quota in &call.quotas {
            if let Some(usage) = self.usages.get_mut(&quota.key) {
                usage.unplan(quota.period(), call.start, now);
            }
        }
        Some(call)
    }

    fn admit(&mut self, quotas: &[QuotaUse], now: &Now) {
        if self.usages.len() >= self.sweep_at {
            self.usages.retain(|key, usage| !usage.is_idle(key.3, now));
            self.sweep_at = (self.usages.len() * 2).max(MIN_SWEEP);
        }
        for quota in quotas {
            let usage = self.usages.entry(quota.key.clone()).or_default();
            usage.admit(quota.period(), now);
        }
    }
}
