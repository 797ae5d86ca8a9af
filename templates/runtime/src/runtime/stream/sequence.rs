//! Request bodies that are sequences of JSON values: JSON lines and JSON text sequences.
//!
//! The values may come from a stream. Each value is encoded when the connection is ready for it.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use crate::runtime::call::request_builder::RequestBuilder;
use crate::runtime::error::Error;
use crate::runtime::error::transport_error::{BoxError, TransportError, TransportErrorKind};
use crate::runtime::http::body::Body;
use crate::runtime::json::secret::Exposed;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::stream::record_splitter::{Framing, RECORD_SEPARATOR};

/// The values of a stream. The stream is not `Sync`, so it is in a mutex, which nothing ever locks.
type Values<T> = Mutex<Pin<Box<dyn Stream<Item = Result<T, BoxError>> + Send>>>;

/// A sequence of JSON values to send, as JSON lines or as a JSON text sequence.
///
/// Create a sequence from a list with [`From`], or from a stream with [`from_stream`](Sequence::from_stream). A stream
/// can be sent only once, so the client never retries a call with a stream.
///
/// ```ignore
/// client.logs().import(vec![first, second]).await?;
/// client.logs().import(Sequence::from_stream(entries)).await?;
/// ```
pub struct Sequence<T>(Source<T>);

enum Source<T> {
    List(Vec<T>),
    Stream(Values<T>),
}

impl<T: 'static> Sequence<T> {
    /// Creates a sequence from a stream of values. The client takes the next value when it has sent the previous ones.
    #[must_use]
    pub fn from_stream(values: impl Stream<Item = T> + Send + 'static) -> Self {
        Self::boxed(Fallible {
            values: Box::pin(values),
            convert: Ok,
        })
    }

    /// Creates a sequence from a stream of results. After an error, the client cancels the request. The call then fails
    /// with this error as its source.
    #[must_use]
    pub fn from_try_stream<E>(values: impl Stream<Item = Result<T, E>> + Send + 'static) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self::boxed(Fallible {
            values: Box::pin(values),
            convert: |value: Result<T, E>| value.map_err(Into::into),
        })
    }

    fn boxed(values: impl Stream<Item = Result<T, BoxError>> + Send + 'static) -> Self {
        Self(Source::Stream(Mutex::new(Box::pin(values))))
    }
}

impl<T> From<Vec<T>> for Sequence<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Source::List(values))
    }
}

impl<T, const N: usize> From<[T; N]> for Sequence<T> {
    fn from(values: [T; N]) -> Self {
        Vec::from(values).into()
    }
}

impl<T> FromIterator<T> for Sequence<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Vec::from_iter(values).into()
    }
}

impl<T> fmt::Debug for Sequence<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::List(values) => write!(f, "Sequence({} values)", values.len()),
            Source::Stream(_) => f.write_str("Sequence(stream)"),
        }
    }
}

/// A stream whose items are converted to results.
struct Fallible<I, T> {
    values: Pin<Box<dyn Stream<Item = I> + Send>>,
    convert: fn(I) -> Result<T, BoxError>,
}

impl<I, T> Stream for Fallible<I, T> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.values.as_mut().poll_next(context));
        Poll::Ready(next.map(self.convert))
    }
}

impl<P> RequestBuilder<P> {
    /// Sets the body to a sequence of JSON values, such as JSON lines. The media type determines how the values are
    /// separated.
    pub fn sequence_body<T: Serialize + 'static>(
        self,
        content_type: &str,
        values: impl Into<Sequence<T>>,
    ) -> Self {
        let framing = Framing::of(content_type);
        match values.into().0 {
            Source::Stream(values) => {
                let records = Encoded { values, framing };
                self.body(content_type, Body::from_stream(records))
            }
            Source::List(values) => {
                let mut body = Vec::new();
                for value in &values {
                    if let Err(error) = write_record(&mut body, value, framing) {
                        let message = "body cannot be serialized as JSON";
                        return self.fail(Error::new(ErrorKind::Build, message).with_source(error));
                    }
                }
                self.body(content_type, body)
            }
        }
    }

    /// Sets the body to a sequence of JSON values. `None` omits the body.
    pub fn optional_sequence_body<T: Serialize + 'static>(
        self,
        content_type: &str,
        values: Option<Sequence<T>>,
    ) -> Self {
        match values {
            Some(values) => self.sequence_body(content_type, values),
            None => self,
        }
    }
}

/// Writes a value with its separators.
fn write_record<T: Serialize>(
    body: &mut Vec<u8>,
    value: &T,
    framing: Framing,
) -> serde_json::Result<()> {
    if framing == Framing::Sequence {
        body.push(RECORD_SEPARATOR);
    }
    // Compact JSON contains no line ending.
    serde_json::to_writer(&mut *body, &Exposed(value))?;
    body.push(b'\n');
    Ok(())
}

/// Encodes the values of a stream.
struct Encoded<T> {
    values: Values<T>,
    framing: Framing,
}

impl<T: Serialize> Stream for Encoded<T> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let values = this
            .values
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(value) = ready!(values.as_mut().poll_next(context)) else {
            return Poll::Ready(None);
        };
        let failed = |error: BoxError| TransportError::new(TransportErrorKind::Body, error);
        let encoded = value.map_err(failed).and_then(|value| {
            let mut record = Vec::new();
            write_record(&mut record, &value, this.framing)
                .map_err(|error| failed(error.into()))?;
            Ok(Bytes::from(record))
        });
        Poll::Ready(Some(encoded))
    }
}
