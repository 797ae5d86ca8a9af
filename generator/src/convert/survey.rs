//! Finds the schemas and references of all documents before the conversion.
//!
//! In: the documents of one API. Out: a [`Survey`]. The survey lists the objects to convert: the documents, and the referenced
//! nodes that a walk of the documents does not reach. The survey also lists every reference, every map of definitions, every
//! `$anchor` and every `$id`.

use std::collections::{BTreeMap, BTreeSet};

use super::version::is_newer;
use crate::input::Document;
use crate::openapi::Resolver;
use crate::openapi::grammar::Kind;
use crate::openapi::parts::parts;
use crate::source::{Node, Pointer};

/// A node: the position of the document in the list, and the pointer in the document.
pub(super) type NodeId = (usize, Pointer);

/// The schemas and references of all documents.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The outermost objects to convert: position of the document, pointer and kind.
    pub(super) roots: Vec<(usize, Pointer, Kind)>,
    /// Every reference.
    pub(super) uses: Vec<Use>,
    /// The `$defs` and `definitions` maps of schemas, in documents of 3.1 and later.
    pub(super) definitions: BTreeSet<NodeId>,
    /// Pointers of schemas, keyed by document and `$anchor`.
    pub(super) anchors: BTreeMap<(usize, String), Pointer>,
    /// Schemas, keyed by `$id`.
    pub(super) ids: BTreeMap<String, NodeId>,
}

/// A reference.
#[derive(Clone, Debug)]
pub(super) struct Use {
    /// The object that contains the reference.
    pub(super) at: NodeId,
    /// The pointer from the object to the text of the reference.
    pub(super) key: Pointer,
    /// The text of the reference.
    pub(super) text: String,
    /// The map of definitions that contains the target, for example the `$defs` of an enclosing schema. `None` if the
    /// reference starts at the root of the document.
    pub(super) nearby: Option<Pointer>,
}

/// Visits the documents and all targets of their references.
pub(super) fn survey(documents: &[Document]) -> Survey {
    let mut walker = Walker {
        documents,
        survey: Survey::default(),
        known: BTreeSet::new(),
        scopes: Vec::new(),
    };
    for (at, _) in documents
        .iter()
        .enumerate()
        .filter(|(_, document)| !document.is_referenced)
    {
        walker.add_root(at, Pointer::root(), Kind::Document);
    }
    let mut next = 0;
    while let Some((at, pointer, kind)) = walker.survey.roots.get(next).cloned() {
        next += 1;
        if let Some(node) = documents
            .get(at)
            .and_then(|document| document.root.at(&pointer))
        {
            walker.object(at, &pointer, node, kind);
        }
    }
    walker.survey
}

struct Walker<'a> {
    documents: &'a [Document],
    survey: Survey,
    known: BTreeSet<NodeId>,
    /// The maps of definitions around the current schema, outermost first.
    scopes: Vec<(Pointer, &'a Node)>,
}

impl<'a> Walker<'a> {
    fn add_root(&mut self, at: usize, pointer: Pointer, kind: Kind) {
        if self.known.insert((at, pointer.clone())) {
            self.survey.roots.push((at, pointer, kind));
        }
    }

    fn object(&mut self, at: usize, here: &Pointer, node: &'a Node, kind: Kind) {
        let depth = self.scopes.len();
        if kind == Kind::Schema {
            self.schema(at, here, node);
        }
        for key in ["$ref", "$dynamicRef"] {
            if let Some(text) = node.text(key) {
                self.reference(at, here, Pointer::root().child(key), text, kind);
            }
        }
        for (steps, node, kind) in parts(node, kind) {
            self.object(at, &joined(here, &steps), node, kind);
        }
        self.scopes.truncate(depth);
    }

    /// Records the names that the schema defines and the references of its discriminator.
    fn schema(&mut self, at: usize, here: &Pointer, node: &'a Node) {
        let newer = self.documents.get(at).is_some_and(is_newer);
        for key in ["$defs", "definitions"] {
            if let Some(map) = node.get(key).filter(|map| newer && map.as_map().is_some()) {
                let place = here.child(key);
                self.survey.definitions.insert((at, place.clone()));
                self.scopes.push((place, map));
            }
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = node.text(key) {
                self.survey
                    .anchors
                    .insert((at, name.to_owned()), here.clone());
            }
        }
        if let Some(id) = node.text("$id") {
            let id = id.trim_end_matches('#').to_owned();
            self.survey.ids.entry(id).or_insert((at, here.clone()));
        }
        let mapping = node
            .get("discriminator")
            .and_then(|discriminator| discriminator.get("mapping"));
        let key = Pointer::root().child("discriminator").child("mapping");
        for (value, _, target) in mapping
            .and_then(Node::as_map)
            .into_iter()
            .flat_map(crate::source::Map::iter)
        {
            if let Some(text) = target.as_str().filter(|text| text.contains(['#', '/'])) {
                self.reference(at, here, key.child(value), text, Kind::Schema);
            }
        }
    }

    fn reference(&mut self, at: usize, here: &Pointer, key: Pointer, text: &str, kind: Kind) {
        let mut found = Use {
            at: (at, here.clone()),
            key,
            text: text.to_owned(),
            nearby: None,
        };
        let from = self.documents.get(at);
        let located = from.and_then(|from| Resolver::new(self.documents).locate(from, text).ok());
        if let Some((document, pointer)) = located
            && let Some(target) = position(self.documents, document)
        {
            if document.root.at(&pointer).is_some() {
                let first = pointer.parts().first().map(String::as_str);
                let regular = matches!(first, Some("components" | "paths" | "webhooks"));
                if document.is_referenced || !regular {
                    self.add_root(target, pointer, kind);
                }
            } else if target == at {
                found.nearby = self.nearby(&pointer);
            }
        }
        self.survey.uses.push(found);
    }

    /// Returns the innermost map of definitions that contains the target of the pointer.
    fn nearby(&self, pointer: &Pointer) -> Option<Pointer> {
        let [key, name, ..] = pointer.parts() else {
            return None;
        };
        let scope = self
            .scopes
            .iter()
            .rev()
            .find(|(place, map)| place.last() == Some(key.as_str()) && map.get(name).is_some());
        scope.map(|(place, _)| place.clone())
    }
}

/// Returns the pointer that consists of `pointer` and the steps of `steps`.
pub(super) fn joined(pointer: &Pointer, steps: &Pointer) -> Pointer {
    steps
        .parts()
        .iter()
        .fold(pointer.clone(), |pointer, step| pointer.child(step))
}

/// Returns the position of a document in the list.
pub(super) fn position(documents: &[Document], document: &Document) -> Option<usize> {
    documents
        .iter()
        .position(|other| other.source == document.source)
}
