//! Prints the text of a paragraph, as one line or wrapped.
//!
//! Lines are broken only at white space outside of code and links. A style is dropped where Markdown would not
//! recognize its characters, such as `**`.

use super::address;
use super::escape::{self, TextContext};
use super::tree::{self, Inline, Style};

/// Prints the text on one line. Line breaks of the description become spaces.
pub(super) fn line(inlines: &[Inline]) -> String {
    let mut words = words(inlines, TextContext::Prose).into_iter().flatten();
    let mut line = words
        .next()
        .map(|word| escape::at_line_start(&word).into_owned())
        .unwrap_or_default();
    for word in words {
        line.push(' ');
        line.push_str(&word);
    }
    line
}

/// Prints the content of a table cell.
pub(super) fn cell(inlines: &[Inline]) -> String {
    let words: Vec<String> = words(inlines, TextContext::Cell)
        .into_iter()
        .flatten()
        .collect();
    words.join(" ")
}

/// Prints the text in lines of at most `width` characters. Only a single long word can exceed this width. A line break
/// of the description becomes a backslash at the end of a line.
pub(super) fn lines(inlines: &[Inline], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for words in words(inlines, TextContext::Prose) {
        if let Some(last) = lines.last_mut() {
            last.push('\\');
        }
        let mut line = String::new();
        let mut taken = 0;
        for word in words {
            let length = word.chars().count();
            if !line.is_empty() && taken + 1 + length <= width {
                line.push(' ');
                line.push_str(&word);
                taken += 1 + length;
            } else {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(&escape::at_line_start(&word));
                taken = line.chars().count();
            }
        }
        lines.push(line);
    }
    lines
}

/// A part of a word. Parts without a space between them form one word.
#[derive(Debug)]
enum Part {
    /// Text outside of code. It is already escaped.
    Text(String),
    /// Inline code without its backticks. Two codes without a space between them are merged. Otherwise, Markdown would
    /// read the backticks between them incorrectly.
    Code(String),
    Space,
    Break,
}

/// Splits the text into lines, and each line into words. A new line starts at each line break of the description. Empty
/// lines are dropped.
fn words(inlines: &[Inline], place: TextContext) -> Vec<Vec<String>> {
    let mut parts = Parts {
        place,
        list: Vec::new(),
    };
    for inline in inlines {
        parts.inline(inline);
    }
    let mut words = Words {
        place,
        ..Words::default()
    };
    let mut rest = parts.list.as_slice();
    while let Some((_, style)) = rest.first() {
        let length = rest.iter().take_while(|(_, other)| other == style).count();
        let (group, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        words.group(group, *style, after.first().map(|(part, _)| part));
        rest = after;
    }
    words.end_line();
    words.lines
}

#[derive(Debug)]
struct Parts {
    place: TextContext,
    list: Vec<(Part, Style)>,
}

impl Parts {
    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text, style) => self.text(text, *style),
            Inline::Code(code, style) => self.code(code, *style),
            Inline::Link { label, url, style } => self.link(label, url, *style),
            Inline::Break => self.list.push((Part::Break, Style::Plain)),
        }
    }

    fn text(&mut self, text: &str, style: Style) {
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            self.word(word, style);
            if word.len() < piece.len() {
                self.list.push((Part::Space, style));
            }
        }
    }

    /// Adds a word. A web address in the word becomes a link.
    fn word(&mut self, word: &str, style: Style) {
        let mut rest = word;
        while let Some((before, url, after)) = address::split_at_first(rest) {
            self.plain(before, style);
            match address::checked(url).filter(|_| !url.contains(['{', '<'])) {
                Some(url) => self.list.push((Part::Text(format!("<{url}>")), style)),
                // An address that contains placeholders is not a valid link.
                None => self.code(url, style),
            }
            rest = after;
        }
        self.plain(rest, style);
    }

    fn plain(&mut self, word: &str, style: Style) {
        if !word.is_empty() {
            self.list
                .push((Part::Text(escape::word(word, self.place)), style));
        }
    }

    fn code(&mut self, code: &str, style: Style) {
        if let Some((Part::Code(before), _)) = self.list.last_mut() {
            before.push_str(code);
        } else {
            self.list.push((Part::Code(code.to_owned()), style));
        }
    }

    fn link(&mut self, label: &[Inline], url: &str, style: Style) {
        let text = tree::plain_text(label);
        let printed = match text.trim() {
            label
                if label == url
                    || (url.strip_prefix("mailto:") == Some(label)
                        && address::is_plain_mail(label)) =>
            {
                format!("<{label}>")
            }
            _ => {
                let label = self.label(label);
                // For a label in quotes, rustdoc warns about an item name with misplaced backticks. Thus, the quotes
                // are moved out of the link.
                let (quote, label) = ["\"", "'"]
                    .into_iter()
                    .find_map(|quote| {
                        Some((quote, label.strip_prefix(quote)?.strip_suffix(quote)?))
                    })
                    .filter(|(_, inner)| !inner.is_empty() && inner.trim() == *inner)
                    .unwrap_or(("", &label));
                format!("{quote}[{label}]({}){quote}", address::in_brackets(url))
            }
        };
        let space = |is: bool| is.then_some((Part::Space, style));
        self.list
            .extend(space(text.starts_with(char::is_whitespace)));
        self.list.push((Part::Text(printed), style));
        self.list.extend(space(text.ends_with(char::is_whitespace)));
    }

    /// Returns the label of a link, without styles and without links inside of it.
    fn label(&self, inlines: &[Inline]) -> String {
        let mut parts = Self {
            place: self.place,
            list: Vec::new(),
        };
        for inline in inlines {
            match inline {
                Inline::Code(code, _) => parts.code(code, Style::Plain),
                Inline::Text(text, _) => {
                    for piece in text.split_inclusive(char::is_whitespace) {
                        let word = piece.trim_end();
                        parts.plain(word, Style::Plain);
                        if word.len() < piece.len() {
                            parts.list.push((Part::Space, Style::Plain));
                        }
                    }
                }
                Inline::Break | Inline::Link { .. } => parts.list.push((Part::Space, Style::Plain)),
            }
        }
        let mut words = Words {
            place: self.place,
            ..Words::default()
        };
        words.group(&parts.list, Style::Plain, None);
        words.end_line();
        words
            .lines
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[derive(Debug)]
struct Words {
    place: TextContext,
    lines: Vec<Vec<String>>,
    line: Vec<String>,
    word: String,
    /// Whether the word ends with the characters of a style, such as `**`. The characters of another style must not
    /// follow directly.
    after_mark: bool,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            place: TextContext::Prose,
            lines: Vec::new(),
            line: Vec::new(),
            word: String::new(),
            after_mark: false,
        }
    }
}

