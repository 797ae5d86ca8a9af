//! JSON values that arrive one after the other: JSON lines and JSON text sequences.
//!
//! If one value cannot be decoded, the stream returns an error for this value, and continues.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::call::Call;
use crate::runtime::call::request_builder::RequestBuilder;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::response::RawResponse;
use crate::runtime::json::field::JsonField;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::response_head::ResponseHead;
use crate::runtime::operation::streaming::Streaming;
use crate::runtime::stream::connection::Connection;
use crate::runtime::stream::record_splitter::{Framing, RecordSplitter};
use crate::runtime::stream::switch::{as_stream, set_idle_timeout};

/// The streams of operations that the OpenAPI document does not describe as such.
const DEFAULT: Streaming = Streaming::json("application/x-ndjson");

impl<T, P, R: JsonField> Call<T, P, Records<R>> {
    /// Returns a stream of the JSON values of the response; see [`Records`]. The stream sends the request when you read
    /// its first value.
    ///
    /// If the JSON body of the request has a property that requests a stream, such as `stream`, this method sets it to
    /// `true`.
    ///
    /// ```ignore
    /// let mut records = client.logs().tail().records();
    /// while let Some(record) = records.next().await {
    ///     println!("{:?}", record?);
    /// }
    /// ```
    pub fn records(self) -> Records<R> {
        Records::new(self)
    }
}

impl<P> RequestBuilder<P> {
    /// Returns a stream of the JSON values of the response. If the OpenAPI document does not describe the stream, each
    /// line is a JSON value.
    pub fn records<R: JsonField>(self) -> Records<R> {
        Records::new(self.stream())
    }
}

/// A stream of JSON values, which the server sends as JSON lines (such as `application/x-ndjson`) or as a JSON text
/// sequence (`application/json-seq`). Empty lines are ignored.
///
/// # Errors
///
/// If a value cannot be decoded, the stream returns an error and continues with the next value. The kind of this error is
/// [`ErrorKind::Decode`]. Its [`body`](Error::body) is the text of the value, and its [`json_path`](Error::json_path) is
/// the path in the value. Every other error ends the stream; see [`is_failed`](Records::is_failed).
///
/// The stream ends when the response ends. To end it earlier, drop it: the client then closes the connection. The client
/// never reconnects, because such a stream has no ids to continue after.
///
/// The timeout of the call limits the time until the response starts, not the time of the whole stream. See also
/// [`idle_timeout`](Records::idle_timeout).
#[must_use = "a stream does nothing unless it is polled"]
pub struct Records<T> {
    connection: Box<Connection>,
    splitter: RecordSplitter,
    /// The part of the current chunk that is not split yet.
    chunk: Bytes,
    limit: usize,
    is_failed: bool,
    item: PhantomData<fn() -> T>,
}

impl<T: JsonField> Records<T> {
    fn new<V, P, S>(call: Call<V, P, S>) -> Self {
        let streaming = call.operation().streaming.unwrap_or(DEFAULT);
        let parts = as_stream(call.parts, &streaming);
        Self {
            limit: parts.core.settings().max_response_bytes,
            connection: Box::new(Connection::new(parts)),
            splitter: RecordSplitter::new(Framing::of(streaming.media_type)),
            chunk: Bytes::new(),
            is_failed: false,
            item: PhantomData,
        }
    }

    /// Waits for the next value. Returns `None` at the end of the stream, and after an error that ended it.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Settings of the stream. Set them before you read the first value.
impl<T> Records<T> {
    /// Limits the time without any data from the server. After this time, the stream fails. Default: 5 min.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        let set = |parts: &mut _| set_idle_timeout(parts, timeout);
        self.connection.modify(set);
        self
    }

    /// Limits the size of one value in bytes. A longer value ends the stream with an error. Default: the limit for
    /// responses; see [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes).
    pub fn max_record_bytes(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }
}

/// The state of the stream.
impl<T> Records<T> {
    /// Returns the status and the headers of the response. Returns `None` before the response has started.
    #[must_use]
    pub fn head(&self) -> Option<&ResponseHead> {
        self.connection.response().map(RawResponse::head)
    }

    /// Returns whether an error ended the stream. A value that cannot be decoded does not end the stream.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.is_failed
    }

    /// Polls for the text of the next value. This code does not depend on the type of the value.
    fn poll_record(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        if let Err(error) = ready!(self.connection.poll_response(context)) {
            return Poll::Ready(Some(Err(self.fail(error))));
        }
        loop {
            match self.splitter.next(&mut self.chunk, self.limit) {
                Ok(Some(record)) => return Poll::Ready(Some(Ok(record))),
                Ok(None) => {}
                Err(_) => {
                    let error = self.connection.too_long(self.limit);
                    return Poll::Ready(Some(Err(self.fail(error))));
                }
            }
            match ready!(self.connection.poll_chunk(context)) {
                Some(Ok(chunk)) => self.chunk = chunk,
                // The text so far is not complete, so it is not a value.
                Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(error)))),
                None => return Poll::Ready(self.splitter.end().map(Ok)),
            }
        }
    }

    /// Ends the stream with an error.
    fn fail(&mut self, error: Error) -> Error {
        self.connection.close();
        self.chunk = Bytes::new();
        self.splitter.end();
        self.is_failed = true;
        error
    }
}

// Nothing here relies on pinning.
impl<T> Unpin for Records<T> {}

impl<T: JsonField> Stream for Records<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let record = match ready!(this.poll_record(context)) {
            Some(Ok(record)) => record,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let Some(raw) = this.connection.response() else {
            return Poll::Ready(None);
        };
        let text = String::from_utf8_lossy(&record);
        let text = text.trim_ascii();
        Poll::Ready(Some(if this.splitter.is_cut_off(&record) {
            Err(raw.part_error(ErrorKind::Decode, "record may have been cut off", text))
        } else {
            raw.decode_part(text, text, "record")
        }))
    }
}

impl<T> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("splitter", &self.splitter)
            .field("is_failed", &self.is_failed)
            .finish_non_exhaustive()
    }
}
