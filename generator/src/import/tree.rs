//! The skeleton as a tree: values without locations, and how they are printed.
//!
//! In: nodes of the publisher's document. Out: [`Tree`]s. This module does not know OpenAPI.

use crate::source::{Node, Value};

/// Entries in the order in which they are printed.
pub(super) type Members = Vec<(String, Tree)>;

/// A value of the skeleton.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Tree {
    /// A string, printed in quotes if needed.
    Text(String),
    /// A number, a boolean, `null`, or a string that needs no quotes.
    Plain(String),
    /// A list.
    List(Vec<Tree>),
    /// A map, on one line if it fits.
    Map(Members),
    /// A map to which a person adds entries, printed with one line for each entry.
    Block(Members),
}

impl Tree {
    /// Creates a string.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Creates `true`.
    pub(super) fn yes() -> Self {
        Self::Plain("true".to_owned())
    }

    /// Creates a list of strings.
    pub(super) fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(text)).collect())
    }

    /// Converts a node.
    pub(super) fn of(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Plain("null".to_owned()),
            Value::Bool(value) => Self::Plain(value.to_string()),
            Value::Number(number) => Self::Plain(number.text.clone()),
            Value::Str(text) => Self::text(text),
            Value::List(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Map(map) => Self::Map(
                map.iter()
                    .map(|(name, _, node)| (name.to_owned(), Self::of(node)))
                    .collect(),
            ),
        }
    }

    /// Whether it is neither a list nor a map.
    pub(super) const fn is_scalar(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Plain(_))
    }
}