impl Words {
    /// Adds parts that have the same style. `after` is the part after them.
    fn group(&mut self, parts: &[(Part, Style)], style: Style, after: Option<&Part>) {
        let is_space = |(part, _): &(Part, Style)| matches!(part, Part::Space | Part::Break);
        let Some(first) = parts.iter().position(|part| !is_space(part)) else {
            return self.parts(parts);
        };
        let last = parts
            .iter()
            .rposition(|part| !is_space(part))
            .unwrap_or(first);
        let (before, rest) = parts.split_at_checked(first).unwrap_or((&[], parts));
        let (core, behind) = rest
            .split_at_checked(last + 1 - first)
            .unwrap_or((rest, &[]));
        self.parts(before);
        let next = behind.first().map(|(part, _)| part).or(after);
        let mark = self.mark(style, core, next);
        self.word.push_str(mark);
        self.parts(core);
        self.word.push_str(mark);
        self.after_mark = !mark.is_empty();
        self.parts(behind);
    }

    /// Returns the characters of the style, such as `**`. Returns an empty text if Markdown would not recognize them
    /// here.
    fn mark(&self, style: Style, core: &[(Part, Style)], next: Option<&Part>) -> &'static str {
        let first = core.first().and_then(|(part, _)| part.first_char());
        let last = core.last().and_then(|(part, _)| part.last_char());
        let fits = |inner: Option<char>, outer: Option<char>| {
            inner.is_some_and(char::is_alphanumeric)
                || outer.is_none_or(|char| char.is_ascii_punctuation())
        };
        let opens = !self.after_mark && fits(first, self.word.chars().next_back());
        if !opens || !fits(last, next.and_then(Part::first_char)) {
            return "";
        }
        match style {
            Style::Plain => "",
            Style::Emphasis => "*",
            Style::Strong => "**",
            Style::Struck => "~~",
        }
    }

    fn parts(&mut self, parts: &[(Part, Style)]) {
        for (part, _) in parts {
            self.part(part);
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Space => self.end_word(),
            Part::Break => self.end_line(),
            Part::Code(code) => {
                self.word.push_str(&escape::code_span(code, self.place));
                self.after_mark = false;
            }
            Part::Text(text) => {
                // Together with `!`, a link would become an image.
                if text.starts_with('[') && self.word.ends_with('!') {
                    self.word.pop();
                    self.word.push_str("\\!");
                }
                self.word.push_str(text);
                self.after_mark = false;
            }
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.line.push(std::mem::take(&mut self.word));
        }
        self.after_mark = false;
    }

    fn end_line(&mut self) {
        self.end_word();
        if !self.line.is_empty() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

impl Part {
    fn first_char(&self) -> Option<char> {
        match self {
            Self::Text(text) => text.chars().next(),
            Self::Code(_) => Some('`'),
            Self::Space | Self::Break => None,
        }
    }

    fn last_char(&self) -> Option<char> {
        match self {
            Self::Text(text) => text.chars().next_back(),
            Self::Code(_) => Some('`'),
            Self::Space | Self::Break => None,
        }
    }
}
