//! Chooses the target of each `$dynamicRef`. Schemas use `$dynamicRef` for generic types, such as a page of items.
//!
//! In: the documents of one API. Out: the same documents.
//!
//! A generic schema contains a `$dynamicRef` to an anchor, for example a page whose items are `$dynamicRef: "#item"`.
//! Another schema refers to the generic schema and defines the anchor. Then its reference is replaced by a copy of the
//! generic schema, in which each `$dynamicRef` points to the definition of the anchor. Any other `$dynamicRef` gets the
//! anchor of an enclosing schema. A reference to another document is not replaced.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{drop_all, map_of, put, set, text};
use super::survey::joined;
use super::version::is_newer;
use crate::input::Document;
use crate::openapi::grammar::Kind;
use crate::openapi::keywords::is_annotation;
use crate::openapi::parts::{parts, parts_mut};
use crate::source::{Map, Node, Pointer, Value};

/// The pointer of the schema for each dynamic anchor.
type Bindings = BTreeMap<String, Pointer>;

/// Keywords that neither restrict nor describe values.
const NEUTRAL: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$ref",
    "$schema",
    "definitions",
    "unevaluatedProperties",
];

pub(super) fn bind(documents: &mut [Document]) {
    for document in documents.iter_mut().filter(|document| is_newer(document)) {
        let kind = if document.root.get("openapi").is_some() {
            Kind::Document
        } else {
            Kind::Schema
        };
        let schemas = schemas(&document.root, kind);
        let is_dynamic = |(_, node): &(Pointer, &Node)| node.text("$dynamicRef").is_some();
        if !schemas.iter().any(is_dynamic) {
            continue;
        }
        let mut edits: Vec<(Pointer, Node)> = Vec::new();
        for (here, node) in &schemas {
            let mut binder = Binder {
                root: &document.root,
                bindings: bindings(node, here),
                here,
                copies: BTreeMap::new(),
                added: Vec::new(),
            };
            if let Some(bound) = binder.bound(node) {
                edits.push((here.clone(), bound));
                edits.append(&mut binder.added);
            }
        }
        for (place, node) in edits {
            give(&mut document.root, &place, node);
        }
        resolve_others(&mut document.root, kind);
    }
}

/// Lists the schemas in a tree. A schema comes before the schemas that it contains.
fn schemas(root: &Node, kind: Kind) -> Vec<(Pointer, &Node)> {
    let mut found = Vec::new();
    let mut tasks = vec![(Pointer::root(), root, kind)];
    while let Some((here, node, kind)) = tasks.pop() {
        let inner = parts(node, kind).into_iter().rev();
        tasks.extend(inner.map(|(steps, node, kind)| (joined(&here, &steps), node, kind)));
        if kind == Kind::Schema {
            found.push((here, node));
        }
    }
    found
}

/// Returns the dynamic anchors that a schema defines directly or in its `$defs`.
fn bindings(node: &Node, here: &Pointer) -> Bindings {
    let mut found = Bindings::new();
    if let Some(name) = node.text("$dynamicAnchor") {
        found.insert(name.to_owned(), here.clone());
    }
    for key in ["$defs", "definitions"] {
        let map = node.get(key).and_then(Node::as_map);
        for (name, _, definition) in map.into_iter().flat_map(Map::iter) {
            if let Some(anchor) = definition.text("$dynamicAnchor") {
                found.insert(anchor.to_owned(), here.child(key).child(name));
            }
        }
    }
    found
}

/// Returns the anchor in the `$dynamicRef` of a schema.
fn anchor_of(node: &Node) -> Option<&str> {
    let (_, anchor) = node.text("$dynamicRef")?.split_once('#')?;
    (!anchor.is_empty() && !anchor.starts_with('/')).then_some(anchor)
}

/// Replaces the references of one schema with copies of generic schemas, and collects the copies.
struct Binder<'a> {
    root: &'a Node,
    bindings: Bindings,
    here: &'a Pointer,
    /// The pointer of each copy, keyed by the pointer of the original schema.
    copies: BTreeMap<Pointer, Pointer>,
    /// The copies that become new schemas.
    added: Vec<(Pointer, Node)>,
}

