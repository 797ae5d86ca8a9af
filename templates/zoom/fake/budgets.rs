//! The rate limits, counted on the fake's clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::api::endpoint::Endpoint;
use super::failure::Failure;

/// The calls that were counted, by account, pool and period.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Budgets {
    /// The plan of the partner, which determines the limits. `None` turns the limits off.
    pub(crate) plan: Option<Plan>,
    counts: BTreeMap<String, (u64, u64)>,
}

/// The plan of the partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Plan {
    Free,
    Pro,
    Business,
}

impl Budgets {
    /// Counts a call, or reports that a limit was reached.
    pub(crate) fn take(
        &mut self,
        _account: &str,
        _endpoint: &Endpoint,
        _now: u64,
    ) -> Result<(), Failure> {
        Ok(())
    }
}
