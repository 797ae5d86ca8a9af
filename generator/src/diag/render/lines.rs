//! The line starts of each text, computed once for all diagnostics.
//!
//! In: the texts of a run. Out: lines by number, and locations as users read them.

use std::collections::BTreeMap;

use crate::source::{LineColumn, SourceId, Sources};

/// The lines of every text that was needed so far.
pub(super) struct Lines<'s> {
    sources: &'s Sources,
    starts: BTreeMap<SourceId, Vec<usize>>,
}

impl<'s> Lines<'s> {
    pub(super) const fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            starts: BTreeMap::new(),
        }
    }

    pub(super) fn path(&self, source: SourceId) -> &'s str {
        self.sources.path(source)
    }

    pub(super) fn text(&self, source: SourceId) -> &'s str {
        self.sources
            .file(source)
            .map_or("", |file| file.text.as_str())
    }

    /// The line of a byte, counted from 0.
    pub(super) fn line_of(&mut self, source: SourceId, offset: usize) -> usize {
        self.starts(source)
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The bytes of a line, without its line break.
    pub(super) fn line(&mut self, source: SourceId, line: usize) -> std::ops::Range<usize> {
        let text = self.text(source);
        let starts = self.starts(source);
        let start = starts.get(line).copied().unwrap_or(text.len());
        let end = starts.get(line + 1).copied().unwrap_or(text.len());
        let kept = text
            .get(start..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
            .len();
        start..start + kept
    }

    /// The location of a byte as users read it. Both numbers start at 1. The column counts characters.
    pub(super) fn line_column(&mut self, source: SourceId, offset: usize) -> LineColumn {
        let text = self.text(source);
        let line = self.line_of(source, offset);
        let start = self.line(source, line).start;
        let before = text.get(start..border(text, offset)).unwrap_or("");
        LineColumn {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }

    fn starts(&mut self, source: SourceId) -> &[usize] {
        let text = self.text(source);
        self.starts.entry(source).or_insert_with(|| {
            let breaks = text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

/// The nearest character boundary at or before a byte.
pub(super) fn border(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
