//! A node that knows its location: its document and its pointer.

use crate::input::Document;
use crate::model::Origin;
use crate::source::{Node, Pointer, SourceId, Span};

/// A node, its pointer and its document.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub(super) node: &'a Node,
    pub(super) pointer: Pointer,
    pub(super) document: &'a Document,
}

impl<'a> At<'a> {
    /// Returns the root node of a document.
    pub(super) fn root(document: &'a Document) -> Self {
        Self {
            node: &document.root,
            pointer: Pointer::root(),
            document,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<At<'a>> {
        let node = self.node.get(name)?;
        Some(self.part(node, name))
    }

    fn part(&self, node: &'a Node, step: impl std::fmt::Display) -> Self {
        Self {
            node,
            pointer: self.pointer.child(step),
            document: self.document,
        }
    }

    /// Returns the value of a key if the value is a map.
    pub(super) fn map(&self, name: &str) -> Option<At<'a>> {
        self.get(name).filter(|at| at.node.as_map().is_some())
    }

    /// Returns the value of a key if the value is a string.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.node.text(name)
    }

    /// Returns whether the value of a key is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.node.get(name).and_then(Node::as_bool).unwrap_or(false)
    }

    /// Returns the entries of a map. Empty for other nodes.
    pub(super) fn members(&self) -> Vec<(&'a str, At<'a>)> {
        let Some(map) = self.node.as_map() else {
            return Vec::new();
        };
        map.iter()
            .map(|(name, _, node)| (name, self.part(node, name)))
            .collect()
    }

    /// Returns the items of a list. Empty for other nodes.
    pub(super) fn items(&self) -> Vec<At<'a>> {
        let items = self.node.as_list().unwrap_or_default();
        items
            .iter()
            .enumerate()
            .map(|(i, node)| self.part(node, i))
            .collect()
    }

    /// Returns the strings in the list under a key. Empty if the value is not a list.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self
            .node
            .get(name)
            .and_then(Node::as_list)
            .unwrap_or_default();
        list.iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// Returns the id of the node among all documents of the API.
    pub(super) fn id(&self) -> NodeId {
        (self.document.source, self.pointer.clone())
    }

    /// Returns the location of the node as an [`Origin`], which the model keeps.
    pub(super) fn origin(&self) -> Origin {
        Origin {
            document: self.document.path.clone(),
            pointer: self.pointer.clone(),
            span: self.span(),
        }
    }

    pub(super) fn span(&self) -> Span {
        self.node.span
    }
}

/// Identifies a node among all documents of an API.
pub(super) type NodeId = (SourceId, Pointer);
