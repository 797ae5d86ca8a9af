//! The interface to the network: sends a request and returns the response.
//!
//! In: an `http::Request`. Out: an `http::Response`, or a [`TransportError`]. A transport must not interpret requests
//! and responses: status codes, failures, the timeout of a call and authorization are not its task.

use std::fmt;
use std::pin::Pin;

use crate::runtime::error::transport_error::TransportError;
use crate::runtime::http::body::Body;
use crate::runtime::operation::Operation;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// To change or record requests, implement a transport that wraps another one. A transport must not retry requests:
/// [`RetryPolicy`](crate::runtime::RetryPolicy) does. Its future is dropped if the call times out or is dropped itself.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends one request of this operation. The response may be returned before its body has arrived.
    ///
    /// `operation` is `None` for requests that an authorizer sends itself, for example for a token.
    fn send(
        &self,
        request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(
        &self,
        request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        (**self).send(request, operation)
    }
}
