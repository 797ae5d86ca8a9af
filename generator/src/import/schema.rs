//! Converts schemas to a skeleton.
//!
//! In: a schema of the publisher's document. Out: the types, constraints and properties of the schema, without descriptions.
//! References are recorded in [`Shared`].

use super::inner;
use super::nodes::list;
use super::shared::{Shared, local};
use super::tree::{Members, Tree};
use crate::source::{Map, Node, Value};

/// The keywords that the skeleton copies, in print order.
const KEPT: &[&str] = &[
    "type",
    "format",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "enum",
    "const",
    "default",
    "required",
    "discriminator",
];

/// The keywords of plain objects. An `allOf` is merged into one object only if its parts have no other keywords.
const OBJECT: &[&str] = &[
    "type",
    "properties",
    "required",
    "title",
    "description",
    "example",
];

/// Converts a schema. A schema inside of a body becomes a shared schema if a reference points to it.
pub(super) fn members(node: &Node, shared: &mut Shared<'_>) -> Members {
    let Some(map) = node.as_map() else {
        return Vec::new();
    };
    if let Some(reference) = map.text_of("$ref") {
        if let Some(target) = inner::target(shared.document, reference) {
            return members(target, shared);
        }
        shared.refer(reference);
        return vec![("$ref".to_owned(), Tree::text(reference))];
    }
    let Some(name) = shared.target(node.span) else {
        return keywords(map, shared);
    };
    // `reserve` puts a placeholder under the name first. If the schema refers to itself, the recursion ends at this
    // placeholder.
    if shared.reserve(&name) {
        let members = keywords(map, shared);
        shared.schemas.insert(name.clone(), Tree::Block(members));
    }
    vec![("$ref".to_owned(), Tree::Text(local(&name)))]
}

/// Converts the keywords of a schema that is not a reference.
fn keywords(map: &Map, shared: &mut Shared<'_>) -> Members {
    if let Some(parts) = objects(map) {
        return merged(&parts, shared);
    }
    let mut members: Members = KEPT
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), kept(map.get(name)?)?)))
        .collect();
    if let Some(properties) = map.get("properties").and_then(Node::as_map) {
        members.push(("properties".to_owned(), block_of(&[properties], shared)));
    }
    for name in ["items", "additionalProperties", "not"] {
        match map.get(name) {
            Some(node) if node.as_map().is_some() => {
                members.push((name.to_owned(), Tree::Map(self::members(node, shared))));
            }
            Some(node) if node.as_bool().is_some() => {
                members.push((name.to_owned(), Tree::of(node)));
            }
            _ => {}
        }
    }
    for name in ["allOf", "oneOf", "anyOf"] {
        if map.contains(name) {
            let entries = list(map.get(name)).map(|node| Tree::Map(self::members(node, shared)));
            members.push((name.to_owned(), Tree::List(entries.collect())));
        }
    }
    members
}

/// Converts the value of a keyword. Returns `None` for `false`, `null` and an empty list, which mean the same as a
/// missing keyword.
fn kept(node: &Node) -> Option<Tree> {
    match &node.value {
        Value::Bool(false) | Value::Null => None,
        Value::List(items) if items.is_empty() => None,
        _ => Some(Tree::of(node)),
    }
}

/// Converts the properties of one or more objects. Each property gets separate lines, so that a person can add a description.
fn block_of(properties: &[&Map], shared: &mut Shared<'_>) -> Tree {
    let all = properties.iter().flat_map(|map| map.iter());
    Tree::Block(
        all.map(|(name, _, node)| (name.to_owned(), Tree::Block(members(node, shared))))
            .collect(),
    )
}

/// Returns the parts of an `allOf` that can be merged into one object. `None` if two parts define the same property.
fn objects(map: &Map) -> Option<Vec<&Map>> {
    let plain = |map: &Map, more: &str| {
        map.names()
            .all(|name| OBJECT.contains(&name) || name == more)
            && map
                .get("type")
                .is_none_or(|kind| kind.as_str() == Some("object"))
    };
    if !map.contains("allOf") || map.contains("properties") || !plain(map, "allOf") {
        return None;
    }
    let parts: Vec<&Map> = list(map.get("allOf"))
        .map(|node| node.as_map().filter(|part| plain(part, "")))
        .collect::<Option<_>>()?;
    let mut names: Vec<&str> = Vec::new();
    for part in &parts {
        for name in properties(part).into_iter().flat_map(Map::names) {
            if names.contains(&name) {
                return None;
            }
            names.push(name);
        }
    }
    (!names.is_empty()).then_some(parts)
}

fn merged(parts: &[&Map], shared: &mut Shared<'_>) -> Members {
    let required: Vec<Tree> = parts
        .iter()
        .flat_map(|part| list(part.get("required")))
        .map(Tree::of)
        .collect();
    let mut members = vec![("type".to_owned(), Tree::text("object"))];
    if !required.is_empty() {
        members.push(("required".to_owned(), Tree::List(required)));
    }
    let properties: Vec<&Map> = parts.iter().filter_map(|part| properties(part)).collect();
    members.push(("properties".to_owned(), block_of(&properties, shared)));
    members
}

fn properties(map: &Map) -> Option<&Map> {
    map.get("properties").and_then(Node::as_map)
}
