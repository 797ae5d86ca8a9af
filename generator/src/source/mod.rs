//! The source texts of a run, and locations in them.
//!
//! Stages before `refine` use [`Sources`], [`Span`], [`Node`] and [`Pointer`]. This module reads no files and does not
//! know OpenAPI.

mod node;
mod pointer;

pub use node::{Key, Map, Node, Number, Value};
pub use pointer::Pointer;

use serde::Serialize;

/// Identifies a file of a run.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct SourceId(u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: usize,
    /// The position after the last byte.
    pub end: usize,
}

impl Span {
    /// Creates an empty range.
    #[must_use]
    pub const fn at(source: SourceId, offset: usize) -> Self {
        Self {
            source,
            start: offset,
            end: offset,
        }
    }
}

/// A file: its path and its text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SourceFile {
    /// The path, relative to the root of the run.
    pub path: String,
    /// The whole text in UTF-8, without a byte order mark.
    pub text: String,
}

/// Every file of a run, in the order in which they were read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// A line and a column for users, both counted from 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column, counted in characters.
    pub column: usize,
}

impl Sources {
    /// Adds a file, and returns its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text: text.into(),
        });
        id
    }

    /// Returns the file with this id. `None` if this run has no such file.
    #[must_use]
    pub fn file(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    /// Returns the path of a file. Empty if this run has no such file.
    #[must_use]
    pub fn path(&self, id: SourceId) -> &str {
        self.file(id).map_or("", |file| file.path.as_str())
    }

    /// Iterates over all files.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// Returns the line and the column of a span's first byte.
    #[must_use]
    pub fn line_column(&self, span: Span) -> LineColumn {
        let text = self.file(span.source).map_or("", |file| file.text.as_str());
        let before = text.get(..span.start.min(text.len())).unwrap_or("");
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        LineColumn { line, column }
    }
}
