//! Bodies of requests and responses.
//!
//! In: bytes, or a stream of them. Out: a [`Body`], which is either, read chunk by chunk or by [`Body::collect`] to its end within
//! a limit. It must not know what the bytes mean.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use crate::runtime::transport::{TransportError, TransportErrorKind};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The most bytes that are read from a reader at once.
const READ_SIZE: usize = 64 * 1024;

/// The most bytes that are made room for before they are there.
const MAX_RESERVED: usize = 1024 * 1024;

/// The body of a request or of a response: bytes, or a stream of chunks.
///
/// It is a stream itself, and without the traits of one, [`chunk`](Body::chunk) gives the next part:
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
    /// The mutex is never locked: it makes a stream, which is only `Send`, `Sync` as well.
    chunks: Mutex<Chunks>,
    /// The bytes that are still to come, if that is known.
    left: Option<u64>,
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
        Self(Content::Chunks(Streamed {
            chunks: Mutex::new(Box::pin(chunks)),
            left: None,
        }))
    }

    /// A body that is read as it is sent, such as an open `tokio::fs::File`. It can be sent only once.
    #[must_use]
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Reader {
            reader: Box::pin(reader),
            buffer: vec![0; READ_SIZE].into(),
        })
    }

    /// Says how many bytes a stream has, so that a server is told before they come. A stream that has more or fewer then ends
    /// with an error. A body of bytes stays as it is.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Content::Chunks(streamed) = &mut self.0 {
            streamed.left = Some(bytes);
        }
        self
    }

    /// How many bytes are still to come, if that is known: always of bytes, of a stream if it was said.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(length_of(bytes)),
            Content::Chunks(streamed) => streamed.left,
        }
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
            Content::Chunks(streamed) => streamed.poll_chunk(context),
        }
    }

    /// The next chunk; `None` is the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// Reads the body to its end. More bytes than the limit are an error, and are not read.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, TransportError> {
        let told = self.length().and_then(|length| length.try_into().ok());
        // One chunk is the body itself; more are put together.
        let mut first = Bytes::new();
        let mut collected = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit.saturating_sub(first.len() + collected.len()) {
                return Err(TransportError::new(
                    TransportErrorKind::Body,
                    TooLong(limit),
                ));
            }
            if first.is_empty() && collected.is_empty() {
                first = chunk;
                continue;
            }
            if collected.is_empty() {
                // A length is only what is told: not all of it is believed.
                collected.reserve(told.unwrap_or(0).min(limit).min(MAX_RESERVED));
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
    /// The next chunk, held against the length that the stream is to have.
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
                None => "more bytes than it was said to have",
            },
            None if *left > 0 => "fewer bytes than it was said to have",
            Some(Err(_)) | None => return Poll::Ready(next),
        };
        *left = 0;
        Poll::Ready(Some(Err(TransportError::new(
            TransportErrorKind::Body,
            format!("stream has {wrong}"),
        ))))
    }
}

/// More bytes came than may.
#[derive(Debug)]
struct TooLong(usize);

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "body is longer than {} bytes", self.0)
    }
}

impl StdError for TooLong {}

/// Whether an error says that a body was longer than it may be: it will be so again.
pub(crate) fn is_too_long(error: &(dyn StdError + 'static)) -> bool {
    error.source().is_some_and(<dyn StdError>::is::<TooLong>)
}

/// The length of bytes, as HTTP counts it.
fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// A reader as a stream.
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
