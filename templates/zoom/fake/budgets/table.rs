//! The limits by label, family and plan.
//!
//! The client has a table of its own. This table is written separately, so that an error in one of them shows in tests.

use super::FakePlan;
use super::claim::{Claim, Counted};

/// The label of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Light,
    Medium,
    Heavy,
    ResourceIntensive,
}

impl Label {
    /// Returns the label of a call. Zoom documents no label for some operations.
    pub(super) fn of(call: &Counted<'_>) -> Option<Self> {
        let label = call.route.endpoint.operation.rate_limit?;
        let labels = [
            Self::Light,
            Self::Medium,
            Self::Heavy,
            Self::ResourceIntensive,
        ];
        labels
            .into_iter()
            .find(|other| other.name().eq_ignore_ascii_case(label))
    }

    /// Returns the name of the label in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Medium => "Medium",
            Self::Heavy => "Heavy",
            Self::ResourceIntensive => "Resource-intensive",
        }
    }

    /// Returns the number at the place of the label: light, medium, heavy, resource-intensive.
    fn pick(self, [light, medium, heavy, intensive]: [u32; 4]) -> u32 {
        match self {
            Self::Light => light,
            Self::Medium => medium,
            Self::Heavy => heavy,
            Self::ResourceIntensive => intensive,
        }
    }
}

/// A group of operations with limits of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    General,
    Phone,
    ContactCenter,
}

impl Family {
    fn of(call: &Counted<'_>) -> Self {
        let path = call.route.endpoint.relative_path();
        match path.split('/').nth(1) {
            Some("phone") => Self::Phone,
            Some("contact_center") => Self::ContactCenter,
            _ => Self::General,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Phone => "phone",
            Self::ContactCenter => "contact_center",
        }
    }
}

/// The limits of a plan: calls per second, and per minute for the label resource-intensive.
fn rates(family: Family, plan: FakePlan) -> [u32; 4] {
    match (family, plan) {
        // Zoom Phone and Contact Center need a paid plan, so that no limit for them exists on the Free plan.
        (_, FakePlan::Free) => [4, 2, 1, 10],
        (Family::General, FakePlan::Pro) => [30, 20, 10, 10],
        (Family::General, FakePlan::BusinessPlus) => [80, 60, 40, 20],
        (Family::Phone | Family::ContactCenter, FakePlan::Pro) => [20, 10, 5, 5],
        (Family::Phone | Family::ContactCenter, FakePlan::BusinessPlus) => [40, 20, 10, 10],
    }
}

/// Returns the pool and the limit per day.
fn per_day(family: Family, label: Label, plan: FakePlan) -> Option<(&'static str, u32)> {
    if plan == FakePlan::Free {
        return Some((label.name(), label.pick([6_000, 2_000, 1_000, 30_000])));
    }
    if !matches!(label, Label::Heavy | Label::ResourceIntensive) {
        return None;
    }
    let limit = match (family, plan) {
        (Family::General, FakePlan::BusinessPlus) => 60_000,
        (Family::General, _) | (_, FakePlan::BusinessPlus) => 30_000,
        _ => 15_000,
    };
    Some(("heavy and resource-intensive", limit))
}

/// Returns the claims of a call by its label.
pub(super) fn claims(call: &Counted<'_>, plan: FakePlan) -> Vec<Claim> {
    let Some(mut label) = Label::of(call) else {
        return Vec::new();
    };
    let mut family = Family::of(call);
    if plan == FakePlan::Free {
        family = Family::General;
    }
    if family == Family::ContactCenter && label == Label::ResourceIntensive {
        // Contact Center has no limit for this label.
        label = Label::Heavy;
    }
    let (account, family_name, category) = (call.caller, family.name(), label.name());
    let seconds = match label {
        Label::ResourceIntensive => 60,
        _ => 1,
    };
    let limit = label.pick(rates(family, plan));
    let pool = format!("{account} {family_name} {category}");
    let mut claims = vec![Claim::window(pool, seconds, limit, category)];
    if let Some((pool, limit)) = per_day(family, label, plan) {
        let pool = format!("{account} {family_name} {pool} day");
        claims.push(Claim::day(pool, limit, category));
    }
    claims
}

/// Returns the claim of a call of API v1: 10 calls a second, and 1 call a second for lists, billing and plans.
pub(super) fn claim_v1(account: &str, path: &str) -> Claim {
    let slow = path.ends_with("/list") || path.contains("/billing/") || path.contains("/plan/");
    let (pool, limit) = if slow { (path, 1) } else { ("others", 10) };
    Claim::window(format!("{account} v1 {pool}"), 1, limit, "v1")
}
