//! Zoom's published rate limits by account plan, API family and label.

use std::time::Duration;

/// The plan of an account, which determines its rate limits. No API call returns the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateLimitPlan {
    /// A Basic account, without a paid plan.
    Free,
    /// A Pro account.
    Pro,
    /// A Business, Education, Enterprise or Partner account.
    BusinessPlus,
}

/// The rate limit label of an operation. Zoom documents a label for most operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateLimitLabel {
    /// The label of most calls that read or change a single resource.
    Light,
    /// The label of most lists and settings.
    Medium,
    /// The label of reports, billing, and calls that change many resources.
    Heavy,
    /// The label of a few expensive calls, which have a limit per minute.
    ResourceIntensive,
}

impl RateLimitLabel {
    /// Parses a label. Zoom writes labels in upper or lower case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
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

/// A group of APIs that has its own limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ApiFamily {
    /// All APIs except Phone, Contact Center and v1.
    Main,
    /// Zoom Phone.
    Phone,
    /// Zoom Contact Center.
    ContactCenter,
    /// API v1, in which one limit applies to all calls.
    V1,
}

/// The period in which a quota counts calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    /// Any period of this length, whenever it starts.
    Window(Duration),
    /// A day in UTC.
    Day,
}

impl ApiFamily {
    /// Returns the name of a pool for messages, such as `Heavy` or `Zoom Phone: heavy`.
    pub(super) fn name(self, pool: &str) -> String {
        match self {
            Self::Main => capitalized(pool),
            Self::Phone => format!("Zoom Phone: {pool}"),
            Self::ContactCenter => format!("Zoom Contact Center: {pool}"),
            Self::V1 => format!("API v1: {pool}"),
        }
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

impl Period {
    /// Describes a number of calls per period, such as `10 a minute`.
    pub(super) fn describe(self, calls: u32) -> String {
        let seconds = match self {
            Self::Window(length) => length.as_secs(),
            Self::Day => return format!("{calls} a day"),
        };
        match seconds {
            1 => format!("{calls} a second"),
            60 => format!("{calls} a minute"),
            seconds if seconds % 60 == 0 => format!("{calls} in {} minutes", seconds / 60),
            seconds => format!("{calls} in {seconds} seconds"),
        }
    }
}

/// A number of calls per period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quota {
    /// The name of the pool. All calls of the same API family and pool count together.
    pub(super) pool: &'static str,
    pub(super) limit: u32,
    pub(super) period: Period,
}

pub(super) const fn seconds(pool: &'static str, limit: u32, seconds: u64) -> Quota {
    let period = Period::Window(Duration::from_secs(seconds));
    Quota {
        pool,
        limit,
        period,
    }
}

pub(super) const fn day(pool: &'static str, limit: u32) -> Quota {
    let period = Period::Day;
    Quota {
        pool,
        limit,
        period,
    }
}

const LIGHT: &str = "light";
const MEDIUM: &str = "medium";
const HEAVY: &str = "heavy";
const INTENSIVE: &str = "resource-intensive";
/// The daily pool in which heavy and resource-intensive calls count together.
const HEAVY_AND_INTENSIVE: &str = "heavy and resource-intensive";

/// The quotas of an API family for one plan.
struct Row {
    family: ApiFamily,
    plan: RateLimitPlan,
    light: &'static [Quota],
    medium: &'static [Quota],
    heavy: &'static [Quota],
    intensive: &'static [Quota],
}

static TABLE: [Row; 7] = [
    Row {
        family: ApiFamily::Main,
        plan: RateLimitPlan::Free,
        light: &[seconds(LIGHT, 4, 1), day(LIGHT, 6_000)],
        medium: &[seconds(MEDIUM, 2, 1), day(MEDIUM, 2_000)],
        heavy: &[seconds(HEAVY, 1, 1), day(HEAVY, 1_000)],
        intensive: &[seconds(INTENSIVE, 10, 60), day(INTENSIVE, 30_000)],
    },
    Row {
        family: ApiFamily::Main,
        plan: RateLimitPlan::Pro,
        light: &[seconds(LIGHT, 30, 1)],
        medium: &[seconds(MEDIUM, 20, 1)],
        heavy: &[seconds(HEAVY, 10, 1), day(HEAVY_AND_INTENSIVE, 30_000)],
        intensive: &[seconds(INTENSIVE, 10, 60), day(HEAVY_AND_INTENSIVE, 30_000)],
    },
    Row {
        family: ApiFamily::Main,
        plan: RateLimitPlan::BusinessPlus,
        light: &[seconds(LIGHT, 80, 1)],
        medium: &[seconds(MEDIUM, 60, 1)],
        heavy: &[seconds(HEAVY, 40, 1), day(HEAVY_AND_INTENSIVE, 60_000)],
        intensive: &[seconds(INTENSIVE, 20, 60), day(HEAVY_AND_INTENSIVE, 60_000)],
    },
    Row {
        family: ApiFamily::Phone,
        plan: RateLimitPlan::Pro,
        light: &[seconds(LIGHT, 20, 1)],
        medium: &[seconds(MEDIUM, 10, 1)],
        heavy: &[seconds(HEAVY, 5, 1), day(HEAVY_AND_INTENSIVE, 15_000)],
        intensive: &[seconds(INTENSIVE, 5, 60), day(HEAVY_AND_INTENSIVE, 15_000)],
    },
    Row {
        family: ApiFamily::Phone,
        plan: RateLimitPlan::BusinessPlus,
        light: &[seconds(LIGHT, 40, 1)],
        medium: &[seconds(MEDIUM, 20, 1)],
        heavy: &[seconds(HEAVY, 10, 1), day(HEAVY_AND_INTENSIVE, 30_000)],
        intensive: &[seconds(INTENSIVE, 10, 60), day(HEAVY_AND_INTENSIVE, 30_000)],
    },
    // Contact Center has no label "resource-intensive". A call with this label counts as heavy.
    Row {
        family: ApiFamily::ContactCenter,
        plan: RateLimitPlan::Pro,
        light: &[seconds(LIGHT, 20, 1)],
        medium: &[seconds(MEDIUM, 10, 1)],
        heavy: &[seconds(HEAVY, 5, 1), day(HEAVY_AND_INTENSIVE, 15_000)],
        intensive: &[seconds(HEAVY, 5, 1), day(HEAVY_AND_INTENSIVE, 15_000)],
    },
    Row {
        family: ApiFamily::ContactCenter,
        plan: RateLimitPlan::BusinessPlus,
        light: &[seconds(LIGHT, 40, 1)],
        medium: &[seconds(MEDIUM, 20, 1)],
        heavy: &[seconds(HEAVY, 10, 1), day(HEAVY_AND_INTENSIVE, 30_000)],
        intensive: &[seconds(HEAVY, 10, 1), day(HEAVY_AND_INTENSIVE, 30_000)],
    },
];

/// The limit for all calls of v1.
static V1: [Quota; 1] = [seconds("all", 10, 1)];

/// Returns the API family of a call. On a free account, Phone and Contact Center belong to the main family.
pub(super) fn family(server: &str, plan: RateLimitPlan, path: &str) -> ApiFamily {
    if server == "v1" {
        return ApiFamily::V1;
    }
    let mut segments = path.split('/').skip(1);
    let first = match segments.next() {
        // In `/accounts/{accountId}/phone`, the name of the API follows the account id.
        Some("accounts") => segments.nth(1),
        first => first,
    };
    match first {
        Some("phone") if plan != RateLimitPlan::Free => ApiFamily::Phone,
        Some("contact_center") if plan != RateLimitPlan::Free => ApiFamily::ContactCenter,
        _ => ApiFamily::Main,
    }
}

/// Returns the quotas of a call with this label.
pub(super) fn quotas(
    family: ApiFamily,
    plan: RateLimitPlan,
    label: RateLimitLabel,
) -> &'static [Quota] {
    if family == ApiFamily::V1 {
        return &V1;
    }
    let mut rows = TABLE.iter();
    let row = rows.find(|row| row.family == family && row.plan == plan);
    row.map_or(&[], |row| match label {
        RateLimitLabel::Light => row.light,
        RateLimitLabel::Medium => row.medium,
        RateLimitLabel::Heavy => row.heavy,
        RateLimitLabel::ResourceIntensive => row.intensive,
    })
}
