//! A rate limiter that applies Zoom's limits.
//!
//! [`RateLimiter`] delays calls so that Zoom does not reject them with HTTP 429. In any second, minute or day, the
//! limiter starts at most as many calls as Zoom allows, whenever this period starts. Most rate limiting crates use a
//! token bucket (GCRA), which cannot guarantee this: while the bucket refills, it permits a full burst. Thus, one
//! second can contain almost twice as many calls.

mod call_quotas;
mod endpoints;
mod scheduler;
mod server_limits;
mod share;
#[cfg(feature = "redis")]
mod shared;
mod table;
mod usage;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::runtime::{
    BoxFuture, Error, ErrorKind, Failure, RateLimit, RateLimitContext, ResponseHead, Result,
};

use call_quotas::CallQuotas;
use endpoints::{QuotaScope, endpoint_limits};
use scheduler::{Budget, Decision, Delay, Scheduler};
use server_limits::ServerLimits;
use share::part_of;
use table::{ApiFamily, Quota, family, quotas};
use usage::Now;

pub(crate) use scheduler::QuotaUse;
#[cfg(feature = "redis")]
pub(crate) use server_limits::LimitChange;
pub use table::{RateLimitLabel, RateLimitPlan};

/// A rate limiter that delays calls to stay within the limits of an account. Set the limiter with
/// [`ClientBuilder::limiter`](crate::runtime::ClientBuilder::limiter).
///
/// Zoom limits each account, so use one limiter per account. All clones of a limiter count their calls together, even
/// if they belong to different clients. Calls that use the same limits start in the order in which they arrive. A
/// canceled call no longer counts.
///
/// A single call that cannot start within its timeout fails immediately with [`ErrorKind::RateLimited`].
/// [`Error::retry_after`](crate::runtime::Error::retry_after) then returns how long to wait. The pages of a list and
/// the calls of a walk wait as long as necessary.
/// [`ClientBuilder::rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout) changes both.
///
/// Other apps may call the same account and use the same limits. Therefore, the limiter reads Zoom's `X-RateLimit-…`
/// headers, which can lower a limit but never raise it. After a daily limit is reached, calls wait until Zoom accepts
/// them again.
///
/// ```ignore
/// let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
/// let client = Client::builder().auth(app).limiter(limiter.clone()).build()?;
/// ```
#[derive(Clone)]
pub struct RateLimiter(Arc<Shared>);

struct Shared {
    config: Config,
    scheduler: Mutex<Scheduler>,
    /// Notified when planned starts have changed, so that waiting calls check them again.
    changed: Notify,
}

/// The clock that determines the current UTC day.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

#[derive(Clone)]
struct Config {
    plan: RateLimitPlan,
    default_label: RateLimitLabel,
    is_per_sub_account: bool,
    /// The part of each limit that this limiter uses.
    share: f64,
    clock: Clock,
}

impl RateLimiter {
    /// Creates a limiter for an account with this plan. All calls count for the account of the credentials.
    #[must_use]
    pub fn new(plan: RateLimitPlan) -> Self {
        Self::with_config(Config {
            plan,
            default_label: RateLimitLabel::Medium,
            is_per_sub_account: false,
            share: 1.0,
            clock: Arc::new(SystemTime::now),
        })
    }

    /// Counts each call to a sub account (`/accounts/{accountId}/…`) for this sub account instead. Each sub account
    /// then has the full limits of the plan.
    ///
    /// Zoom does not document whether such a call counts for the primary account or for the sub account.
    #[must_use]
    pub fn per_sub_account(self) -> Self {
        self.changed(|config| config.is_per_sub_account = true)
    }

    /// Sets the label of operations for which Zoom documents no label. Default: [`RateLimitLabel::Medium`].
    #[must_use]
    pub fn default_label(self, label: RateLimitLabel) -> Self {
        self.changed(|config| config.default_label = label)
    }

    /// Uses only a part of each limit. For example, if two processes call the same account, use 0.5 in each. Default:
    /// 1.
    ///
    /// Each limit is rounded down, but at least one call is allowed. Therefore, if a limit allows fewer calls than
    /// there are processes, the processes together can exceed it. A share above 1 means 1. With a share of 0 or less,
    /// each limit allows one call.
    #[must_use]
    pub fn share(self, share: f64) -> Self {
        self.changed(|config| config.share = share)
    }

