//! The time of one call: its timeout, and its waits for rate limits.
//!
//! This module computes deadlines and never waits itself.

use std::time::Duration;

use tokio::time::Instant;

use crate::runtime::error::Error;
use crate::runtime::operation::error_kind::ErrorKind;

/// The timeout in place of a timeout that ends too late for the clock.
const MAX_TIMEOUT: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// The time of one call.
#[derive(Debug)]
pub(crate) struct CallTime {
    timeout: Duration,
    /// The time at which the timeout ends. A wait for a rate limit postpones this time if the wait does not count.
    deadline: Instant,
    /// How long the call may still wait for rate limits; `None` if these waits count towards the timeout.
    wait_left: Option<Duration>,
    /// How long the call has waited for rate limits.
    waited: Duration,
}

impl CallTime {
    /// Starts the time of a call. With a `wait_limit`, waits for rate limits do not count towards the timeout.
    pub(crate) fn new(start: Instant, timeout: Duration, wait_limit: Option<Duration>) -> Self {
        Self {
            timeout,
            deadline: start.checked_add(timeout).unwrap_or(start + MAX_TIMEOUT),
            wait_left: wait_limit,
            waited: Duration::ZERO,
        }
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    pub(crate) fn waited(&self) -> Duration {
        self.waited
    }

    /// Returns the time at which a wait for a rate limit must end; `None` if there is no such time.
    pub(crate) fn wait_deadline(&self) -> Option<Instant> {
        match self.wait_left {
            Some(left) => Instant::now().checked_add(left),
            None => Some(self.deadline),
        }
    }

    /// Adds a wait for a rate limit. `start` is the time at which the wait started.
    pub(crate) fn end_wait(&mut self, start: Instant) {
        let waited = start.elapsed();
        self.waited += waited;
        if let Some(left) = &mut self.wait_left {
            // If there is no limit, `left` is so long that a deadline cannot be computed from it. It must stay that
            // long.
            *left = left.saturating_sub(waited);
            self.deadline = self.deadline.checked_add(waited).unwrap_or(self.deadline);
        }
    }

    /// Returns the error of a call whose timeout has ended.
    pub(crate) fn timeout_error(&self) -> Error {
        timeout_error(self.timeout)
    }

    /// Returns the error of a call whose wait for a rate limit has reached its deadline.
    pub(crate) fn wait_error(&self) -> Error {
        match self.wait_left {
            Some(_) => Error::new(
                ErrorKind::RateLimited,
                "rate limiter did not permit the call in time",
            ),
            None => self.timeout_error(),
        }
    }
}

/// Returns the error of a call or an attempt whose timeout has ended.
pub(crate) fn timeout_error(timeout: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("no complete response within {timeout:?}"),
    )
}
