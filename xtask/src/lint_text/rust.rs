//! Reads the texts of a Rust file: comments, doc comments, doc attributes and string literals.
//!
//! In: the source text. Out: passages. All text between two tokens is comments and white space.

use std::ops::Range;

use super::passage::{Markup, Passage};
use super::tokens::{self as token, Token, tokens};

/// Which texts of a Rust file are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Scope {
    /// All texts except the string literals of `#[cfg(test)]` modules, which are data.
    All,
    /// Comments, doc comments and doc attributes.
    Comments,
    /// Doc comments and doc attributes.
    Docs,
}

/// Returns the passages of a Rust file.
pub(crate) fn passages(source: &str, scope: Scope) -> Vec<(Markup, Passage)> {
    let mut reader = Reader {
        source,
        scope,
        end: 0,
        found: Vec::new(),
    };
    reader.read(&tokens(source));
    reader.comments(source.len());
    reader.found
}

struct Reader<'a> {
    source: &'a str,
    scope: Scope,
    /// The offset at which the last token ends.
    end: usize,
    found: Vec<(Markup, Passage)>,
}

impl Reader<'_> {
    fn read(&mut self, tokens: &[Token]) {
        let mut tests = Tests::default();
        let scope = self.scope;
        for (index, token) in tokens.iter().enumerate() {
            if token.kind == token::Kind::Literal {
                let before = tokens.get(..index).unwrap_or_default();
                let markup = if self.ends_with(before, &["[", "doc", "="]) {
                    Markup::Markdown
                } else {
                    Markup::Literal
                };
                self.literal(token.range.clone(), markup);
                continue;
            }
            self.comments(token.range.start);
            self.end = token.range.end;
            let until = tokens.get(..=index).unwrap_or_default();
            let is_cfg_test = self.ends_with(until, &["[", "cfg", "(", "test", ")", "]"]);
            tests.step(self.text(token), is_cfg_test);
            let is_data = tests.is_inside() && scope == Scope::All;
            self.scope = if is_data { Scope::Comments } else { scope };
        }
        self.scope = scope;
    }

    fn text(&self, token: &Token) -> &str {
        self.source.get(token.range.clone()).unwrap_or_default()
    }

    /// Returns whether the tokens end with these texts.
    fn ends_with(&self, tokens: &[Token], texts: &[&str]) -> bool {
        let last = tokens.iter().rev().map(|token| self.text(token));
        tokens.len() >= texts.len() && last.zip(texts.iter().rev()).all(|(a, b)| a == *b)
    }

    fn literal(&mut self, range: Range<usize>, markup: Markup) {
        self.comments(range.start);
        self.end = range.end;
        if markup == Markup::Literal && self.scope != Scope::All {
            return;
        }
        let text = self.source.get(range.clone()).unwrap_or_default();
        let Some(passage) = literal_text(text, range.start) else {
            return;
        };
        // A literal without spaces is a name or a path, not prose.
        if passage.text().trim().contains([' ', '\n']) {
            self.found.push((markup, passage));
        }
    }

    /// Reads the comments between the last token and `until`.
    fn comments(&mut self, until: usize) {
        let mut at = self.end;
        let mut run: Option<(Kind, Passage)> = None;
        while let Some(rest) = self.source.get(at..until) {
            let trimmed = rest.trim_start();
            let blank = rest.len() - trimmed.len();
            let lines = rest.get(..blank).unwrap_or_default().matches('\n').count();
            let Some((kind, body, length)) = comment(trimmed) else {
                break;
            };
            // After an empty line, a new passage starts.
            if lines > 1 || run.as_ref().is_some_and(|(other, _)| *other != kind) {
                self.finish(run.take());
            }
            let (_, passage) = run.get_or_insert_with(|| (kind, Passage::default()));
            let start = at + blank;
            passage.push_source(
                trimmed.get(body.clone()).unwrap_or_default(),
                start + body.start,
            );
            passage.push('\n', start + body.end);
            at = start + length;
        }
        self.finish(run);
        self.end = until;
    }

    fn finish(&mut self, run: Option<(Kind, Passage)>) {
        let Some((kind, passage)) = run.filter(|(_, passage)| !passage.is_blank()) else {
            return;
        };
        match (kind, self.scope) {
            (Kind::Plain, Scope::All | Scope::Comments) => {
                self.found.push((Markup::Plain, passage));
            }
            (Kind::Plain, Scope::Docs) => {}
            (Kind::Outer | Kind::Inner, _) => self.found.push((Markup::Markdown, passage)),
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// `//`
    Plain,
    /// `///`
    Outer,
    /// `//!`
    Inner,
}

/// Parses the comment at the start of a text. Returns its kind, the range of its words, and its length.
fn comment(text: &str) -> Option<(Kind, Range<usize>, usize)> {
    if let Some(rest) = text.strip_prefix("//") {
        let length = text.find('\n').unwrap_or(text.len());
        let (kind, mark) = match rest.as_bytes() {
            [b'/', b'/', ..] => (Kind::Plain, 2),
            [b'/', ..] => (Kind::Outer, 3),
            [b'!', ..] => (Kind::Inner, 3),
            _ => (Kind::Plain, 2),
        };
        let blank = usize::from(text.as_bytes().get(mark) == Some(&b' '));
        return Some((kind, mark + blank..length, length));
    }
    let rest = text.strip_prefix("/*")?;
    let (kind, mark) = match rest.as_bytes() {
        [b'*', b'*' | b'/', ..] => (Kind::Plain, 2),
        [b'*', ..] => (Kind::Outer, 3),
        [b'!', ..] => (Kind::Inner, 3),
        _ => (Kind::Plain, 2),
    };
    let end = token::comment(text)?;
    Some((kind, mark..end.saturating_sub(2).max(mark), end))
}

/// Tracks whether the reader is in the code of a `#[cfg(test)]` module.
#[derive(Debug, Default)]
struct Tests {
    /// The number of open brackets.
    depth: usize,
    /// After `#[cfg(test)]`, the value of `depth` at which the module's opening brace is expected.
    expected: Option<usize>,
    /// In a test module, the value of `depth` before its opening brace.
    inside: Option<usize>,
}

impl Tests {
    /// Processes a token that is not a literal.
    fn step(&mut self, token: &str, is_cfg_test: bool) {
        match token {
            "{" if self.expected == Some(self.depth) => {
                self.expected = None;
                self.inside = self.inside.or(Some(self.depth));
                self.depth += 1;
            }
            "(" | "[" | "{" => self.depth += 1,
            ")" | "]" | "}" => {
                self.depth = self.depth.saturating_sub(1);
                self.inside = self.inside.filter(|start| *start < self.depth);
                self.expected = self.expected.filter(|start| *start <= self.depth);
            }
            _ => {}
        }
        if is_cfg_test {
            self.expected = Some(self.depth);
        }
    }

    fn is_inside(&self) -> bool {
        self.inside.is_some()
    }
}

/// Returns the text of a string literal, without escapes. Returns `None` for any other literal.
fn literal_text(source: &str, offset: usize) -> Option<Passage> {
    let start = source.find('"')?;
    let prefix = source.get(..start)?;
    let raw = prefix.contains('r');
    if !prefix
        .trim_end_matches('#')
        .chars()
        .all(|c| "bcr".contains(c))
    {
        return None;
    }
    let end = source.rfind('"').filter(|end| *end > start)?;
    let body = source.get(start + 1..end)?;
    let at = offset + start + 1;
    let mut passage = Passage::default();
    if raw {
        passage.push_source(body, at);
        return Some(passage);
    }
    let mut chars = body.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        if c != '\\' {
            passage.push(c, at + index);
            continue;
        }
        match chars.next() {
            // A backslash before a line break removes the line break and the indentation of the next line.
            Some((_, '\n')) => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
            Some((_, 'n')) => passage.push('\n', at + index),
            Some((_, 't' | 'r' | '0')) => passage.push(' ', at + index),
            Some((_, 'x')) => {
                chars.nth(1);
                passage.push(' ', at + index);
            }
            Some((_, 'u')) => {
                while chars.next_if(|(_, c)| *c != '}').is_some() {}
                chars.next();
                passage.push(' ', at + index);
            }
            Some((_, other)) => passage.push(other, at + index),
            None => {}
        }
    }
    Some(passage)
}

