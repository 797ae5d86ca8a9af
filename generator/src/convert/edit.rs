//! Functions that edit a tree. Nodes keep their locations.

use crate::openapi::keywords::is_annotation;
use crate::source::{Map, Node, Span, Value};

/// Sets the value of a key. A new key gets the location `span`.
pub(super) fn set(map: &mut Map, name: &str, value: Value, span: Span) {
    put(map, name, Node::new(value, span));
}

/// Sets the value of a key. A new key gets the location of the value.
pub(super) fn put(map: &mut Map, name: &str, node: Node) {
    map.set(name, node);
}

pub(super) fn drop_all(map: &mut Map, names: &[&str]) {
    for name in names {
        map.remove(name);
    }
}

/// Creates a map with the location `span`.
pub(super) fn map_of(members: impl IntoIterator<Item = (String, Node)>, span: Span) -> Node {
    let mut map = Map::new();
    for (name, node) in members {
        put(&mut map, &name, node);
    }
    Node::new(Value::Map(map), span)
}

/// Creates a string with the location `span`.
pub(super) fn text(text: impl Into<String>, span: Span) -> Node {
    Node::new(Value::Str(text.into()), span)
}

pub(super) fn names(map: &Map) -> Vec<String> {
    map.names().map(str::to_owned).collect()
}

/// Returns the reference of a schema that has a `$ref`, or that consists of annotations and an `allOf` with one `$ref`.
pub(super) fn as_reference(node: &Node) -> Option<&Node> {
    let map = node.as_map()?;
    if let Some(target) = map.get("$ref") {
        return Some(target);
    }
    let [part] = map.get("allOf")?.as_list()? else {
        return None;
    };
    let plain = names(map)
        .iter()
        .all(|name| name == "allOf" || is_annotation(name));
    part.get("$ref").filter(|_| plain)
}
