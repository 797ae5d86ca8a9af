//! Turns the descriptions of OpenAPI documents into Markdown that stands safely in rustdoc.
//!
//! In: text as its author left it: CommonMark, HTML, both mixed, or something hostile. Out: normalised Markdown without
//! raw HTML, tests, links into nowhere or text that reads as one of these; every line can follow `/// `. It must not
//! fail, and it must not take time or stack beyond the length of the text.

mod address;
mod build;
mod escape;
mod html;
mod inline;
mod print;
mod tree;

use std::borrow::Cow;

use tree::{Block, Inline, Style};

/// Most characters of one description that are read; what is behind is left out, and an ellipsis says so.
const LIMIT: usize = 20_000;

/// Columns that a line of prose may take, without the `/// ` before it.
const COLUMNS: usize = 112;

/// The description as Markdown for rustdoc: several lines, none with trailing blanks, the first and the last not empty.
///
/// Headings become bold lines, HTML becomes the Markdown that looks alike, code is always fenced as `text` or `json`,
/// and only links to the web and to mail addresses stay links. Paragraphs are filled to 112 columns. Descriptions
/// longer than 20,000 characters are cut there. Text that went through it once stays as it is. Nothing visible gives "".
#[must_use]
pub fn rustdoc(text: &str) -> String {
    let blocks = build::blocks(&shortened(&escape::clean(text)));
    print::blocks(&blocks, COLUMNS).join("\n")
}

/// The first paragraph of the description as one line of inline Markdown that ends like a sentence.
///
/// For summaries and for the docs of variants; what follows the paragraph is left out. A full stop is added unless the
/// text ends in punctuation. Nothing visible gives "".
#[must_use]
pub fn sentence(text: &str) -> String {
    let blocks = build::blocks(&shortened(&escape::clean(text)));
    let mut inlines = blocks
        .into_iter()
        .map(Block::into_inlines)
        .find(|inlines| !tree::is_blank(inlines))
        .unwrap_or_default();
    tree::drop_common_style(&mut inlines);
    tree::trim_end(&mut inlines);
    let text = tree::plain_text(&inlines);
    if !text.is_empty() && !ends_in_punctuation(&text) {
        inlines.push(Inline::Text(".".to_owned(), Style::Plain));
    }
    inline::line(&inlines)
}

/// Whether a sentence ends here; closing quotes and brackets may stand behind its last mark.
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
