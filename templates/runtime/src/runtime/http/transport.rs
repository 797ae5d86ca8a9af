//! The interface to the network.
//!
//! A transport sends an `http::Request` and returns an `http::Response` or a [`TransportError`]. It must not interpret
//! status codes, apply the timeout of a call, or add credentials.

use std::fmt;
use std::pin::Pin;

use crate::runtime::error::transport_error::TransportError;
use crate::runtime::http::body::Body;
use crate::runtime::operation::Operation;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// To change or record requests, write a transport that wraps another transport. A transport must not retry requests,
/// because the client retries them ([`RetryPolicy`](crate::runtime::RetryPolicy)). If a call times out or its caller
/// drops it, the client drops the future of the transport.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends one request. The future may return the response before its body has arrived.
    ///
    /// `operation` is the operation of the call. It is `None` for a request that does not go to the API: an authorizer
    /// requests a token, or a download follows a redirect to a file host. Never add credentials to such a request.
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
