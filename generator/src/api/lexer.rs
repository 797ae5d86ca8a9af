//! Splits Rust source code into tokens.
//!
//! In: Rust source code. Out: the tokens that affect the public surface. Comments and function bodies are left out, so most of
//! the text is only skipped.

/// The kind of a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// An identifier or a keyword.
    Word,
    Lifetime,
    /// A punctuation character, or one of `::`, `->`, `=>` and `..`.
    Punct,
    Literal,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
}

/// A token. Its text is a part of the source code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

impl Token<'_> {
    /// Whether the token has this text and is not a literal.
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text && self.kind != Kind::Literal
    }
}

/// The punctuation of two characters that is one token.
const PAIRS: &[&str] = &["::", "->", "=>", ".."];

/// Splits a text into tokens. `None` if brackets are unbalanced, or if a literal or a comment has no end.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut lexer = Lexer {
        text,
        at: 0,
        found: Vec::with_capacity(text.len() / 16),
        open: Vec::new(),
        function: Function::None,
    };
    while let Some(first) = lexer.first() {
        lexer.step(first)?;
    }
    lexer.open.is_empty().then_some(lexer.found)
}

/// The position of the lexer in a function.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Function {
    None,
    /// After `fn` and before the name.
    Named,
    /// In the signature, with this number of open brackets.
    Signature(usize),
}

struct Lexer<'a> {
    text: &'a str,
    /// The position of the next byte, always at a character boundary.
    at: usize,
    found: Vec<Token<'a>>,
    /// The open brackets.
    open: Vec<u8>,
    function: Function,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn first(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads one token.
    fn step(&mut self, first: u8) -> Option<()> {
        let rest = self.rest();
        if first.is_ascii_whitespace() {
            self.at += leading(rest, u8::is_ascii_whitespace);
            return Some(());
        }
        if let Some(length) = skipped(first, rest).ok()? {
            let is_literal = first != b'/';
            if is_literal {
                self.keep(Kind::Literal, length);
            } else {
                self.at += length;
            }
            return Some(());
        }
        if first == b'\'' {
            let name = word(rest.get(1..)?);
            (name > 0).then_some(())?;
            self.keep(Kind::Lifetime, 1 + name);
        } else if first.is_ascii_digit() {
            self.keep(Kind::Literal, number(rest));
        } else if is_part_of_word(rest.chars().next()?) {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            self.word(raw + word(rest.get(raw..)?));
        } else {
            return self.punctuation(first, rest);
        }
        Some(())
    }

    fn word(&mut self, length: usize) {
        self.function = match self.function {
            Function::None if self.rest().get(..length) == Some("fn") => Function::Named,
            Function::Named => Function::Signature(0),
            function => function,
        };
        self.keep(Kind::Word, length);
    }

    fn punctuation(&mut self, first: u8, rest: &str) -> Option<()> {
        match first {
            b'(' | b'[' | b'{' => {
                self.open.push(first);
                self.keep(Kind::Open, 1);
            }
            b')' | b']' | b'}' => {
                (self.open.pop()? == opening(first)).then_some(())?;
                self.keep(Kind::Close, 1);
            }
            _ => {
                let is_pair = PAIRS.iter().any(|pair| rest.starts_with(pair));
                let length = rest.chars().next().map_or(1, char::len_utf8);
                self.keep(Kind::Punct, if is_pair { 2 } else { length });
            }
        }
        self.function = match (self.function, first) {
            (Function::Signature(0), b'{') => {
                self.skip_body()?;
                Function::None
            }
            (Function::Signature(depth), b'(' | b'[' | b'{') => Function::Signature(depth + 1),
            (Function::Signature(depth), b')' | b']' | b'}') => {
                Function::Signature(depth.saturating_sub(1))
            }
            // A function pointer type has no name.
            (Function::Signature(0), b';') | (Function::Named, b'(') => Function::None,
            (function, _) => function,
        };
        Some(())
    }

    /// Skips the body of a function. The next token is the brace that closes the body.
    fn skip_body(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let first = self.first()?;
            match first {
                b'{' => depth += 1,
                b'}' if depth == 0 => return Some(()),
                b'}' => depth -= 1,
                _ => {}
            }
            self.at += match first {
                b'/' | b'"' | b'\'' => skipped(first, self.rest()).ok()?.unwrap_or(1),
                _ if is_start_of_word(first) => {
                    let rest = self.rest();
                    skipped(first, rest)
                        .ok()?
                        .unwrap_or_else(|| word(rest).max(1))
                }
                _ if first.is_ascii_whitespace() => leading(self.rest(), u8::is_ascii_whitespace),
                _ => 1,
            };
        }
    }

    fn keep(&mut self, kind: Kind, length: usize) {
        let end = self.at + length;
        if let Some(text) = self.text.get(self.at..end) {
            self.found.push(Token { kind, text });
        }
        self.at = end;
    }
}

