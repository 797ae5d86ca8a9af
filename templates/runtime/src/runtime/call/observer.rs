//! The observer of a client, for example for metrics.
//!
//! An observer receives the end of each call, retries, waits for rate limits, and how many calls the rate limits still
//! allow. These events must not contain ids, queries, bodies or secrets. The only exceptions are the errors.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::runtime::error::Error;
use crate::runtime::operation::Operation;

/// Receives the events of calls, for example for metrics.
///
/// Set an observer with [`ClientBuilder::observer`](crate::runtime::ClientBuilder::observer). The client calls each
/// method on the task of the call, so a method must return quickly and must not block. By default, each method does
/// nothing.
///
/// ```ignore
/// #[derive(Debug)]
/// struct Metrics;
///
/// impl Observer for Metrics {
///     fn call_finished(&self, call: &FinishedCall<'_>) {
///         metrics::histogram!("call_seconds", "operation" => call.operation.id).record(call.duration);
///     }
/// }
/// ```
pub trait Observer: Send + Sync + fmt::Debug + 'static {
    /// Receives the end of a call, both after success and after an error. Each page of a list is one call. If a call is
    /// dropped before its end, this method is not called. The value is decoded after this event, so an error of
    /// decoding is not included.
    fn call_finished(&self, call: &FinishedCall<'_>) {
        let _ = call;
    }

    /// Receives a retry. The client calls this method before the pause of the retry.
    fn retry(&self, retry: &Retry<'_>) {
        let _ = retry;
    }

    /// Receives the start of a wait for the rate limiter. At the end of the call, [`FinishedCall::rate_limit_wait`]
    /// contains the measured time.
    fn rate_limit_wait(&self, wait: &RateLimitWait<'_>) {
        let _ = wait;
    }

    /// Receives the number of calls that a rate limit still allows. The rate limiter reports this number when a call
    /// starts.
    fn rate_limit_budget(&self, budget: &RateLimitBudget<'_>) {
        let _ = budget;
    }
}

impl<T: Observer + ?Sized> Observer for std::sync::Arc<T> {
    fn call_finished(&self, call: &FinishedCall<'_>) {
        (**self).call_finished(call);
    }

    fn retry(&self, retry: &Retry<'_>) {
        (**self).retry(retry);
    }

    fn rate_limit_wait(&self, wait: &RateLimitWait<'_>) {
        (**self).rate_limit_wait(wait);
    }

    fn rate_limit_budget(&self, budget: &RateLimitBudget<'_>) {
        (**self).rate_limit_budget(budget);
    }
}

/// The end of a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FinishedCall<'a> {
    /// The operation. For a custom request, this is the operation that was passed as `defaults`.
    pub operation: &'static Operation,
    /// The error of a failed call; `None` if the call succeeded.
    pub error: Option<&'a Error>,
    /// The status of the response to the last attempt; `None` if the last attempt got no response. If a token request
    /// failed, this is the status of the token response.
    pub status: Option<StatusCode>,
    /// How many times the client sent the request, including retries.
    pub attempts: u32,
    /// The total time of the call, including all waits.
    pub duration: Duration,
    /// How long the call waited for rate limits. `duration` includes this time.
    pub rate_limit_wait: Duration,
}

/// A retry of a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Retry<'a> {
    /// The operation; see [`FinishedCall::operation`].
    pub operation: &'static Operation,
    /// The number of the attempt that failed, counted from 1.
    pub attempt: u32,
    /// The error of that attempt.
    pub error: &'a Error,
    /// The pause before the next attempt.
    pub pause: Duration,
}

/// A wait for a rate limit.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RateLimitWait<'a> {
    /// The operation; see [`FinishedCall::operation`].
    pub operation: &'static Operation,
    /// The name of the limit, such as `Heavy, 10 a minute`.
    pub limit: &'a str,
    /// The planned wait. Other calls, and responses of the server, can change it.
    pub wait: Duration,
    /// The longest wait that the call allows; `None` if it waits as long as necessary.
    pub at_most: Option<Duration>,
}

/// The number of calls that a limit still allows.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RateLimitBudget<'a> {
    /// The operation of the call that started; see [`FinishedCall::operation`].
    pub operation: &'static Operation,
    /// The name of the limit, such as `Heavy, 10 a minute`.
    pub limit: &'a str,
    /// The number of calls that may start now.
    pub remaining: u32,
}
