//! Errors of transports.
//!
//! A [`TransportError`] has a category and a source. It must not show URLs, which may contain secrets.

use std::error::Error as StdError;
use std::fmt;

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// The category of a transport error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot send the request because of its configuration. Nothing was sent, and a retry cannot help.
    /// The text of the source becomes the message of the error.
    Config,
    /// Connecting failed. Nothing was sent.
    Connect,
    /// The connection was closed while the request was being sent, or before the response arrived. The server may have
    /// processed the request.
    ConnectionLost,
    /// The transport timed out.
    Timeout,
    /// Reading a body failed.
    Body,
    /// Any other error. The server may have received the request.
    Other,
}

/// An error of a [`Transport`](crate::runtime::Transport).
///
/// The source must not contain secrets or URLs.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// The message; `None` for the default message of the category.
    message: Option<String>,
    source: BoxError,
}

impl TransportError {
    /// Creates an error from a category and a source. The source is another error or a message.
    #[must_use]
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            message: None,
            source: source.into(),
        }
    }

    /// Replaces the default message of the category, for example with a message that names the host. Write the message
    /// in lower case, without a final period, secrets or URLs.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(crate) fn message(&self) -> &str {
        self.message.as_deref().unwrap_or(self.kind.as_str())
    }

    pub(crate) fn into_source(self) -> BoxError {
        self.source
    }
}

impl TransportErrorKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Config => "transport cannot send the request",
            Self::Connect => "cannot connect",
            Self::ConnectionLost => "connection was closed before the response",
            Self::Timeout => "timed out",
            Self::Body => "reading the body failed",
            Self::Other => "request failed",
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The source of an error for a body that is too long. The number is the size limit in bytes.
#[derive(Debug)]
pub(crate) struct BodyTooLong(pub(crate) usize);

impl fmt::Display for BodyTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "body is longer than {} bytes", self.0)
    }
}

impl StdError for BodyTooLong {}
