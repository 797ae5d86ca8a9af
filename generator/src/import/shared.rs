//! Collects the shared parts of the operations and webhooks: schemas of bodies, referenced components, and scopes.
//!
//! In: the names, references and scopes of each operation. Out: [`Shared`], from which `components` creates the components of the
//! skeleton.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::inner;
use super::tree::{Members, Tree};
use crate::openapi::component_around;
use crate::source::{Node, Span};

/// A schema with one of these keywords gets a name in the skeleton.
const SHAPES: &[&str] = &["properties", "allOf", "oneOf", "anyOf"];

/// The components, schemas and scopes that the operations read so far share.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    pub(super) document: &'a Node,
    /// The components that references name: the section, such as `schemas`, and the name.
    pub(super) wanted: IndexSet<(String, String)>,
    /// The schemas of bodies, by name.
    pub(super) schemas: IndexMap<String, Tree>,
    /// The classic scopes of all operations.
    pub(super) scopes: IndexSet<String>,
    /// Names for schemas inside of bodies that are targets of references. The key is the location of the schema.
    targets: BTreeMap<Span, String>,
}

impl<'a> Shared<'a> {
    /// Creates the collection for a document.
    pub(super) fn new(document: &'a Node) -> Self {
        Self {
            document,
            wanted: IndexSet::new(),
            schemas: IndexMap::new(),
            scopes: IndexSet::new(),
            targets: inner::targets(document),
        }
    }

    /// Records that the skeleton needs the component to which a reference points.
    pub(super) fn refer(&mut self, reference: &str) {
        self.wanted.extend(component_around(reference));
    }

    pub(super) fn scopes(&mut self, scopes: &[String]) {
        self.scopes.extend(scopes.iter().cloned());
    }

    /// Adds a schema under a name and returns a reference to the schema. If the name is taken or the schema needs no name,
    /// returns the schema itself.
    pub(super) fn named(&mut self, name: &str, members: Members) -> Tree {
        let is_shape = members
            .iter()
            .any(|(key, _)| SHAPES.contains(&key.as_str()));
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_taken = self.schemas.contains_key(name)
            || self.part("schemas", name).is_some()
            || self.targets.values().any(|target| target == name);
        if !is_shape || !starts_well || is_taken {
            return Tree::Map(members);
        }
        self.schemas.insert(name.to_owned(), Tree::Block(members));
        Tree::Map(vec![("$ref".to_owned(), Tree::Text(local(name)))])
    }

    /// Returns the name of the schema at a location, if the schema is inside of a body and a reference points to it.
    pub(super) fn target(&self, location: Span) -> Option<String> {
        self.targets.get(&location).cloned()
    }

    /// Reserves a name for a shared schema. Returns `false` if another schema has the name.
    pub(super) fn reserve(&mut self, name: &str) -> bool {
        let is_free = !self.schemas.contains_key(name);
        if is_free {
            let placeholder = Tree::Block(Members::new());
            self.schemas.insert(name.to_owned(), placeholder);
        }
        is_free
    }

    /// Returns a component of the publisher's document.
    pub(super) fn part(&self, kind: &str, name: &str) -> Option<&'a Node> {
        self.document.get("components")?.get(kind)?.get(name)
    }
}

/// Returns a reference to a shared schema of the skeleton.
pub(super) fn local(name: &str) -> String {
    format!("#/components/schemas/{name}")
}
