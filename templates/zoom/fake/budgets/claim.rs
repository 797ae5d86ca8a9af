//! One use of one limit.

use std::time::Duration;

use super::Headers;
use crate::fake::api::route::Route;
use crate::fake::exchange::Request;
use crate::fake::world::account::Account;

/// A call that is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'a> {
    /// The account whose credentials the call has. All apps of the account share the limits.
    ///
    /// Zoom does not say whether a call on behalf of a sub account counts for the primary account or the sub account.
    /// The fake counts it for the primary account.
    pub(crate) caller: &'a str,
    /// The account that the call acts on.
    pub(crate) target: &'a str,
    /// The data of `target`, if the account exists.
    pub(crate) account: Option<&'a Account>,
    pub(crate) route: &'a Route,
    pub(crate) request: &'a Request,
}

/// The period of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// Any period of this length, whenever it starts.
    Window(Duration),
    /// A day in UTC.
    Day,
}

/// One use of a limit.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The name of the pool in which calls count together.
    pub(super) pool: String,
    pub(super) period: Period,
    pub(super) limit: u32,
    /// The label for the headers, such as `Heavy`.
    pub(super) category: &'static str,
}

impl Claim {
    /// Creates a claim with a window in seconds.
    pub(super) fn window(pool: String, seconds: u64, limit: u32, category: &'static str) -> Self {
        Self {
            pool,
            period: Period::Window(Duration::from_secs(seconds)),
            limit,
            category,
        }
    }

    /// Creates a claim of a limit per day.
    pub(super) fn day(pool: String, limit: u32, category: &'static str) -> Self {
        Self {
            pool,
            period: Period::Day,
            limit,
            category,
        }
    }

    /// Returns the headers that describe the limit.
    pub(super) fn headers(&self, remaining: u32) -> Headers {
        let kind = match self.period {
            Period::Window(_) => "QPS",
            Period::Day => "Daily-limit",
        };
        vec![
            ("x-ratelimit-category", self.category.to_owned()),
            ("x-ratelimit-type", kind.to_owned()),
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", remaining.to_string()),
        ]
    }
}