    /// Returns how many calls with this label may start now without waiting, if no other call waits. Limits of single
    /// endpoints, of sub accounts, of Zoom Phone and of Zoom Contact Center are not considered.
    ///
    /// To get the remaining calls of all limits, use an [`Observer`](crate::runtime::Observer).
    #[must_use]
    pub fn remaining(&self, label: RateLimitLabel) -> u32 {
        let config = &self.0.config;
        let quotas = quotas(ApiFamily::Main, config.plan, label);
        let quotas = quotas.iter().map(|quota| QuotaUse {
            key: (Arc::default(), ApiFamily::Main, quota.pool, quota.period),
            limit: part_of(quota.limit, config.share),
        });
        let (scheduler, now) = (self.0.scheduler(), self.0.now());
        let remaining = quotas.map(|quota| scheduler.budget(&quota, &now).remaining);
        remaining.min().unwrap_or(u32::MAX)
    }

    /// Sets the clock that determines the current UTC day. Default: [`SystemTime::now`].
    #[must_use]
    pub fn clock(self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.changed(|config| config.clock = Arc::new(now))
    }

    fn with_config(config: Config) -> Self {
        Self(Arc::new(Shared {
            config,
            scheduler: Mutex::default(),
            changed: Notify::new(),
        }))
    }

    /// Returns a limiter with a changed configuration, which starts without any counted calls.
    fn changed(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.0.config.clone();
        change(&mut config);
        Self::with_config(config)
    }
}

impl RateLimit for RateLimiter {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let quotas = self.0.config.quotas(context, None).all();
            let observed = context.is_observed().then(|| quotas.clone());
            let decision = self
                .0
                .update(|scheduler, now| scheduler.enqueue(quotas, context.deadline(), now));
            if let Decision::Wait(_, delay) = &decision {
                let wait = delay.start.saturating_duration_since(Instant::now());
                context.report_wait(&limit_name(delay), wait);
            }
            self.0.wait(decision).await.map_err(|delay| {
                let wait = delay.start.saturating_duration_since(Instant::now());
                limit_error(&limit_name(&delay), wait)
            })?;
            for budget in self.0.budgets(&observed.unwrap_or_default()) {
                context.report_budget(&budget.quota.name(), budget.remaining);
            }
            Ok(())
        })
    }

    fn observe(&self, context: &RateLimitContext, head: &ResponseHead) {
        let limits = ServerLimits::from_head(head, self.0.config.share);
        if limits.is_empty() {
            return;
        }
        let quotas = self.0.config.quotas(context, limits.label);
        self.0
            .update(|scheduler, now| limits.apply(scheduler, &quotas, now));
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.0.config;
        f.debug_struct("RateLimiter")
            .field("plan", &config.plan)
            .field("default_label", &config.default_label)
            .field("is_per_sub_account", &config.is_per_sub_account)
            .field("share", &config.share)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Returns the quotas that a call uses. If Zoom reported a label, it replaces the label of the operation.
    fn quotas(&self, context: &RateLimitContext, reported: Option<RateLimitLabel>) -> CallQuotas {
        let (operation, path) = (context.operation(), context.path_template());
        let family = family(operation.server.name, self.plan, path);
        // A custom request has the server and credentials of an operation, but its own path, so it has no label.
        let is_operation = context.method() == operation.method && path.ends_with(operation.path);
        let documented = operation.rate_limit.filter(|_| is_operation);
        let label = reported
            .or_else(|| documented.and_then(RateLimitLabel::from_name))
            .unwrap_or(self.default_label);
        let account = self.account(context);
        let quota_use = |account: &Arc<str>, quota: &Quota| QuotaUse {
            key: (Arc::clone(account), family, quota.pool, quota.period),
            limit: part_of(quota.limit, self.share),
        };
        let limits = endpoint_limits(context.method().as_str(), path, self.plan);
        let by_endpoint = limits.flat_map(|limit| {
            let counted: Arc<str> = match limit.scope {
                QuotaScope::Account => Arc::clone(&account),
                QuotaScope::Resource => expanded_path(context).into(),
            };
            let quotas = limit.quotas.iter();
            quotas.map(move |quota| quota_use(&counted, quota))
        });
        let by_label = quotas(family, self.plan, label).iter();
        CallQuotas {
            by_endpoint: by_endpoint.collect(),
            by_label: by_label.map(|quota| quota_use(&account, quota)).collect(),
        }
    }

    /// Returns the sub account that the call counts for; empty for the account of the credentials.
    fn account(&self, context: &RateLimitContext) -> Arc<str> {
        let below = |path: &str| path.strip_prefix("/accounts/").map(str::to_owned);
        let account = below(&expanded_path(context)).filter(|_| self.is_per_sub_account);
        let account = account.as_deref().and_then(|rest| rest.split('/').next());
        match account {
            // The paths `/accounts/me/…` and `/accounts/billing/…` belong to the account of the credentials.
            None | Some("me" | "billing") => Arc::default(),
            Some(account) => account.into(),
        }
    }
}

