//! Splits a passage into blocks of prose. In a block, [`CODE`] replaces code, placeholders and addresses.
//!
//! In: a passage and its markup. Out: one passage for each paragraph, heading, list item and table cell.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::passage::{CODE, Markup, Passage};

/// Splits a passage into blocks of prose.
pub(crate) fn blocks(passage: &Passage, markup: Markup) -> Vec<Passage> {
    let blocks = match markup {
        Markup::Markdown => markdown(passage),
        Markup::Plain => plain(passage, |line| {
            line.is_empty() || is_list_item(line) || line.starts_with('|')
        }),
        Markup::Literal => plain(passage, |_| true),
    };
    blocks
        .into_iter()
        .filter(|block| !block.is_blank())
        .map(|block| without_code(&block, markup))
        .collect()
}

fn markdown(passage: &Passage) -> Vec<Passage> {
    // rustdoc creates a link for a name in brackets, even without an address. Such a name is treated as a link here
    // too.
    let mut resolve = |_: BrokenLink<'_>| Some((CowStr::from(""), CowStr::from("")));
    let parser = Parser::new_with_broken_link_callback(
        passage.text(),
        Options::ENABLE_TABLES,
        Some(&mut resolve),
    );
    let mut writer = Writer::default();
    for (event, range) in parser.into_offset_iter() {
        writer.event(passage, &event, range);
    }
    writer.end_block();
    writer.blocks
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Passage>,
    block: Passage,
    in_code_block: bool,
    in_address: bool,
}

impl Writer {
    fn event(&mut self, passage: &Passage, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.in_code_block = true,
            Event::End(TagEnd::CodeBlock) => {
                self.in_code_block = false;
                self.end_block();
            }
            Event::Start(Tag::Link { link_type, .. }) => {
                self.in_address = matches!(
                    link_type,
                    pulldown_cmark::LinkType::Autolink | pulldown_cmark::LinkType::Email
                );
            }
            Event::End(TagEnd::Link) => self.in_address = false,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Image)
            | Event::InlineHtml(_) => {}
            Event::Text(_) if self.in_code_block => {}
            Event::Text(text) if !self.in_address => {
                let source = passage.slice(range.clone());
                if source.text() == text.as_ref() {
                    for (at, c) in text.char_indices() {
                        self.block.push(c, source.offset(at));
                    }
                } else {
                    self.block.push_at(text, passage.offset(range.start));
                }
            }
            Event::Text(_) | Event::Code(_) => self.block.push(CODE, passage.offset(range.start)),
            Event::SoftBreak | Event::HardBreak => {
                self.block.push('\n', passage.offset(range.start));
            }
            _ => self.end_block(),
        }
    }

    fn end_block(&mut self) {
        self.blocks.push(std::mem::take(&mut self.block));
    }
}

/// Splits a text into blocks. A block starts at each line for which `starts` returns true.
fn plain(passage: &Passage, starts: impl Fn(&str) -> bool) -> Vec<Passage> {
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in passage.text().split_inclusive('\n') {
        if starts(line.trim()) {
            blocks.push(passage.slice(start..at));
            start = at;
        }
        at += line.len();
    }
    blocks.push(passage.slice(start..at));
    blocks
}

fn is_list_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (rest.len() < line.len() && rest.starts_with(". "))
}

/// Replaces text that is not prose: code in backticks, placeholders of messages and templates, addresses, paths and identifiers.
fn without_code(block: &Passage, markup: Markup) -> Passage {
    let spans = match markup {
        Markup::Markdown => block.clone(),
        Markup::Plain => enclosed(block, '`', '`'),
        Markup::Literal => enclosed(&enclosed(block, '`', '`'), '{', '}'),
    };
    let mut prose = Passage::default();
    let mut at = 0;
    for chunk in spans.text().split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != CODE);
        if is_code(bare) {
            let end = word.find(bare).unwrap_or_default() + bare.len();
            prose.push(CODE, spans.offset(at));
            let tail = chunk.get(end..).unwrap_or_default();
            for (index, c) in tail.char_indices() {
                prose.push(c, spans.offset(at + end + index));
            }
        } else {
            for (index, c) in chunk.char_indices() {
                prose.push(c, spans.offset(at + index));
            }
        }
        at += chunk.len();
    }
    prose
}

/// Replaces the text between `open` and `close` by [`CODE`]. If one of them is missing, the text is kept.
fn enclosed(block: &Passage, open: char, close: char) -> Passage {
    let text = block.text();
    let mut result = Passage::default();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let after = at + c.len_utf8();
        let end = (c == open)
            .then(|| text.get(after..).and_then(|rest| rest.find(close)))
            .flatten();
        if let Some(length) = end {
            result.push(CODE, block.offset(at));
            at = after + length + close.len_utf8();
        } else {
            result.push(c, block.offset(at));
            at = after;
        }
    }
    result
}

/// Returns whether a word is an address, a path or an identifier.
fn is_code(word: &str) -> bool {
    let has_marks = ["::", "://", "_", "=", "()", "<", "{", "}", "@"]
        .iter()
        .any(|mark| word.contains(mark));
    let is_path = word.contains('/') && word.contains('.');
    has_marks || is_path || is_file(word)
}

/// Returns whether a word has the form `name.extension` or `object.property`.
fn is_file(word: &str) -> bool {
    word.split_once('.').is_some_and(|(name, rest)| {
        name.len() > 1 && rest.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::{Markup, Passage, blocks};

    fn texts(source: &str, markup: Markup) -> Vec<String> {
        let mut passage = Passage::default();
        passage.push_source(source, 0);
        blocks(&passage, markup)
            .iter()
            .map(|block| block.text().trim().replace('\u{fffc}', "#"))
            .collect()
    }

    #[test]
    fn code_links_and_html_are_not_prose() {
        let source = "Calls `tells()` of [the user](https://tells.example/made) with\n[`Call::params`] and [told][crate::told], <https://told.example>.\n\n```rust\nlet made = tells;\n```\n\n    indented code\n\n<b>bold</b> text";
        assert_eq!(
            texts(source, Markup::Markdown),
            ["Calls # of the user with\n# and told, #.", "bold text"]
        );
    }

    #[test]
    fn headings_items_and_cells_are_blocks() {
        let source = "# Head\n\n- one\n- two\n  more\n\n| a | b |\n|---|---|\n| c d | `e` |\n";
        assert_eq!(
            texts(source, Markup::Markdown),
            ["Head", "one", "two\nmore", "a", "b", "c d", "#"]
        );
    }

    #[test]
    fn comments_are_split_at_empty_lines_and_items() {
        assert_eq!(
            texts("First line\nsecond.\n\nThird:\n- a\n- b\n", Markup::Plain),
            ["First line\nsecond.", "Third:", "- a", "- b"]
        );
    }

    #[test]
    fn messages_have_placeholders_and_names() {
        assert_eq!(
            texts(
                "`{name}` at {line:>3} is no file_name of src/a.rs",
                Markup::Literal
            ),
            ["# at # is no # of #"]
        );
    }

    #[test]
    fn every_character_of_a_block_has_its_place() {
        let source = "A `code` word, *emphasis* and\nthe end\\.";
        let mut passage = Passage::default();
        passage.push_source(source, 100);
        let block = blocks(&passage, Markup::Markdown).remove(0);
        for word in ["word", "emphasis", "end"] {
            let at = block.text().find(word).unwrap();
            assert_eq!(block.offset(at), 100 + source.find(word).unwrap(), "{word}");
        }
    }
}
