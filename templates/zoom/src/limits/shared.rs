//! The parts of the rate limiter that a limiter for several workers reuses.

use std::time::Duration;

use crate::runtime::{RateLimitContext, ResponseHead};

use super::RateLimiter;
use super::scheduler::QuotaUse;
use super::server_limits::{LimitChange, ServerLimits};
use super::table::Period;

impl RateLimiter {
    /// Returns the quotas that a call uses, without counting the call.
    pub(crate) fn quotas(&self, context: &RateLimitContext) -> Vec<QuotaUse> {
        self.0.config.quotas(context, None).all()
    }

    /// Returns how a response changes limits, without applying the changes.
    pub(crate) fn reported_changes(
        &self,
        context: &RateLimitContext,
        head: &ResponseHead,
    ) -> Vec<LimitChange> {
        let limits = ServerLimits::from_head(head, self.0.config.share);
        if limits.is_empty() {
            return Vec::new();
        }
        let quotas = self.0.config.quotas(context, limits.label);
        limits.changes(&quotas, self.0.now().wall)
    }
}

impl QuotaUse {
    /// Returns the id of the quota, such as `main:heavy:1s:an account`.
    pub(crate) fn id(&self) -> String {
        let (account, family, pool, period) = &self.key;
        let family = format!("{family:?}").to_ascii_lowercase();
        match period {
            Period::Window(length) => format!("{family}:{pool}:{}s:{account}", length.as_secs()),
            Period::Day => format!("{family}:{pool}:day:{account}"),
        }
    }

    /// Returns the length of the window; `None` for a UTC day.
    pub(crate) fn window(&self) -> Option<Duration> {
        match self.period() {
            Period::Window(length) => Some(length),
            Period::Day => None,
        }
    }

    /// Returns the number of calls that the quota allows.
    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    /// Returns the same quota with another limit.
    pub(crate) fn with_limit(&self, limit: u32) -> Self {
        let key = self.key.clone();
        Self { key, limit }
    }
}
