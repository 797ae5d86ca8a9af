//! The texts of a Rust file: comments, doc comments, doc attributes and string literals.
//!
//! In: the source text. Out: passages. `proc_macro2` provides the tokens; comments are the text between tokens.

use std::ops::Range;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::passage::{Markup, Passage};

/// Which texts of a Rust file to read.
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
pub(crate) fn passages(source: &str, scope: Scope) -> Result<Vec<(Markup, Passage)>> {
    let tokens: TokenStream = source.parse().map_err(|error| anyhow!("{error}"))?;
    let mut reader = Reader {
        source,
        scope,
        end: 0,
        found: Vec::new(),
    };
    reader.read(tokens);
    reader.comments(source.len());
    // Free the memory of the spans, which `proc_macro2` keeps for the whole thread.
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(reader.found)
}

struct Reader<'a> {
    source: &'a str,
    scope: Scope,
    /// The offset at which the last token ends.
    end: usize,
    found: Vec<(Markup, Passage)>,
}

impl Reader<'_> {
    fn read(&mut self, tokens: TokenStream) {
        let mut is_test = false;
        for token in tokens {
            match token {
                // Skip the group of a doc comment, because `comments` reads doc comments.
                TokenTree::Group(group) if self.is_comment(group.span().byte_range().start) => {}
                TokenTree::Group(group) => {
                    let doc = (group.delimiter() == Delimiter::Bracket)
                        .then(|| doc_literal(group.stream()))
                        .flatten();
                    self.token(group.span_open().byte_range());
                    match doc {
                        Some(range) => self.literal(range, Markup::Markdown),
                        None if is_test && group.delimiter() == Delimiter::Brace => {
                            self.read_test(group.stream());
                            is_test = false;
                        }
                        None => self.read(group.stream()),
                    }
                    is_test |= is_cfg_test(group.stream());
                    self.token(group.span_close().byte_range());
                }
                TokenTree::Literal(literal) => {
                    self.literal(literal.span().byte_range(), Markup::Literal);
                }
                TokenTree::Ident(ident) => self.token(ident.span().byte_range()),
                TokenTree::Punct(punct) => self.token(punct.span().byte_range()),
            }
        }
    }

    /// Reads the code of a `#[cfg(test)]` module, without its string literals.
    fn read_test(&mut self, tokens: TokenStream) {
        let scope = self.scope;
        if scope == Scope::All {
            self.scope = Scope::Comments;
        }
        self.read(tokens);
        self.scope = scope;
    }

    /// Reads the comments before a token and advances past the token. Skips the tokens of a doc comment, because `comments` reads
    /// doc comments.
    fn token(&mut self, range: Range<usize>) {
        if range.start < self.end || self.is_comment(range.start) {
            return;
        }
        self.comments(range.start);
        self.end = range.end;
    }

    fn is_comment(&self, at: usize) -> bool {
        let rest = self.source.get(at..).unwrap_or_default();
        rest.starts_with("//") || rest.starts_with("/*")
    }

    fn literal(&mut self, range: Range<usize>, markup: Markup) {
        if range.start < self.end || self.is_comment(range.start) {
            return;
        }
        self.token(range.clone());
        if markup == Markup::Literal && self.scope != Scope::All {
            return;
        }
        let text = self.source.get(range.clone()).unwrap_or_default();
        let Some(passage) = literal_text(text, range.start) else {
            return;
        };
        // A literal without whitespace is a name or a path, not prose.
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
            // An empty line ends a run of comment lines.
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

/// Parses the comment at the start of a text. Returns the kind, the range of the words, and the length of the comment.
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
    let end = block_end(text)?;
    Some((kind, mark..end.saturating_sub(2).max(mark), end))
}

/// Returns the end of a block comment. Block comments can be nested.
fn block_end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(pair) = text.as_bytes().get(at..at + 2) {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth = depth.checked_sub(1)?,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Returns the range of the literal if the tokens are `doc = "…"`, the content of a doc attribute.
fn doc_literal(tokens: TokenStream) -> Option<Range<usize>> {
    let mut tokens = tokens.into_iter();
    let (name, equals, value, end) = (
        tokens.next()?,
        tokens.next()?,
        tokens.next()?,
        tokens.next(),
    );
    match (name, equals, value, end) {
        (TokenTree::Ident(name), TokenTree::Punct(equals), TokenTree::Literal(value), None)
            if name == "doc" && equals.as_char() == '=' =>
        {
            Some(value.span().byte_range())
        }
        _ => None,
    }
}

/// Whether an attribute is `cfg(test)`.
fn is_cfg_test(attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    let name = matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "cfg");
    name && matches!(tokens.next(), Some(TokenTree::Group(group)) if group.stream().to_string() == "test")
}

/// Returns the text of a string literal with escapes resolved, or `None` for other literals.
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
        let found = passages(source, scope).unwrap();
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
        for (markup, passage) in passages(source, Scope::All).unwrap() {
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
