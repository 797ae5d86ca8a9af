//! Splits a Rust file into tokens.
//!
//! In: the source text. Out: [`Token`]s with their ranges. Comments and white space are not tokens. The syntax of the
//! file is not checked.

use std::ops::Range;

/// The kind of a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A string or character literal.
    Literal,
    /// An identifier, a keyword, a lifetime or a part of a number.
    Word,
    /// One punctuation character or bracket.
    Punctuation,
}

/// A token and its range in the source text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

/// Returns the tokens of a Rust file.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let (kind, length) = if first.is_whitespace() {
            (None, first.len_utf8())
        } else if let Some(length) = comment(rest) {
            (None, length)
        } else if let Some(length) = literal(rest) {
            (Some(Kind::Literal), length)
        } else if is_part_of_word(first) || first == '\'' {
            let length = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| !is_part_of_word(*c));
            let length = length.map_or(rest.len(), |(at, _)| at);
            (Some(Kind::Word), length)
        } else {
            (Some(Kind::Punctuation), first.len_utf8())
        };
        let range = at..at + length;
        at = range.end;
        found.extend(kind.map(|kind| Token { kind, range }));
    }
    found
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns the length of the comment at the start of a text.
pub(crate) fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.starts_with("/*")
        .then(|| block_end(text).unwrap_or(text.len()))
}

/// Returns the length of a block comment. A block comment can contain other block comments.
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

/// Returns the length of the string or character literal at the start of a text.
fn literal(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))
        .unwrap_or_default();
    let rest = text.get(prefix.len()..)?;
    if prefix.ends_with('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let inner = rest.get(hashes..)?.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
        return Some(prefix.len() + hashes + 1 + length);
    }
    if rest.starts_with('"') {
        return Some(prefix.len() + quoted(rest, '"'));
    }
    let mut chars = rest.strip_prefix('\'')?.chars();
    let first = chars.next()?;
    // `'a'` is a character, and `'a` is a lifetime.
    (first == '\\' || chars.next() == Some('\'')).then(|| prefix.len() + quoted(rest, '\''))
}

/// Returns the length of a quoted text, including both quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn literals(source: &str) -> Vec<&str> {
        let found = tokens(source).into_iter();
        let found = found.filter(|token| token.kind == Kind::Literal);
        found.map(|token| &source[token.range]).collect()
    }

    #[test]
    fn strings_and_characters_are_literals_and_lifetimes_are_not() {
        let source =
            r##"a<'a>("x\"y", 'z', '\'', b"b", br#"c"d"#, r"e\", r#fn, 'ä', b'"', 1.5, '_)"##;
        assert_eq!(
            literals(source),
            [
                r#""x\"y""#,
                "'z'",
                r"'\''",
                "b\"b\"",
                "br#\"c\"d\"#",
                "r\"e\\\"",
                "'ä'",
                "b'\"'"
            ]
        );
    }

    #[test]
    fn quotes_in_comments_start_no_literal() {
        assert_eq!(
            literals("// don't\n/* \" /* ' */ */ \"a // b\" /// \"c\""),
            ["\"a // b\""]
        );
    }

    #[test]
    fn unfinished_text_ends() {
        for text in ["\"a", "/* a", "r#\"a", "'", "b'", "r", "ä'ö", "'\\", "/"] {
            tokens(text);
        }
    }
}
