//! A rate limiter that several workers share.
//!
//! Redis reserves a start for each call. No worker can start a call at an exact time, so a call may start a little
//! later than reserved: this is the tolerance of the reservation. A call that is even later gets another reservation.
//! Therefore, no window contains too many calls, whenever the calls start within their tolerances.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::limits::{QuotaUse, RateLimiter, limit_error};
use crate::runtime::{
    BoxFuture, Error, ErrorKind, RateLimit, RateLimitContext, ResponseHead, Result,
};

use super::outage::{Outage, OutageState};
use super::reservations::{Decision, Reservations};
use super::server::Redis;

/// If a command takes longer than this, its decision is not used. No reservation has a longer tolerance.
const MAX_REPLY: Duration = Duration::from_secs(2);

/// A rate limiter that workers on several machines share. Set the limiter with
/// [`ClientBuilder::limiter`](crate::runtime::ClientBuilder::limiter).
///
/// The limiter guarantees for all workers together what a [`RateLimiter`] guarantees for one process: in any second,
/// minute or day, at most as many calls start as Zoom allows. If Zoom reports a limit to one worker, the limit applies
/// to all. Calls get their starts in the order in which they ask. A call that misses its start gets a later start. If a
/// worker dies, its reservations remain unused, and the calls of the other workers start as planned.
///
/// A call usually takes one or two commands on the Redis server. An [`Observer`](crate::runtime::Observer) receives the
/// waits of this limiter, but not how many calls remain.
///
/// If Redis loses its data, it no longer knows the earlier calls. Each worker that has made calls waits until the
/// windows with these calls are over. A worker that starts after the loss does not know about these calls. It waits
/// only after one of the earlier workers has made a call. Therefore, if Redis and all workers can restart together, use
/// persistence (`appendonly yes`). The count of a day continues from the highest count that a worker knows. If Redis
/// fails over to a replica, the calls of the last moments can be lost.
///
/// ```ignore
/// let redis = Redis::new("rediss://redis.example.com")?;
/// let limiter = RateLimiter::new(RateLimitPlan::BusinessPlus);
/// let limiter = SharedLimiter::new(&redis, "reseller", limiter);
/// let client = Client::builder().auth(app).limiter(limiter).build()?;
/// ```
#[derive(Clone)]
pub struct SharedLimiter(Arc<Shared>);

struct Shared {
    reservations: Reservations,
    /// The limiter that knows the limits of each call. It does not count any calls.
    limits: RateLimiter,
    outage: Outage,
    /// The limiter that is used during an outage.
    local: RateLimiter,
    state: OutageState,
}

impl SharedLimiter {
    /// Creates a limiter with the settings of a [`RateLimiter`]. Workers with the same name and the same
    /// [prefix](Redis::prefix) count their calls together. Use one name for each account, and the same settings in all
    /// workers.
    ///
    /// The name must not contain braces.
    #[must_use]
    pub fn new(redis: &Redis, name: impl Into<String>, limiter: RateLimiter) -> Self {
        Self(Arc::new(Shared {
            reservations: Reservations::new(redis, name.into()),
            local: limiter.clone(),
            limits: limiter,
            outage: Outage::Fail,
            state: OutageState::default(),
        }))
    }

    /// Sets what happens to calls while Redis is unavailable. Default: [`Outage::Fail`]. Use the same value in all
    /// workers.
    ///
    /// The returned limiter counts its calls together with the other workers. Set the value before you clone the
    /// limiter, because earlier clones notice an outage separately.
    #[must_use]
    pub fn during_outage(self, outage: Outage) -> Self {
        let shared = &self.0;
        Self(Arc::new(Shared {
            reservations: shared.reservations.fresh(outage.pause()),
            limits: shared.limits.clone(),
            outage,
            local: outage.local(&shared.limits),
            state: OutageState::default(),
        }))
    }
}

impl Shared {
    async fn acquire(&self, context: &RateLimitContext) -> Result<()> {
        if self.outage == Outage::Fail {
            return self.acquire_shared(context).await;
        }
        loop {
            let Some(outage) = self.state.current() else {
                match self.acquire_shared(context).await {
                    // Redis works, and the call would have to wait too long.
                    Err(error) if error.is_rate_limited() => return Err(error),
                    Err(error) if error.kind() == ErrorKind::Config => return Err(error),
                    Err(_) => self.state.failed(),
                    Ok(()) => return Ok(()),
                }
                continue;
            };
            // Before the outage, Redis has permitted calls. No window may contain both these calls and calls without
            // Redis.
            let quotas = self.limits.quotas(context);
            let windows = quotas.iter().filter_map(QuotaUse::window);
            let longest = windows.max().unwrap_or_default();
            let free = outage.since + longest + self.outage.pause();
            let now = Instant::now();
            if free <= now {
                self.reservations.uses_local_budget();
                let local = self.local.acquire(context);
                if let Ok(result) = timeout_at(outage.retry_at, local).await {
                    return result;
                }
            } else if context.deadline().is_some_and(|deadline| deadline <= free) {
                return Err(limit_error("Redis is unavailable", free - now));
            } else {
                sleep_until(free.min(outage.retry_at)).await;
            }
        }
    }

    /// Waits for the start that Redis reserves.
    async fn acquire_shared(&self, context: &RateLimitContext) -> Result<()> {
        let quotas = self.limits.quotas(context);
        let mut call = self.reservations.call(&quotas)?;
        let mut is_reported = false;
        loop {
            let sent = Instant::now();
            let max_wait = context
                .deadline()
                .map(|end| end.saturating_duration_since(sent));
            let decision = call.decide(max_wait).await?;
            self.state.succeeded();
            match decision {
                Decision::Start { within } => {
                    if call.start(sent.elapsed() <= within) {
                        return Ok(());
                    }
                    if sent.elapsed() > MAX_REPLY {
                        let message = "Redis replies too slowly for a reservation";
                        return Err(Error::new(ErrorKind::Timeout, message));
                    }
                }
                Decision::Wait { time, limit } => {
                    if !is_reported {
                        context.report_wait(&limit, time);
                        is_reported = true;
                    }
                    sleep(time).await;
                }
                Decision::Reject { time, limit } => return Err(limit_error(&limit, time)),
            }
        }
    }
}

impl RateLimit for SharedLimiter {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.0.acquire(context))
    }

    fn observe(&self, context: &RateLimitContext, head: &ResponseHead) {
        let changes = self.0.limits.reported_changes(context, head);
        if changes.is_empty() {
            return;
        }
        if self.0.outage != Outage::Fail {
            self.0.local.observe(context, head);
        }
        self.0.reservations.report(changes);
    }
}

impl fmt::Debug for SharedLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedLimiter")
            .field("limits", &self.0.limits)
            .field("outage", &self.0.outage)
            .field("reservations", &self.0.reservations)
            .finish()
    }
}
