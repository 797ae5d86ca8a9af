//! Converts the properties of objects and the items of arrays.

use super::edit::{drop_all, put, set};
use crate::source::{Map, Node, Number, Span, Value};

/// Removes properties whose schema is `false`, because no value may contain these properties.
pub(super) fn drop_forbidden(map: &mut Map) {
    let Some(properties) = map.get_mut("properties").and_then(Node::as_map_mut) else {
        return;
    };
    let forbidden: Vec<String> = properties
        .iter()
        .filter(|(_, _, node)| node.as_bool() == Some(false))
        .map(|(name, ..)| name.to_owned())
        .collect();
    for name in &forbidden {
        properties.remove(name);
    }
    if let Some(Node {
        value: Value::List(required),
        ..
    }) = map.get_mut("required")
    {
        required.retain(|name| {
            name.as_str()
                .is_none_or(|name| !forbidden.iter().any(|other| other == name))
        });
    }
}

/// Converts a tuple, an array with a schema for each position. The schemas are merged into one schema for all items.
pub(super) fn tuples(map: &mut Map) {
    let plain = map
        .get("items")
        .is_none_or(|items| items.as_map().is_some());
    if plain && !map.contains("prefixItems") {
        map.remove("additionalItems");
        return;
    }
    let (items, prefix, additional) = (
        map.remove("items"),
        map.remove("prefixItems"),
        map.remove("additionalItems"),
    );
    // Before JSON Schema 2020-12, `items` lists the schemas, and `additionalItems` is the schema of further items.
    let (prefix, rest) = match (items, prefix) {
        (Some(items), None) if items.as_list().is_some() => (Some(items), additional),
        (items, prefix) => (prefix, items),
    };
    let Some(span) = prefix.as_ref().or(rest.as_ref()).map(|node| node.span) else {
        return;
    };
    let mut schemas = match prefix.map(|node| node.value) {
        Some(Value::List(list)) => list,
        _ => Vec::new(),
    };
    match rest {
        Some(Node {
            value: Value::Bool(false),
            span,
        }) if schemas.is_empty() => {
            set(
                map,
                "maxItems",
                Value::Number(Number {
                    text: "0".to_owned(),
                }),
                span,
            );
        }
        Some(Node {
            value: Value::Bool(_),
            ..
        })
        | None => {}
        Some(node) => schemas.push(node),
    }
    put(map, "items", common(schemas, span));
}

/// Allows any items in an array without `items`.
pub(super) fn entries(map: &mut Map) {
    if let (Some("array"), false) = (map.text_of("type"), map.contains("items")) {
        let span = map.get("type").map(|node| node.span);
        if let Some(span) = span {
            set(map, "items", Value::Map(Map::new()), span);
        }
    }
}

/// Converts `patternProperties` and `unevaluatedProperties` to `additionalProperties`.
pub(super) fn open_members(map: &mut Map) {
    let unevaluated = map
        .remove("unevaluatedProperties")
        .filter(|node| node.as_map().is_some());
    if let (Some(node), false) = (unevaluated, map.contains("additionalProperties")) {
        put(map, "additionalProperties", node);
    }
    let Some(patterns) = map.remove("patternProperties") else {
        return;
    };
    let Value::Map(by_pattern) = patterns.value else {
        return;
    };
    let mut schemas: Vec<Node> = by_pattern.iter().map(|(_, _, node)| node.clone()).collect();
    let additional = map.get("additionalProperties");
    // If additional properties are allowed, a property whose name matches no pattern can have any value.
    let open = additional.map_or(map.contains("properties"), |node| {
        node.as_bool() == Some(true)
    });
    if open {
        set(
            map,
            "additionalProperties",
            Value::Bool(true),
            patterns.span,
        );
        return;
    }
    schemas.extend(additional.filter(|node| node.as_map().is_some()).cloned());
    if !schemas.is_empty() {
        put(map, "additionalProperties", common(schemas, patterns.span));
    }
}

/// Combines the distinct schemas with `anyOf`.
fn common(schemas: Vec<Node>, span: Span) -> Node {
    let mut different: Vec<Node> = Vec::new();
    for schema in schemas {
        if different.iter().all(|other| !other.same_value(&schema)) {
            different.push(schema);
        }
    }
    if different.len() == 1 {
        return different.remove(0);
    }
    let mut map = Map::new();
    if !different.is_empty() {
        set(&mut map, "anyOf", Value::List(different), span);
    }
    Node::new(Value::Map(map), span)
}

/// Returns a schema with the properties of `part` that `map` does not define.
pub(super) fn further(map: &Map, part: &Node) -> Option<Node> {
    let own = map.get("properties").and_then(Node::as_map);
    let mut part = part.clone();
    let properties = part.as_map_mut()?.get_mut("properties")?.as_map_mut()?;
    let known: Vec<String> = properties
        .names()
        .filter(|name| own.is_some_and(|own| own.contains(name)))
        .map(str::to_owned)
        .collect();
    for name in &known {
        properties.remove(name);
    }
    if properties.is_empty() {
        return None;
    }
    let part = part.as_map_mut()?;
    let others: Vec<String> = part
        .names()
        .filter(|name| *name != "properties")
        .map(str::to_owned)
        .collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    drop_all(part, &others);
    Some(Node::new(
        Value::Map(part.clone()),
        part.get("properties")?.span,
    ))
}
