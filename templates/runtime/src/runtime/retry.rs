//! Repeating a call whose try failed: whether, after how long, and how often.
//!
//! In: a policy, what may happen when the operation is sent twice, and how a try ended. Out: how long to wait before the next try,
//! or that there is none. It must not send anything, must not go by the HTTP method, and must not wait beyond the call's time.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::runtime::body;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::operation::Safety;

/// How long a call waits at least where a server says "too many requests" and not how long: most count by the second.
const LIMITED_WAIT: Duration = Duration::from_secs(1);

/// The most repetitions that a budget saves up.
const MAX_SAVED: u32 = 100;

/// Whether and how calls are repeated that failed in a way that may pass.
///
/// What is repeated depends on what an operation does ([`Safety`]), not on its HTTP method:
///
/// | what happened | safe | idempotent | unsafe |
/// |---|---|---|---|
/// | there was no connection, so nothing was sent | yes | yes | yes |
/// | the server said "too many requests" | yes | yes | yes |
/// | the answer was lost, was cut off, or did not come in [`attempt_timeout`](RetryPolicy::attempt_timeout) | yes | yes | no |
/// | HTTP 502, 503, 504 | yes | yes | no |
/// | HTTP 500 | yes | no | no |
///
/// Nothing else is repeated, and no call whose body is a stream. All tries share the time of the call
/// ([`ClientBuilder::timeout`](crate::runtime::ClientBuilder::timeout)): a wait that does not fit into what is left of it is not
/// begun, and the error comes at once. A time that the server names (`Retry-After`) is waited for in full.
///
/// [`Call::idempotent`](crate::runtime::Call::idempotent) says of one call that it may be repeated.
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
    /// Up to 3 attempts, with a random wait of up to 0.25 s before the second and 0.5 s before the third.
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

    /// Nothing is repeated.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// Makes at most so many attempts, the first included. 0 counts as 1.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Waits a random time between zero and `base` before the second attempt. The bound doubles with each further attempt, up to `max`.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, max: Duration) -> Self {
        self.base = base;
        self.max = max;
        self
    }

    /// Gives up an attempt this long after its request was begun to be sent, where the call may be repeated. Without it, and for the
    /// last attempt, only the time of the whole call counts.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Limits what all calls of a client repeat together: each call earns `percent` of a repetition, and the client earns
    /// `per_minute` of them in any case. 10 % and 30 a minute by default. So a server that is down is not asked three times as often.
    ///
    /// The budget is that of the client and shared by its clones; what the policy of a single call says of it is not looked at.
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

/// What all calls of a client may repeat together: a token bucket, in thousandths of a repetition.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    percent: u32,
    per_minute: u32,
    saved: Mutex<Saved>,
}

#[derive(Debug)]
struct Saved {
    /// Thousandths of a repetition.
    milli: u64,
    /// Until when the repetitions that time earns are counted; none before the first call.
    counted: Option<Instant>,
}

impl RetryBudget {
    pub(crate) fn new(policy: &RetryPolicy) -> Self {
        Self {
            percent: policy.percent,
            per_minute: policy.per_minute,
            saved: Mutex::new(Saved {
                milli: u64::from(policy.per_minute) * 1000,
                counted: None,
            }),
        }
    }

    /// A call begins now.
    pub(crate) fn earn(&self, now: Instant) {
        self.change(now, |milli| {
            (milli.saturating_add(u64::from(self.percent) * 10), ())
        });
    }

    /// Takes one repetition, if there is one.
    fn take(&self) -> bool {
        self.change(Instant::now(), |milli| match milli.checked_sub(1000) {
            Some(rest) => (rest, true),
            None => (milli, false),
        })
    }

    fn change<T>(&self, now: Instant, change: impl FnOnce(u64) -> (u64, T)) -> T {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let past = saved.counted.map_or(Duration::ZERO, |counted| {
            now.saturating_duration_since(counted)
        });
        let earned = past.as_millis().saturating_mul(u128::from(self.per_minute)) / 60;
        // What is less than a thousandth is not lost: time goes on being counted from where it was.
        if earned > 0 || saved.counted.is_none() {
            saved.counted = Some(now);
        }
        let most = u64::from(self.per_minute.max(MAX_SAVED)) * 1000;
        let milli = saved
            .milli
            .saturating_add(u64::try_from(earned).unwrap_or(u64::MAX));
        let (milli, result) = change(milli.min(most));
        saved.milli = milli.min(most);
        result
    }
}

/// The tries of one call.
#[derive(Debug)]
pub(crate) struct Tries {
    policy: RetryPolicy,
    safety: Safety,
    /// How many tries began.
    begun: u32,
}

impl Tries {
    pub(crate) fn new(policy: RetryPolicy, safety: Safety) -> Self {
        Self {
            policy,
            safety,
            begun: 0,
        }
    }

    /// Begins a try: whether there may be another one after it.
    pub(crate) fn begin(&mut self) -> bool {
        self.begun = self.begun.saturating_add(1);
        self.begun < self.policy.attempts
    }

    /// How long a request may take in the try that begins now; `None` if only the time of the whole call counts.
    pub(crate) fn attempt_timeout(&self, may_repeat: bool) -> Option<Duration> {
        let is_harmless = self.safety != Safety::Unsafe;
        self.policy
            .attempt_timeout
            .filter(|_| may_repeat && is_harmless)
    }

    /// How long to wait before the next try, after one that failed so; `None` if there is no use in one, or no time for it.
    ///
    /// `was_sent` says whether the server may have got the request in that try.
    pub(crate) fn pause(
        &self,
        error: &Error,
        was_sent: bool,
        deadline: Instant,
        budget: &RetryBudget,
    ) -> Option<Duration> {
        if !self.may_pass(error, was_sent) {
            return None;
        }
        let wait = self.wait(error);
        let left = deadline.saturating_duration_since(Instant::now());
        (wait < left && budget.take()).then_some(wait)
    }

    /// Whether what happened may pass, and can be repeated without harm.
    fn may_pass(&self, error: &Error, was_sent: bool) -> bool {
        let is_harmless = self.safety != Safety::Unsafe || !was_sent;
        match error.kind() {
            ErrorKind::Connect | ErrorKind::RateLimited => true,
            ErrorKind::Timeout | ErrorKind::Other => is_harmless,
            ErrorKind::Body => is_harmless && !body::is_too_long(error),
            ErrorKind::Api => match error.status() {
                Some(
                    StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT,
                ) => is_harmless,
                Some(StatusCode::INTERNAL_SERVER_ERROR) => self.safety == Safety::Safe || !was_sent,
                _ => false,
            },
            ErrorKind::Config | ErrorKind::Auth | ErrorKind::Build | ErrorKind::Decode => false,
        }
    }

    fn wait(&self, error: &Error) -> Duration {
        let doublings = self.begun.saturating_sub(1).min(31);
        let bound = self.policy.base.saturating_mul(1 << doublings);
        let jitter = up_to(bound.min(self.policy.max));
        match error.retry_after() {
            // Not all who were told the same time are to come back at once.
            Some(told) => told.saturating_add(jitter),
            None if error.kind() == ErrorKind::RateLimited => LIMITED_WAIT.saturating_add(jitter),
            None => jitter,
        }
    }
}

/// A random time between zero and this.
fn up_to(bound: Duration) -> Duration {
    // The standard library seeds each of these anew, which is random enough to spread clients.
    let random = RandomState::new().hash_one(()) >> 32;
    let nanos = bound.as_nanos().saturating_mul(u128::from(random)) >> 32;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}
