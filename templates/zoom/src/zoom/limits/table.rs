//! Zoom's published limits, as data.
//!
//! In: a plan, a family of calls and a label. Out: the quotas that such a call counts against. It must not hold anything but what
//! Zoom publishes.

use std::time::Duration;

/// The plan of an account: limits grow with it. Zoom has no call that tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Plan {
    /// Basic: without a paid plan.
    Free,
    /// Pro.
    Pro,
    /// Business, Education, Enterprise and Partner.
    BusinessPlus,
}

/// The class that Zoom puts a call into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Label {
    /// Most calls that read or change one thing.
    Light,
    /// Most lists and settings.
    Medium,
    /// Reports, billing, and what changes much at once.
    Heavy,
    /// Few calls, counted by the minute.
    ResourceIntensive,
}

impl Label {
    /// The label of this name. Zoom writes them in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        match &*name.replace(['_', ' '], "-") {
            "light" => Some(Self::Light),
            "medium" => Some(Self::Medium),
            "heavy" => Some(Self::Heavy),
            "resource-intensive" => Some(Self::ResourceIntensive),
            _ => None,
        }
    }
}

/// Calls that have a table of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// All that has no other.
    Main,
    /// Zoom Phone.
    Phone,
    /// Zoom Contact Center.
    ContactCenter,
    /// API v1, with one limit for all of it.
    V1,
}

/// The time within which calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Span {
    /// Any stretch of time of this length.
    Window(Duration),
    /// A day, from midnight to midnight UTC.
    Day,
}

/// So many calls in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quota {
    /// What shares it: calls of one family and pool count together.
    pub(super) pool: &'static str,
    pub(super) most: u32,
    pub(super) span: Span,
}

pub(super) const fn seconds(pool: &'static str, most: u32, seconds: u64) -> Quota {
    let span = Span::Window(Duration::from_secs(seconds));
    Quota { pool, most, span }
}

pub(super) const fn day(pool: &'static str, most: u32) -> Quota {
    let span = Span::Day;
    Quota { pool, most, span }
}

const LIGHT: &str = "light";
const MEDIUM: &str = "medium";
const HEAVY: &str = "heavy";
const INTENSIVE: &str = "resource-intensive";
/// The day of heavy and resource-intensive calls together.
const BOTH: &str = "heavy and resource-intensive";

/// The quotas of a plan: light, medium, heavy, resource-intensive.
struct Row {
    family: Family,
    plan: Plan,
    light: &'static [Quota],
    medium: &'static [Quota],
    heavy: &'static [Quota],
    intensive: &'static [Quota],
}

static TABLE: [Row; 7] = [
    Row {
        family: Family::Main,
        plan: Plan::Free,
        light: &[seconds(LIGHT, 4, 1), day(LIGHT, 6_000)],
        medium: &[seconds(MEDIUM, 2, 1), day(MEDIUM, 2_000)],
        heavy: &[seconds(HEAVY, 1, 1), day(HEAVY, 1_000)],
        intensive: &[seconds(INTENSIVE, 10, 60), day(INTENSIVE, 30_000)],
    },
    Row {
        family: Family::Main,
        plan: Plan::Pro,
        light: &[seconds(LIGHT, 30, 1)],
        medium: &[seconds(MEDIUM, 20, 1)],
        heavy: &[seconds(HEAVY, 10, 1), day(BOTH, 30_000)],
        intensive: &[seconds(INTENSIVE, 10, 60), day(BOTH, 30_000)],
    },
    Row {
        family: Family::Main,
        plan: Plan::BusinessPlus,
        light: &[seconds(LIGHT, 80, 1)],
        medium: &[seconds(MEDIUM, 60, 1)],
        heavy: &[seconds(HEAVY, 40, 1), day(BOTH, 60_000)],
        intensive: &[seconds(INTENSIVE, 20, 60), day(BOTH, 60_000)],
    },
    Row {
        family: Family::Phone,
        plan: Plan::Pro,
        light: &[seconds(LIGHT, 20, 1)],
        medium: &[seconds(MEDIUM, 10, 1)],
        heavy: &[seconds(HEAVY, 5, 1), day(BOTH, 15_000)],
        intensive: &[seconds(INTENSIVE, 5, 60), day(BOTH, 15_000)],
    },
    Row {
        family: Family::Phone,
        plan: Plan::BusinessPlus,
        light: &[seconds(LIGHT, 40, 1)],
        medium: &[seconds(MEDIUM, 20, 1)],
        heavy: &[seconds(HEAVY, 10, 1), day(BOTH, 30_000)],
        intensive: &[seconds(INTENSIVE, 10, 60), day(BOTH, 30_000)],
    },
    // Without resource-intensive calls: one that is said to be counts as heavy.
    Row {
        family: Family::ContactCenter,
        plan: Plan::Pro,
        light: &[seconds(LIGHT, 20, 1)],
        medium: &[seconds(MEDIUM, 10, 1)],
        heavy: &[seconds(HEAVY, 5, 1), day(BOTH, 15_000)],
        intensive: &[seconds(HEAVY, 5, 1), day(BOTH, 15_000)],
    },
    Row {
        family: Family::ContactCenter,
        plan: Plan::BusinessPlus,
        light: &[seconds(LIGHT, 40, 1)],
        medium: &[seconds(MEDIUM, 20, 1)],
        heavy: &[seconds(HEAVY, 10, 1), day(BOTH, 30_000)],
        intensive: &[seconds(HEAVY, 10, 1), day(BOTH, 30_000)],
    },
];

/// What v1 allowed in general.
static V1: [Quota; 1] = [seconds("all", 10, 1)];

/// The family whose table has the call: a free account has Phone and Contact Center by the main one.
pub(super) fn family(server: &str, plan: Plan, path: &str) -> Family {
    if server == "v1" {
        return Family::V1;
    }
    let mut segments = path.split('/').skip(1);
    let first = match segments.next() {
        // Beneath a sub account.
        Some("accounts") => segments.nth(1),
        first => first,
    };
    match first {
        Some("phone") if plan != Plan::Free => Family::Phone,
        Some("contact_center") if plan != Plan::Free => Family::ContactCenter,
        _ => Family::Main,
    }
}

/// The quotas of a call by its label.
pub(super) fn quotas(family: Family, plan: Plan, label: Label) -> &'static [Quota] {
    if family == Family::V1 {
        return &V1;
    }
    let mut rows = TABLE.iter();
    let row = rows.find(|row| row.family == family && row.plan == plan);
    row.map_or(&[], |row| match label {
        Label::Light => row.light,
        Label::Medium => row.medium,
        Label::Heavy => row.heavy,
        Label::ResourceIntensive => row.intensive,
    })
}
