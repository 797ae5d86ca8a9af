//! The docs of every item as data: paragraphs, lists of facts, and the example of a call. All sentences are decided in this
//! folder; a printer breaks lines and adds comment signs.

mod example;
mod method;
mod types;

use serde::Serialize;

pub use example::{CallExample, ExampleCall, Outcome, ValueExpr};
pub(super) use method::method;
pub(super) use types::{alternative, described, extra, fallback, field, struct_, variant};

/// The docs of an item: blocks with an empty line between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs(pub Vec<Block>);

/// A block of docs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Block {
    /// Markdown.
    Text(String),
    /// A list, behind a line that says what it lists.
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
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self(vec![Block::Text(text.into())])
    }
}
