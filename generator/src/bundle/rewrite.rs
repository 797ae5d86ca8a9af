//! Adapts an object of a document to the bundle.
//!
//! In: an object. Out: the same object, whose references, discriminators and security requirements use the names of the
//! bundle.

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
        match kind {
            Kind::Callback => drop_references(node, diagnostics),
            Kind::Discriminator => self.mapping(at, node),
            Kind::SecurityRequirement => self.requirement(at, node),
            Kind::Schema => self.implied_tags(at, node),
            _ => {}
        }
        for (part, kind) in parts_mut(node, kind) {
            self.rewrite(at, part, kind, diagnostics);
        }
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

    /// Without a mapping, the name of a schema is the value of the tag. If an alternative has another name in the bundle, its
    /// old name is added to the mapping.
    fn implied_tags(&self, at: usize, node: &mut Node) {
        let Some(map) = node.as_map_mut() else { return };
        let mut renamed = Vec::new();
        for key in ["oneOf", "anyOf"] {
            let items = map.get(key).and_then(Node::as_list).unwrap_or_default();
            for text in items.iter().filter_map(|item| item.text("$ref")) {
                let Some(link) = self.components.link(at, text) else {
                    continue;
                };
                let old = text.rsplit(['/', '#']).next().unwrap_or(text);
                if link.rest.is_empty() && self.names.get(link.component) != old {
                    renamed.push((old.to_owned(), text.to_owned()));
                }
            }
        }
        let discriminator = map.get_mut("discriminator");
        let Some(discriminator) = discriminator.filter(|_| !renamed.is_empty()) else {
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
        for (old, text) in renamed {
            let is_mapped = mapping.iter().any(|(_, _, node)| {
                let known = node.as_str();
                known == Some(text.as_str()) || known == Some(old.as_str())
            });
            if !is_mapped && !mapping.contains(&old) {
                mapping.set(&old, super::text(text, span));
            }
        }
    }

    /// Adapts the names of security schemes.
    pub(super) fn requirement(&self, at: usize, node: &mut Node) {
        let Some(map) = node.as_map_mut() else { return };
        let mut adapted = Map::new();
        for (name, span, scopes) in map.iter() {
            let name = self.schemes.name(at, name).to_owned();
            adapted.insert(Key { name, span }, scopes.clone());
        }
        *map = adapted;
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
