//! Reads tokens from left to right.
//!
//! The methods that read a part of Rust's grammar return the tokens of the part. `None` means that the tokens are something
//! else; the position is then undefined, so a caller with an alternative copies the cursor first.

use super::lexer::{Kind, Token};

/// A position in a list of tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t, 'a> {
    rest: &'t [Token<'a>],
}

impl<'t, 'a> Cursor<'t, 'a> {
    pub(super) const fn new(tokens: &'t [Token<'a>]) -> Self {
        Self { rest: tokens }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the remaining tokens.
    pub(super) const fn rest(&self) -> &'t [Token<'a>] {
        self.rest
    }

    pub(super) const fn peek(&self) -> Option<&'t Token<'a>> {
        self.rest.first()
    }

    /// Returns the token after the next one.
    pub(super) fn peek_second(&self) -> Option<&'t Token<'a>> {
        self.rest.get(1)
    }

    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// Whether the next token has this text.
    pub(super) fn is(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is(text))
    }

    /// Reads the next token if it has this text.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is = self.is(text);
        if is {
            self.next();
        }
        is
    }

    /// Reads a token with this text.
    pub(super) fn require(&mut self, text: &str) -> Option<()> {
        self.eat(text).then_some(())
    }

    fn is_kind(&self, kind: Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    /// Reads an identifier or a keyword.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        self.is_kind(Kind::Word).then_some(())?;
        self.next().map(|token| token.text)
    }

    pub(super) fn lifetime(&mut self) -> Option<&'a str> {
        self.is_kind(Kind::Lifetime).then_some(())?;
        self.next().map(|token| token.text)
    }

    /// Reads a literal, possibly with a sign.
    pub(super) fn literal(&mut self) -> Option<()> {
        self.eat("-");
        (self.is_kind(Kind::Literal) || self.is("true") || self.is("false")).then_some(())?;
        self.next().map(|_| ())
    }

    /// Reads a group that starts with this bracket, and returns the tokens between the brackets.
    pub(super) fn group(&mut self, open: &str) -> Option<&'t [Token<'a>]> {
        self.is(open).then(|| self.any_group()).flatten()
    }

    /// Reads a group, and returns the tokens between the brackets.
    pub(super) fn any_group(&mut self) -> Option<&'t [Token<'a>]> {
        self.is_kind(Kind::Open).then_some(())?;
        let mut depth = 0_usize;
        let is_last = |token: &Token<'_>| {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        };
        let end = self.rest.iter().position(is_last)?;
        let inner = self.rest.get(1..end);
        self.rest = self.rest.get(end + 1..)?;
        inner
    }

    /// Reads a group or a single token.
    pub(super) fn tree(&mut self) -> Option<()> {
        match self.peek()?.kind {
            Kind::Open => self.any_group().map(|_| ()),
            Kind::Close => None,
            _ => self.next().map(|_| ()),
        }
    }

    /// Reads `<`, everything up to the matching `>`, and `>`. Returns the tokens in between.
    pub(super) fn angles(&mut self) -> Option<&'t [Token<'a>]> {
        self.require("<")?;
        let inner = self.until(|token| token.is(">"));
        self.require(">")?;
        Some(inner)
    }

    /// Reads up to the first token outside of all brackets, angle brackets included, for which `stops` returns `true`.
    pub(super) fn until(&mut self, stops: impl Fn(&Token<'a>) -> bool) -> &'t [Token<'a>] {
        let (mut depth, mut angles) = (0_usize, 0_usize);
        let ends = |token: &Token<'a>| {
            if depth == 0 && angles == 0 && stops(token) {
                return true;
            }
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => return true,
                Kind::Close => depth -= 1,
                Kind::Punct if depth == 0 && token.text == "<" => angles += 1,
                Kind::Punct if depth == 0 && token.text == ">" => angles = angles.saturating_sub(1),
                _ => {}
            }
            false
        };
        let end = self.rest.iter().position(ends).unwrap_or(self.rest.len());
        let (read, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        read
    }

    /// Reads up to the first token outside of all brackets for which `stops` returns `true`. Angle brackets are operators.
    pub(super) fn expression(&mut self, stops: impl Fn(&Token<'a>) -> bool) -> Option<()> {
        let before = self.rest.len();
        while let Some(token) = self.peek() {
            if stops(token) {
                break;
            }
            self.tree()?;
        }
        (self.rest.len() < before).then_some(())
    }

    /// Splits the remaining tokens at commas outside of all brackets. A comma at the end is ignored.
    pub(super) fn list(mut self) -> impl Iterator<Item = &'t [Token<'a>]> {
        std::iter::from_fn(move || {
            if self.is_empty() {
                return None;
            }
            let part = self.until(|token| token.is(","));
            if !self.eat(",") {
                // A bracket that closes nothing ends the list.
                self.rest = &[];
            }
            Some(part)
        })
    }

    /// Reads a type.
    pub(super) fn ty(&mut self) -> Option<()> {
        if self.eat("!") {
            return Some(());
        }
        if self.eat("&") {
            self.lifetime();
            self.eat("mut");
            return self.ty();
        }
        if self.eat("*") {
            (self.eat("const") || self.eat("mut")).then_some(())?;
            return self.ty();
        }
        if self.is("(") || self.is("[") {
            return self.any_group().map(|_| ());
        }
        if self.eat("for") {
            self.angles()?;
            return self.ty();
        }
        if self.eat("impl") || self.eat("dyn") {
            return self.bounds();
        }
        while ["unsafe", "extern"].iter().any(|word| self.is(word)) {
            self.next();
            if self.is_kind(Kind::Literal) {
                self.next();
            }
        }
        if self.eat("fn") {
            self.group("(")?;
            return if self.eat("->") { self.ty() } else { Some(()) };
        }
        self.path()
    }

    fn bounds(&mut self) -> Option<()> {
        loop {
            if self.lifetime().is_none() && self.group("(").is_none() {
                self.eat("?");
                if self.eat("for") {
                    self.angles()?;
                }
                self.path()?;
            }
            if !self.eat("+") {
                return Some(());
            }
        }
    }

    /// Reads a path with its generic arguments.
    pub(super) fn path(&mut self) -> Option<()> {
        if self.is("<") {
            self.angles()?;
            self.require("::")?;
        } else {
            self.eat("::");
        }
        loop {
            self.word()?;
            if self.is("<") || (self.is("::") && self.peek_second().is_some_and(|t| t.is("<"))) {
                self.eat("::");
                self.angles()?;
            } else if self.is("(") {
                self.any_group()?;
                if self.eat("->") {
                    self.ty()?;
                }
            }
            if !self.eat("::") {
                return Some(());
            }
        }
    }
}
