//! Server-sent events whose data is decoded.
//!
//! If the data of one event cannot be decoded, the stream returns an error for this event, and continues.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde_json::value::RawValue;

use crate::runtime::call::Call;
use crate::runtime::call::request_builder::RequestBuilder;
use crate::runtime::error::Result;
use crate::runtime::http::response::RawResponse;
use crate::runtime::json::field::JsonField;
use crate::runtime::operation::response_head::ResponseHead;
use crate::runtime::operation::streaming::{StreamData, Streaming};
use crate::runtime::stream::event_parser::RawEvent;
use crate::runtime::stream::event_source::EventSource;
use crate::runtime::stream::switch::{as_stream, set_idle_timeout};

/// The event streams of operations that the OpenAPI document does not describe as such.
const DEFAULT: Streaming = Streaming::json("text/event-stream");

/// The data that ends a stream whose data is JSON.
const DONE: &str = "[DONE]";

impl<T, P, D: JsonField> Call<T, P, Events<D>> {
    /// Returns a stream of the server-sent events of the response; see [`Events`]. The stream sends the request when you
    /// read its first event.
    ///
    /// If the JSON body of the request has a property that requests a stream, such as `stream`, this method sets it to
    /// `true`.
    ///
    /// ```ignore
    /// let mut events = client.chat().create(request).events();
    /// while let Some(event) = events.next().await {
    ///     println!("{:?}", event?.data);
    /// }
    /// ```
    pub fn events(self) -> Events<D> {
        Events::new(self)
    }
}

impl<P> RequestBuilder<P> {
    /// Returns a stream of the server-sent events of the response. If the OpenAPI document does not describe the stream,
    /// the data of each event is read as JSON.
    pub fn events<D: JsonField>(self) -> Events<D> {
        Events::new(self.stream())
    }
}

/// A server-sent event. `T` is the type of its data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T = String> {
    /// The id of this event; `None` if the server sent no id with it.
    pub id: Option<String>,
    /// The type of the event. Default: `message`.
    pub event: String,
    /// The data. If the OpenAPI document describes the event as an object, this field is the whole object.
    pub data: T,
    /// How long the server asks the client to wait before it reconnects, if the event contains this wait.
    pub retry: Option<Duration>,
}

/// A stream of server-sent events (`text/event-stream`). `T` is the type of the data of each event.
///
/// # Errors
///
/// If the data of an event cannot be decoded, the stream returns an error and continues with the next event. The kind of
/// this error is [`ErrorKind::Decode`](crate::runtime::ErrorKind::Decode). Its [`body`](crate::runtime::Error::body) is
/// the data, and its [`json_path`](crate::runtime::Error::json_path) is the path in the data. Every other error ends the
/// stream; see [`is_failed`](Events::is_failed).
///
/// # End of the stream
///
/// The stream ends when the response ends, or when the server responds with status 204. If the data is JSON, an event
/// whose data is `[DONE]` ends the stream too, and is not returned. An event without an empty line at its end is
/// incomplete and is dropped, as the HTML standard requires. To end the stream earlier, drop it: the client then closes
/// the connection.
///
/// # Reconnects
///
/// If the connection ends, the client reconnects and continues the stream after the last event, with the header
/// `last-event-id`. It does so under two conditions: the operation is [safe](crate::runtime::Safety::Safe), and the
/// server has sent an `id` or a `retry` time. Otherwise the end of the response is the end of the stream. The wait before
/// a reconnect is the `retry` time, or 1 s. It doubles up to 30 s until an event arrives. For the number of reconnects,
/// see [`max_reconnects`](Events::max_reconnects).
///
/// # Timeouts
///
/// The timeout of the call limits the time until the response starts, not the time of the whole stream. See also
/// [`idle_timeout`](Events::idle_timeout).
#[must_use = "a stream does nothing unless it is polled"]
pub struct Events<T = String> {
    source: Box<EventSource>,
    streaming: Streaming,
    item: PhantomData<fn() -> T>,
}

impl<T: JsonField> Events<T> {
    fn new<V, P, S>(call: Call<V, P, S>) -> Self {
        let streaming = call.operation().streaming.unwrap_or(DEFAULT);
        Self {
            source: Box::new(EventSource::new(as_stream(call.parts, &streaming))),
            streaming,
            item: PhantomData,
        }
    }

