//! Bodies of requests and responses.
//!
//! In: bytes, or a stream of them. Out: a [`Body`], which is either, and [`Body::collect`], which reads one to its end within a
//! limit. It must not know what the bytes mean.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::runtime::transport::{TransportError, TransportErrorKind};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a request or of a response: bytes, or a stream of chunks.
pub struct Body(Content);

enum Content {
    Bytes(Bytes),
    /// The mutex is never locked: it makes a stream, which is only `Send`, `Sync` as well.
    Chunks(Mutex<Chunks>),
}

impl Body {
    /// A body without a byte.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }

    /// A body that comes in chunks. It can be sent only once: a call with such a body is never repeated.
    #[must_use]
    pub fn from_stream(
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Content::Chunks(Mutex::new(Box::pin(chunks))))
    }

    /// The bytes, if they are all there.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Chunks(_) => None,
        }
    }

    /// The bytes if they are all there, and otherwise the body itself.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            chunks @ Content::Chunks(_) => Err(Self(chunks)),
        }
    }

    /// A copy, unless the body is a stream.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        self.as_bytes()
            .map(|bytes| Self(Content::Bytes(bytes.clone())))
    }

    /// Waits for the next chunk; `None` is the end.
    pub fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Chunks(chunks) => chunks
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner)
                .as_mut()
                .poll_next(context),
        }
    }

    /// Reads the body to its end. More bytes than the limit are an error, and are not read.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let mut collected = BytesMut::new();
        loop {
            let Some(chunk) = poll_fn(|context| self.poll_chunk(context))
                .await
                .transpose()?
            else {
                return Ok(collected.freeze());
            };
            if chunk.len() > limit.saturating_sub(collected.len()) {
                let message = format!("body is longer than {limit} bytes");
                return Err(TransportError::new(TransportErrorKind::Body, message));
            }
            collected.extend_from_slice(&chunk);
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Chunks(_) => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}
