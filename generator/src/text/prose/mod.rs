//! Converts the descriptions of OpenAPI documents to Markdown that is safe in rustdoc.
//!
//! In: untrusted text, which is CommonMark, HTML or a mix of both. Out: Markdown without HTML, doc tests and broken
//! links. Each line can be printed after `/// `. The conversion never fails. Its time and its stack are limited by the
//! length of the text.

mod address;
mod build;
mod escape;
mod html;
mod inline;
mod print;
mod tree;

use std::borrow::Cow;

use tree::{Block, Inline, Style};

/// The maximum number of characters in a description. A longer description is cut and ends with an ellipsis.
const LIMIT: usize = 20_000;

/// The maximum number of columns of a line, without the `/// ` before it.
const COLUMNS: usize = 112;

/// Converts a description to Markdown for rustdoc; see [`Markdown::description`](super::Markdown::description).
pub(super) fn description(text: &str) -> String {
    let blocks = build::blocks(&shortened(&escape::clean(text)));
    print::blocks(&blocks, COLUMNS).join("\n")
}

/// Converts the first paragraph to a sentence; see [`Markdown::sentence`](super::Markdown::sentence).
pub(super) fn sentence(text: &str) -> String {
    let mut inlines = first_paragraph(text);
    tree::drop_common_style(&mut inlines);
    tree::trim_end(&mut inlines);
    let text = tree::plain_text(&inlines);
    if !text.is_empty() && !ends_in_punctuation(&text) {
        inlines.push(Inline::Text(".".to_owned(), Style::Plain));
    }
    inline::line(&inlines)
}

/// Converts the first paragraph for a table cell.
pub(super) fn cell(text: &str) -> String {
    inline::cell(&first_paragraph(text))
}

/// Converts a text without markup to one line.
pub(super) fn words(text: &str) -> String {
    inline::line(&[plain(text)])
}

/// Converts a text without markup to one line, for a table cell.
pub(super) fn words_in_cell(text: &str) -> String {
    inline::cell(&[plain(text)])
}

fn plain(text: &str) -> Inline {
    Inline::Text(shortened(&escape::clean(text)).into_owned(), Style::Plain)
}

fn first_paragraph(text: &str) -> Vec<Inline> {
    let blocks = build::blocks(&shortened(&escape::clean(text)));
    let mut paragraphs = blocks.into_iter().map(Block::into_inlines);
    paragraphs
        .find(|inlines| !tree::is_blank(inlines))
        .unwrap_or_default()
}

/// Whether the text ends with punctuation. Quotes and brackets after the punctuation are ignored.
fn ends_in_punctuation(text: &str) -> bool {
    let marks = ['.', '!', '?', '…', '。', '！', '？'];
    text.ends_with([',', ';', ':', '，', '；', '：'])
        || text
            .trim_end_matches([')', ']', '"', '\'', '”', '’', '»'])
            .ends_with(marks)
}

fn shortened(text: &str) -> Cow<'_, str> {
    let Some((head, _)) = text
        .char_indices()
        .nth(LIMIT)
        .and_then(|(at, _)| text.split_at_checked(at))
    else {
        return Cow::Borrowed(text);
    };
    // The text is cut at the last white space in its second half. Without such white space, it is cut inside of a word.
    let end = head
        .rfind(char::is_whitespace)
        .filter(|at| *at > head.len() / 2)
        .unwrap_or(head.len());
    Cow::Owned(format!("{}…", head.get(..end).unwrap_or(head).trim_end()))
}
