//! A document to print, as a tree. Each value knows its layout, but has no location.
//!
//! In: nodes of the publisher's document. Out: [`Tree`]s. This module does not know OpenAPI.

use crate::source::{Node, Value};

/// The entries of a map, in print order.
pub(super) type Members = Vec<(String, Tree)>;

/// A value of the skeleton.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Tree {
    /// A string, printed in quotes if needed.
    Text(String),
    /// A text that is printed without quotes: a number, a boolean, `null`, or a string that needs no quotes.
    Plain(String),
    /// A list that is printed on one line if the line is short enough.
    List(Vec<Tree>),
    /// A list with one line for each item.
    Lines(Vec<Tree>),
    /// A map that is printed on one line if the line is short enough.
    Map(Members),
    /// A map with one line for each entry, so that a person can add entries.
    Block(Members),
    /// A map with an empty line between its entries.
    Spaced(Members),
}

impl Tree {
    /// Creates a string.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Creates the value `true`.
    pub(super) fn yes() -> Self {
        Self::Plain("true".to_owned())
    }

    /// Creates a list of strings.
    pub(super) fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(text)).collect())
    }

    /// Converts a node of a document.
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

    /// Returns whether the value is a list or a map without entries.
    pub(super) const fn is_empty(&self) -> bool {
        match self {
            Self::Text(_) | Self::Plain(_) => false,
            Self::List(items) | Self::Lines(items) => items.is_empty(),
            Self::Map(members) | Self::Block(members) | Self::Spaced(members) => members.is_empty(),
        }
    }

    /// Returns whether the value is neither a list nor a map.
    pub(super) const fn is_scalar(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Plain(_))
    }
}
