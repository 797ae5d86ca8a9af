//! A piece of text with the place of each character in its file.
//!
//! In: characters with their byte offsets in a file. Out: [`Passage`], which the readers of each format fill and the rules check.

/// The character that replaces code, placeholders and anything else that is not prose.
pub(crate) const CODE: char = '\u{fffc}';

/// A text whose every character knows its byte offset in the file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Passage {
    text: String,
    /// The offset in the file of each byte of `text`.
    offsets: Vec<usize>,
}

impl Passage {
    /// Adds a character.
    pub(crate) fn push(&mut self, c: char, offset: usize) {
        self.text.push(c);
        self.offsets.resize(self.text.len(), offset);
    }

    /// Adds a part of the file as it is; `offset` is its first byte.
    pub(crate) fn push_source(&mut self, source: &str, offset: usize) {
        for (at, c) in source.char_indices() {
            self.push(c, offset + at);
        }
    }

    /// Adds a text that differs from its source; all of it gets the same offset.
    pub(crate) fn push_at(&mut self, text: &str, offset: usize) {
        for c in text.chars() {
            self.push(c, offset);
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the file of a byte of the text; the last one for a byte past the end.
    pub(crate) fn offset(&self, at: usize) -> usize {
        let offset = self.offsets.get(at).or_else(|| self.offsets.last());
        offset.copied().unwrap_or_default()
    }

    /// A copy of a range of the text. The copy is empty unless the range starts and ends at a character.
    pub(crate) fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let offsets = self.offsets.get(range).unwrap_or_default();
        Self {
            text: text.to_owned(),
            offsets: offsets.to_vec(),
        }
    }

    /// Whether there is nothing but blanks.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// How the text of a passage is marked up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Markup {
    /// Markdown, as in doc comments, READMEs and descriptions.
    Markdown,
    /// Plain text in which backticks enclose code, as in comments and messages.
    Plain,
    /// A string literal: plain text with `{…}` placeholders, in which every line is by itself.
    Literal,
}
