//! Merges the security schemes of all documents.
//!
//! In: the documents. Out: the security schemes of the bundle. Schemes with the same name that differ only in their scopes
//! become one scheme with the scopes of all documents. Other schemes with the same name get the name of their document as a
//! prefix.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::values::{component_name, free, prefix};
use crate::input::Document;
use crate::openapi::Resolver;
use crate::source::{Map, Node, Pointer, Value};

/// The security schemes of a bundle.
#[derive(Debug, Default)]
pub(super) struct Schemes {
    /// The schemes by name.
    pub(super) list: IndexMap<String, Node>,
    /// The changed names, by the position of the document and the name in the document.
    changed: BTreeMap<(usize, String), String>,
}

impl Schemes {
    pub(super) fn of(documents: &[Document]) -> Self {
        let resolver = Resolver::new(documents);
        let pointer = Pointer::root().child("components").child("securitySchemes");
        let mut schemes = Self::default();
        let main = documents.iter().enumerate();
        for (at, document) in main.filter(|(_, document)| !document.is_referenced) {
            let map = document.root.at(&pointer).and_then(Node::as_map);
            for (name, _, node) in map.into_iter().flat_map(Map::iter) {
                if let Some(found) = resolver.follow(document, node) {
                    schemes.add(at, document, documents, name, found.node);
                }
            }
        }
        schemes
    }

    /// Returns the name in the bundle of a scheme in the document at position `at`.
    pub(super) fn name<'n>(&'n self, at: usize, name: &'n str) -> &'n str {
        let changed = self.changed.get(&(at, name.to_owned()));
        changed.map_or(name, String::as_str)
    }

    fn add(
        &mut self,
        at: usize,
        document: &Document,
        documents: &[Document],
        name: &str,
        node: &Node,
    ) {
        let plain = component_name(name);
        let prefixed = || format!("{}_{plain}", prefix(document, documents));
        let wanted = match self.list.get_mut(&plain) {
            Some(known) if same_without_scopes(known, node) => {
                add_scopes(known, node);
                plain
            }
            None => {
                self.list.insert(plain.clone(), node.clone());
                plain
            }
            Some(_) => {
                let wanted = free(prefixed(), |name| self.list.contains_key(name));
                self.list.insert(wanted.clone(), node.clone());
                wanted
            }
        };
        if wanted != name {
            self.changed.insert((at, name.to_owned()), wanted);
        }
    }
}

fn same_without_scopes(left: &Node, right: &Node) -> bool {
    let without = |node: &Node| {
        let mut node = node.clone();
        for flow in flows(&mut node) {
            flow.remove("scopes");
        }
        node
    };
    without(left).same_value(&without(right))
}

/// Returns the OAuth flows of a security scheme.
fn flows(scheme: &mut Node) -> impl Iterator<Item = &mut Map> {
    let flows = scheme.as_map_mut().and_then(|map| map.get_mut("flows"));
    let flows = flows.and_then(Node::as_map_mut).into_iter();
    let flows = flows.flat_map(Map::iter_mut);
    flows.filter_map(|(_, flow)| flow.as_map_mut())
}

/// Adds the scopes of a scheme to a scheme with the same flows.
fn add_scopes(known: &mut Node, other: &Node) {
    let mut other = other.clone();
    let mut others: Vec<Map> = flows(&mut other).map(std::mem::take).collect();
    for (flow, other) in flows(known).zip(&mut others) {
        let Some(Value::Map(new)) = other.remove("scopes").map(|node| node.value) else {
            continue;
        };
        let Some(scopes) = flow.get_mut("scopes").and_then(Node::as_map_mut) else {
            continue;
        };
        for (name, _, node) in new.iter() {
            if !scopes.contains(name) {
                scopes.set(name, node.clone());
            }
        }
    }
}
