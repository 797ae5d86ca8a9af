//! A passage is a text from a file that remembers where each character is in the file.
//!
//! In: characters with their byte offsets in a file. Out: [`Passage`]. There is a reader for each file format, which
//! creates the passages. `check` applies the rules to them.

/// This character replaces code, placeholders and other text that is not prose.
pub(crate) const CODE: char = '\u{fffc}';

/// A text with the byte offset of each character in its file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Passage {
    text: String,
    /// For each byte of `text`, the byte offset in the file.
    offsets: Vec<usize>,
}

impl Passage {
    /// Adds a character.
    pub(crate) fn push(&mut self, c: char, offset: usize) {
        self.text.push(c);
        self.offsets.resize(self.text.len(), offset);
    }

    /// Appends an unchanged part of the file. `offset` is the file offset of the first byte of `source`.
    pub(crate) fn push_source(&mut self, source: &str, offset: usize) {
        for (at, c) in source.char_indices() {
            self.push(c, offset + at);
        }
    }

    /// Appends a text that is written differently in the file, for example with escapes. All characters get the same
    /// offset.
    pub(crate) fn push_at(&mut self, text: &str, offset: usize) {
        for c in text.chars() {
            self.push(c, offset);
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the offset in the file for a byte of the text. For a byte after the end, returns the last offset.
    pub(crate) fn offset(&self, at: usize) -> usize {
        let offset = self.offsets.get(at).or_else(|| self.offsets.last());
        offset.copied().unwrap_or_default()
    }

    /// Copies a byte range of the text. If the range starts or ends inside of a character, the copy is empty.
    pub(crate) fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let offsets = self.offsets.get(range).unwrap_or_default();
        Self {
            text: text.to_owned(),
            offsets: offsets.to_vec(),
        }
    }

    /// Returns whether the text is empty or only whitespace.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The markup of a passage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Markup {
    /// Markdown, as in doc comments, READMEs and descriptions.
    Markdown,
    /// Plain text in which backticks enclose code, as in comments and messages.
    Plain,
    /// A string literal: plain text with placeholders such as `{name}`. Each line is checked separately.
    Literal,
}
