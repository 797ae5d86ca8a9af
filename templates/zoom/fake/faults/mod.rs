//! Faults on demand: what goes wrong between a client and Zoom.

pub(crate) mod effect;
mod fault;
mod json;
mod rule;
pub(crate) mod script;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::fault::Fault;
pub use self::rule::{FaultError, FaultRule};

use super::FakeZoom;
use super::random::Random;

/// The rules of faults, and the faults that happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Faults {
    rules: Vec<FaultRule>,
    random: Random,
    counts: BTreeMap<String, u64>,
}

/// A fault that is about to hit a call.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) fault: Fault,
    rule: usize,
}

impl Faults {
    /// Creates a state without rules.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            random: Random::of_texts(seed, &["faults"]),
            counts: BTreeMap::new(),
        }
    }

    /// Adds a rule. The rules that were added first come first.
    pub(crate) fn add(&mut self, rule: FaultRule) -> Result<(), FaultError> {
        rule.check()?;
        self.rules.push(rule);
        Ok(())
    }

    /// Checks the rules, for example those of a snapshot.
    pub(crate) fn check(&self) -> Result<(), FaultError> {
        FaultRule::check_all(&self.rules)
    }

    /// Removes all rules.
    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Returns the fault of the first rule that hits a call of an operation. `after` is an earlier rule whose fault is not
    /// possible for the call. Then, the rules after it are considered.
    pub(crate) fn choose(
        &mut self,
        operation: Option<&str>,
        after: Option<&Chosen>,
    ) -> Option<Chosen> {
        let random = &mut self.random;
        let start = after.map_or(0, |chosen| chosen.rule + 1);
        let mut rules = self.rules.iter().enumerate().skip(start);
        let (rule, found) = rules.find(|(_, rule)| {
            let probability = rule.probability;
            rule.concerns(operation) && probability.is_none_or(|value| random.happens(value))
        })?;
        let fault = found.fault.clone();
        Some(Chosen { fault, rule })
    }

    /// Counts a fault that has hit a call. A rule that has hit all of its calls is removed.
    pub(crate) fn count(&mut self, chosen: &Chosen) {
        let name = chosen.fault.name().to_owned();
        *self.counts.entry(name).or_default() += 1;
        let rule = self.rules.get_mut(chosen.rule);
        let Some(times) = rule.and_then(|rule| rule.times.as_mut()) else {
            return;
        };
        *times = times.saturating_sub(1);
        if *times == 0 {
            drop(self.rules.remove(chosen.rule));
        }
    }
}

impl FakeZoom {
    /// Injects a fault into the calls that a rule names, from now on.
    ///
    /// One rule at most has an effect on a call: the first that concerns the call, that hits it by its probability, and
    /// whose fault is possible for the call. If the request was applied for a fault that turned out to be impossible,
    /// then the faults that do not apply the request are not possible either.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use zoom_accounts::fake::{FakeZoom, Fault};
    ///
    /// let fake = FakeZoom::start().await?;
    /// fake.inject(Fault::ResetAfter.on("users.create").times(2))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the rule names an unknown operation, or has a number out of range.
    pub fn inject(&self, rule: impl Into<FaultRule>) -> Result<(), FaultError> {
        self.shared.state().faults.add(rule.into())
    }

    /// Removes all rules of faults. The counts stay.
    pub fn clear_faults(&self) {
        self.shared.state().faults.clear();
    }

    /// Returns the number of calls that each kind of fault has hit, by [`Fault::name`].
    #[must_use]
    pub fn fault_counts(&self) -> BTreeMap<String, u64> {
        self.shared.state().faults.counts.clone()
    }
}
