//! Parses targets, which are written in a subset of JSONPath.
//!
//! In: the text of `target:`. Out: a [`Target`], or the location of unsupported syntax. The subset is `$`, `.name`, `['name']`,
//! `[0]`, `[*]`, `.*` and `[?(@.name == 'x')]`. `select` finds the nodes that a target selects.

use std::ops::Range;

/// A parsed target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Target {
    /// The steps from the root of the document, in order. Empty for the root itself.
    pub steps: Vec<Step>,
}

/// One step of a target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// The kind of step.
    pub kind: StepKind,
    /// The byte range of the step in the target's text, including the dot or the brackets.
    pub range: Range<usize>,
}

/// The kind of a step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StepKind {
    /// Selects the value of this key.
    Name(String),
    /// Selects the item at this position of a list, counted from 0.
    Index(usize),
    /// Selects every value of a map, or every item of a list.
    Every,
    /// Selects the values of a map or items of a list that have a certain value at a path.
    Filter {
        /// The keys from the tested node to the compared value.
        path: Vec<String>,
        /// The value that must be at the path.
        value: Literal,
    },
}

/// The value to which a filter compares.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Literal {
    /// A string.
    Text(String),
    /// A number in its original notation.
    Number(String),
    /// `true` or `false`
    Bool(bool),
    /// `null`
    Null,
}

/// An error in the text of a target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TargetError {
    /// The byte range of the error.
    pub range: Range<usize>,
    /// The description of the error.
    pub message: String,
    /// A suggestion for a fix, if there is one.
    pub help: Option<String>,
}

impl Target {
    /// Parses a target.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let mut cursor = Cursor { text, at: 0 };
        if !cursor.take("$") {
            let help = "a target starts at the root: `$.paths['/users'].get`";
            return Err(cursor.error("expected `$`").help(help));
        }
        let mut steps = Vec::new();
        while cursor.peek().is_some() {
            let start = cursor.at;
            let kind = if cursor.take(".") {
                cursor.dotted(start)?
            } else if cursor.take("[") {
                cursor.bracketed()?
            } else {
                return Err(cursor.error("expected `.` or `[`"));
            };
            steps.push(Step {
                kind,
                range: start..cursor.at,
            });
        }
        Ok(Self { steps })
    }
}

impl TargetError {
    fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// Returns whether a name after a dot may contain the character. RFC 9535 allows letters, digits, `_` and all
/// characters beyond ASCII.
fn is_name_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii()
}

