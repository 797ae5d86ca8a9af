//! Finds out which schemas extend other schemas by `allOf`.
//!
//! In: the named schemas of an API. Out: the schemas that extend each schema (its subtypes), and the schemas that each
//! schema extends.

use std::collections::{BTreeMap, BTreeSet};

use super::at::{At, NodeId};
use crate::input::Document;
use crate::openapi::Resolver;

/// Which schemas extend which schemas by `allOf`.
#[derive(Debug, Default)]
pub(super) struct Subtypes<'a> {
    /// The schemas that extend a schema directly, in document order.
    pub(super) children: BTreeMap<NodeId, Vec<At<'a>>>,
    /// The schemas that a schema extends directly.
    pub(super) parents: BTreeMap<NodeId, Vec<At<'a>>>,
    /// Schemas with a `oneOf` or `anyOf` that lists their own subtypes.
    listed: BTreeSet<NodeId>,
}

impl<'a> Subtypes<'a> {
    /// Finds the subtypes among the named schemas of these documents.
    pub(super) fn of(documents: &'a [Document]) -> Self {
        let mut found = Self::default();
        for at in documents.iter().flat_map(named_schemas) {
            let mut parents = Vec::new();
            extended(documents, &at, &mut parents);
            for parent in &parents {
                found
                    .children
                    .entry(parent.id())
                    .or_default()
                    .push(at.clone());
            }
            if !parents.is_empty() {
                found.parents.insert(at.id(), parents);
            }
        }
        for at in documents.iter().flat_map(named_schemas) {
            let lists = |alternative: &At<'a>| {
                let target = target(documents, alternative);
                target.is_some_and(|alternative| found.extends(documents, &alternative, &at.id()))
            };
            if alternatives(&at).iter().any(lists) {
                found.listed.insert(at.id());
            }
        }
        found
    }

    /// Returns whether the `oneOf` or `anyOf` of a schema lists its own subtypes. If so, their properties are not
    /// properties of the schema.
    pub(super) fn are_listed(&self, id: &NodeId) -> bool {
        self.listed.contains(id)
    }

    /// Returns whether a schema extends `base`, directly or indirectly.
    fn extends(&self, documents: &'a [Document], at: &At<'a>, base: &NodeId) -> bool {
        let mut open = Vec::new();
        extended(documents, at, &mut open);
        let mut seen = BTreeSet::new();
        while let Some(parent) = open.pop() {
            let id = parent.id();
            if id == *base {
                return true;
            }
            if seen.insert(id.clone()) {
                open.extend(self.parents.get(&id).into_iter().flatten().cloned());
            }
        }
        false
    }

    /// Returns the schemas that extend a schema, directly or indirectly, without duplicates. Direct subtypes are first.
    pub(super) fn descendants(&self, id: &NodeId) -> Vec<At<'a>> {
        let mut seen = BTreeSet::from([id.clone()]);
        let mut found: Vec<At<'a>> = Vec::new();
        let mut next = vec![id.clone()];
        while !next.is_empty() {
            let children = next.iter().filter_map(|id| self.children.get(id)).flatten();
            let new: Vec<At<'a>> = children
                .filter(|at| seen.insert(at.id()))
                .cloned()
                .collect();
            next = new.iter().map(At::id).collect();
            found.extend(new);
        }
        found
    }

    /// Returns a schema and all schemas that it extends, directly or indirectly. The schema itself is first, followed
    /// by its nearest ancestors.
    pub(super) fn lineage(&self, at: &At<'a>) -> Vec<At<'a>> {
        let mut seen = BTreeSet::from([at.id()]);
        let mut found = vec![at.clone()];
        let mut index = 0;
        while let Some(at) = found.get(index) {
            index += 1;
            let parents = self.parents.get(&at.id()).into_iter().flatten();
            let new: Vec<At<'a>> = parents.filter(|at| seen.insert(at.id())).cloned().collect();
            found.extend(new);
        }
        found
    }
}

/// Returns the schemas in `oneOf` and `anyOf`.
pub(super) fn alternatives<'a>(at: &At<'a>) -> Vec<At<'a>> {
    let lists = ["oneOf", "anyOf"].iter().filter_map(|key| at.get(key));
    lists.flat_map(|list| list.items()).collect()
}

/// Adds the schemas that a schema extends directly to `found`.
fn extended<'a>(documents: &'a [Document], at: &At<'a>, found: &mut Vec<At<'a>>) {
    for part in at.get("allOf").map(|list| list.items()).unwrap_or_default() {
        if part.node.get("$ref").is_some() {
            found.extend(target(documents, &part));
        } else {
            extended(documents, &part, found);
        }
    }
}

fn target<'a>(documents: &'a [Document], at: &At<'a>) -> Option<At<'a>> {
    let Some(text) = at.text("$ref") else {
        return Some(at.clone());
    };
    let found = Resolver::new(documents).resolve(at.document, text).ok()?;
    Some(At {
        node: found.node,
        pointer: found.pointer,
        document: found.document,
    })
}

/// Returns the named schemas with `allOf`, `oneOf` or `anyOf`.
fn named_schemas(document: &Document) -> Vec<At<'_>> {
    let root = At::root(document);
    let components = root.map("components");
    let maps = ["schemas", "definitions", "$defs", "x-defs"].iter();
    let maps = maps.filter_map(|key| match (*key, &components) {
        ("schemas", Some(components)) => components.map("schemas"),
        (key, _) => root.map(key),
    });
    let mut found: Vec<At<'_>> = maps
        .flat_map(|map| map.members())
        .map(|(_, at)| at)
        .collect();
    if document.is_referenced {
        found.extend(root.members().into_iter().map(|(_, at)| at));
        found.push(root);
    }
    found.retain(|at| {
        ["allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| at.node.get(key).is_some())
    });
    found
}
