//! The plans of an account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::plan_names::{self, Family};
use crate::fake::calendar;

/// How many days a free trial lasts. Zoom does not document this number.
const TRIAL_DAYS: u64 = 30;

/// The plans of an account. An account without a base plan is free.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Plans {
    /// The base plan.
    pub(crate) base: Option<Plan>,
    /// The other plans by the property that contains them, such as `plan_zoom_rooms`, `plan_webinar` or
    /// `plan_phone/plan_calling`.
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
    /// `active`, `cancelled` or `expired`. A plan that was canceled stays in service until it expires.
    pub(crate) status: String,
    /// The first day of the plan.
    pub(crate) effective_date: String,
    /// The day on which the plan expires. `None` means that the plan is renewed.
    pub(crate) expires_on: Option<String>,
    /// The other properties, such as `callout_countries`.
    #[serde(flatten)]
    pub(crate) other: Map<String, Value>,
}

impl Plans {
    /// Returns whether the account has a plan that was not canceled.
    pub(crate) fn is_paid(&self) -> bool {
        self.all().any(Plan::is_active)
    }

    /// Returns the number of licenses of the base plan.
    pub(crate) fn hosts(&self) -> u64 {
        self.base_in_service()
            .and_then(|plan| plan.hosts)
            .unwrap_or(0)
    }

    /// Returns the base plan, unless it has expired.
    pub(crate) fn base_in_service(&self) -> Option<&Plan> {
        self.base.as_ref().filter(|plan| plan.is_in_service())
    }

    /// Returns the family of the base plan.
    pub(crate) fn family(&self) -> Option<Family> {
        Family::of(&self.base_in_service()?.name)
    }

    /// Returns all plans, the base plan first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Plan> {
        self.base.iter().chain(self.addons.values().flatten())
    }

    /// Returns the add-on plans of a property that have not expired.
    pub(crate) fn addons_in_service(&self, property: &str) -> impl Iterator<Item = &Plan> {
        let plans = self.addons.get(property).into_iter().flatten();
        plans.filter(|plan| plan.is_in_service())
    }

    /// Ends the plans that expire on this day or before.
    pub(crate) fn expire(&mut self, today: &str) {
        let plans = self
            .base
            .iter_mut()
            .chain(self.addons.values_mut().flatten());
        for plan in plans {
            if plan.expires_on.as_deref().is_some_and(|day| day <= today) {
                "expired".clone_into(&mut plan.status);
            }
        }
    }
}

impl Plan {
    /// Creates an active plan. A free trial expires, other plans are renewed.
    pub(crate) fn new(name: &str, hosts: Option<u64>, effective_date: &str) -> Self {
        let is_trial = Family::of(name) == Some(Family::Trial);
        Self {
            name: name.to_owned(),
            hosts,
            status: "active".to_owned(),
            effective_date: effective_date.to_owned(),
            expires_on: is_trial.then(|| calendar::add_days(effective_date, TRIAL_DAYS)),
            other: Map::new(),
        }
    }

    /// Returns whether the plan was not canceled and has not expired.
    pub(crate) fn is_active(&self) -> bool {
        self.status == "active"
    }

    /// Returns whether the plan has not expired.
    pub(crate) fn is_in_service(&self) -> bool {
        self.status != "expired"
    }

    /// Cancels the plan. The plan stays in service until the end of the paid period.
    pub(crate) fn cancel(&mut self, today: &str) {
        "cancelled".clone_into(&mut self.status);
        self.expires_on = Some(self.next_invoice_date(today));
    }

    /// Returns the first day of the next period.
    pub(crate) fn next_invoice_date(&self, today: &str) -> String {
        match &self.expires_on {
            Some(day) => day.clone(),
            None => {
                calendar::next_period(&self.effective_date, plan_names::period(&self.name), today)
            }
        }
    }

    /// Returns the plan as a request contains it.
    pub(crate) fn order(&self) -> Map<String, Value> {
        let mut order = self.other.clone();
        order.insert("type".to_owned(), self.name.clone().into());
        if let Some(hosts) = self.hosts {
            order.insert("hosts".to_owned(), hosts.into());
        }
        order
    }
}
