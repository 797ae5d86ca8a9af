//! Splits a response into JSON texts: JSON lines, or a JSON text sequence (RFC 7464).
//!
//! The splitter gets chunks of bytes. A chunk may end anywhere, also within a character.

use bytes::{Buf, Bytes};
use serde::de::IgnoredAny;

use crate::runtime::stream::event_parser::TooLong;

/// The byte before each text of a JSON text sequence.
pub(crate) const RECORD_SEPARATOR: u8 = 0x1e;

/// How the JSON texts of a sequence are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Each line is a JSON text.
    Lines,
    /// The byte RS is before each JSON text, and LF is after it.
    Sequence,
}

impl Framing {
    /// Returns the framing of a media type.
    pub(crate) fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if essence.to_ascii_lowercase().ends_with("json-seq") {
            Self::Sequence
        } else {
            Self::Lines
        }
    }
}

/// The state of the splitter between two chunks.
#[derive(Debug)]
pub(crate) struct RecordSplitter {
    framing: Framing,
    /// The part of the current record that has arrived.
    record: Vec<u8>,
}

impl RecordSplitter {
    pub(crate) fn new(framing: Framing) -> Self {
        Self {
            framing,
            record: Vec::new(),
        }
    }

    /// Reads a chunk up to the end of the next record, and removes what was read. Returns `None` if the chunk contains
    /// no end of a record.
    pub(crate) fn next(
        &mut self,
        chunk: &mut Bytes,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, TooLong> {
        let separator = match self.framing {
            Framing::Lines => b'\n',
            Framing::Sequence => RECORD_SEPARATOR,
        };
        while !chunk.is_empty() {
            let end = chunk.iter().position(|byte| *byte == separator);
            let part = chunk.split_to(end.unwrap_or(chunk.len()));
            if self.record.len() + part.len() > limit {
                return Err(TooLong);
            }
            self.record.extend_from_slice(&part);
            if end.is_some() {
                chunk.advance(1);
            } else if !self.is_complete_sequence() {
                return Ok(None);
            }
            if let Some(record) = self.end() {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Returns the last record, if the response does not end with a separator.
    pub(crate) fn end(&mut self) -> Option<Vec<u8>> {
        let record = std::mem::take(&mut self.record);
        let is_empty = record.trim_ascii().is_empty();
        (!is_empty).then_some(record)
    }

    /// Returns whether the bytes so far are a complete text of a JSON text sequence. If so, the text is returned before
    /// the next text arrives.
    fn is_complete_sequence(&self) -> bool {
        self.framing == Framing::Sequence
            && self.record.ends_with(b"\n")
            && serde_json::from_slice::<IgnoredAny>(&self.record).is_ok()
    }

    /// Returns whether a record may have been cut off: in a JSON text sequence, whitespace must follow a number or a
    /// literal, because the last digits of a number may be missing.
    pub(crate) fn is_cut_off(&self, record: &[u8]) -> bool {
        let first = record.trim_ascii_start().first();
        let is_closed = first.is_some_and(|first| b"{[\"".contains(first));
        let ends_with_space = record.last().is_some_and(u8::is_ascii_whitespace);
        self.framing == Framing::Sequence && !is_closed && !ends_with_space
    }
}
