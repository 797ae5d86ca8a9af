//! The rate limits of single endpoints, as Zoom publishes them. They apply in addition to the limits of the labels,
//! such as `Heavy`.

use super::table::{Quota, RateLimitPlan, day, seconds};

/// The limit of one or more endpoints.
pub(super) struct EndpointLimit {
    method: &'static str,
    /// The paths, without the prefix of a sub account. `*` matches one segment.
    paths: &'static [&'static str],
    /// Which calls count together.
    pub(super) scope: QuotaScope,
    /// The only plan to which this limit applies; `None` for all plans.
    plan: Option<RateLimitPlan>,
    pub(super) quotas: &'static [Quota],
}

/// Which calls count together against the limit of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotaScope {
    /// All calls of the account.
    Account,
    /// Only calls with the same path parameters.
    Resource,
}

const HALF_HOUR: u64 = 30 * 60;

static ENDPOINT_LIMITS: [EndpointLimit; 13] = [
    // Zoom's pages contradict each other about this limit. The newest page says "200 minutes" and "100,000 a day", but
    // these two values do not fit together.
    EndpointLimit {
        method: "GET",
        paths: &["/accounts/*/billing/invoices"],
        scope: QuotaScope::Resource,
        plan: None,
        quotas: &[seconds("invoices", 1, 300), day("invoices", 6)],
    },
    EndpointLimit {
        method: "GET",
        paths: &["/accounts/*/billing/invoices/*"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[seconds("invoice", 1, HALF_HOUR), day("invoice", 100)],
    },
    EndpointLimit {
        method: "GET",
        paths: &[
            "/billing/invoices/*/download",
            "/api/download/billing/invoices/*",
        ],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[
            seconds("invoice file", 1, HALF_HOUR),
            day("invoice file", 100),
        ],
    },
    EndpointLimit {
        method: "GET",
        paths: &["/accounts/billing/invoice_reports"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[seconds("invoice reports", 1, 1)],
    },
    EndpointLimit {
        method: "POST",
        paths: &["/accounts/billing/invoice_reports"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[
            seconds("new invoice report", 1, 180),
            day("new invoice report", 100),
        ],
    },
    EndpointLimit {
        method: "GET",
        paths: &["/accounts/billing/invoice_reports/*"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[seconds("invoice report", 1, 1)],
    },
    EndpointLimit {
        method: "DELETE",
        paths: &["/accounts/billing/invoice_reports/*"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[seconds("deleted invoice report", 1, 1)],
    },
    // Zoom limits created users, but not invited users. The limiter cannot distinguish them without the body, so it
    // counts both.
    EndpointLimit {
        method: "POST",
        paths: &["/users"],
        scope: QuotaScope::Account,
        plan: Some(RateLimitPlan::Free),
        quotas: &[day("new user", 50)],
    },
    EndpointLimit {
        method: "POST",
        paths: &["/users"],
        scope: QuotaScope::Account,
        plan: Some(RateLimitPlan::Pro),
        quotas: &[day("new user", 1_500)],
    },
    EndpointLimit {
        method: "POST",
        paths: &["/users"],
        scope: QuotaScope::Account,
        plan: Some(RateLimitPlan::BusinessPlus),
        quotas: &[day("new user", 10_000)],
    },
    EndpointLimit {
        method: "POST",
        paths: &["/users/features"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[seconds("user features", 1, 10)],
    },
    EndpointLimit {
        method: "PUT",
        paths: &["/users/*/presence_status"],
        scope: QuotaScope::Resource,
        plan: None,
        quotas: &[seconds("presence", 1, 60)],
    },
    // Plans and billing in API v1.
    EndpointLimit {
        method: "POST",
        paths: &["/ma/account/plan/*", "/ma/account/billing/*"],
        scope: QuotaScope::Account,
        plan: None,
        quotas: &[seconds("plans and billing", 1, 1)],
    },
];

/// Returns the limits of the endpoint of a call.
pub(super) fn endpoint_limits<'a>(
    method: &'a str,
    path: &'a str,
    plan: RateLimitPlan,
) -> impl Iterator<Item = &'static EndpointLimit> + 'a {
    ENDPOINT_LIMITS.iter().filter(move |limit| {
        limit.method == method
            && limit.plan.is_none_or(|only| only == plan)
            && limit.paths.iter().any(|pattern| {
                matches_pattern(pattern, path)
                    || without_account(path).is_some_and(|path| matches_pattern(pattern, path))
            })
    })
}

/// Removes the prefix of a sub account from a path. Returns `None` if there is no such prefix.
fn without_account(path: &str) -> Option<&str> {
    let (_, rest) = path.strip_prefix("/accounts/")?.split_once('/')?;
    path.get(path.len() - rest.len() - 1..)
}

fn matches_pattern(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(segment)) if expected == "*" || expected == segment => {}
            _ => return false,
        }
    }
}
