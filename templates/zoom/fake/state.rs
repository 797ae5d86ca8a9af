//! Everything that a fake remembers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::budgets::Budgets;
use super::clock::Clock;
use super::faults::Faults;
use super::journal::Journal;
use super::outbox::Outbox;
use super::pages::PageTokens;
use super::tokens::Tokens;
use super::world::World;

/// Everything that a fake remembers. A snapshot contains all of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) world: World,
    pub(crate) tokens: Tokens,
    pub(crate) budgets: Budgets,
    pub(crate) faults: Faults,
    pub(crate) pages: PageTokens,
    pub(crate) outbox: Outbox,
    #[serde(skip)]
    pub(crate) journal: Journal,
}

impl State {
    /// Creates the state of a fake without accounts.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            clock: Clock::new(),
            world: World::new(seed),
            tokens: Tokens::default(),
            budgets: Budgets::default(),
            faults: Faults::new(seed),
            pages: PageTokens::default(),
            outbox: Outbox::default(),
            journal: Journal::default(),
        }
    }

    /// Moves the clock forward. Events that are due then are delivered.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
        self.outbox.wake();
    }
}
