//! Decides whether a failed call is retried, and after which wait.
//!
//! The decision depends on the retry policy, the safety of the operation, and the error of the attempt. It must not
//! depend on the HTTP method. A wait must end before the deadline of the call.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::runtime::error::Error;
use crate::runtime::operation::Safety;
use crate::runtime::operation::error_kind::ErrorKind;

/// The minimum wait after an error about too many requests, if the server does not send `Retry-After`. It is 1 s,
/// because most servers count requests per second.
const MIN_RATE_LIMIT_WAIT: Duration = Duration::from_secs(1);

/// The maximum number of retries that a retry budget can hold. If `per_minute` is higher, `per_minute` is the maximum.
const MAX_BALANCE: u32 = 100;

/// A retry policy: it determines which failed calls the client retries, how often, and after which wait.
///
/// Retries depend on the [`Safety`] of an operation, not on its HTTP method:
///
/// | error | safe | idempotent | unsafe |
/// |---|---|---|---|
/// | connecting failed, nothing was sent | yes | yes | yes |
/// | too many requests | yes | yes | yes |
/// | response lost or incomplete, or [`attempt_timeout`](RetryPolicy::attempt_timeout) elapsed | yes | yes | no |
/// | HTTP 502, 503, 504, without an error code that has a [class](Error::class) | yes | yes | no |
/// | HTTP 500, without an error code that has a class | yes | no | no |
///
/// No other error is retried: [`Error::is_transient`] describes these errors. A call is never retried if its request
/// body is a stream, or if the rate limiter rejected it. All attempts share the timeout of the call
/// ([`ClientBuilder::timeout`](crate::runtime::ClientBuilder::timeout)). If a wait would end after this timeout, the
/// call fails immediately. For the wait after "too many requests", the limit is
/// [`ClientBuilder::rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout). If the server requests a
/// wait (`Retry-After`), the client never waits less.
///
/// To retry a call whose operation is unsafe, use [`Call::idempotent`](crate::runtime::Call::idempotent).
///
/// ```ignore
/// let client = Client::builder().retry(RetryPolicy::new().max_attempts(5)).build()?;
/// let user = client.users().get("1").retry(RetryPolicy::none()).await?;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    max: Duration,
    attempt_timeout: Option<Duration>,
    percent: u32,
    per_minute: u32,
}

impl RetryPolicy {
    /// Creates the default policy: up to 3 attempts. The wait before the second attempt is random, up to 0.25 s. The
    /// wait before the third attempt is up to 0.5 s.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(250),
            max: Duration::from_secs(8),
            attempt_timeout: None,
            percent: 10,
            per_minute: 30,
        }
    }

    /// Creates a policy without retries.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first. 0 means 1. Default: 3.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the waits between attempts. The wait before the second attempt is random, at most `base`. The maximum
    /// doubles with each further attempt, up to `max`. Default: 0.25 s and 8 s.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, max: Duration) -> Self {
        self.base = base;
        self.max = max;
        self
    }

    /// Limits the time of one attempt, from sending the request on. By default, only the timeout of the call limits an
    /// attempt. This limit does not apply to the last attempt, or to calls that are unsafe.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the retry budget of a client: every call adds `percent` % of a retry, and every minute adds `per_minute`
    /// retries. Each retry takes one retry from the budget. Default: 10 % and 30.
    ///
    /// If a server is down, the budget limits the additional load of retries. A client and its clones share one budget.
    /// If you set a policy for a single call, its budget is ignored.
    #[must_use]
    pub const fn budget(mut self, percent: u32, per_minute: u32) -> Self {
        self.percent = percent;
        self.per_minute = per_minute;
        self
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// The retry budget of a client. It is a token bucket that counts thousandths of a retry.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    percent: u32,
    per_minute: u32,
    balance: Mutex<Balance>,
}

#[derive(Debug)]
struct Balance {
    /// The available retries, in thousandths of a retry.
    milli: u64,
    /// The time at which `per_minute` was last added; `None` before the first call.
    updated: Option<Instant>,
}

impl RetryBudget {
    pub(crate) fn new(policy: &RetryPolicy) -> Self {
        Self {
            percent: policy.percent,
            per_minute: policy.per_minute,
            balance: Mutex::new(Balance {
                milli: u64::from(policy.per_minute) * 1000,
                updated: None,
            }),
        }
    }

