//! Converts the locations of `granit-parser` to spans.
//!
//! In: a text, and locations in this text. Out: spans.

use granit_parser::{Marker, Span as Marks};

use crate::source::{SourceId, Span};

/// The text of one file, and the id of this text.
pub(super) struct Spans<'a> {
    text: &'a str,
    source: SourceId,
}

impl<'a> Spans<'a> {
    pub(super) const fn new(text: &'a str, source: SourceId) -> Self {
        Self { text, source }
    }

    fn byte(&self, place: &Marker) -> usize {
        let end = self.text.len();
        place.byte_offset().unwrap_or(end).min(end)
    }

    pub(super) fn at(&self, place: &Marker) -> Span {
        Span::at(self.source, self.byte(place))
    }

    /// Returns the text from the start of the file to a location.
    pub(super) fn before(&self, place: Span) -> &'a str {
        self.text.get(..place.start).unwrap_or("")
    }

    /// Returns a span without the line breaks and spaces that the parser includes at the end of a block scalar.
    pub(super) fn span(&self, marks: Marks) -> Span {
        let start = self.byte(&marks.start);
        let end = self.byte(&marks.end).max(start);
        let kept = self
            .text
            .get(start..end)
            .unwrap_or("")
            .trim_end_matches([' ', '\t', '\r', '\n']);
        Span {
            source: self.source,
            start,
            end: start + kept.len(),
        }
    }
}
