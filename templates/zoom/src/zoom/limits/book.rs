//! Who may go when: all ledgers, and those that wait.
//!
//! In: the quotas that a call counts against, and how long it can wait. Out: leave, or the time to come again. Calls that share a
//! quota go in the order in which they came, as far as their other quotas allow. It must not look at a clock.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::ledger::{Ledger, Now, View};
use super::table::{Family, Span};

/// Names a ledger: who counts, which family, which pool, in which time.
pub(super) type Key = (Arc<str>, Family, &'static str, Span);

/// A quota that a call counts against.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) key: Key,
    pub(super) most: u32,
}

impl Need {
    fn span(&self) -> Span {
        self.key.3
    }
}

/// A call that waits.
#[derive(Debug)]
struct Ticket {
    needs: Vec<Need>,
    /// When it is to go.
    slot: Instant,
    /// The last time at which there is a use in it.
    latest: Instant,
}

/// What a call is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Go. It is noted as gone.
    Go,
    /// Come again at this time, with this number, or give the number back.
    Wait(u64, Instant),
    /// There is no room in time; it would have to wait so long.
    Refused(Duration),
}

/// Below so many ledgers, idle ones are not looked for.
const FEW: usize = 64;

/// All ledgers, and those that wait.
#[derive(Debug, Default)]
pub(super) struct Book {
    ledgers: BTreeMap<Key, Ledger>,
    /// By their numbers, which is the order in which they came.
    tickets: BTreeMap<u64, Ticket>,
    next: u64,
    /// Something changed, so that those who wait may go earlier, or only later.
    is_stale: bool,
    /// Some of those who wait have other times than they were told.
    has_moved: bool,
    /// With so many ledgers, idle ones are looked for.
    sweep_at: usize,
}

impl Book {
    /// A call comes.
    pub(super) fn come(&mut self, needs: Vec<Need>, latest: Instant, now: &Now) -> Turn {
        self.refresh(now);
        let admitted = self.first(&needs, View::Admitted, now);
        let slot = self.first(&needs, View::All, now).max(admitted);
        if slot <= now.instant {
            self.admit(&needs, now);
            return Turn::Go;
        }
        if slot >= latest {
            return Turn::Refused(slot - now.instant);
        }
        let ticket = Ticket {
            needs,
            slot,
            latest,
        };
        let number = self.next;
        self.next += 1;
        self.put(number, ticket, now);
        Turn::Wait(number, slot)
    }

    /// A call that waits comes again.
    pub(super) fn again(&mut self, number: u64, now: &Now) -> Turn {
        self.refresh(now);
        let Some(ticket) = self.tickets.get(&number) else {
            return Turn::Refused(Duration::ZERO);
        };
        if ticket.slot > now.instant && ticket.slot < ticket.latest {
            return Turn::Wait(number, ticket.slot);
        }
        let Some(mut ticket) = self.take(number, now) else {
            return Turn::Refused(Duration::ZERO);
        };
        // It may come late, so that others who went since count now.
        if ticket.slot <= now.instant
            && self.first(&ticket.needs, View::Admitted, now) <= now.instant
        {
            self.admit(&ticket.needs, now);
            return Turn::Go;
        }
        ticket.slot = self.first(&ticket.needs, View::All, now);
        if ticket.slot >= ticket.latest {
            self.is_stale = true;
            return Turn::Refused(ticket.slot - now.instant);
        }
        let slot = ticket.slot;
        self.put(number, ticket, now);
        Turn::Wait(number, slot)
    }

    /// A call that waits does so no more.
    pub(super) fn leave(&mut self, number: u64, now: &Now) {
        // The others move up when one of them comes, so that many who leave at once cost no more than one.
        self.is_stale |= self.take(number, now).is_some();
    }

    /// Whether one of those who wait is to come again, so that all of them move.
    pub(super) fn is_stale(&self) -> bool {
        self.is_stale && !self.tickets.is_empty()
    }

    /// Whether all who wait are to come again, since some have moved. It is told once.
    pub(super) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.has_moved)
    }

    /// Changes the ledgers of these needs; each change tells whether there was one.
    pub(super) fn change(
        &mut self,
        needs: &[Need],
        mut change: impl FnMut(Span, &mut Ledger) -> bool,
    ) {
        for need in needs {
            let ledger = self.ledgers.entry(need.key.clone()).or_default();
            self.is_stale |= change(need.span(), ledger);
        }
    }

    /// Lets each of those who wait move to where there is room now, in their order.
    fn refresh(&mut self, now: &Now) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let numbers: Vec<u64> = self.tickets.keys().copied().collect();
        for number in numbers {
            if let Some(mut ticket) = self.take(number, now) {
                // One that is due stays so, unless it cannot go.
                let told = ticket.slot;
                let due = told.min(now.instant);
                ticket.slot = self.first(&ticket.needs, View::All, now);
                if ticket.slot <= now.instant {
                    ticket.slot = due;
                }
                self.has_moved |= ticket.slot != told;
                self.put(number, ticket, now);
            }
        }
    }

    /// The first time at which all needs have room.
    fn first(&self, needs: &[Need], view: View, now: &Now) -> Instant {
        let mut time = now.instant;
        loop {
            let begin = time;
            for need in needs {
                if let Some(ledger) = self.ledgers.get(&need.key) {
                    time = ledger.first(view, need.span(), need.most, time, now);
                }
            }
            if time == begin {
                return time;
            }
        }
    }

    fn put(&mut self, number: u64, ticket: Ticket, now: &Now) {
        for need in &ticket.needs {
            let ledger = self.ledgers.entry(need.key.clone()).or_default();
            ledger.plan(need.span(), ticket.slot, now);
        }
        self.tickets.insert(number, ticket);
    }

    fn take(&mut self, number: u64, now: &Now) -> Option<Ticket> {
        let ticket = self.tickets.remove(&number)?;
        for need in &ticket.needs {
            if let Some(ledger) = self.ledgers.get_mut(&need.key) {
                ledger.unplan(need.span(), ticket.slot, now);
            }
        }
        Some(ticket)
    }

    fn admit(&mut self, needs: &[Need], now: &Now) {
        if self.ledgers.len() >= self.sweep_at {
            self.ledgers
                .retain(|key, ledger| !ledger.is_idle(key.3, now));
            self.sweep_at = (self.ledgers.len() * 2).max(FEW);
        }
        for need in needs {
            let ledger = self.ledgers.entry(need.key.clone()).or_default();
            ledger.admit(need.span(), now);
        }
    }
}
