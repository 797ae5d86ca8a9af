//! Parses server-sent events, by the rules of the HTML standard.
//!
//! The parser gets chunks of bytes. A chunk may end within a line, within a line ending or within a character.

use std::time::Duration;

use bytes::{Buf, Bytes};

/// The longest wait before a reconnect that a server can request.
const MAX_RETRY: Duration = Duration::from_secs(60 * 60);

/// The byte order mark at the start of a stream.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The type of an event without the field `event`.
const DEFAULT_TYPE: &str = "message";

/// An event whose data is not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawEvent {
    /// The field `id` of this event.
    pub(crate) id: Option<String>,
    pub(crate) event: String,
    pub(crate) data: String,
    /// The field `retry` of this event.
    pub(crate) retry: Option<Duration>,
}

/// A line or an event is longer than the limit.
#[derive(Debug)]
pub(crate) struct TooLong;

/// The state of the parser between two chunks.
#[derive(Debug, Default)]
pub(crate) struct EventParser {
    /// The part of the current line that has arrived.
    line: Vec<u8>,
    /// Whether the previous line ended with CR. If LF follows, it belongs to the same line ending.
    is_after_cr: bool,
    /// Whether the first line has arrived.
    is_started: bool,
    /// The lines of `data` of the current event. Each of them ends with LF.
    data: String,
    event: String,
    id: Option<String>,
    retry: Option<Duration>,
    last_id: String,
    reconnect_wait: Option<Duration>,
}

impl EventParser {
    /// Returns the id of the last event that had an id. Empty if no event had one.
    pub(crate) fn last_id(&self) -> &str {
        &self.last_id
    }

    /// Returns how long the server asks the client to wait before it reconnects.
    pub(crate) fn reconnect_wait(&self) -> Option<Duration> {
        self.reconnect_wait
    }

    /// Drops the event that was not complete when the connection ended.
    pub(crate) fn restart(&mut self) {
        *self = Self {
            last_id: std::mem::take(&mut self.last_id),
            reconnect_wait: self.reconnect_wait,
            ..Self::default()
        };
    }

    /// Reads a chunk up to the end of the next event, and removes what was read. Returns `None` if the chunk contains
    /// no end of an event.
    pub(crate) fn next(
        &mut self,
        chunk: &mut Bytes,
        limit: usize,
    ) -> Result<Option<RawEvent>, TooLong> {
        while let Some(first) = chunk.first() {
            let is_rest_of_ending = self.is_after_cr && *first == b'\n';
            self.is_after_cr = false;
            if is_rest_of_ending {
                chunk.advance(1);
                continue;
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let part = chunk.split_to(end.unwrap_or(chunk.len()));
            if self.line.len() + self.data.len() + part.len() > limit {
                return Err(TooLong);
            }
            self.line.extend_from_slice(&part);
            if end.is_none() {
                return Ok(None);
            }
            self.is_after_cr = chunk.get_u8() == b'\r';
            let mut line = std::mem::take(&mut self.line);
            let event = self.end_line(&line);
            // The memory of the line is used again.
            line.clear();
            self.line = line;
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    /// Handles a complete line. Returns the event that the line ends.
    fn end_line(&mut self, line: &[u8]) -> Option<RawEvent> {
        let is_first = !std::mem::replace(&mut self.is_started, true);
        let line = match line.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) if is_first => rest,
            _ => line,
        };
        if line.is_empty() {
            return self.dispatch();
        }
        let text = String::from_utf8_lossy(line);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let wait = value.parse().map_or(MAX_RETRY, Duration::from_millis);
                self.retry = Some(wait);
                self.reconnect_wait = Some(wait.min(MAX_RETRY));
            }
            // A line that starts with a colon is a comment: its field is empty. Unknown fields are ignored.
            _ => {}
        }
        None
    }

    /// Ends the current event. An event without data is not returned, but its id counts.
    fn dispatch(&mut self) -> Option<RawEvent> {
        let (id, retry) = (self.id.take(), self.retry.take());
        if let Some(id) = &id {
            self.last_id.clone_from(id);
        }
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        // Every line of data ends with LF. The last LF is not part of the data.
        data.pop()?;
        Some(RawEvent {
            id,
            event: if event.is_empty() {
                DEFAULT_TYPE.to_owned()
            } else {
                event
            },
            data,
            retry,
        })
    }
}
