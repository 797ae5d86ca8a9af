//! Caches the line starts and the character counts of each source.
//!
//! In: the sources of a run. Out: line ranges, and line and column numbers for users.

use std::collections::BTreeMap;

use crate::source::{LineColumn, SourceId, Sources};

/// The cached positions of the sources that were used so far.
pub(super) struct Lines<'s> {
    sources: &'s Sources,
    starts: BTreeMap<SourceId, Vec<usize>>,
    counts: BTreeMap<SourceId, Vec<usize>>,
}

/// The distance in bytes between cached character counts. Without the cache, computing columns in a very long line would be
/// slow.
const BLOCK: usize = 4096;

impl<'s> Lines<'s> {
    pub(super) const fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            starts: BTreeMap::new(),
            counts: BTreeMap::new(),
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

    /// Returns the line number of a byte offset, counted from 0.
    pub(super) fn line_of(&mut self, source: SourceId, offset: usize) -> usize {
        self.starts(source)
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// Returns the byte range of a line, without its line break.
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

    /// Returns the line and the column of a byte offset, both counted from 1. Columns count characters.
    pub(super) fn line_column(&mut self, source: SourceId, offset: usize) -> LineColumn {
        let text = self.text(source);
        let line = self.line_of(source, offset);
        let start = self.line(source, line).start;
        let column = self.characters(source, start..border(text, offset)) + 1;
        LineColumn {
            line: line + 1,
            column,
        }
    }

    /// Returns the number of characters in a range of bytes.
    pub(super) fn characters(&mut self, source: SourceId, range: std::ops::Range<usize>) -> usize {
        let text = self.text(source);
        let counts = self.counts.entry(source).or_insert_with(|| {
            let mut sum = 0;
            let blocks = text.as_bytes().chunks(BLOCK);
            let counted = blocks.map(|block| {
                let before = sum;
                sum += starts_of_characters(block);
                before
            });
            counted.collect()
        });
        let until = |offset: usize| {
            let block = offset / BLOCK;
            let rest = text
                .as_bytes()
                .get(block * BLOCK..offset)
                .unwrap_or_default();
            counts.get(block).copied().unwrap_or(0) + starts_of_characters(rest)
        };
        until(range.end).saturating_sub(until(range.start))
    }

    fn starts(&mut self, source: SourceId) -> &[usize] {
        let text = self.text(source);
        self.starts.entry(source).or_insert_with(|| {
            let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

fn starts_of_characters(bytes: &[u8]) -> usize {
    // In UTF-8, a byte of the form 10xxxxxx continues a character.
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Returns the nearest character boundary at or before a byte offset.
pub(super) fn border(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