impl Binder<'_> {
    /// Returns `node` with each reference to a generic schema replaced by a copy. `None` if the schema needs no copy.
    fn bound(&mut self, node: &Node) -> Option<Node> {
        let map = node.as_map().filter(|_| !self.bindings.is_empty())?;
        if let Some(template) = self.template(node) {
            self.copies.insert(template.clone(), self.here.clone());
            let Value::Map(mut copy) = self.copy(&template)?.value else {
                return None;
            };
            let own = map
                .names()
                .any(|name| !NEUTRAL.contains(&name) && !is_annotation(name));
            let mut bound = map.clone();
            bound.remove("$ref");
            if own {
                let copy = Node::new(Value::Map(copy), node.span);
                let mut all = vec![copy];
                if let Some(Value::List(parts)) = bound.remove("allOf").map(|node| node.value) {
                    all.extend(parts);
                }
                set(&mut bound, "allOf", Value::List(all), node.span);
            } else {
                copy.remove("$defs");
                for (name, _, value) in copy.iter().filter(|(name, ..)| !map.contains(name)) {
                    put(&mut bound, name, value.clone());
                }
            }
            return Some(Node::new(Value::Map(bound), node.span));
        }
        let parts = map.get("allOf")?.as_list()?;
        let mut bound = Vec::new();
        let mut any = false;
        for part in parts {
            let copy = self
                .template(part)
                .and_then(|template| self.copy(&template));
            any |= copy.is_some();
            bound.push(copy.unwrap_or_else(|| part.clone()));
        }
        let mut map = map.clone();
        set(&mut map, "allOf", Value::List(bound), node.span);
        any.then(|| Node::new(Value::Map(map), node.span))
    }

    /// Returns the pointer of the generic schema to which `node` refers. `None` if `node` refers to no generic schema.
    fn template(&self, node: &Node) -> Option<Pointer> {
        let mut place = Pointer::parse(node.text("$ref").filter(|text| text.starts_with('#'))?)?;
        let mut visited = BTreeSet::new();
        // A schema that consists of a reference needs no copy, so its target is used.
        while let Some(text) = self
            .root
            .at(&place)
            .filter(|node| is_plain(node))
            .and_then(|node| node.text("$ref"))
        {
            if !visited.insert(place.clone()) {
                return None;
            }
            place = Pointer::parse(text)?;
        }
        (place != *self.here && self.is_generic(&place)).then_some(place)
    }

    /// Returns whether a schema contains a `$dynamicRef` to one of the anchors in `bindings`, directly or behind other
    /// references.
    fn is_generic(&self, place: &Pointer) -> bool {
        let mut visited = BTreeSet::new();
        let mut tasks = vec![place.clone()];
        while let Some(place) = tasks.pop() {
            if !visited.insert(place.clone()) {
                continue;
            }
            let Some(node) = self.root.at(&place) else {
                continue;
            };
            for (_, node) in schemas(node, Kind::Schema) {
                if anchor_of(node).is_some_and(|anchor| self.bindings.contains_key(anchor)) {
                    return true;
                }
                tasks.extend(
                    node.text("$ref")
                        .filter(|text| text.starts_with('#'))
                        .and_then(Pointer::parse),
                );
            }
        }
        false
    }

    /// Copies a generic schema. In the copy, each `$dynamicRef` points to the definition of its anchor.
    fn copy(&mut self, place: &Pointer) -> Option<Node> {
        let mut copy = self.root.at(place)?.clone();
        self.bind_in(&mut copy);
        Some(copy)
    }

    /// Replaces the dynamic references and the references to generic schemas in a copy.
    fn bind_in(&mut self, node: &mut Node) {
        let anchor = anchor_of(node).map(str::to_owned);
        let target = anchor.and_then(|anchor| self.bindings.get(&anchor).cloned());
        let template = self.template(node);
        if let Some(map) = node.as_map_mut() {
            drop_all(map, &["$id", "$anchor", "$dynamicAnchor"]);
            if let (Some(target), Some(old)) = (target, map.remove("$dynamicRef")) {
                put(map, "$ref", text(target.to_string(), old.span));
            } else if let (Some(template), Some(old)) = (template, map.get("$ref").cloned()) {
                let place = self.place_of(&template);
                put(map, "$ref", text(place.to_string(), old.span));
            }
        }
        for (part, kind) in parts_mut(node, Kind::Schema) {
            if kind == Kind::Schema {
                self.bind_in(part);
            }
        }
    }

    /// Returns the pointer of a generic schema's copy. Creates the copy on the first call.
    fn place_of(&mut self, template: &Pointer) -> Pointer {
        if let Some(place) = self.copies.get(template) {
            return place.clone();
        }
        let schemas = Pointer::root().child("components").child("schemas");
        let name = format!(
            "{}{}",
            word(self.root, self.here),
            word(self.root, template)
        );
        let free = |name: &String| self.root.at(&schemas.child(name)).is_none();
        let letters = (b'A'..=b'Z').map(|letter| format!("{name}{}", char::from(letter)));
        let mut names = std::iter::once(name.clone()).chain(letters);
        let place = schemas.child(names.find(free).unwrap_or_else(|| name.clone()));
        self.copies.insert(template.clone(), place.clone());
        if let Some(copy) = self.copy(template) {
            self.added.push((place.clone(), copy));
        }
        place
    }
}

