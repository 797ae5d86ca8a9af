//! The seam to the network: what sends a request and brings back a response.
//!
//! In: an `http::Request`. Out: an `http::Response`, or a [`TransportError`]. A transport must not interpret what it carries:
//! statuses, failures, timeouts of a whole call and authorization are not its concern.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;

use crate::runtime::body::Body;
use crate::runtime::operation::Operation;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An error of any type.
pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// Sends requests.
///
/// What changes or records requests is a transport around another one; it need not repeat them
/// ([`RetryPolicy`](crate::runtime::RetryPolicy) does). It may be dropped at any time: when a call times out, or is dropped itself.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends one request, a call of this operation. The response may come before its body does.
    ///
    /// A request that an authorizer sends on its own behalf, for a token, is a call of no operation.
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

/// What kept a transport from bringing back a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection, so nothing was sent.
    Connect,
    /// The transport gave up waiting.
    Timeout,
    /// A body could not be read to its end.
    Body,
    /// Anything else. The server may or may not have got the request.
    Other,
}

/// An error of a [`Transport`].
///
/// Its source must hold no secret and no URL.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

impl TransportError {
    /// An error of this kind, for this reason: another error, or text.
    #[must_use]
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What kept the transport from bringing back a response.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The reason itself.
    pub(crate) fn into_source(self) -> BoxError {
        self.source
    }
}

impl TransportErrorKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "cannot connect",
            Self::Timeout => "timed out",
            Self::Body => "body could not be read to its end",
            Self::Other => "request failed on its way",
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
