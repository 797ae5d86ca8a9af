//! Builds the tree of a JSON text (RFC 8259, strict).
//!
//! In: text. Out: a [`Node`] whose spans are byte ranges. Numbers keep their notation. Comments, trailing commas and single
//! quotes are errors with specific messages. This file does not know OpenAPI.

use super::duplicate::duplicate_key;
use super::limits::{Budget, MAX_DIAGNOSTICS, check_depth};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Key, Map, Node, Number, SourceId, Span, Value};

/// Parses a JSON text that was added to the run's sources as `source`.
///
/// If the text is not well-formed or exceeds a limit, reports the reason and returns `None`. If a key is duplicated, the last
/// value is used, with a warning.
#[must_use]
pub fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut parser = Parser {
        text,
        at: 0,
        source,
        diagnostics,
        budget: Budget::new(),
        duplicates: 0,
    };
    match parser.document() {
        Ok(node) => Some(node),
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    /// The position of the next byte, always at a character boundary.
    at: usize,
    source: SourceId,
    diagnostics: &'a mut Diagnostics,
    budget: Budget,
    duplicates: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Node, Diagnostic> {
        self.skip_blanks();
        let node = self.value(0)?;
        self.skip_blanks();
        match self.peek() {
            None => Ok(node),
            Some(_) => Err(self.fault("expected the end of the document")),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Diagnostic> {
        let start = self.at;
        self.budget.take(self.here())?;
        let value = match self.peek() {
            Some(b'{') => self.object(depth + 1)?,
            Some(b'[') => self.array(depth + 1)?,
            Some(b'"') => Value::Str(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node::new(value, self.since(start)))
    }

    fn object(&mut self, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.here();
        check_depth(depth, open)?;
        self.at += 1;
        let mut map = Map::new();
        self.skip_blanks();
        if self.take(b'}') {
            return Ok(Value::Map(map));
        }
        loop {
            self.skip_blanks();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault_in("expected a key in double quotes", open));
            }
            let name = self.string()?;
            let span = self.since(start);
            self.skip_blanks();
            if !self.take(b':') {
                return Err(self.fault_in("expected `:`", open));
            }
            self.skip_blanks();
            let value = self.value(depth)?;
            if let Some(first) = map.key_span(&name) {
                self.duplicates += 1;
                if self.duplicates <= MAX_DIAGNOSTICS {
                    self.diagnostics.push(duplicate_key(&name, first, span));
                }
            }
            map.insert(Key { name, span }, value);
            self.skip_blanks();
            if self.take(b'}') {
                return Ok(Value::Map(map));
            }
            if !self.take(b',') {
                return Err(self.fault_in("expected `,` or `}`", open));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.here();
        check_depth(depth, open)?;
        self.at += 1;
        let mut items = Vec::new();
        self.skip_blanks();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            self.skip_blanks();
            items.push(self.value(depth)?);
            self.skip_blanks();
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
                return Err(self.fault_in("expected `,` or `]`", open));
            }
        }
    }

    fn string(&mut self) -> Result<String, Diagnostic> {
        let open = self.here();
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
            let plain = rest
                .iter()
                .take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .count();
            text.push_str(self.text.get(self.at..self.at + plain).unwrap_or(""));
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => {
                    return Err(
                        self.fault_in("escape line breaks and control characters in strings", open)
                    );
                }
                None => return Err(self.fault_in("the string has no closing `\"`", open)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Diagnostic> {
        let start = self.at;
        self.at += 1;
        let escaped = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode_escape(start);
            }
            _ => {
                self.at = start;
                return Err(self.fault("unknown escape sequence"));
            }
        };
        self.at += 1;
        Ok(escaped)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, Diagnostic> {
        let first = self.four_digits();
        let code = match first {
            Some(high @ 0xd800..=0xdbff)
                if self
                    .text
                    .get(self.at..)
                    .is_some_and(|rest| rest.starts_with("\\u")) =>
            {
                self.at += 2;
                match self.four_digits() {
                    Some(low @ 0xdc00..=0xdfff) => {
                        Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
                    }
                    _ => None,
                }
            }
            code => code,
        };
        code.and_then(char::from_u32).ok_or_else(|| {
            let span = self.since(start);
            self.fault_at(
                span,
                "`\\u` needs four hexadecimal digits that identify a character",
            )
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Result<Value, Diagnostic> {
        let start = self.at;
        self.take(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut valid = whole == 1 || (whole > 1 && !leading_zero);
        if self.take(b'.') {
            valid &= self.digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            valid &= self.digits() > 0;
        }
        let text = self.text.get(start..self.at).unwrap_or("").to_owned();
        if valid {
            return Ok(Value::Number(Number { text }));
        }
        Err(self.fault_at(self.since(start), "invalid number"))
    }

    fn digits(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    fn word(&mut self) -> Result<Value, Diagnostic> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let words = [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
        ];
        let ends =
            |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
        match words
            .into_iter()
            .find(|(word, _)| rest.strip_prefix(word).is_some_and(ends))
        {
            Some((word, value)) => {
                self.at += word.len();
                Ok(value)
            }
            None => Err(self.fault("expected a value")),
        }
    }

    fn skip_blanks(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        self.at += rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
            .count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    const fn since(&self, start: usize) -> Span {
        Span {
            source: self.source,
            start,
            end: self.at,
        }
    }

    /// Returns the span of the next character.
    fn here(&self) -> Span {
        let length = self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        Span {
            source: self.source,
            start: self.at,
            end: self.at + length,
        }
    }

    fn fault(&self, what: &str) -> Diagnostic {
        self.fault_at(self.here(), what)
    }

    fn fault_in(&self, what: &str, open: Span) -> Diagnostic {
        self.fault(what).secondary(open, "opened here")
    }

    fn fault_at(&self, span: Span, what: &str) -> Diagnostic {
        let before = self.text.get(..span.start).unwrap_or("").trim_end();
        let rest = self.text.get(span.start..).unwrap_or("");
        let help = if rest.is_empty() {
            Some("the file ends too early: it may have been truncated")
        } else if rest.starts_with(['}', ']']) && before.ends_with(',') {
            Some("remove the comma: JSON has none before a closing bracket")
        } else if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
            Some("remove the comment: JSON has no comments")
        } else if rest.starts_with('\'') {
            Some("use double quotes")
        } else if rest.starts_with("NaN")
            || rest.starts_with("Infinity")
            || rest.starts_with("-Infinity")
        {
            Some("put it in quotes: JSON has no such number")
        } else {
            None
        };
        let diagnostic =
            Diagnostic::error(Code::SyntaxError, "not well-formed JSON").label(span, what);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}
