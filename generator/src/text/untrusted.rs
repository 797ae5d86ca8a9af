//! Text from documents that is not prose, such as names, values and addresses.

use std::fmt::{self, Write as _};

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::ToTokens;
use serde::Serialize;

use super::Markdown;
use super::hidden::{self, is_unseen};

/// A text from a document that is not changed: a name, a value or an address.
///
/// The type has no `Display`, so the text cannot be printed by mistake. Each method prints the text for one context.
/// The implementation of [`ToTokens`] prints a Rust string literal.
#[derive(Clone, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// Wraps a text from a document.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the text contains hidden characters.
    #[must_use]
    pub fn has_hidden(&self) -> bool {
        self.0.chars().any(is_unseen)
    }

    /// Formats the text as inline code of Markdown.
    #[must_use]
    pub fn code(&self) -> Markdown {
        Markdown::code(&self.0)
    }

    /// Formats the text as inline code for a table cell.
    #[must_use]
    pub fn code_in_cell(&self) -> Markdown {
        Markdown::code_in_cell(&self.0)
    }

    /// Formats the text for one line of a comment, a terminal or a plain text table. Hidden characters are shown as escapes.
    #[must_use]
    pub fn line(&self) -> String {
        hidden::escaped(&self.0)
    }

    /// Returns the words in the first `most` characters, separated by single spaces. Hidden characters are removed.
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

    /// Formats the text as lines for a terminal. Line feeds and tabs are kept. Other hidden characters are shown as escapes.
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

    /// Formats the text as lines in which every character keeps its column. Each hidden character is replaced by one
    /// visible character.
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

    /// Formats the text as a TOML string with quotes.
    #[must_use]
    pub fn toml(&self) -> String {
        let escaped = self.quoted(|char, text| {
            let code = u32::from(char);
            // Writing to a string never fails.
            let _ = if code > 0xffff {
                write!(text, "\\U{code:08X}")
            } else {
                write!(text, "\\u{code:04X}")
            };
        });
        format!("\"{escaped}\"")
    }

    /// Formats the text as a YAML string in double quotes. YAML accepts the escapes of TOML.
    #[must_use]
    pub fn yaml(&self) -> String {
        self.toml()
    }

    /// Formats the text as a TOML key, with quotes if necessary.
    #[must_use]
    pub fn toml_key(&self) -> String {
        let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !self.0.is_empty() && self.0.chars().all(is_bare) {
            self.0.clone()
        } else {
            self.toml()
        }
    }

    /// Formats the text as a Rust string literal.
    #[must_use]
    pub fn rust_string(&self) -> String {
        format!("\"{}\"", self.quoted(hidden::escape))
    }

    /// Formats the text of a JSON document. Only strings of a JSON document can contain hidden characters, which become
    /// JSON escapes.
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

    /// Returns the content of a quoted string. Quotes, backslashes and hidden characters are escaped.
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