/// Returns the name of the limit that delays a call, such as `Heavy, 10 a minute`.
fn limit_name(delay: &Delay) -> String {
    let quota = delay.quota.as_ref();
    quota.map_or_else(|| "unknown".to_owned(), QuotaUse::name)
}

/// Returns the error of a call that cannot wait for the limit with this name.
pub(crate) fn limit_error(name: &str, wait: Duration) -> Error {
    let message = format!("rate limit ({name}) allows no call for {wait:?}");
    Error::new(ErrorKind::RateLimited, message).with_failure(Failure::new().retry_after(wait))
}

/// Returns the path with the values of its parameters.
fn expanded_path(context: &RateLimitContext) -> String {
    let segments = context.path_template().split('/').map(|segment| {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let value = name.and_then(|name| context.path_value(name));
        value.unwrap_or(segment)
    });
    segments.collect::<Vec<_>>().join("/")
}

impl Shared {
    fn scheduler(&self) -> MutexGuard<'_, Scheduler> {
        let lock = self.scheduler.lock();
        lock.unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Now {
        let wall = (self.config.clock)().duration_since(SystemTime::UNIX_EPOCH);
        Now {
            instant: Instant::now(),
            wall: wall.unwrap_or(Duration::ZERO),
        }
    }

    /// Returns how many calls each of these quotas still allows.
    fn budgets(&self, quotas: &[QuotaUse]) -> Vec<Budget> {
        if quotas.is_empty() {
            return Vec::new();
        }
        let (scheduler, now) = (self.scheduler(), self.now());
        let budgets = quotas.iter().map(|quota| scheduler.budget(quota, &now));
        budgets.collect()
    }

    /// Updates the scheduler. If planned starts have changed, notifies the waiting calls.
    fn update<T>(&self, update: impl FnOnce(&mut Scheduler, &Now) -> T) -> T {
        let mut scheduler = self.scheduler();
        // The lock is taken before the clock is read, so that the scheduler never sees time go backwards.
        let result = update(&mut scheduler, &self.now());
        if scheduler.take_moved() {
            self.changed.notify_waiters();
        }
        if scheduler.is_stale() {
            self.changed.notify_one();
        }
        result
    }

    /// Waits until the call may start. If the call is rejected, returns the reason.
    async fn wait(&self, decision: Decision) -> std::result::Result<(), Delay> {
        let (ticket, mut start) = match decision {
            Decision::Start => return Ok(()),
            Decision::Reject(delay) => return Err(delay),
            Decision::Wait(ticket, delay) => (ticket, delay.start),
        };
        let mut queued = QueuedCall {
            shared: self,
            ticket: Some(ticket),
        };
        loop {
            let changed = self.changed.notified();
            // Checks again at the planned start, and whenever planned starts change.
            let _ = timeout_at(start, changed).await;
            match self.update(|scheduler, now| scheduler.poll(ticket, now)) {
                Decision::Wait(_, delay) => start = delay.start,
                Decision::Start => {
                    queued.ticket = None;
                    return Ok(());
                }
                Decision::Reject(delay) => {
                    queued.ticket = None;
                    return Err(delay);
                }
            }
        }
    }
}

/// A waiting call. Dropping this value removes the call from the queue.
struct QueuedCall<'a> {
    shared: &'a Shared,
    ticket: Option<u64>,
}

impl Drop for QueuedCall<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.shared
                .update(|scheduler, now| scheduler.cancel(ticket, now));
        }
    }
}
