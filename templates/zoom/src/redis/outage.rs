//! What a limiter does while Redis is unavailable.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::limits::RateLimiter;

/// The interval between attempts to reach Redis during an outage.
const RETRY: Duration = Duration::from_secs(1);

/// What a [`SharedLimiter`](super::SharedLimiter) does while Redis is unavailable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outage {
    /// Calls fail with the error of the connection, usually with
    /// [`ErrorKind::Connect`](crate::runtime::ErrorKind::Connect). Thus, the limits are never exceeded.
    Fail,
    /// Calls continue without Redis. Each worker may use an equal share of each limit.
    ///
    /// If all workers lose Redis at the same time, they keep the limits per second and per minute. They can exceed a
    /// daily limit, because they do not know the calls of other workers before the outage. If only some workers lose
    /// Redis, the others still use the full limits, so every limit can be exceeded. A limit that is smaller than the
    /// number of workers can be exceeded too, because each worker may make one call.
    Share {
        /// The number of workers. 0 means 1.
        workers: u32,
    },
}

impl Outage {
    /// Returns how long it takes until every worker has noticed that an outage starts or ends.
    pub(super) fn pause(self) -> Duration {
        match self {
            Self::Fail => Duration::ZERO,
            Self::Share { .. } => RETRY * 2,
        }
    }

    /// Returns the limiter that a worker uses during an outage.
    pub(super) fn local(self, limiter: &RateLimiter) -> RateLimiter {
        match self {
            Self::Fail => limiter.clone(),
            Self::Share { workers } => (limiter.clone()).share(1.0 / f64::from(workers.max(1))),
        }
    }
}

/// An outage of Redis, as one worker sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct CurrentOutage {
    pub(super) since: Instant,
    /// The time of the next attempt to reach Redis.
    pub(super) retry_at: Instant,
}

#[derive(Debug, Default)]
pub(super) struct OutageState(Mutex<Option<CurrentOutage>>);

impl OutageState {
    fn outage(&self) -> MutexGuard<'_, Option<CurrentOutage>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the current outage. Returns `None` if Redis is available, or if it is time to try Redis again.
    pub(super) fn current(&self) -> Option<CurrentOutage> {
        self.outage()
            .filter(|outage| Instant::now() < outage.retry_at)
    }

    pub(super) fn failed(&self) {
        let now = Instant::now();
        let mut outage = self.outage();
        let since = outage.map_or(now, |outage| outage.since);
        *outage = Some(CurrentOutage {
            since,
            retry_at: now + RETRY,
        });
    }

    pub(super) fn succeeded(&self) {
        *self.outage() = None;
    }
}