fn error_at(start: usize, length: usize, message: impl Into<String>) -> TargetError {
    TargetError {
        range: start..start + length,
        message: message.into(),
        help: None,
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest
            .split_once(|char| !wanted(char))
            .map_or(rest, |(taken, _)| taken);
        self.at += taken.len();
        taken
    }

    fn spaces(&mut self) {
        self.take_while(|char| char == ' ' || char == '\t');
    }

    /// Creates an error at the next character, or at the end of the text.
    fn error(&self, message: impl Into<String>) -> TargetError {
        error_at(self.at, self.peek().map_or(0, char::len_utf8), message)
    }

    /// Parses the step after a dot.
    fn dotted(&mut self, start: usize) -> Result<StepKind, TargetError> {
        if self.take(".") {
            let error = error_at(start, 2, "`..` is not supported");
            return Err(error.help(
                "write every step, so that the action changes only what it is meant to change",
            ));
        }
        if self.take("*") {
            return Ok(StepKind::Every);
        }
        let name = self.take_while(is_name_char);
        let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
        if self.peek().is_none_or(|char| char == '.' || char == '[')
            && !name.is_empty()
            && !starts_with_digit
        {
            return Ok(StepKind::Name(name.to_owned()));
        }
        let name_start = self.at - name.len();
        self.take_while(|char| char != '.' && char != '[');
        let whole = self.text.get(name_start..self.at).unwrap_or("");
        if whole.is_empty() {
            return Err(self.error("expected a name"));
        }
        let error = error_at(
            name_start,
            whole.len(),
            format!("`{whole}` is not allowed after a dot"),
        );
        Err(error.help(format!(
            "write it in brackets: `['{}']`",
            whole.replace('\'', "\\'")
        )))
    }

    /// Parses the text after an opening bracket, including the closing bracket.
    fn bracketed(&mut self) -> Result<StepKind, TargetError> {
        self.spaces();
        let kind = match self.peek() {
            Some('*') => {
                self.at += 1;
                StepKind::Every
            }
            Some('\'' | '"') => StepKind::Name(self.quoted()?),
            Some('?') => {
                self.at += 1;
                self.filter()?
            }
            Some(char) if char.is_ascii_digit() => {
                let start = self.at;
                let digits = self.take_while(|char| char.is_ascii_digit());
                let index = digits.parse();
                StepKind::Index(
                    index.map_err(|_| error_at(start, digits.len(), "position out of range"))?,
                )
            }
            Some('-') => return Err(self.error("positions from the end are not supported")),
            Some(':') => {
                return Err(self
                    .error("slices are not supported")
                    .help("use one position, or all: `[*]`"));
            }
            _ => {
                let error = self.error("expected a quoted name, a position, `*` or a filter");
                return Err(error.help("put the name in quotes: `['name']`"));
            }
        };
        self.spaces();
        match self.peek() {
            Some(']') => {
                self.at += 1;
                Ok(kind)
            }
            Some(',') => Err(self
                .error("several selectors in one step are not supported")
                .help("write an action for each")),
            Some(':') => Err(self
                .error("slices are not supported")
                .help("use one position, or all: `[*]`")),
            _ => Err(self.error("expected `]`")),
        }
    }

    /// Parses a quoted name or value. A backslash escapes the next character.
    fn quoted(&mut self) -> Result<String, TargetError> {
        let start = self.at;
        let mut chars = self.rest().char_indices();
        let quote = chars.next().map_or('\'', |(_, quote)| quote);
        let mut value = String::new();
        while let Some((offset, char)) = chars.next() {
            if char == quote {
                self.at = start + offset + char.len_utf8();
                return Ok(value);
            }
            let char = if char == '\\' {
                chars.next().map_or(char, |(_, next)| next)
            } else {
                char
            };
            value.push(char);
        }
        Err(error_at(
            start,
            self.text.len() - start,
            "the string has no closing quote",
        ))
    }

    /// Parses the filter after `?`: `(@.name == 'x')`. The parentheses are optional.
    fn filter(&mut self) -> Result<StepKind, TargetError> {
        const EXAMPLE: &str =
            "use a filter that compares one key with a value: `[?(@.name == 'x')]`";
        self.spaces();
        let bracket = self.take("(");
        self.spaces();
        if !self.take("@") {
            return Err(self.error("expected `@`").help(EXAMPLE));
        }
        let mut path = Vec::new();
        loop {
            if self.take(".") {
                // In a filter, a name may contain `-`, because other tools accept `@.x-resource` too.
                let name = self.take_while(|char| is_name_char(char) || char == '-');
                if name.is_empty() {
                    return Err(self.error("expected a name").help(EXAMPLE));
                }
                path.push(name.to_owned());
            } else if self.rest().starts_with("['") || self.rest().starts_with("[\"") {
                self.at += 1;
                path.push(self.quoted()?);
                if !self.take("]") {
                    return Err(self.error("expected `]`"));
                }
            } else {
                break;
            }
        }
        if path.is_empty() {
            return Err(self.error("expected `.` and a name").help(EXAMPLE));
        }
        self.spaces();
        if !self.take("==") {
            return Err(self.error("only `==` is supported").help(EXAMPLE));
        }
        self.spaces();
        let value = self.literal()?;
        self.spaces();
        if bracket && !self.take(")") {
            return Err(self.error("expected `)`").help(EXAMPLE));
        }
        Ok(StepKind::Filter { path, value })
    }

    fn literal(&mut self) -> Result<Literal, TargetError> {
        if matches!(self.peek(), Some('\'' | '"')) {
            return self.quoted().map(Literal::Text);
        }
        let start = self.at;
        let word = self.take_while(|char| {
            char.is_ascii_alphanumeric() || matches!(char, '-' | '+' | '.' | '_')
        });
        match word {
            "true" => Ok(Literal::Bool(true)),
            "false" => Ok(Literal::Bool(false)),
            "null" => Ok(Literal::Null),
            _ if word.parse::<f64>().is_ok_and(f64::is_finite) && !word.starts_with('+') => {
                Ok(Literal::Number(word.to_owned()))
            }
            "" => Err(self.error("expected a value")),
            _ => {
                let error = error_at(start, word.len(), format!("`{word}` is not a value"));
                Err(error.help(format!("put text in quotes: `'{word}'`")))
            }
        }
    }
}
