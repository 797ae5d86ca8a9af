//! The rate limiting hook. The client calls it before each request and after each response.
//!
//! The hook permits a request, delays it, or rejects it. This module does not depend on the limits of a particular
//! service: the service implements [`RateLimit`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use tokio::time::Instant;

use crate::runtime::call::observer::{Observer, RateLimitBudget, RateLimitWait};
use crate::runtime::call::trace;
use crate::runtime::error::Result;
use crate::runtime::http::path::PathValue;
use crate::runtime::http::request::Request;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::operation::Operation;
use crate::runtime::operation::response_head::ResponseHead;

/// A rate limiting hook. The client calls it before each request and after each response, also for retries.
///
/// Set the hook with [`ClientBuilder::limiter`](crate::runtime::ClientBuilder::limiter). All clones of a client share
/// one hook.
pub trait RateLimit: Send + Sync + fmt::Debug + 'static {
    /// Waits until the request may be sent.
    ///
    /// If the wait would end after the [`deadline`](RateLimitContext::deadline), immediately return an error with
    /// [`ErrorKind::RateLimited`](crate::runtime::ErrorKind::RateLimited). Put the required wait into
    /// [`Failure::retry_after`](crate::runtime::Failure::retry_after) of the error. The client does not retry this
    /// error. Before a wait, call [`report_wait`](RateLimitContext::report_wait).
    ///
    /// The client may drop the future at any point. A dropped future must give back everything that it has reserved.
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>>;

    /// Receives the status and headers of each response, before the client reads the body. By default, does nothing.
    fn observe(&self, context: &RateLimitContext, head: &ResponseHead) {
        let _ = (context, head);
    }
}

impl<T: RateLimit + ?Sized> RateLimit for std::sync::Arc<T> {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        (**self).acquire(context)
    }

    fn observe(&self, context: &RateLimitContext, head: &ResponseHead) {
        (**self).observe(context, head);
    }
}

/// A request that is about to be sent, with the data on which rate limits may depend.
#[derive(Clone)]
pub struct RateLimitContext {
    operation: &'static Operation,
    method: Method,
    template: String,
    /// The names of the path placeholders, each with its encoded value.
    values: Vec<(String, String)>,
    deadline: Option<Instant>,
    observer: Option<Arc<dyn Observer>>,
}

impl RateLimitContext {
    pub(crate) fn new(
        request: &Request,
        values: &[PathValue],
        deadline: Option<Instant>,
        observer: Option<Arc<dyn Observer>>,
    ) -> Self {
        Self {
            operation: request.operation(),
            method: request.method().clone(),
            template: request.path_template().to_owned(),
            values: (values.iter())
                .filter_map(|value| Some((value.name().to_owned(), value.encoded()?.to_owned())))
                .collect(),
            deadline,
            observer,
        }
    }

    /// Returns the operation. For a custom request, this is the operation that was passed as `defaults`.
    /// [`method`](RateLimitContext::method) and [`path_template`](RateLimitContext::path_template) always belong to the
    /// request that is sent.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path template, including the prefix of a scope, such as `/accounts/{accountId}/users`.
    #[must_use]
    pub fn path_template(&self) -> &str {
        &self.template
    }

    /// Returns the encoded value of a path placeholder; `None` if the value is absent or a secret.
    #[must_use]
    pub fn path_value(&self, name: &str) -> Option<&str> {
        let mut values = self.values.iter().rev();
        values
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the time at which the wait must end; `None` if it may take any time.
    ///
    /// For a single call, this is the end of its timeout. For the calls of lists and walks, it is `None`. With a
    /// [`rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout), it is the end of that timeout for all
    /// calls.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Reports that the call starts to wait. `limit` is the name of the limit, such as `Heavy, 10 a minute`, and `wait`
    /// is the expected time.
    ///
    /// The [`Observer`] of the client receives the wait. With the feature `tracing`, this method also creates an event
    /// in the span of the call. The name of the limit must not contain ids or secrets.
    pub fn report_wait(&self, limit: &str, wait: Duration) {
        let at_most = (self.deadline).map(|end| end.saturating_duration_since(Instant::now()));
        trace::rate_limit_wait(limit, wait, at_most);
        if let Some(observer) = &self.observer {
            observer.rate_limit_wait(&RateLimitWait {
                operation: self.operation,
                limit,
                wait,
                at_most,
            });
        }
    }

    /// Returns whether the client has an [`Observer`]. Without an observer,
    /// [`report_budget`](RateLimitContext::report_budget) has no effect.
    #[must_use]
    pub fn is_observed(&self) -> bool {
        self.observer.is_some()
    }

    /// Reports to the [`Observer`] of the client how many calls a limit still allows. When a call starts, call this
    /// method once for each limit that the call uses.
    pub fn report_budget(&self, limit: &str, remaining: u32) {
        if let Some(observer) = &self.observer {
            observer.rate_limit_budget(&RateLimitBudget {
                operation: self.operation,
                limit,
                remaining,
            });
        }
    }
}

impl fmt::Debug for RateLimitContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimitContext")
            .field("operation", &self.operation.id)
            .field("method", &self.method)
            .field("path_template", &self.template)
            .finish_non_exhaustive()
    }
}
