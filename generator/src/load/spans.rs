//! Converts the locations of `saphyr-parser`, which count characters, to byte ranges.
//!
//! In: a text and locations in it. Out: spans.

use saphyr_parser::Span as Marks;

use crate::source::{SourceId, Span};

/// The characters of one text.
pub(super) struct Spans<'a> {
    text: &'a str,
    source: SourceId,
    /// The byte at which each `STEP`th character starts. Empty when every character is one byte.
    steps: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Spans<'a> {
    pub(super) fn new(text: &'a str, source: SourceId) -> Self {
        let steps = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STEP)
                .map(|(at, _)| at)
                .collect()
        };
        Self {
            text,
            source,
            steps,
        }
    }

    fn byte(&self, character: usize) -> usize {
        if self.steps.is_empty() {
            return character.min(self.text.len());
        }
        let base = self
            .steps
            .get(character / STEP)
            .copied()
            .unwrap_or(self.text.len());
        let rest = self.text.get(base..).unwrap_or("");
        rest.char_indices()
            .nth(character % STEP)
            .map_or(self.text.len(), |(at, _)| base + at)
    }

    pub(super) fn at(&self, character: usize) -> Span {
        Span::at(self.source, self.byte(character))
    }

    /// The text before a location.
    pub(super) fn before(&self, place: Span) -> &'a str {
        self.text.get(..place.start).unwrap_or("")
    }

    /// The range without the line breaks and spaces that the parser adds to the end of a block scalar.
    pub(super) fn span(&self, marks: Marks) -> Span {
        let start = self.byte(marks.start.index());
        let end = self.byte(marks.end.index()).max(start);
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
