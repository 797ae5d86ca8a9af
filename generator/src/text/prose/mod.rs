//! Turns the descriptions of OpenAPI documents into Markdown that is safe in rustdoc.
//!
//! In: text as the author wrote it: CommonMark, HTML, both mixed, or something hostile. Out: normalized Markdown without raw
//! HTML, doc tests, broken links, or text that rustdoc reads as one of these. Every line can follow `/// `. It never fails, and
//! its time and stack are limited by the length of the text.

mod address;
mod build;
mod escape;
mod html;
mod inline;
mod print;
mod tree;

use std::borrow::Cow;

use tree::{Block, Inline, Style};

/// The most characters of a description that are read. An ellipsis marks a cut.
const LIMIT: usize = 20_000;

/// The most columns of a line, without the `/// ` before it.
const COLUMNS: usize = 112;

/// A description as Markdown for rustdoc; see [`Markdown::description`](super::Markdown::description).
pub(super) fn description(text: &str) -> String {
    let blocks = build::blocks(&shortened(&escape::clean(text)));
    print::blocks(&blocks, COLUMNS).join("\n")
}

/// The first paragraph as a sentence; see [`Markdown::sentence`](super::Markdown::sentence).
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

/// The first paragraph for a cell of a table.
pub(super) fn cell(text: &str) -> String {
    inline::cell(&first_paragraph(text))
}

/// A text without markup on one line.
pub(super) fn words(text: &str) -> String {
    inline::line(&[plain(text)])
}

/// A text without markup in a cell of a table.
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

/// Whether a sentence ends here. Closing quotes and brackets may follow its last mark.
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
    // A word longer than the limit is cut inside, since there is no better place.
    let end = head
        .rfind(char::is_whitespace)
        .filter(|at| *at > head.len() / 2)
        .unwrap_or(head.len());
    Cow::Owned(format!("{}…", head.get(..end).unwrap_or(head).trim_end()))
}
