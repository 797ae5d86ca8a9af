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

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses a stream whose chunks have this size.
    fn parse(stream: &[u8], size: usize) -> (Vec<RawEvent>, EventParser) {
        let mut parser = EventParser::default();
        let mut events = Vec::new();
        for chunk in stream.chunks(size) {
            let mut chunk = Bytes::copy_from_slice(chunk);
            while let Some(event) = parser.next(&mut chunk, usize::MAX).unwrap() {
                events.push(event);
            }
        }
        (events, parser)
    }

    /// Returns the type and the data of each event. The result must not depend on the size of the chunks.
    fn pairs(stream: &[u8]) -> Vec<(String, String)> {
        let shown = |size: usize| -> Vec<(String, String)> {
            let (events, _) = parse(stream, size);
            let pairs = events.into_iter().map(|event| (event.event, event.data));
            pairs.collect()
        };
        let whole = shown(stream.len().max(1));
        for size in 1..stream.len() {
            assert_eq!(shown(size), whole, "chunks of {size} bytes");
        }
        whole
    }

    fn data(stream: &[u8]) -> Vec<String> {
        pairs(stream).into_iter().map(|(_, data)| data).collect()
    }

    #[test]
    fn the_examples_of_the_standard_are_parsed() {
        let stock = b"data: YHOO\ndata: +2\ndata: 10\n\n";
        assert_eq!(data(stock), ["YHOO\n+2\n10"]);
        let ids = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
        assert_eq!(data(ids), ["first event", "second event", " third event"]);
        let (events, parser) = parse(ids, 3);
        let ids: Vec<_> = events.iter().map(|event| event.id.as_deref()).collect();
        assert_eq!(ids, [Some("1"), Some(""), None]);
        assert_eq!(parser.last_id(), "");
        assert_eq!(data(b"data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
        assert_eq!(data(b"data:test\n\ndata: test\n\n"), ["test", "test"]);
    }

    #[test]
    fn every_line_ending_ends_a_line() {
        for ending in ["\n", "\r", "\r\n"] {
            let stream = "data: a\ndata: b\n\nevent: x\ndata: c\n\n".replace('\n', ending);
            let expected = [("message", "a\nb"), ("x", "c")];
            let expected = expected.map(|(event, data)| (event.to_owned(), data.to_owned()));
            assert_eq!(pairs(stream.as_bytes()), expected, "{ending:?}");
        }
        assert_eq!(
            data(b"data: a\r\rdata: b\n\r\ndata: c\r\n\n"),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn a_byte_order_mark_is_removed_at_the_start_only() {
        assert_eq!(data(b"\xef\xbb\xbfdata: a\n\n"), ["a"]);
        assert_eq!(data(b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n"), [""; 0]);
        assert_eq!(data(b"data: a\n\n\xef\xbb\xbfdata: b\n\n"), ["a"]);
    }

    #[test]
    fn characters_may_be_split_between_chunks() {
        assert_eq!(data("data: grüße 🎉\n\n".as_bytes()), ["grüße 🎉"]);
        assert_eq!(data(b"data: a\xffb\n\n"), ["a\u{fffd}b"]);
    }

    #[test]
    fn comments_and_unknown_fields_are_ignored() {
        assert_eq!(
            data(b":\n: data: x\nDATA: x\n data: x\ndata : x\nfoo\ndata: a\n\n"),
            ["a"]
        );
    }

    #[test]
    fn an_event_without_data_is_not_returned_but_its_id_counts() {
        let (events, parser) = parse(b"event: x\nid: 7\n\ndata: a\n\n", 5);
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].event, "message");
        assert_eq!(parser.last_id(), "7");
    }

    #[test]
    fn an_incomplete_event_is_dropped() {
        let (events, mut parser) = parse(b"id: 1\ndata: a\n\nid: 2\nevent: x\ndata: b\n", 4);
        assert_eq!(events.len(), 1);
        assert_eq!(parser.last_id(), "1");
        parser.restart();
        let mut chunk = Bytes::from_static(b"data: c\n\n");
        let event = parser.next(&mut chunk, 100).unwrap().unwrap();
        assert_eq!(
            (event.event.as_str(), event.data.as_str()),
            ("message", "c")
        );
        assert_eq!((event.id, parser.last_id()), (None, "1"));
    }

    #[test]
    fn an_id_with_nul_is_ignored() {
        let (_, parser) = parse(b"id: 1\nid: a\0b\ndata: x\n\n", 100);
        assert_eq!(parser.last_id(), "1");
    }

    #[test]
    fn a_wait_consists_of_digits_only() {
        for (value, wait) in [
            ("1500", Some(1500)),
            ("0", Some(0)),
            ("", None),
            ("-1", None),
            ("+5", None),
            ("1.5", None),
            ("10s", None),
            ("  7", None),
            ("99999999999999999999", Some(60 * 60 * 1000)),
        ] {
            let (_, parser) = parse(format!("retry: {value}\n").as_bytes(), 100);
            assert_eq!(
                parser.reconnect_wait(),
                wait.map(Duration::from_millis),
                "{value}"
            );
        }
    }

    #[test]
    fn a_long_event_is_an_error_before_it_is_complete() {
        for stream in [
            "data: 0123456789",
            "data: 01\ndata: 23456789",
            ": 0123456789ab",
        ] {
            let mut chunk = Bytes::from(stream);
            assert!(
                EventParser::default().next(&mut chunk, 12).is_err(),
                "{stream}"
            );
        }
        let mut chunk = Bytes::from_static(b"data: 0123\n\ndata: 4567\n\n");
        let mut parser = EventParser::default();
        assert!(parser.next(&mut chunk, 12).unwrap().is_some());
        assert!(parser.next(&mut chunk, 12).unwrap().is_some());
    }
}
