//! Text of a document that is not prose: names, values, addresses.

use std::fmt::{self, Write as _};

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::ToTokens;
use serde::Serialize;

use super::Markdown;
use super::hidden::{self, is_unseen};

/// Text as it is in a document: a name, a value, an address.
///
/// It has no `Display` and cannot be used as a string. Its methods print it in one place each, and [`ToTokens`] makes a string
/// literal of Rust.
#[derive(Clone, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// The text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it has characters that a reader does not see.
    #[must_use]
    pub fn has_hidden(&self) -> bool {
        self.0.chars().any(is_unseen)
    }

    /// Inline code of Markdown.
    #[must_use]
    pub fn code(&self) -> Markdown {
        Markdown::code(&self.0)
    }

    /// Inline code in a cell of a table.
    #[must_use]
    pub fn code_in_cell(&self) -> Markdown {
        Markdown::code_in_cell(&self.0)
    }

    /// The rest of a line: of a comment, of a terminal, or of a table of text. Hidden characters are shown as escapes.
    #[must_use]
    pub fn line(&self) -> String {
        hidden::escaped(&self.0)
    }

    /// The first words as plain text: without hidden characters, with one blank between words.
    #[must_use]
    pub fn words(&self, most: usize) -> String {
        let seen: String = self
            .0
            .chars()
            .take(most)
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .filter(|c| !is_unseen(*c))
            .collect();
        seen.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Lines for a terminal. Line feeds and tabs are kept, other hidden characters are shown as escapes.
    #[must_use]
    pub fn lines(&self) -> String {
        self.with_escapes(|char, text| {
            if matches!(char, '\n' | '\t') {
                text.push(char);
            } else {
                hidden::escape(char, text);
            }
        })
    }

    /// Lines in which a hidden character is one replacement character, so that columns stay the same.
    #[must_use]
    pub fn columns(&self) -> String {
        self.with_escapes(|char, text| {
            text.push(if matches!(char, '\n' | '\t') {
                char
            } else {
                char::REPLACEMENT_CHARACTER
            });
        })
    }

    /// A string of TOML, with its quotes.
    #[must_use]
    pub fn toml(&self) -> String {
        let escaped = self.quoted(|char, text| {
            let code = u32::from(char);
            // Writing to a string cannot fail.
            let _ = if code > 0xffff {
                write!(text, "\\U{code:08X}")
            } else {
                write!(text, "\\u{code:04X}")
            };
        });
        format!("\"{escaped}\"")
    }

    /// A string of YAML in double quotes, which has the escapes of TOML.
    #[must_use]
    pub fn yaml(&self) -> String {
        self.toml()
    }

    /// A key of TOML, in quotes where it needs them.
    #[must_use]
    pub fn toml_key(&self) -> String {
        let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !self.0.is_empty() && self.0.chars().all(is_bare) {
            self.0.clone()
        } else {
            self.toml()
        }
    }

    /// A string literal of Rust as text.
    #[must_use]
    pub fn rust_string(&self) -> String {
        format!("\"{}\"", self.quoted(hidden::escape))
    }

    /// The text of a JSON document, in which only strings have hidden characters: there they become escapes.
    #[must_use]
    pub fn json(&self) -> String {
        self.with_escapes(|char, text| {
            if matches!(char, '\n' | '\t' | '\r') {
                text.push(char);
                return;
            }
            let mut units = [0; 2];
            for unit in char.encode_utf16(&mut units) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        })
    }

    /// The text with quotes, backslashes and hidden characters escaped.
    fn quoted(&self, escape: impl Fn(char, &mut String)) -> String {
        let mut quoted = String::with_capacity(self.0.len() + 2);
        for char in self.0.chars() {
            match char {
                '"' | '\\' => quoted.extend(['\\', char]),
                _ if is_unseen(char) => escape(char, &mut quoted),
                _ => quoted.push(char),
            }
        }
        quoted
    }

    fn with_escapes(&self, escape: impl Fn(char, &mut String)) -> String {
        let mut text = String::with_capacity(self.0.len());
        for char in self.0.chars() {
            if is_unseen(char) {
                escape(char, &mut text);
            } else {
                text.push(char);
            }
        }
        text
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rust_string())
    }
}

impl ToTokens for Untrusted {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let literal: Literal = self
            .rust_string()
            .parse()
            .unwrap_or_else(|_| Literal::string(&self.0));
        tokens.extend([TokenTree::Literal(literal)]);
    }
}
