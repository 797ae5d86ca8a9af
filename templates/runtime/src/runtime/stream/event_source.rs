//! Reads the events of an event stream, and reconnects if the connection ends. This code is not generic over the type of
//! the data, so that it is compiled only once.
//!
//! The request is repeated only if the operation is safe, and if the server can continue the stream: it has sent an id
//! or a wait before a reconnect.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use tokio::time::Sleep;

use crate::runtime::call::parts::CallParts;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::response::RawResponse;
use crate::runtime::operation::Safety;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::stream::connection::Connection;
use crate::runtime::stream::event_parser::{EventParser, RawEvent};

const EVENT_STREAM: &str = "text/event-stream";

/// The wait before the first reconnect, if the server does not request a wait.
const DEFAULT_WAIT: Duration = Duration::from_secs(1);

/// The wait doubles with each reconnect that brings no event, up to this time. A longer wait that the server requests is
/// not shortened.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// The maximum number of reconnects in a row that bring no event.
const DEFAULT_RECONNECTS: u32 = 5;

/// The events of a stream, before their data is decoded.
pub(crate) struct EventSource {
    connection: Connection,
    /// The request for reconnects; `None` if the stream cannot be continued.
    template: Option<Box<CallParts>>,
    pause: Option<Pin<Box<Sleep>>>,
    parser: EventParser,
    /// The part of the current chunk that is not parsed yet.
    chunk: Bytes,
    pub(crate) limit: usize,
    pub(crate) max_reconnects: u32,
    /// The number of reconnects since the last event.
    reconnects: u32,
    has_response: bool,
    is_failed: bool,
}

impl EventSource {
    pub(crate) fn new(parts: Box<CallParts>) -> Self {
        let is_safe = parts.safety() == Safety::Safe;
        let template = if is_safe { parts.try_clone() } else { None };
        Self {
            limit: parts.core.settings().max_response_bytes,
            template: template.map(|mut parts| {
                parts.is_streamed = true;
                Box::new(parts)
            }),
            connection: Connection::new(parts),
            pause: None,
            parser: EventParser::default(),
            chunk: Bytes::new(),
            max_reconnects: DEFAULT_RECONNECTS,
            reconnects: 0,
            has_response: false,
            is_failed: false,
        }
    }

    /// Changes the requests that are not sent yet.
    pub(crate) fn modify(&mut self, modify: impl Fn(&mut CallParts)) {
        self.connection.modify(&modify);
        if let Some(template) = &mut self.template {
            modify(template);
        }
    }

    pub(crate) fn response(&self) -> Option<&RawResponse> {
        self.connection.response()
    }

    pub(crate) fn last_id(&self) -> &str {
        self.parser.last_id()
    }

    pub(crate) fn is_failed(&self) -> bool {
        self.is_failed
    }

    /// Ends the stream and closes the connection.
    pub(crate) fn close(&mut self) {
        self.connection.close();
        self.template = None;
        self.pause = None;
        self.chunk = Bytes::new();
        self.has_response = true;
    }

    /// Polls for the next event; `None` is the end of the stream.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
                self.reconnect();
            }
            if !self.has_response {
                match ready!(self.connection.poll_response(context)) {
                    Ok(()) => self.has_response = true,
                    // After the first response, a lost connection is not the end of the stream.
                    Err(error) if self.reconnects > 0 && error.is_transient() => {
                        match self.lost(Some(error)) {
                            ControlFlow::Break(end) => return Poll::Ready(end),
                            ControlFlow::Continue(()) => continue,
                        }
                    }
                    Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
                }
                match self.check_response() {
                    Ok(true) => {}
                    Ok(false) => self.close(),
                    Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
                }
            }
            match self.parser.next(&mut self.chunk, self.limit) {
                Ok(Some(event)) => {
                    self.reconnects = 0;
                    return Poll::Ready(Some(Ok(event)));
                }
                Ok(None) => {}
                Err(_) => {
                    let error = self.connection.too_long(self.limit);
                    return Poll::Ready(Some(Err(self.fail(error))));
                }
            }
            let end = match ready!(self.connection.poll_chunk(context)) {
                Some(Ok(chunk)) => {
                    self.chunk = chunk;
                    continue;
                }
                Some(Err(error)) => self.lost(Some(error)),
                None => self.lost(None),
            };
            if let ControlFlow::Break(end) = end {
                return Poll::Ready(end);
            }
        }
    }

    /// Ends the stream with an error.
    fn fail(&mut self, error: Error) -> Error {
        self.close();
        self.is_failed = true;
        error
    }

    /// Checks the head of a response. Returns whether the response has events: with status 204, the server asks the
    /// client not to reconnect.
    fn check_response(&self) -> Result<bool> {
        let Some(raw) = self.connection.response() else {
            return Ok(false);
        };
        if raw.head.status() == StatusCode::NO_CONTENT {
            return Ok(false);
        }
        let Some(media_type) = raw.head.header(CONTENT_TYPE.as_str()) else {
            return Ok(true);
        };
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case(EVENT_STREAM) {
            return Ok(true);
        }
        let shown: String = essence.escape_debug().take(100).collect();
        let message = format!("response is `{shown}`, expected `{EVENT_STREAM}`");
        Err(raw.error(ErrorKind::Decode, message))
    }

    /// Decides what follows the end of a connection: a reconnect, or the end of the stream.
    fn lost(&mut self, error: Option<Error>) -> ControlFlow<Option<Result<RawEvent>>> {
        let wait = self.parser.reconnect_wait();
        let can_continue = !self.parser.last_id().is_empty() || wait.is_some();
        if self.template.is_none() || !can_continue || self.reconnects >= self.max_reconnects {
            self.close();
            return ControlFlow::Break(error.map(|error| Err(self.fail(error))));
        }
        let wait = wait.unwrap_or(DEFAULT_WAIT);
        let longer = wait.saturating_mul(1 << self.reconnects.min(16));
        let asked = error.as_ref().and_then(Error::retry_after).unwrap_or(wait);
        let pause = longer.min(MAX_WAIT).max(wait).max(asked);
        self.reconnects += 1;
        self.pause = Some(Box::pin(tokio::time::sleep(pause)));
        ControlFlow::Continue(())
    }

    /// Prepares the request that continues the stream.
    fn reconnect(&mut self) {
        let Some(mut parts) = self.template.as_ref().and_then(|parts| parts.try_clone()) else {
            return;
        };
        let last_id = self.parser.last_id();
        if !last_id.is_empty() {
            parts.request.set_header("last-event-id", last_id);
        }
        self.connection = Connection::new(Box::new(parts));
        self.parser.restart();
        self.chunk = Bytes::new();
        self.has_response = false;
    }
}
