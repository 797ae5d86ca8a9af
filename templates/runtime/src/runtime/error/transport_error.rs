//! Errors of transports.
//!
//! In: a category and a source. Out: a [`TransportError`]. The error must not show URLs, which may contain secrets.

use std::error::Error as StdError;
use std::fmt;

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// The category of a transport error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Connecting failed. Nothing was sent.
    Connect,
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
    /// The message, if the transport has a more specific message than the category.
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

    /// Replaces the message of the category, for example by a message that names the host. Write the message in lower
    /// case, without a final period, secrets or URLs.
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
            Self::Connect => "cannot connect",
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