/// Returns whether a schema consists of a reference and annotations.
fn is_plain(node: &Node) -> bool {
    node.as_map().is_some_and(|map| {
        map.names()
            .all(|name| name == "$ref" || is_annotation(name))
    })
}

/// Returns a word for the name of a copy: the name of a schema, the id of an operation, or an HTTP method.
fn word(root: &Node, place: &Pointer) -> String {
    let name = match place.parts() {
        [components, _, name, ..] if components == "components" => name.as_str(),
        [paths, path, method, ..] => {
            let operation = Pointer::root().child(paths).child(path).child(method);
            let operation = root.at(&operation);
            operation
                .and_then(|node| node.text("operationId"))
                .unwrap_or(method)
        }
        _ => "",
    };
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn give(root: &mut Node, place: &Pointer, node: Node) {
    if let Some(old) = root.at_mut(place) {
        *old = node;
        return;
    }
    let parent = place.parent().and_then(|parent| root.at_mut(&parent));
    if let (Some(map), Some(name)) = (parent.and_then(Node::as_map_mut), place.last()) {
        put(map, name, node);
    }
}

/// Lets each remaining `$dynamicRef` point to the anchor of an enclosing schema. If only one schema defines the anchor,
/// the reference needs no change.
fn resolve_others(root: &mut Node, kind: Kind) {
    let mut anchors: BTreeMap<String, Vec<Pointer>> = BTreeMap::new();
    let mut uses: Vec<(Pointer, String)> = Vec::new();
    let mut definers: BTreeMap<Pointer, Bindings> = BTreeMap::new();
    for (here, node) in schemas(root, kind) {
        if let Some(name) = node.text("$dynamicAnchor") {
            anchors
                .entry(name.to_owned())
                .or_default()
                .push(here.clone());
        }
        if let Some(anchor) = anchor_of(node) {
            uses.push((here.clone(), anchor.to_owned()));
        }
        let own = bindings(node, &here);
        if !own.is_empty() {
            definers.insert(here, own);
        }
    }
    for (here, anchor) in uses {
        let mut around = Some(here.clone());
        let mut found = None;
        while let (Some(place), None) = (around, &found) {
            found = definers
                .get(&place)
                .and_then(|own| own.get(&anchor))
                .cloned();
            around = place.parent();
        }
        let all = anchors.get(&anchor).map(Vec::as_slice).unwrap_or_default();
        if found.is_none() && all.len() <= 1 {
            continue;
        }
        let Some(map) = root.at_mut(&here).and_then(Node::as_map_mut) else {
            continue;
        };
        let Some(old) = map.remove("$dynamicRef") else {
            continue;
        };
        match found {
            Some(target) => put(map, "$dynamicRef", text(target.to_string(), old.span)),
            // Usually, a generic schema defines its own anchor as `not: {}`, which allows no value. Later stages report
            // a type that is generated from `not: {}`.
            None => put(map, "not", map_of([], old.span)),
        }
    }
}