#[cfg(test)]
mod tests {
    use super::{Scope, passages};
    use crate::lint_text::passage::Markup;

    fn texts(source: &str, scope: Scope) -> Vec<(Markup, String)> {
        let found = passages(source, scope);
        found
            .into_iter()
            .map(|(markup, passage)| (markup, passage.text().trim().to_owned()))
            .collect()
    }

    #[test]
    fn comments_docs_and_messages_are_read_and_code_is_not() {
        let source = "//! Inner docs,\n//! two lines.\n\n// A comment. // Still.\nuse tells;\n\n/// Outer docs.\nfn tells() {\n    bail!(\"a {message} here\"); /* block /* nested */ end */\n    let key = \"tells\";\n}\n#[doc = \"An attribute here.\"]\nconst A: char = '\"'; // last\n";
        assert_eq!(
            texts(source, Scope::All),
            [
                (Markup::Markdown, "Inner docs,\ntwo lines.".to_owned()),
                (Markup::Plain, "A comment. // Still.".to_owned()),
                (Markup::Markdown, "Outer docs.".to_owned()),
                (Markup::Literal, "a {message} here".to_owned()),
                (Markup::Plain, "block /* nested */ end".to_owned()),
                (Markup::Markdown, "An attribute here.".to_owned()),
                (Markup::Plain, "last".to_owned()),
            ]
        );
    }

    #[test]
    fn of_generated_code_only_docs_are_read() {
        let source = "// A comment.\n/// Docs.\nconst A: &str = \"a text\";\n";
        assert_eq!(
            texts(source, Scope::Docs),
            [(Markup::Markdown, "Docs.".to_owned())]
        );
    }

    #[test]
    fn every_character_has_its_place() {
        let source = "/// Ä b\nconst A: &str = \"x\\n\\u{e4} \\\n    zeta\";\nconst B: &str = r#\"raw \" text\"#;\n";
        for (markup, passage) in passages(source, Scope::All) {
            let text = passage.text();
            for word in ["b", "zeta", "raw", "text"] {
                if let Some(at) = text.find(word) {
                    let offset = passage.offset(at);
                    assert!(source[offset..].starts_with(word), "{markup:?} {word}");
                }
            }
        }
    }

    #[test]
    fn string_literals_of_tests_are_data() {
        let source = "#[cfg(test)]\nmod tests {\n    // A comment.\n    const A: &str = \"some data\";\n}\nconst B: &str = \"a text\";\n";
        assert_eq!(
            texts(source, Scope::All),
            [
                (Markup::Plain, "A comment.".to_owned()),
                (Markup::Literal, "a text".to_owned())
            ]
        );
    }

    #[test]
    fn doc_comments_within_macros_are_docs() {
        let source = "macro_rules! m { () => { /// Docs of a macro.\n struct A; } }\n";
        assert_eq!(
            texts(source, Scope::Docs),
            [(Markup::Markdown, "Docs of a macro.".to_owned())]
        );
    }
}