fn opening(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

/// A comment or a literal without an end.
struct Unfinished;

/// Returns the length of the comment or the literal at the start of a text. `None` if the text starts with something else.
fn skipped(first: u8, text: &str) -> Result<Option<usize>, Unfinished> {
    let finished = |length: Option<usize>| length.map(Some).ok_or(Unfinished);
    match first {
        b'/' if text.starts_with("//") => Ok(Some(text.find('\n').unwrap_or(text.len()))),
        b'/' if text.starts_with("/*") => finished(block_comment(text)),
        b'"' => finished(quoted(text, b'"')),
        b'b' | b'c' | b'r' => prefixed(text),
        b'\'' => Ok(character(text)),
        _ => Ok(None),
    }
}

/// Returns the length of a block comment, which may contain block comments.
fn block_comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.as_bytes().get(at..)?;
        match rest {
            [b'/', b'*', ..] => {
                depth += 1;
                at += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            [] => return None,
            _ => at += 1,
        }
    }
}

/// Returns the length of a literal with a prefix, such as `b"a"` or `r#"a"#`.
fn prefixed(text: &str) -> Result<Option<usize>, Unfinished> {
    // Most words that start with these letters are identifiers.
    let [_, b'"' | b'\'' | b'#' | b'r', ..] = text.as_bytes() else {
        return Ok(None);
    };
    let prefixes = ["br", "cr", "b", "c", "r"].into_iter();
    let mut prefixes = prefixes.filter(|prefix| text.starts_with(prefix));
    let prefix = prefixes.next().unwrap_or_default();
    let rest = text.get(prefix.len()..).unwrap_or_default();
    let length = if prefix.ends_with('r') {
        let inner = rest.trim_start_matches('#');
        let hashes = rest.len() - inner.len();
        let Some(inner) = inner.strip_prefix('"') else {
            return Ok(None);
        };
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inner.find(&end).map(|at| at + end.len());
        length.map(|length| hashes + 1 + length)
    } else {
        match rest.as_bytes().first() {
            Some(b'"') => quoted(rest, b'"'),
            Some(b'\'') if prefix == "b" => quoted(rest, b'\''),
            _ => return Ok(None),
        }
    };
    let length = length.ok_or(Unfinished)?;
    Ok(Some(prefix.len() + length))
}

/// Returns the length of a character literal. `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.strip_prefix('\'')?.chars();
    let first = chars.next()?;
    // `'a'` is a character, and `'a` is a lifetime.
    let is_character = first == '\\' || chars.next() == Some('\'');
    is_character.then(|| quoted(text, b'\'')).flatten()
}

/// Returns the length of a quoted text, including both quotes.
fn quoted(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Returns the length of a number. Only the first dot that a digit follows belongs to the number.
fn number(text: &str) -> usize {
    let whole = word(text);
    let fraction = text.get(whole..).and_then(|rest| rest.strip_prefix('.'));
    match fraction {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => whole + 1 + word(rest),
        _ => whole,
    }
}

/// Returns the length of the word at the start of a text.
fn word(text: &str) -> usize {
    let ascii = leading(text, |byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text.find(|c| !is_part_of_word(c)).unwrap_or(text.len())
}

/// Returns the number of bytes at the start of a text for which the condition holds.
fn leading(text: &str, holds: impl Fn(&u8) -> bool) -> usize {
    let end = text.bytes().position(|byte| !holds(&byte));
    end.unwrap_or(text.len())
}

fn is_part_of_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

fn is_start_of_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[track_caller]
    fn leaves(text: &str, expected: &str) {
        let found = tokens(text).unwrap_or_default();
        let found: Vec<&str> = found.iter().map(|token| token.text).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn bodies_and_comments_are_left_out() {
        leaves(
            "/// Docs.\npub fn a(b: [u8; 2]) -> u8 { if x { \"}\" } else { '}' } /* } */ } fn c();",
            "pub fn a ( b : [ u8 ; 2 ] ) -> u8 { } fn c ( ) ;",
        );
        leaves("x /* a /* b */ c */ y // z", "x y");
    }

    #[test]
    fn pointers_to_functions_and_consts_are_kept() {
        leaves(
            "pub struct A { pub read: fn(&str) -> u8 } const B: u8 = { 1.5 };",
            "pub struct A { pub read : fn ( & str ) -> u8 } const B : u8 = { 1.5 } ;",
        );
    }

    #[test]
    fn strings_and_lifetimes_are_no_braces() {
        leaves(
            r##"fn a<'a>(x: &'a str) { r#"}"#; b'{'; '\''; b"\"{"; } const C: &str = "// {";"##,
            r#"fn a < 'a > ( x : & 'a str ) { } const C : & str = "// {" ;"#,
        );
    }

    #[test]
    fn bodies_in_a_macro_are_left_out_too() {
        leaves(
            "macro_rules! m { ($n:ident) => { fn $n(self) { self.$n } }; }",
            "macro_rules ! m { ( $ n : ident ) => { fn $ n ( self ) { } } ; }",
        );
    }

    #[test]
    fn unfinished_text_has_no_tokens() {
        for text in [
            "fn a() {",
            "\"a",
            "/* a",
            "r#\"a",
            "b'",
            "(]",
            "}",
            "'\\",
            "fn a() { \"",
        ] {
            assert_eq!(tokens(text), None, "{text}");
        }
        for text in ["fn", "ä'ö", "'", "r#", "r", "b"] {
            tokens(text);
        }
    }
}