    /// Waits for the next event. Returns `None` at the end of the stream, and after an error that ended it.
    pub async fn next(&mut self) -> Option<Result<Event<T>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn decode(&self, raw: &RawEvent) -> Option<Result<T>> {
        let response = self.source.response()?;
        match self.streaming.data {
            StreamData::Json if raw.data == DONE => None,
            StreamData::Json => Some(response.decode_part(&raw.data, &raw.data, "event")),
            StreamData::Text => Some(decode_text(response, &raw.data)),
            StreamData::EventObject => {
                match decode_object(response, raw, self.streaming.text_events) {
                    Err(_) if raw.data == DONE => None,
                    decoded => Some(decoded),
                }
            }
        }
    }
}

/// Settings of the stream. Set them before you read the first event.
impl<T> Events<T> {
    /// Limits the time without any data from the server, including comments. After this time, the connection counts as
    /// lost. Default: 5 min.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.source.modify(|parts| set_idle_timeout(parts, timeout));
        self
    }

    /// Limits the size of one event in bytes. A longer event ends the stream with an error. Default: the limit for
    /// responses; see [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes).
    pub fn max_event_bytes(mut self, bytes: usize) -> Self {
        self.source.limit = bytes;
        self
    }

    /// Limits the number of reconnects in a row that bring no event. 0 turns reconnects off. Default: 5.
    pub fn max_reconnects(mut self, limit: u32) -> Self {
        self.source.max_reconnects = limit;
        self
    }
}

/// The state of the stream.
impl<T> Events<T> {
    /// Returns the id of the last event that had an id. Empty if no event had one.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.source.last_id()
    }

    /// Returns the status and the headers of the current response. Returns `None` before the response has started.
    #[must_use]
    pub fn head(&self) -> Option<&ResponseHead> {
        self.source.response().map(RawResponse::head)
    }

    /// Returns whether an error ended the stream. An event that cannot be decoded does not end the stream.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.source.is_failed()
    }
}

/// Decodes text. The text is first written as a JSON string, because the type may be any type for JSON.
fn decode_text<T: JsonField>(response: &RawResponse, text: &str) -> Result<T> {
    let json = serde_json::Value::from(text).to_string();
    response.decode_part(&json, text, "event")
}

/// Decodes a whole event. Its type determines whether the data is text or JSON. Data that is a JSON object or a JSON
/// list is first read as JSON, unless the data of this event is always text. All other data is first read as text.
fn decode_object<T: JsonField>(
    response: &RawResponse,
    raw: &RawEvent,
    text_events: &[&str],
) -> Result<T> {
    let decode = |data: &str| response.decode_part(&object(raw, data), &raw.data, "event");
    let text = serde_json::Value::from(raw.data.as_str()).to_string();
    if serde_json::from_str::<&RawValue>(&raw.data).is_err() {
        return decode(&text);
    }
    let is_text = text_events.contains(&raw.event.as_str());
    if !is_text && raw.data.trim_ascii_start().starts_with(['{', '[']) {
        decode(&raw.data).or_else(|error| decode(&text).map_err(|_| error))
    } else {
        decode(&text).or_else(|_| decode(&raw.data))
    }
}

/// Writes an event as a JSON object. `data` is the JSON of its data.
fn object(raw: &RawEvent, data: &str) -> String {
    let mut object = String::from("{\"event\":");
    object.push_str(&serde_json::Value::from(raw.event.as_str()).to_string());
    if let Some(id) = &raw.id {
        object.push_str(",\"id\":");
        object.push_str(&serde_json::Value::from(id.as_str()).to_string());
    }
    if let Some(retry) = raw.retry {
        object.push_str(",\"retry\":");
        object.push_str(&retry.as_millis().to_string());
    }
    object.push_str(",\"data\":");
    object.push_str(data);
    object.push('}');
    object
}

// Nothing here relies on pinning.
impl<T> Unpin for Events<T> {}

impl<T: JsonField> Stream for Events<T> {
    type Item = Result<Event<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let raw = match ready!(this.source.poll(context)) {
            Some(Ok(raw)) => raw,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let Some(decoded) = this.decode(&raw) else {
            this.source.close();
            return Poll::Ready(None);
        };
        Poll::Ready(Some(decoded.map(|data| Event {
            id: raw.id,
            event: raw.event,
            data,
            retry: raw.retry,
        })))
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("streaming", &self.streaming)
            .field("is_failed", &self.is_failed())
            .finish_non_exhaustive()
    }
}
