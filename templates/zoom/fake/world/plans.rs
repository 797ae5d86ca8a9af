//! The plans of an account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The plans of an account. An account without a base plan is free.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Plans {
    /// The base plan.
    pub(crate) base: Option<Plan>,
    /// The other plans by the property that contains them, such as `plan_zoom_rooms` or `plan_webinar`.
    pub(crate) addons: BTreeMap<String, Vec<Plan>>,
    /// The billing contact.
    pub(crate) contact: Map<String, Value>,
    /// Whether the account has had a trial.
    pub(crate) had_trial: bool,
    /// Whether plans were bought as a bundle or with bulk licenses, so that calls cannot change them.
    pub(crate) bundled: bool,
}

/// A plan.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The name, such as `business_monthly`.
    #[serde(rename = "type")]
    pub(crate) name: String,
    /// The number of licenses. Some plans have no licenses.
    pub(crate) hosts: Option<u64>,
    /// `active` or `cancelled`.
    pub(crate) status: String,
    /// The first day of the plan.
    pub(crate) effective_date: String,
    /// The other properties, such as `callout_countries`.
    #[serde(flatten)]
    pub(crate) other: Map<String, Value>,
}

impl Plans {
    /// Returns whether the account has a plan that was not cancelled.
    pub(crate) fn is_paid(&self) -> bool {
        let base = self.base.iter();
        base.chain(self.addons.values().flatten())
            .any(Plan::is_active)
    }

    /// Returns the number of licenses of the base plan.
    pub(crate) fn hosts(&self) -> u64 {
        let base = self.base.as_ref().filter(|plan| plan.is_active());
        base.and_then(|plan| plan.hosts).unwrap_or(0)
    }
}

impl Plan {
    /// Returns whether the plan was not cancelled.
    pub(crate) fn is_active(&self) -> bool {
        self.status == "active"
    }

    /// Returns the plan as JSON.
    pub(crate) fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
