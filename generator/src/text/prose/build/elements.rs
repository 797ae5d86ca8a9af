//! Adds the HTML elements of a description to the tree.

use pulldown_cmark::{Event, Parser, Tag as MarkdownTag, TagEnd};

use super::{Builder, Kind, Open, Styles, Verbatim};
use crate::text::prose::html::{self, Tag};
use crate::text::prose::tree::Block;

impl Builder {
    pub(super) fn inline_html(&mut self, raw: &str) {
        if let Some(tag) = html::Tag::parse(raw) {
            self.tag(&tag);
        }
    }

    pub(super) fn html_block(&mut self, text: &str) {
        for token in html::tokens(text) {
            match token {
                html::Token::Tag(tag) => self.tag(&tag),
                html::Token::Text(text) if self.verbatim.is_some() => {
                    self.text(&html::decode(text));
                }
                html::Token::Text(text) if self.code.is_some() => {
                    self.text(&html::decode(text).replace('\n', " "));
                }
                html::Token::Text(text) => self.markdown_in_html(text),
            }
        }
    }

    /// Parses the text between two HTML tags as Markdown, because authors use Markdown inside of HTML too.
    fn markdown_in_html(&mut self, text: &str) {
        if text.starts_with(|char: char| char.is_ascii_whitespace()) {
            self.text(" ");
        }
        // Without the `x` at the start, Markdown could read the line as a list or a heading.
        let line: Vec<&str> = std::iter::once("x")
            .chain(text.split_whitespace())
            .collect();
        let mut first = true;
        for event in Parser::new_ext(&line.join(" "), super::OPTIONS) {
            match event {
                Event::Start(MarkdownTag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(text) if first => {
                    first = false;
                    self.text(text.strip_prefix("x").unwrap_or(&text).trim_start());
                }
                other => self.event(other),
            }
        }
        if text.ends_with(|char: char| char.is_ascii_whitespace()) {
            self.text(" ");
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "script" | "style" => self.muted = !tag.closing,
            _ if self.muted => {}
            "pre" if tag.closing => self.end_of_verbatim(),
            "pre" => {
                self.flush();
                self.verbatim.get_or_insert_with(Verbatim::default);
            }
            "br" => self.hard_break(),
            _ if self.verbatim.is_some() => self.tag_in_code(tag),
            "code" | "tt" | "kbd" | "samp" if tag.closing => self.end_of_code(),
            "code" | "tt" | "kbd" | "samp" => {
                self.code.get_or_insert_default();
            }
            "b" | "strong" => count(&mut self.markup.strong, tag),
            "i" | "em" => count(&mut self.markup.emphasis, tag),
            "s" | "del" | "strike" => count(&mut self.markup.struck, tag),
            "a" => self.anchor(tag),
            "img" => self.text(&tag.attribute("alt").unwrap_or_default()),
            _ if self.code.is_some() => self.tag_in_code(tag),
            _ => self.block_tag(tag),
        }
    }

    fn block_tag(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" | "caption" => {
                self.flush();
                self.markup = Styles::default();
                self.markup.strong = u32::from(!tag.closing);
            }
            "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "center"
            | "figure" | "details" | "dl" | "dd" => self.flush(),
            "hr" => {
                self.flush();
                self.stack.add(Block::Rule);
            }
            "blockquote" | "aside" => {
                self.container(tag, Kind::Quote, Open::Quote(Vec::new()));
            }
            "ul" => self.container(tag, Kind::List, Open::list(None)),
            "ol" => self.container(tag, Kind::List, Open::list(Some(1))),
            "table" => self.container(tag, Kind::Table, Open::Table(Vec::new())),
            "li" => {
                self.close(Kind::Item, &[Kind::List]);
                if !tag.closing {
                    self.need(Kind::List, || Open::list(None));
                    self.stack.open_html(Open::Item(Vec::new()));
                }
            }
            "tr" => {
                self.close(Kind::Row, &[Kind::Table]);
                if !tag.closing {
                    self.need(Kind::Table, || Open::Table(Vec::new()));
                    self.stack.open_html(Open::Row(Vec::new()));
                }
            }
            "td" | "th" => {
                self.close(Kind::Cell, &[Kind::Table]);
                if !tag.closing && self.stack.top_is(Kind::Table) {
                    self.stack.open_html(Open::Row(Vec::new()));
                }
                if !tag.closing && self.stack.top_is(Kind::Row) {
                    self.stack.open_html(Open::Cell(Vec::new()));
                }
            }
            "thead" | "tbody" | "tfoot" | "span" | "font" | "u" | "small" | "big" | "sup"
            | "sub" | "nobr" | "html" | "body" | "head" => {}
            _ => self.unknown(tag),
        }
    }

    /// Opens or closes a container, such as a list.
    fn container(&mut self, tag: &Tag<'_>, kind: Kind, container: Open) {
        if tag.closing {
            self.close(kind, &[]);
        } else {
            self.flush();
            self.stack.open_html(container);
        }
    }

    fn close(&mut self, kind: Kind, barriers: &[Kind]) {
        self.flush();
        self.stack.close_html(kind, barriers);
    }

    fn need(&mut self, kind: Kind, container: impl FnOnce() -> Open) {
        if !self.stack.top_is(kind) {
            self.stack.open_html(container());
        }
    }

    fn anchor(&mut self, tag: &Tag<'_>) {
        self.close_link();
        if let Some(url) = tag.attribute("href").filter(|_| !tag.closing) {
            self.open_link(&url);
        }
    }

    /// Handles a tag inside of code. Tags for styles are dropped. Any other tag is kept, because it may be a part of
    /// the code.
    fn tag_in_code(&mut self, tag: &Tag<'_>) {
        if !matches!(
            tag.name.as_str(),
            "code" | "span" | "p" | "div" | "b" | "strong" | "i" | "em" | "a"
        ) {
            self.unknown(tag);
        }
    }

    /// Drops a tag that is not supported. A name in angle brackets, such as `<accountId>`, is kept as a placeholder.
    fn unknown(&mut self, tag: &Tag<'_>) {
        if tag.is_bare() && !tag.closing && !self.closed_tags.contains(&tag.name) {
            self.text(tag.raw);
        }
    }
}

fn count(open: &mut u32, tag: &Tag<'_>) {
    *open = if tag.closing {
        open.saturating_sub(1)
    } else {
        *open + 1
    };
}
