//! The docs of an item as data.

use serde::Serialize;

use super::example::CallExample;

/// The docs of an item: blocks with an empty line between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs(pub Vec<Block>);

/// A block of docs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Block {
    /// Markdown.
    Text(String),
    /// A list, with a line above it that says what it lists.
    List {
        /// The line.
        title: Option<String>,
        /// The elements, each Markdown on one line.
        items: Vec<String>,
    },
    /// The call of a method.
    Example(CallExample),
}

impl Docs {
    /// Docs that are one block of Markdown.
    pub(in crate::plan) fn text(text: impl Into<String>) -> Self {
        Self(vec![Block::Text(text.into())])
    }
}
