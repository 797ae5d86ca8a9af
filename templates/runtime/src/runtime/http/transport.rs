//! The interface to the network, which sends a request and returns the response.
//!
//! In: an `http::Request`. Out: an `http::Response`, or a [`TransportError`]. A transport must not interpret status
//! codes and failures, apply the timeout of a call, or authorize requests.

use std::fmt;
use std::pin::Pin;

use crate::runtime::error::transport_error::TransportError;
use crate::runtime::http::body::Body;
use crate::runtime::operation::Operation;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// To change or record requests, implement a transport that wraps another transport. A transport must not retry
/// requests, because [`RetryPolicy`](crate::runtime::RetryPolicy) decides about retries. If the call times out or is
/// dropped, the client drops the future of the transport.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends one request. The future may return the response before its body has arrived.
    ///
    /// `operation` is the operation of the call. `None` means that the request does not go to the server of an operation:
    /// an authorizer requests a token, or a download follows a redirect to a file host. Add no credentials to a request
    /// without an operation.
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
