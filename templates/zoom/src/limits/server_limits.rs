//! The rate limits that Zoom reports in the headers of a response.
//!
//! They can lower the limits of the module `table`, but not raise them.

use std::time::Duration;

use http::StatusCode;

use crate::runtime::ResponseHead;

use super::call_quotas::CallQuotas;
use super::scheduler::{QuotaUse, Scheduler};
use super::share::part_of;
use super::table::{Period, RateLimitLabel};
use super::usage::Now;

/// The wait after a limit that is not daily, if the response says nothing about the wait.
const MINUTE: Duration = Duration::from_secs(60);

/// The rate limit headers of a response.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServerLimits {
    /// The label under which Zoom counted the call (`x-ratelimit-category`).
    pub(super) label: Option<RateLimitLabel>,
    /// Whether the limit is daily (`x-ratelimit-type`).
    is_daily: Option<bool>,
    /// The limit that the response reports, multiplied by the share of this limiter.
    limit: Option<u32>,
    /// The number of calls that Zoom still accepts.
    remaining: Option<u32>,
    /// The time at which the limit resets, in seconds since 1970-01-01T00:00:00Z.
    reset: Option<u64>,
    /// The wait that Zoom requests (`retry-after`).
    retry_after: Option<Duration>,
    /// Whether Zoom rejected the call.
    is_rejected: bool,
}

impl ServerLimits {
    /// Reads the headers of a response. `share` is the part of each limit that this limiter may use.
    pub(super) fn from_head(head: &ResponseHead, share: f64) -> Self {
        let text = |name: &str| head.header(name).map(str::trim);
        let kind = text("x-ratelimit-type").map(str::to_ascii_lowercase);
        Self {
            label: text("x-ratelimit-category").and_then(RateLimitLabel::from_name),
            // The value of the header is `Daily-limit`, `QPS` or `Per-second-limit`.
            is_daily: kind.map(|kind| kind.contains("dai") || kind.contains("day")),
            limit: text("x-ratelimit-limit")
                .and_then(|text| text.parse().ok())
                .map(|limit| if limit == 0 { 0 } else { part_of(limit, share) }),
            remaining: text("x-ratelimit-remaining").and_then(|text| text.parse().ok()),
            reset: text("x-ratelimit-reset").and_then(|text| text.parse().ok()),
            retry_after: head.retry_after(),
            is_rejected: head.status() == StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// Returns whether the response says nothing about rate limits.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_rejected && (self.is_daily.is_none() || self.limit.is_none())
    }

    /// Applies the reported limits to the quotas that the call uses.
    pub(super) fn apply(&self, scheduler: &mut Scheduler, quotas: &CallQuotas, now: &Now) {
        for change in self.changes(quotas, now.wall) {
            match change {
                LimitChange::Limit {
                    quota,
                    limit,
                    remaining,
                } => scheduler.update(&[quota], |period, usage| {
                    usage.set_server_limit(period, limit, remaining, now)
                }),
                LimitChange::Block { quota, wait } => scheduler.update(&[quota], |_, usage| {
                    usage.block(wait.map_or_else(|| now.midnight(), |wait| now.instant + wait))
                }),
            }
        }
    }

    /// Returns how the response changes the quotas that the call uses. `wall` is the time since 1970-01-01T00:00:00Z.
    pub(super) fn changes(&self, quotas: &CallQuotas, wall: Duration) -> Vec<LimitChange> {
        // Only a daily limit can cause a wait of more than an hour.
        let is_long = self
            .retry_after
            .is_some_and(|wait| wait > Duration::from_secs(3600));
        let is_daily = self.is_daily.unwrap_or(is_long);
        // If the endpoint has its own limits, the response does not say which limit was reached: that of the endpoint
        // or that of the label. The limit of an endpoint must not delay calls to other endpoints.
        let by_endpoint = with_period(&quotas.by_endpoint, is_daily);
        let by_label = with_period(&quotas.by_label, is_daily);
        let has_label_only = quotas.by_endpoint.is_empty();
        let mut changes = Vec::new();
        if let Some(limit) = self.limit.filter(|limit| has_label_only && *limit > 0) {
            changes.extend(by_label.iter().map(|quota| LimitChange::Limit {
                quota: quota.clone(),
                limit,
                remaining: self.remaining,
            }));
        }
        let end = self.wait(wall);
        let is_exhausted = self.remaining == Some(0) && end.is_some() && has_label_only;
        if !self.is_rejected && !is_exhausted {
            return changes;
        }
        let affected = [by_endpoint, by_label]
            .into_iter()
            .find(|quotas| !quotas.is_empty());
        // Zoom may report a daily limit that is not in the table.
        let affected = affected.unwrap_or_else(|| quotas.by_label.clone());
        changes.extend(affected.into_iter().map(|quota| {
            let default_wait = match quota.period() {
                Period::Window(length) if !is_daily => Some(length.min(MINUTE)),
                _ => None,
            };
            LimitChange::Block {
                quota,
                wait: end.or(default_wait),
            }
        }));
        changes
    }

    /// Returns the time until Zoom accepts calls again, if the response contains this time.
    fn wait(&self, wall: Duration) -> Option<Duration> {
        let reset = self
            .reset
            .map(|reset| Duration::from_secs(reset).saturating_sub(wall));
        // Zoom never means a wait of more than a day, so the value is ignored.
        let wait = self.retry_after.or(reset)?;
        Some(wait.min(Duration::from_secs(86_400)))
    }
}

/// How a response changes one quota.
#[derive(Clone, Debug)]
pub(crate) enum LimitChange {
    /// Zoom reported a limit. It may be lower than the limit in the table.
    Limit {
        quota: QuotaUse,
        limit: u32,
        /// The number of calls that Zoom still accepts.
        remaining: Option<u32>,
    },
    /// Zoom rejects calls for some time.
    Block {
        quota: QuotaUse,
        /// The time until Zoom accepts calls again; `None` for the end of the UTC day.
        wait: Option<Duration>,
    },
}

/// Returns the daily quotas if `is_daily` is true, and all other quotas if `is_daily` is false.
fn with_period(quotas: &[QuotaUse], is_daily: bool) -> Vec<QuotaUse> {
    let is_wanted = |quota: &&QuotaUse| (quota.period() == Period::Day) == is_daily;
    quotas.iter().filter(is_wanted).cloned().collect()
}
