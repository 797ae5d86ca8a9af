//! Adapts an object of a document to the bundle.
//!
//! In: an object. Out: the same object, whose references, discriminators and security requirements use the names of the
//! bundle.

use std::collections::{BTreeMap, BTreeSet};

use super::collect::{Components, Link};
use super::names::Names;
use super::schemes::Schemes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::Document;
use crate::openapi::grammar::Kind;
use crate::openapi::parts::parts_mut;
use crate::source::{Key, Map, Node, Pointer, Value};

/// The names of the bundle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rewriter<'r, 'a> {
    pub(super) documents: &'a [Document],
    pub(super) components: &'r Components<'a>,
    pub(super) names: &'r Names,
    pub(super) schemes: &'r Schemes,
}

impl Rewriter<'_, '_> {
    /// Adapts an object of the document at position `at`, and all its parts.
    pub(super) fn rewrite(
        &self,
        at: usize,
        node: &mut Node,
        kind: Kind,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(Value::Str(text)) = node
            .as_map_mut()
            .and_then(|map| map.get_mut("$ref"))
            .map(|node| &mut node.value)
        {
            if let Some(link) = self.components.link(at, text) {
                *text = self.reference(link);
            }
            return;
        }
        let mut tags = Vec::new();
        match kind {
            Kind::Callback => drop_references(node, diagnostics),
            Kind::Discriminator => self.mapping(at, node),
            Kind::SecurityRequirement => self.requirement(at, node),
            Kind::Schema => tags = self.implied_tags(at, node),
            _ => {}
        }
        for (part, kind) in parts_mut(node, kind) {
            self.rewrite(at, part, kind, diagnostics);
        }
        add_tags(node, tags);
    }

    /// Returns the schemas that extend another schema by `allOf`. The key is the name of the other schema in the bundle. The
    /// values are positions in the list of components.
    pub(super) fn subtypes(&self) -> BTreeMap<&str, Vec<usize>> {
        let mut subtypes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (position, component) in self.components.list.iter().enumerate() {
            if component.kind != Kind::Schema {
                continue;
            }
            let parts = component.node.get("allOf").and_then(Node::as_list);
            let parts = parts.unwrap_or_default().iter();
            for text in parts.filter_map(|part| part.text("$ref")) {
                if let Some(link) = self.components.link(component.at, text)
                    && link.rest.is_empty()
                {
                    let base = self.names.get(link.component);
                    subtypes.entry(base).or_default().push(position);
                }
            }
        }
        subtypes
    }

    /// Adds the old names of renamed subtypes to the mapping of a base schema. A base schema has a discriminator and no
    /// alternatives of its own. `base` is its position in the list of components. Call this function after `rewrite`.
    pub(super) fn inherited_tags(
        &self,
        base: usize,
        subtypes: &BTreeMap<&str, Vec<usize>>,
        node: &mut Node,
    ) {
        let has = |key: &str| node.get(key).is_some();
        if !has("discriminator") || has("oneOf") || has("anyOf") {
            return;
        }
        let mut renamed = Vec::new();
        let mut names = BTreeSet::new();
        let mut open = vec![self.names.get(base)];
        while let Some(name) = open.pop() {
            if !names.insert(name) {
                continue;
            }
            for position in subtypes.get(name).into_iter().flatten().copied() {
                let new = self.names.get(position);
                open.push(new);
                let old = self.components.list.get(position);
                if let Some(old) = old.filter(|old| old.name != new) {
                    renamed.push((old.name.clone(), position));
                }
            }
        }
        // If another subtype has the old name in the bundle, the name is the value of its tag.
        renamed.retain(|(old, _)| !names.contains(old.as_str()));
        let tags = renamed.into_iter().map(|(old, component)| {
            let rest = Vec::new();
            (old, self.reference(&Link { component, rest }))
        });
        add_tags(node, tags.collect());
    }

    /// Returns the reference to a component or to a part of a component.
    fn reference(&self, link: &Link) -> String {
        let section = self.components.list.get(link.component);
        let start = Pointer::root()
            .child("components")
            .child(section.map_or("", |component| component.section))
            .child(self.names.get(link.component));
        let pointer = link
            .rest
            .iter()
            .fold(start, |pointer, step| pointer.child(step));
        pointer.to_string().replace('%', "%25")
    }

