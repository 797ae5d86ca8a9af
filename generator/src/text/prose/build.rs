//! Parses Markdown with embedded HTML into one tree.
//!
//! In: clean text. Out: blocks. A container is a list, a quote or another block that contains blocks. Markdown and HTML
//! share one stack of open containers with a limited depth. An HTML tag closes only HTML containers inside of the
//! innermost Markdown container. Thus, broken HTML does not affect the text around it.

mod elements;
mod stack;

use std::collections::BTreeSet;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::tree::{self, Block, Inline, Style};
use super::{address, escape};
use stack::{Kind, Open, Stack};

/// The extensions of `CommonMark` that are parsed. The characters of all other extensions are escaped.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Parses a description.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut builder = Builder {
        closed_tags: closed_tags(text),
        ..Builder::default()
    };
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        if builder.code.is_some() {
            builder.text(mark_of(&event, text.get(range).unwrap_or("")));
        }
        builder.event(event);
    }
    builder.end_of_leaf();
    builder.stack.finish()
}

/// Returns the characters that start or end a style, such as `**`. Inside of HTML code, these characters are literal
/// text.
fn mark_of<'a>(event: &Event<'_>, element: &'a str) -> &'a str {
    let length = match event {
        Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => 1,
        Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => 2,
        Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
            1 + usize::from(element.starts_with("~~"))
        }
        _ => 0,
    };
    element.get(..length).unwrap_or("")
}

/// Returns the names of all closing tags in a text. If a tag is never closed, it is probably a placeholder such as
/// `<name>`.
fn closed_tags(text: &str) -> BTreeSet<String> {
    let names = text.split("</").skip(1).map(|rest| {
        let end =
            rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '-' && char != ':');
        rest.get(..end.unwrap_or(rest.len()))
            .unwrap_or("")
            .to_ascii_lowercase()
    });
    names.collect()
}

/// For each style, how many elements with this style are open.
#[derive(Debug, Default)]
struct Styles {
    emphasis: u32,
    strong: u32,
    struck: u32,
}

/// The code block that is being read. Its line breaks are kept.
#[derive(Debug, Default)]
struct Verbatim {
    json: bool,
    text: String,
}

/// A link whose label is still being read.
#[derive(Debug)]
struct OpenLink {
    /// The position in the paragraph at which the label starts.
    start: usize,
    url: Option<String>,
}

