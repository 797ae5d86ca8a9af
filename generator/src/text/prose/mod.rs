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
    if is_plain(text) {
        return wrapped(text);
    }
    let blocks = build::blocks(&shortened(&escape::clean(text)));
    print::blocks(&blocks, COLUMNS).join("\n")
}

/// Returns whether the text consists of words that have no meaning in Markdown, separated by single spaces. Most
/// descriptions do.
fn is_plain(text: &str) -> bool {
    text.len() <= LIMIT && text.split(' ').all(is_plain_word)
}

/// Returns whether Markdown reads the word literally at any position in a line.
fn is_plain_word(word: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric();
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b".,'\"()-:;!?/_".contains(&byte);
    // `1.` and `1)` start a list.
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = number.len() < word.len() && number.starts_with(['.', ')']);
    // An underscore between letters is not the mark of a style.
    let mut around = word.split('_').zip(word.split('_').skip(1));
    word.starts_with(|c| is_name(c) || matches!(c, '(' | '"' | '\''))
        && word.bytes().all(is_inner)
        && !is_item
        // An address becomes a link.
        && !word.contains("http")
        && around.all(|(left, right)| left.ends_with(is_name) && right.starts_with(is_name))
}

/// Breaks a plain text into lines.
fn wrapped(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut taken = 0;
    for word in text.split(' ') {
        if !lines.is_empty() {
            let fits = taken + 1 + word.len() <= COLUMNS;
            lines.push(if fits { ' ' } else { '\n' });
            taken = if fits { taken + 1 } else { 0 };
        }
        lines.push_str(word);
        taken += word.len();
    }
    lines
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

/// Returns whether the text ends with punctuation. Quotes and brackets after the punctuation are ignored.
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

#[cfg(test)]
mod tests {
    use super::{COLUMNS, build, description, is_plain, print};

    #[test]
    fn a_plain_text_is_converted_like_any_other_text() {
        let long = "Some words, and others, fill the line. ".repeat(12);
        for text in [
            "A.",
            "The user's id",
            "Whether it isn't, or is... done.",
            "'quoted' and ''twice'' quoted (or not); \"so\": yes!",
            "The next_page_token, e.g. 30-day and/or 2-day trials, 10 of 20, example.com?",
            "Up to (and including) v2.0: a;b 'c' (1-2) Mail a.b, 3rd.",
            "true",
            "json",
            "A list. And more,, or less.",
            long.trim_end(),
        ] {
            let blocks = build::blocks(text);
            let expected = print::blocks(&blocks, COLUMNS).join("\n");
            assert_eq!(description(text), expected);
        }
        let others = [
            "",
            " a",
            "a  b",
            "a ",
            "1. a",
            "2) a",
            "a - b",
            "http://a.example",
            "a\nb",
            "é",
            "_a_",
            "a_",
            "a `b`",
            "a*",
            "<a>",
            "[a](b)",
            "a | b",
            "# a",
            "> a",
            "&amp;",
            "a\\",
            "~a~",
            "= a",
        ];
        for text in others {
            assert!(!is_plain(text), "{text}");
        }
    }
}
