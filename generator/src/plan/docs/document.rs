//! The docs of an item as data.

use serde::Serialize;

use super::example::CallExample;
use crate::text::Markdown;

/// The docs of an item: blocks that are separated by empty lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs(pub Vec<Block>);

/// A block of docs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Block {
    /// Markdown.
    Text(Markdown),
    /// A list. It can have a title line.
    List {
        /// The title line.
        title: Option<Markdown>,
        /// The elements of the list.
        items: Vec<Markdown>,
    },
    /// An example call of a method.
    Example(CallExample),
}

impl Docs {
    /// Creates docs with one block of Markdown.
    pub(in crate::plan) fn text(text: Markdown) -> Self {
        Self(vec![Block::Text(text)])
    }

    /// Creates docs with a fixed text.
    pub(in crate::plan) fn fixed(text: &'static str) -> Self {
        Self::text(Markdown::fixed(text))
    }

    /// Creates docs from a template. `parts` replace the `{}` placeholders of the template.
    pub(in crate::plan) fn fill(template: &'static str, parts: &[&Markdown]) -> Self {
        Self::text(Markdown::fill(template, parts))
    }
}