    /// Adapts the mapping of a discriminator.
    fn mapping(&self, at: usize, node: &mut Node) {
        let mapping = node.as_map_mut().and_then(|map| map.get_mut("mapping"));
        let mapping = mapping.and_then(Node::as_map_mut);
        for (_, target) in mapping.into_iter().flat_map(Map::iter_mut) {
            if let Value::Str(text) = &mut target.value
                && let Some(link) = self.components.link(at, text)
            {
                *text = self.reference(link);
            }
        }
    }

    /// Without a mapping, the name of a schema is the value of the tag. Returns the old name and the new reference of each
    /// alternative that has another name in the bundle.
    fn implied_tags(&self, at: usize, node: &Node) -> Vec<(String, String)> {
        let mut renamed = Vec::new();
        if node.get("discriminator").is_none() {
            return renamed;
        }
        for key in ["oneOf", "anyOf"] {
            let items = node.get(key).and_then(Node::as_list).unwrap_or_default();
            for text in items.iter().filter_map(|item| item.text("$ref")) {
                let Some(link) = self.components.link(at, text) else {
                    continue;
                };
                let old = self.tag(text, link);
                if link.rest.is_empty() && self.names.get(link.component) != old {
                    renamed.push((old.to_owned(), self.reference(link)));
                }
            }
        }
        renamed
    }

    /// Returns the value of the tag that selects the target of a reference: the last step of the pointer. Without a pointer,
    /// returns the name of the file.
    fn tag<'t>(&'t self, text: &'t str, link: &Link) -> &'t str {
        let pointer = text.split_once('#').map_or("", |(_, pointer)| pointer);
        match pointer.rsplit('/').next() {
            Some(last) if !last.is_empty() => last,
            _ => {
                let component = self.components.list.get(link.component);
                component.map_or("", |component| component.name.as_str())
            }
        }
    }

    /// Returns security requirements of the document at position `at` with the names of the bundle.
    pub(super) fn requirements(&self, at: usize, requirements: &Node) -> Node {
        let mut adapted = requirements.clone();
        if let Value::List(items) = &mut adapted.value {
            for item in items {
                self.requirement(at, item);
            }
        }
        adapted
    }

    /// Adapts the names of security schemes.
    fn requirement(&self, at: usize, node: &mut Node) {
        let Some(map) = node.as_map_mut() else { return };
        let mut adapted = Map::new();
        for (name, span, scopes) in map.iter() {
            let name = self.schemes.name(at, name).to_owned();
            adapted.insert(Key { name, span }, scopes.clone());
        }
        *map = adapted;
    }
}

/// Adds values to the mapping of a schema's discriminator. A schema that the mapping already contains is skipped.
fn add_tags(node: &mut Node, tags: Vec<(String, String)>) {
    let map = node.as_map_mut().filter(|_| !tags.is_empty());
    let Some(discriminator) = map.and_then(|map| map.get_mut("discriminator")) else {
        return;
    };
    let span = discriminator.span;
    let Some(discriminator) = discriminator.as_map_mut() else {
        return;
    };
    if !discriminator.contains("mapping") {
        discriminator.set("mapping", Node::new(Value::Map(Map::new()), span));
    }
    let mapping = discriminator.get_mut("mapping").and_then(Node::as_map_mut);
    let Some(mapping) = mapping else { return };
    for (tag, reference) in tags {
        let listed = mapping
            .iter()
            .any(|(_, _, target)| target.as_str() == Some(reference.as_str()));
        if !listed && !mapping.contains(&tag) {
            mapping.set(&tag, super::text(reference, span));
        }
    }
}

/// Drops the references of a callback. OpenAPI 3.0 allows such a reference only to another file.
fn drop_references(node: &mut Node, diagnostics: &mut Diagnostics) {
    let Some(map) = node.as_map_mut() else { return };
    let dropped: Vec<String> = map
        .iter()
        .filter(|(_, _, item)| item.text("$ref").is_some())
        .map(|(name, ..)| name.to_owned())
        .collect();
    for name in dropped {
        if let Some(item) = map.remove(&name) {
            let message = format!("the bundle cannot contain the callback `{name}`");
            let warning = Diagnostic::warning(Code::Unsupported, message);
            diagnostics.push(warning.label(item.span, "a reference to a path item"));
        }
    }
}
