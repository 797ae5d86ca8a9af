//! The queue of calls that wait for their quotas.
//!
//! Calls that use the same quota start in the order in which they arrive. Only if another quota delays a call, later
//! calls may start before it. The scheduler never reads a clock: the caller passes the time.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::time::Instant;

use super::table::{ApiFamily, Period};
use super::usage::{Now, Usage, View};

/// The key of a quota: account, API family, pool and period.
pub(super) type QuotaKey = (Arc<str>, ApiFamily, &'static str, Period);

/// A quota that a call uses.
#[derive(Clone, Debug)]
pub(crate) struct QuotaUse {
    pub(super) key: QuotaKey,
    pub(super) limit: u32,
}

impl QuotaUse {
    pub(super) fn period(&self) -> Period {
        self.key.3
    }

    /// Returns the name of the quota for messages, such as `Heavy, 10 a minute`.
    pub(crate) fn name(&self) -> String {
        let (_, family, pool, period) = &self.key;
        format!("{}, {}", family.name(pool), period.describe(self.limit))
    }
}

#[derive(Debug)]
struct Waiting {
    quotas: Vec<QuotaUse>,
    /// The time at which the call is planned to start.
    start: Instant,
    /// The time before which the call must start, or else it fails. `None` means that the call waits as long as
    /// necessary.
    deadline: Option<Instant>,
}

impl Waiting {
    fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| self.start >= deadline)
    }
}

/// The number of calls that a quota still allows.
#[derive(Debug)]
pub(super) struct Budget {
    /// The quota, with the limit that applies at the moment.
    pub(super) quota: QuotaUse,
    pub(super) remaining: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Decision {
    /// The call starts now and is counted.
    Start,
    /// The call waits. At the start of the delay, poll the scheduler again with this ticket, or cancel the ticket.
    Wait(u64, Delay),
    /// The call cannot start before its deadline.
    Reject(Delay),
}

/// The reason why a call cannot start now.
#[derive(Clone, Debug)]
pub(super) struct Delay {
    /// The first time at which the call can start.
    pub(super) start: Instant,
    /// The quota that delays the call longest, with the limit that applies at the moment; `None` if it is not known.
    pub(super) quota: Option<QuotaUse>,
}

/// The minimum value of `sweep_at`.
const MIN_SWEEP: usize = 64;

/// The usage of all quotas, and the waiting calls.
#[derive(Debug, Default)]
pub(super) struct Scheduler {
    usages: BTreeMap<QuotaKey, Usage>,
    /// The waiting calls by ticket. Tickets are in the order of arrival.
    waiting: BTreeMap<u64, Waiting>,
    next_ticket: u64,
    /// Whether the planned starts must be computed again.
    is_stale: bool,
    /// Whether planned starts have changed since [`take_moved`](Self::take_moved) was last called.
    has_moved: bool,
    /// The number of usages at which idle usages are removed.
    sweep_at: usize,
}

impl Scheduler {
    /// Starts a call, adds it to the queue, or rejects it.
    pub(super) fn enqueue(
        &mut self,
        quotas: Vec<QuotaUse>,
        deadline: Option<Instant>,
        now: &Now,
    ) -> Decision {
        self.refresh(now);
        let admitted = self.earliest_start(&quotas, View::Admitted, now);
        let planned = self.earliest_start(&quotas, View::All, now);
        let delay = if planned.start < admitted.start {
            admitted
        } else {
            planned
        };
        if delay.start <= now.instant {
            self.admit(&quotas, now);
            return Decision::Start;
        }
        let call = Waiting {
            quotas,
            start: delay.start,
            deadline,
        };
        if call.is_late() {
            return Decision::Reject(delay);
        }
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.insert(ticket, call, now);
        Decision::Wait(ticket, delay)
    }

    /// Decides again about a call that waits.
    pub(super) fn poll(&mut self, ticket: u64, now: &Now) -> Decision {
        self.refresh(now);
        let without_quota = |start| Delay { start, quota: None };
        let Some(call) = self.waiting.get(&ticket) else {
            return Decision::Reject(without_quota(now.instant));
        };
        if call.start > now.instant && !call.is_late() {
            return Decision::Wait(ticket, without_quota(call.start));
        }
        let Some(mut call) = self.remove(ticket, now) else {
            return Decision::Reject(without_quota(now.instant));
        };
        // If the caller polls late, other calls may have used up the quota in the meantime.
        let admitted = self.earliest_start(&call.quotas, View::Admitted, now);
        if call.start <= now.instant && admitted.start <= now.instant {
            self.admit(&call.quotas, now);
            return Decision::Start;
        }
        let delay = self.earliest_start(&call.quotas, View::All, now);
        call.start = delay.start;
        if call.is_late() {
            self.is_stale = true;
            return Decision::Reject(delay);
        }
        self.insert(ticket, call, now);
        Decision::Wait(ticket, delay)
    }

    pub(super) fn cancel(&mut self, ticket: u64, now: &Now) {
        // The next poll plans the starts of the other calls again. Thus, many cancellations at once take no more time
        // than one.
        self.is_stale |= self.remove(ticket, now).is_some();
    }

    /// Returns whether a waiting call must poll, so that the starts are planned again.
    pub(super) fn is_stale(&self) -> bool {
        self.is_stale && !self.waiting.is_empty()
    }

    /// Returns whether planned starts have changed, so that all waiting calls must poll. Resets this information.
    pub(super) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.has_moved)
    }

    /// Updates the usage of these quotas. `update` returns whether it has changed the usage.
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

    /// Returns how many calls a quota allows now if waiting calls are ignored.
    pub(super) fn budget(&self, quota: &QuotaUse, now: &Now) -> Budget {
        let (limit, remaining) = match self.usages.get(&quota.key) {
            Some(usage) => (
                usage.effective_limit(quota.limit),
                usage.remaining(quota.period(), quota.limit, now),
            ),
            None => (quota.limit, quota.limit),
        };
        let key = quota.key.clone();
        Budget {
            quota: QuotaUse { key, limit },
            remaining,
        }
    }

    /// Plans the starts of all waiting calls again, in the order in which the calls arrived.
    fn refresh(&mut self, now: &Now) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let tickets: Vec<u64> = self.waiting.keys().copied().collect();
        for ticket in tickets {
            if let Some(mut call) = self.remove(ticket, now) {
                // If the planned start has passed, the call keeps it, unless a quota delays the call now.
                let planned = call.start;
                let due = planned.min(now.instant);
                call.start = self.earliest_start(&call.quotas, View::All, now).start;
                if call.start <= now.instant {
                    call.start = due;
                }
                self.has_moved |= call.start != planned;
                self.insert(ticket, call, now);
            }
        }
    }

    /// Returns the first time at which all quotas allow one more call.
    fn earliest_start(&self, quotas: &[QuotaUse], view: View, now: &Now) -> Delay {
        let mut start = now.instant;
        let mut decisive = None;
        loop {
            let before = start;
            for quota in quotas {
                if let Some(usage) = self.usages.get(&quota.key) {
                    let time = usage.earliest(view, quota.period(), quota.limit, start, now);
                    if time > start {
                        start = time;
                        decisive = Some((quota, usage));
                    }
                }
            }
            if start == before {
                let quota = decisive.map(|(quota, usage)| QuotaUse {
                    key: quota.key.clone(),
                    limit: usage.effective_limit(quota.limit),
                });
                return Delay { start, quota };
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
