//! Checks that schemas and their properties have descriptions.

use super::words::{described, entries};
use crate::diag::Diagnostics;
use crate::source::{Node, Span};

/// Checks a named schema in `components`.
pub(super) fn named(node: &Node, place: Span, name: &str, diagnostics: &mut Diagnostics) {
    let Some(map) = node.as_map().filter(|map| !map.contains("$ref")) else {
        return;
    };
    described(map, place, &format!("the schema `{name}`"), diagnostics);
    parts(node, diagnostics);
}

/// Checks the properties of a schema, and the schemas inside of it.
pub(super) fn parts(node: &Node, diagnostics: &mut Diagnostics) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        for (name, place, property) in entries(node.get("properties")) {
            // A reference needs no description, because its target has one.
            if let Some(map) = property.as_map().filter(|map| !map.contains("$ref")) {
                described(map, place, &format!("the property `{name}`"), diagnostics);
            }
            open.push(property);
        }
        open.extend(
            ["items", "additionalProperties"]
                .iter()
                .filter_map(|key| node.get(key)),
        );
        for key in ["allOf", "oneOf", "anyOf"] {
            let list = node.get(key).and_then(Node::as_list);
            open.extend(list.unwrap_or_default());
        }
    }
}
