//! The rate limiting hook, called before each request and after each response.
//!
//! In: a request that is about to be sent, and the deadline of the wait. Out: permission to send the request, or an error. This
//! module must not know the limits of a particular service: the service implements [`RateLimit`].

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

/// A rate limiting hook, called before each request and after each response.
///
/// Set the hook with [`ClientBuilder::limiter`](crate::runtime::ClientBuilder::limiter). All clones of a client share
/// one hook. The client calls the hook for each attempt, including retries.
pub trait RateLimit: Send + Sync + fmt::Debug + 'static {
    /// Waits until the request may be sent.
    ///
    /// If the wait would end after the [`deadline`](RateLimitContext::deadline), return an error of the category
    /// [`ErrorKind::RateLimited`](crate::runtime::ErrorKind::RateLimited) immediately. Set
    /// [`Failure::retry_after`](crate::runtime::Failure::retry_after) of the error to the required wait. The client
    /// never retries such an error of a limiter. Call [`report_wait`](RateLimitContext::report_wait) before a wait.
    ///
    /// The client may drop the future at any point. A dropped future must release everything that it has reserved.
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>>;

    /// Receives the status and headers of each response, before the body is read. Default: does nothing.
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
    /// The names and encoded values of the placeholders.
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

    /// Returns the operation. For a custom request, returns the operation whose server and credentials the request
    /// uses. [`method`](RateLimitContext::method) and [`path_template`](RateLimitContext::path_template) always
    /// describe the request.
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
    /// For a single call, this is the time at which its timeout elapses. The calls of lists and walks have no deadline.
    /// [`rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout) replaces both.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Reports that the call starts to wait: for which limit, such as `Heavy, 10 a minute`, and how long, as far as is
    /// known.
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

    /// Returns whether the client has an [`Observer`], so that
    /// [`report_budget`](RateLimitContext::report_budget) has an effect.
    #[must_use]
    pub fn is_observed(&self) -> bool {
        self.observer.is_some()
    }

    /// Reports to the [`Observer`] of the client how many calls a limit still allows. Call this method when a call
    /// starts, once for each limit that the call uses.
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