#[derive(Debug, Default)]
struct Builder {
    stack: Stack,
    /// The paragraph that is being read.
    paragraph: Vec<Inline>,
    link: Option<OpenLink>,
    verbatim: Option<Verbatim>,
    /// The text of the HTML code element that is being read.
    code: Option<String>,
    /// The text of the HTML block that is being read.
    html: String,
    /// Whether the parser is inside of a `script` or `style` element, whose text is dropped.
    muted: bool,
    markdown: Styles,
    markup: Styles,
    closed_tags: BTreeSet<String>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::Code(text) => self.code_span(&text),
            Event::Html(text) => self.html.push_str(&text),
            Event::InlineHtml(text) => self.inline_html(&text),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.hard_break(),
            Event::Rule => {
                self.flush();
                self.stack.add(Block::Rule);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.flush();
                self.stack.loosen();
            }
            Tag::Heading { .. } => {
                self.flush();
                self.markdown.strong += 1;
            }
            Tag::BlockQuote(_) => self.open(Open::Quote(Vec::new())),
            Tag::List(start) => self.open(Open::list(start)),
            Tag::Item => self.open(Open::Item(Vec::new())),
            Tag::Table(_) => self.open(Open::Table(Vec::new())),
            Tag::TableHead | Tag::TableRow => self.open(Open::Row(Vec::new())),
            Tag::TableCell => self.open(Open::Cell(Vec::new())),
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match &kind {
                    CodeBlockKind::Fenced(language) => language.as_ref(),
                    CodeBlockKind::Indented => "",
                };
                let json = language
                    .get(..4)
                    .is_some_and(|start| start.eq_ignore_ascii_case("json"));
                self.verbatim = Some(Verbatim {
                    json,
                    text: String::new(),
                });
            }
            Tag::Emphasis => self.markdown.emphasis += 1,
            Tag::Strong => self.markdown.strong += 1,
            Tag::Strikethrough => self.markdown.struck += 1,
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => self.open_link(&format!("mailto:{dest_url}")),
            Tag::Link { dest_url, .. } => self.open_link(&dest_url),
            // An image is replaced by its alternative text, which is the next text event.
            Tag::Image { .. }
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_of_leaf();
                self.markdown.strong = self.markdown.strong.saturating_sub(1);
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell => {
                self.end_of_leaf();
                self.stack.close_markdown();
            }
            TagEnd::HtmlBlock => {
                let text = std::mem::take(&mut self.html);
                self.html_block(&text);
                self.end_of_leaf();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock => self.end_of_leaf(),
            TagEnd::Emphasis => self.markdown.emphasis = self.markdown.emphasis.saturating_sub(1),
            TagEnd::Strong => self.markdown.strong = self.markdown.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.markdown.struck = self.markdown.struck.saturating_sub(1),
            TagEnd::Link => self.close_link(),
            TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open(&mut self, container: Open) {
        self.flush();
        self.stack.open_markdown(container);
    }

    fn style(&self) -> Style {
        let open = |count: fn(&Styles) -> u32| count(&self.markdown) + count(&self.markup) > 0;
        // Text that is struck through is no longer valid, so this style is more important than all others.
        if open(|counts| counts.struck) {
            Style::Struck
        } else if open(|counts| counts.strong) {
            Style::Strong
        } else if open(|counts| counts.emphasis) {
            Style::Emphasis
        } else {
            Style::Plain
        }
    }

    fn text(&mut self, text: &str) {
        if self.muted {
            return;
        }
        // The parser has decoded entities such as `&#8238;`, so the text can contain hidden characters again.
        let text = escape::clean(text);
        if let Some(verbatim) = &mut self.verbatim {
            verbatim.text.push_str(&text);
            return;
        }
        if let Some(code) = &mut self.code {
            code.push_str(&text);
            return;
        }
        let style = self.style();
        // The label of a link must stay separate from the text before the link.
        let may_join = self
            .link
            .as_ref()
            .is_none_or(|link| link.start < self.paragraph.len());
        match self.paragraph.last_mut() {
            Some(Inline::Text(last, same)) if *same == style && may_join => last.push_str(&text),
            _ => self.paragraph.push(Inline::Text(text.into_owned(), style)),
        }
    }

    fn code_span(&mut self, text: &str) {
        if self.muted || self.verbatim.is_some() || self.code.is_some() {
            self.text(text);
        } else if !text.is_empty() {
            let style = self.style();
            self.paragraph
                .push(Inline::Code(escape::clean(text).into_owned(), style));
        }
    }

    fn soft_break(&mut self) {
        self.text(if self.verbatim.is_some() { "\n" } else { " " });
    }

    fn hard_break(&mut self) {
        if self.muted || self.verbatim.is_some() || self.code.is_some() {
            self.text("\n");
        } else if self.is_at_break() {
            // In HTML, two `<br>` in a row start a new paragraph.
            self.flush();
        } else {
            self.paragraph.push(Inline::Break);
        }
    }

    fn is_at_break(&self) -> bool {
        let visible =
            |inline: &&Inline| !matches!(inline, Inline::Text(text, _) if text.trim().is_empty());
        matches!(
            self.paragraph.iter().rev().find(visible),
            Some(Inline::Break)
        )
    }

    fn open_link(&mut self, url: &str) {
        self.close_link();
        self.link = Some(OpenLink {
            start: self.paragraph.len(),
            url: address::checked(url),
        });
    }

    /// Ends the label of a link. If the address of the link is not allowed, the label becomes plain text.
    fn close_link(&mut self) {
        let Some(OpenLink {
            start,
            url: Some(url),
        }) = self.link.take()
        else {
            return;
        };
        if tree::is_blank(self.paragraph.get(start..).unwrap_or_default()) {
            return;
        }
        let label = self.paragraph.split_off(start);
        let style = label.first().map_or(Style::Plain, Inline::style);
        self.paragraph.push(Inline::Link { label, url, style });
    }

    /// Ends the paragraph that is being read. Containers stay open.
    fn flush(&mut self) {
        self.close_link();
        let paragraph = tree::coalesced(std::mem::take(&mut self.paragraph));
        if !tree::is_blank(&paragraph) {
            self.stack.add(Block::Paragraph(paragraph));
        }
    }

    /// Ends the paragraph, and all HTML styles and code elements that started in it.
    fn end_of_leaf(&mut self) {
        self.end_of_code();
        self.end_of_verbatim();
        self.flush();
        self.muted = false;
        self.markup = Styles::default();
    }

    fn end_of_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        if code.trim().contains('\n') {
            self.flush();
            self.stack.add(Block::Code {
                json: false,
                text: code,
            });
        } else {
            self.code_span(&code);
        }
    }

    fn end_of_verbatim(&mut self) {
        if let Some(Verbatim { json, text }) = self.verbatim.take() {
            self.flush();
            self.stack.add(Block::Code { json, text });
        }
    }
}