    /// Adds `percent` % of a retry. This function runs at the start of each call.
    pub(crate) fn earn(&self, now: Instant) {
        self.change(now, |milli| {
            (milli.saturating_add(u64::from(self.percent) * 10), ())
        });
    }

    /// Takes one retry from the budget. Returns whether a retry was available.
    fn take(&self) -> bool {
        self.change(Instant::now(), |milli| match milli.checked_sub(1000) {
            Some(rest) => (rest, true),
            None => (milli, false),
        })
    }

    fn change<T>(&self, now: Instant, change: impl FnOnce(u64) -> (u64, T)) -> T {
        let mut balance = self.balance.lock().unwrap_or_else(PoisonError::into_inner);
        let past = balance.updated.map_or(Duration::ZERO, |updated| {
            now.saturating_duration_since(updated)
        });
        let earned = past.as_millis().saturating_mul(u128::from(self.per_minute)) / 60;
        // If the time since `updated` adds less than a thousandth of a retry, `updated` stays, so that this time counts
        // later.
        if earned > 0 || balance.updated.is_none() {
            balance.updated = Some(now);
        }
        let max = u64::from(self.per_minute.max(MAX_BALANCE)) * 1000;
        let milli = balance
            .milli
            .saturating_add(u64::try_from(earned).unwrap_or(u64::MAX));
        let (milli, result) = change(milli.min(max));
        balance.milli = milli.min(max);
        result
    }
}

/// The retry state of one call.
#[derive(Debug)]
pub(crate) struct RetryState {
    policy: RetryPolicy,
    safety: Safety,
    /// The number of attempts, including the current attempt.
    attempts: u32,
}

impl RetryState {
    pub(crate) fn new(policy: RetryPolicy, safety: Safety) -> Self {
        Self {
            policy,
            safety,
            attempts: 0,
        }
    }

    /// Counts an attempt that starts now. Returns whether there may be another attempt after it.
    pub(crate) fn start_attempt(&mut self) -> bool {
        self.attempts = self.attempts.saturating_add(1);
        self.attempts < self.policy.attempts
    }

    /// Returns the number of attempts that started.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the timeout of the current attempt; `None` if only the timeout of the call limits it.
    pub(crate) fn attempt_timeout(&self, may_retry: bool) -> Option<Duration> {
        let may_resend = self.safety != Safety::Unsafe;
        self.policy
            .attempt_timeout
            .filter(|_| may_retry && may_resend)
    }

    /// Returns the wait before the next attempt. Returns `None` if the error must not be retried, or if the remaining
    /// time or the retry budget is not enough for another attempt.
    ///
    /// The wait must end at `deadline`; `None` means that it may take any time.
    pub(crate) fn pause(
        &self,
        error: &Error,
        deadline: Option<Instant>,
        budget: &RetryBudget,
    ) -> Option<Duration> {
        if !error.is_transient() {
            return None;
        }
        let wait = self.wait(error);
        let now = Instant::now();
        let is_in_time =
            deadline.is_none_or(|deadline| wait < deadline.saturating_duration_since(now));
        (is_in_time && budget.take()).then_some(wait)
    }

    fn wait(&self, error: &Error) -> Duration {
        let doublings = self.attempts.saturating_sub(1).min(31);
        let bound = self.policy.base.saturating_mul(1 << doublings);
        let jitter = random_up_to(bound.min(self.policy.max));
        match error.retry_after() {
            // A random time is added, so that many clients do not retry at the same moment.
            Some(wait) => wait.saturating_add(jitter),
            None if error.kind() == ErrorKind::RateLimited => {
                MIN_RATE_LIMIT_WAIT.saturating_add(jitter)
            }
            None => jitter,
        }
    }
}

/// Returns a random duration of at most `bound`.
fn random_up_to(bound: Duration) -> Duration {
    // The random keys of a `RandomState` are good enough to make clients retry at different times.
    let random = RandomState::new().hash_one(()) >> 32;
    let nanos = bound.as_nanos().saturating_mul(u128::from(random)) >> 32;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}
