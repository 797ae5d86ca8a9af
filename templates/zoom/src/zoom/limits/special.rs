//! Limits that Zoom sets on single calls, beside those of their labels, as data.
//!
//! In: method and path of a call. Out: the quotas of that call alone. It must not hold anything but what Zoom publishes.

use super::table::{Plan, Quota, day, seconds};

/// A limit of single calls.
pub(super) struct Special {
    method: &'static str,
    /// Paths without the prefix of a sub account; `*` stands for one segment.
    paths: &'static [&'static str],
    /// What counts together.
    pub(super) per: Per,
    /// For one plan alone.
    plan: Option<Plan>,
    pub(super) quotas: &'static [Quota],
}

/// What counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Per {
    /// All calls of the account.
    Account,
    /// Calls with the same values in their path.
    Target,
}

const HALF_HOUR: u64 = 30 * 60;

static SPECIALS: [Special; 13] = [
    // Zoom's pages disagree: the newest says 200 minutes beside 100,000 a day, which cannot both be meant.
    Special {
        method: "GET",
        paths: &["/accounts/*/billing/invoices"],
        per: Per::Target,
        plan: None,
        quotas: &[seconds("invoices", 1, 300), day("invoices", 6)],
    },
    Special {
        method: "GET",
        paths: &["/accounts/*/billing/invoices/*"],
        per: Per::Account,
        plan: None,
        quotas: &[seconds("invoice", 1, HALF_HOUR), day("invoice", 100)],
    },
    Special {
        method: "GET",
        paths: &[
            "/billing/invoices/*/download",
            "/api/download/billing/invoices/*",
        ],
        per: Per::Account,
        plan: None,
        quotas: &[
            seconds("invoice file", 1, HALF_HOUR),
            day("invoice file", 100),
        ],
    },
    Special {
        method: "GET",
        paths: &["/accounts/billing/invoice_reports"],
        per: Per::Account,
        plan: None,
        quotas: &[seconds("invoice reports", 1, 1)],
    },
    Special {
        method: "POST",
        paths: &["/accounts/billing/invoice_reports"],
        per: Per::Account,
        plan: None,
        quotas: &[
            seconds("new invoice report", 1, 180),
            day("new invoice report", 100),
        ],
    },
    Special {
        method: "GET",
        paths: &["/accounts/billing/invoice_reports/*"],
        per: Per::Account,
        plan: None,
        quotas: &[seconds("invoice report", 1, 1)],
    },
    Special {
        method: "DELETE",
        paths: &["/accounts/billing/invoice_reports/*"],
        per: Per::Account,
        plan: None,
        quotas: &[seconds("deleted invoice report", 1, 1)],
    },
    // Meant for users that are created, and not for those that are invited; the body is not looked at.
    Special {
        method: "POST",
        paths: &["/users"],
        per: Per::Account,
        plan: Some(Plan::Free),
        quotas: &[day("new user", 50)],
    },
    Special {
        method: "POST",
        paths: &["/users"],
        per: Per::Account,
        plan: Some(Plan::Pro),
        quotas: &[day("new user", 1_500)],
    },
    Special {
        method: "POST",
        paths: &["/users"],
        per: Per::Account,
        plan: Some(Plan::BusinessPlus),
        quotas: &[day("new user", 10_000)],
    },
    Special {
        method: "POST",
        paths: &["/users/features"],
        per: Per::Account,
        plan: None,
        quotas: &[seconds("user features", 1, 10)],
    },
    Special {
        method: "PUT",
        paths: &["/users/*/presence_status"],
        per: Per::Target,
        plan: None,
        quotas: &[seconds("presence", 1, 60)],
    },
    // Of v1.
    Special {
        method: "POST",
        paths: &["/ma/account/plan/*", "/ma/account/billing/*"],
        per: Per::Account,
        plan: None,
        quotas: &[seconds("plans and billing", 1, 1)],
    },
];

/// The limits of this call alone.
pub(super) fn specials<'a>(
    method: &'a str,
    path: &'a str,
    plan: Plan,
) -> impl Iterator<Item = &'static Special> + 'a {
    SPECIALS.iter().filter(move |special| {
        special.method == method
            && special.plan.is_none_or(|only| only == plan)
            && special.paths.iter().any(|pattern| {
                fits(pattern, path) || below_account(path).is_some_and(|path| fits(pattern, path))
            })
    })
}

/// The path without the prefix of a sub account.
fn below_account(path: &str) -> Option<&str> {
    let (_, rest) = path.strip_prefix("/accounts/")?.split_once('/')?;
    path.get(path.len() - rest.len() - 1..)
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(wanted), Some(segment)) if wanted == "*" || wanted == segment => {}
            _ => return false,
        }
    }
}
