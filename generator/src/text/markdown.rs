//! Markdown that is safe in rustdoc and in a README.

use std::fmt;

use serde::Serialize;

use super::{code, prose};

/// Markdown that is safe in rustdoc and in a README.
///
/// It consists of fixed texts of this crate, and of text from documents that is escaped. Only the functions of this
/// type convert a string to Markdown.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Markdown(String);

impl Markdown {
    /// Creates Markdown from a fixed text of this crate.
    #[must_use]
    pub fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Fills a fixed template of this crate. The parts replace its `{}` placeholders.
    #[must_use]
    pub fn fill(template: &'static str, parts: &[&Self]) -> Self {
        let mut pieces = template.split("{}");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        let mut parts = parts.iter();
        for piece in pieces {
            text.push_str(parts.next().map_or("", |part| part.as_str()));
            text.push_str(piece);
        }
        Self(text)
    }

    /// Joins parts with a fixed separator of this crate.
    #[must_use]
    pub fn join(parts: impl IntoIterator<Item = Self>, separator: &'static str) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Self(parts.join(separator))
    }

    /// Formats a name or a value of a document as inline code on one line. Hidden characters are shown as escapes.
    #[must_use]
    pub fn code(text: &str) -> Self {
        Self(code::span(text))
    }

    /// Formats several texts as inline code, separated by commas.
    #[must_use]
    pub fn codes<S: AsRef<str>>(texts: &[S]) -> Self {
        Self::join(texts.iter().map(|text| Self::code(text.as_ref())), ", ")
    }

    /// Formats a text as inline code for a table cell.
    #[must_use]
    pub fn code_in_cell(text: &str) -> Self {
        Self(code::span(text).replace('|', "\\|"))
    }

    /// Creates a link to an item. If `path` is not a valid Rust path, the link is omitted.
    #[must_use]
    pub fn link(label: &str, path: &str) -> Self {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let label = code::span(label);
        if path.is_empty() || !path.chars().all(is_part) {
            return Self(label);
        }
        Self(format!("[{label}]({path})"))
    }

    /// Converts a description of a document.
    ///
    /// The result has one or more lines without trailing spaces. The first and the last line are not empty. Headings become
    /// bold lines. HTML becomes similar Markdown. Code blocks get the language `text` or `json`. Only links to web and email
    /// addresses are kept. Paragraphs are wrapped at 112 columns. Descriptions are cut after 20,000 characters. The function is
    /// idempotent. A text without visible characters becomes an empty text.
    #[must_use]
    pub fn description(text: &str) -> Self {
        Self(prose::description(text))
    }

    /// Converts the first paragraph of a description to a sentence on one line.
    ///
    /// Summaries and the docs of variants use this function. Later paragraphs are dropped. If the text does not end with
    /// punctuation, a full stop is added. A text without visible characters becomes an empty text.
    #[must_use]
    pub fn sentence(text: &str) -> Self {
        Self(prose::sentence(text))
    }

    /// Returns the first paragraph on one line, for a table cell.
    #[must_use]
    pub fn in_cell(&self) -> Self {
        Self(prose::cell(&self.0))
    }

    /// Formats a text that contains no markup, such as a number or a version, on one line.
    #[must_use]
    pub fn words(text: &str) -> Self {
        Self(prose::words(text))
    }

    /// Formats a text that contains no markup on one line, for a table cell.
    #[must_use]
    pub fn words_in_cell(text: &str) -> Self {
        Self(prose::words_in_cell(text))
    }

    /// Returns whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the Markdown as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first paragraph on one line. `None` if the paragraph is empty, a code block or a table.
    #[must_use]
    pub fn first_line(&self) -> Option<Self> {
        let first = self.0.split("\n\n").next().unwrap_or_default();
        let words: Vec<&str> = first.split_whitespace().collect();
        let is_line = !words.is_empty() && !first.contains("```") && !first.contains("\n|");
        is_line.then(|| Self(words.join(" ")))
    }

    /// Returns the text without the full stop at its end.
    #[must_use]
    pub fn without_full_stop(&self) -> Self {
        Self(self.0.trim_end_matches('.').to_owned())
    }

    /// Returns the text with a capital letter at its start.
    #[must_use]
    pub fn capitalized(self) -> Self {
        let mut rest = self.0.chars();
        let first = rest.next().map(|first| first.to_ascii_uppercase());
        Self(first.into_iter().chain(rest).collect())
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
