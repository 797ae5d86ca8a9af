//! The seam for limits of rates: what is asked before each request, and told of each response.
//!
//! In: what is about to be sent, and until when it may wait. Out: leave to send it, or an error. It must not know how any service
//! counts: that is for those who implement [`RateLimit`].

use std::fmt;

use http::Method;
use tokio::time::Instant;

use crate::runtime::error::Result;
use crate::runtime::operation::Operation;
use crate::runtime::path::PathValue;
use crate::runtime::request::Request;
use crate::runtime::response::ResponseHead;
use crate::runtime::transport::BoxFuture;

/// Holds requests back, so that a client keeps to the limits of a service.
///
/// A client has one ([`ClientBuilder::limiter`](crate::runtime::ClientBuilder::limiter)), which all its clones share. Repetitions
/// are asked for like first tries.
pub trait RateLimit: Send + Sync + fmt::Debug + 'static {
    /// Waits until the request may be sent.
    ///
    /// The wait is part of the time of the call. Where it would not end before [`deadline`](RateLimitContext::deadline), this gives at
    /// once an error of the kind [`ErrorKind::RateLimited`](crate::runtime::ErrorKind::RateLimited), with the wait as its
    /// [`Failure::retry_after`](crate::runtime::Failure::retry_after). The future may be dropped at any point, and must then give
    /// back its place.
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>>;

    /// Told the status and the headers of each response, as soon as they are there.
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

/// A request that is about to be sent, as far as limits may depend on it.
#[derive(Clone)]
pub struct RateLimitContext {
    operation: &'static Operation,
    method: Method,
    template: String,
    /// Names and encoded values of the template's placeholders.
    values: Vec<(String, String)>,
    deadline: Instant,
}

impl RateLimitContext {
    pub(crate) fn new(request: &Request, values: &[PathValue], deadline: Instant) -> Self {
        Self {
            operation: request.operation(),
            method: request.method().clone(),
            template: request.path_template().to_owned(),
            values: (values.iter())
                .filter_map(|value| Some((value.name().to_owned(), value.encoded()?.to_owned())))
                .collect(),
            deadline,
        }
    }

    /// The operation. For a request that no operation describes it is the one whose server and credentials are used: then
    /// [`method`](RateLimitContext::method) or [`path_template`](RateLimitContext::path_template) are others than the operation's.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The template of the path, with the prefix of a scope, such as `/accounts/{accountId}/users`.
    #[must_use]
    pub fn path_template(&self) -> &str {
        &self.template
    }

    /// The value of a placeholder of the path, as it stands in the URL; `None` where there is none, or where it is a secret.
    #[must_use]
    pub fn path_value(&self, name: &str) -> Option<&str> {
        let mut values = self.values.iter().rev();
        values
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// When the time of the call is over.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.deadline
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
