//! Finds schemas inside of request and response bodies that are targets of references.
//!
//! In: the publisher's document. Out: a name for each of these schemas. In the skeleton, each schema becomes a shared schema,
//! because a reference to a part of another body is hard to read and breaks easily.

use std::collections::{BTreeMap, BTreeSet};

use super::words::pascal;
use crate::openapi::keywords::METHODS;
use crate::openapi::{Reference, component_around};
use crate::source::{Map, Node, Pointer, Span, Value};

/// Keys that are omitted when a pointer becomes a name.
const STRUCTURE: &[&str] = &[
    "paths",
    "webhooks",
    "requestBody",
    "content",
    "schema",
    "properties",
    "items",
];

/// Returns a name for each schema inside of a body that is the target of a reference. The key is the location of the
/// schema.
pub(super) fn targets(document: &Node) -> BTreeMap<Span, String> {
    let components = document.get("components");
    let schemas = components.and_then(|components| components.get("schemas"));
    let schemas = schemas.and_then(Node::as_map);
    let names = schemas.into_iter().flat_map(Map::names);
    let mut taken: BTreeSet<String> = names.map(str::to_owned).collect();
    let mut found = BTreeMap::new();
    let mut open = vec![document];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::List(items) => open.extend(items),
            Value::Map(map) => {
                open.extend(map.iter().map(|(_, _, node)| node));
                let reference = map.text_of("$ref");
                let Some((target, pointer)) = reference.and_then(|text| resolve(document, text))
                else {
                    continue;
                };
                if !found.contains_key(&target.span) {
                    let full = pascal(&pointer.parts().join(" "));
                    let numbered = (2..).map(|number| format!("{full}{number}"));
                    let names = [short(&pointer), full.clone()].into_iter().chain(numbered);
                    let mut names = names.filter(|name| !name.is_empty());
                    let name = names.find(|name| taken.insert(name.clone()));
                    found.extend(name.map(|name| (target.span, name)));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => {}
        }
    }
    found
}

/// Returns the target of a reference, if it is a schema inside of a body. `None` for any other reference.
pub(super) fn target<'a>(document: &'a Node, reference: &str) -> Option<&'a Node> {
    resolve(document, reference).map(|(node, _)| node)
}

/// Resolves a reference into a body. Some publishers moved webhooks from `paths` to `webhooks` and kept the references.
/// Therefore, a reference into `paths` may point into `webhooks`.
fn resolve<'a>(document: &'a Node, reference: &str) -> Option<(&'a Node, Pointer)> {
    if !reference.starts_with("#/") || component_around(reference).is_some() {
        return None;
    }
    let pointer = Reference::parse(reference, "").ok()?.pointer;
    let moved = || {
        let (first, rest) = pointer.parts().split_first()?;
        let root = Pointer::root().child("webhooks");
        let moved = rest.iter().fold(root, |pointer, step| pointer.child(step));
        document.at(&moved).filter(|_| first == "paths")
    };
    let node = document.at(&pointer).or_else(moved)?;
    // A reference to another reference is kept as it is.
    let is_schema = node.as_map().is_some_and(|map| !map.contains("$ref"));
    is_schema.then_some((node, pointer))
}

/// Returns a short name for a schema inside of a body. The name consists of the path or webhook, and the properties
/// around the schema.
fn short(pointer: &Pointer) -> String {
    let words = pointer.parts().iter().map(String::as_str);
    let words = words
        .filter(|step| !STRUCTURE.contains(step) && !METHODS.contains(step) && !step.contains('/'));
    pascal(&words.collect::<Vec<_>>().join(" "))
}
