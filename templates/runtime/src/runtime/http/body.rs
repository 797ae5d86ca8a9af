//! Bodies of requests and responses.
//!
//! A [`Body`] consists of bytes or of a stream of chunks. Read it chunk by chunk, or completely with [`Body::collect`].

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use crate::runtime::error::transport_error::{BodyTooLong, TransportError, TransportErrorKind};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The maximum number of bytes of one read from a reader.
const READ_SIZE: usize = 64 * 1024;

/// The maximum number of bytes that `collect` allocates before any data has arrived.
const MAX_RESERVED: usize = 1024 * 1024;

/// The body of a request or a response: bytes, or a stream of chunks.
///
/// `Body` implements `Stream`. The method [`chunk`](Body::chunk) reads the next chunk without this trait:
///
/// ```ignore
/// while let Some(chunk) = body.chunk().await? {
///     file.write_all(&chunk).await?;
/// }
/// ```
pub struct Body(Content);

enum Content {
    Bytes(Bytes),
    Chunks(Streamed),
}

struct Streamed {
    /// The stream is `Send` but not `Sync`. The mutex makes the body `Sync`. Nothing ever locks the mutex.
    chunks: Mutex<Chunks>,
    /// The number of remaining bytes, if known.
    left: Option<u64>,
}

impl Body {
    /// Creates an empty body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }

    /// Creates a body from a stream of chunks. A stream can be sent only once, so the client never retries a call with
    /// this body.
    #[must_use]
    pub fn from_stream(
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Content::Chunks(Streamed {
            chunks: Mutex::new(Box::pin(chunks)),
            left: None,
        }))
    }

    /// Creates a body from a reader, such as an open `tokio::fs::File`. The client reads from the reader while it sends
    /// the body. The reader can be read only once, so the client never retries a call with this body.
    #[must_use]
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Reader {
            reader: Box::pin(reader),
            buffer: vec![0; READ_SIZE].into(),
        })
    }

    /// Sets the length of a stream in bytes, which the client sends as `content-length`. If the stream has another
    /// length, it ends with an error. A body that consists of bytes ignores this setting.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Content::Chunks(streamed) = &mut self.0 {
            streamed.left = Some(bytes);
        }
        self
    }

    /// Returns the number of remaining bytes; `None` if the body is a stream of unknown length.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(length_of(bytes)),
            Content::Chunks(streamed) => streamed.left,
        }
    }

    /// Returns the bytes; `None` if the body is a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Chunks(_) => None,
        }
    }

    /// Converts the body into bytes. If the body is a stream, returns the stream as the error.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Bytes(bytes) => Ok(bytes),
            chunks @ Content::Chunks(_) => Err(Self(chunks)),
        }
    }

    /// Clones the body; `None` if the body is a stream.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        self.as_bytes()
            .map(|bytes| Self(Content::Bytes(bytes.clone())))
    }

    /// Polls for the next chunk; `None` is the end of the body.
    pub fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Chunks(streamed) => streamed.poll_chunk(context),
        }
    }

    /// Waits for the next chunk; `None` is the end of the body.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// Reads the complete body. If the body exceeds `limit` bytes, stops reading and returns an error.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let announced = self.length().and_then(|length| length.try_into().ok());
        // A single chunk is returned without copying.
        let mut first = Bytes::new();
        let mut collected = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit.saturating_sub(first.len() + collected.len()) {
                return Err(TransportError::new(
                    TransportErrorKind::Body,
                    BodyTooLong(limit),
                ));
            }
            if first.is_empty() && collected.is_empty() {
                first = chunk;
                continue;
            }
            if collected.is_empty() {
                // The server may announce a wrong length. Therefore, at most `MAX_RESERVED` bytes are allocated before
                // data arrives.
                collected.reserve(announced.unwrap_or(0).min(limit).min(MAX_RESERVED));
                collected.extend_from_slice(&std::mem::take(&mut first));
            }
            collected.extend_from_slice(&chunk);
        }
        if collected.is_empty() {
            return Ok(first);
        }
        Ok(collected.freeze())
    }
}

impl Streamed {
    /// Polls for the next chunk. Fails if the stream is longer or shorter than its set length.
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let chunks = self.chunks.get_mut();
        let chunks = chunks.unwrap_or_else(PoisonError::into_inner).as_mut();
        let next = ready!(chunks.poll_next(context));
        let Some(left) = &mut self.left else {
            return Poll::Ready(next);
        };
        let wrong = match &next {
            Some(Ok(chunk)) => match left.checked_sub(length_of(chunk)) {
                Some(rest) => {
                    *left = rest;
                    return Poll::Ready(next);
                }
                None => "more bytes than its length",
            },
            None if *left > 0 => "fewer bytes than its length",
            Some(Err(_)) | None => return Poll::Ready(next),
        };
        *left = 0;
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Body,
            format!("stream has {wrong}"),
        ))))
    }
}

fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Converts a reader into a stream.
struct Reader<R> {
    reader: Pin<Box<R>>,
    buffer: Box<[u8]>,
}

impl<R: AsyncRead> Stream for Reader<R> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = self.get_mut();
        let mut buffer = ReadBuf::new(buffer);
        Poll::Ready(
            match ready!(reader.as_mut().poll_read(context, &mut buffer)) {
                Ok(()) if buffer.filled().is_empty() => None,
                Ok(()) => Some(Ok(Bytes::copy_from_slice(buffer.filled()))),
                Err(error) => Some(Err(TransportError::new(TransportErrorKind::Body, error))),
            },
        )
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context)
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
            Content::Chunks(Streamed { left: None, .. }) => f.write_str("Body(stream)"),
            Content::Chunks(Streamed {
                left: Some(left), ..
            }) => {
                write!(f, "Body(stream of {left} bytes)")
            }
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
