//! Converts lists of types.
//!
//! In: a schema that may list several types. Out: a schema with at most one type. `null` becomes `nullable`. Several types become
//! alternatives, each with the keywords for its type.

use super::edit::{drop_all, map_of, names, put, set, text};
use crate::openapi::keywords::{is_annotation, is_of_type};
use crate::source::{Map, Node, Span, Value};

/// The types of JSON Schema without `null`, and without `integer`, which `number` includes. A schema that lists all these types
/// allows any value.
const ALL: &[&str] = &["array", "boolean", "number", "object", "string"];

/// Reduces the types of a schema to at most one.
pub(super) fn single(map: &mut Map) {
    let Some(types) = map.get("type") else {
        return null_of_enum(map);
    };
    let span = types.span;
    let mut list: Vec<String> = match &types.value {
        Value::Str(name) if name == "null" => vec![name.clone()],
        Value::List(items) => items
            .iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect(),
        _ => return,
    };
    let nullable = list.iter().any(|name| name == "null");
    list.retain(|name| name != "null");
    let mut seen = Vec::new();
    list.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    if list.iter().any(|name| name == "number") {
        list.retain(|name| name != "integer");
    }
    if nullable {
        set(map, "nullable", Value::Bool(true), span);
    }
    match list.as_slice() {
        [] if nullable => {
            map.remove("type");
            set(
                map,
                "enum",
                Value::List(vec![Node::new(Value::Null, span)]),
                span,
            );
        }
        [] => drop_all(map, &["type"]),
        [one] => put(map, "type", text(one.clone(), span)),
        several
            if ALL
                .iter()
                .all(|name| several.iter().any(|other| other == name)) =>
        {
            drop_all(map, &["type"]);
        }
        // The values of the enum determine the types.
        _ if has_mixed_scalars(map) => drop_all(map, &["type"]),
        // The referenced or combined schemas determine the types.
        _ if ["$ref", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| map.contains(key)) =>
        {
            drop_all(map, &["type"]);
        }
        several => split(map, several, span),
    }
}

/// Returns whether a schema is an enum whose values are scalars of several types.
fn has_mixed_scalars(map: &Map) -> bool {
    let values = map.get("enum").and_then(Node::as_list).unwrap_or_default();
    let mut known = values.iter().filter(|value| !value.is_null()).peekable();
    let Some(first) = known.peek().map(|value| value.kind()) else {
        return false;
    };
    known.clone().any(|value| value.kind() != first)
        && known.all(|value| value.as_list().is_none() && value.as_map().is_none())
}

/// Sets `nullable` on an enum that has no type and contains `null`.
fn null_of_enum(map: &mut Map) {
    let values = map.get("enum").and_then(Node::as_list).unwrap_or_default();
    if let Some(null) = values.iter().find(|value| value.is_null()) {
        let span = null.span;
        set(map, "nullable", Value::Bool(true), span);
    }
}

/// Creates an alternative for each type. Annotations stay on the schema.
fn split(map: &mut Map, types: &[String], span: Span) {
    map.remove("type");
    let mut arms: Vec<(String, Map)> = Vec::new();
    for name in types {
        let mut arm = Map::new();
        put(&mut arm, "type", text(name.clone(), span));
        arms.push((name.clone(), arm));
    }
    if let Some(values) = map.remove("enum") {
        share_values(&mut arms, values);
    }
    for name in names(map) {
        let index = arms.iter().position(|(kind, _)| is_of(kind, &name, map));
        if let (Some((_, arm)), false) = (
            index.and_then(|index| arms.get_mut(index)),
            is_annotation(&name),
        ) && let Some(node) = map.remove(&name)
        {
            put(arm, &name, node);
        }
    }
    for (kind, arm) in &mut arms {
        if kind == "array" && !arm.contains("items") {
            set(arm, "items", Value::Map(Map::new()), span);
        }
    }
    if let [(_, arm)] = arms.as_slice() {
        for (name, _, node) in arm.iter() {
            put(map, name, node.clone());
        }
        return;
    }
    let arms = arms
        .into_iter()
        .map(|(_, arm)| Node::new(Value::Map(arm), span))
        .collect();
    set(map, "oneOf", Value::List(arms), span);
}

/// Returns whether a keyword belongs in the alternative for a type.
fn is_of(kind: &str, name: &str, map: &Map) -> bool {
    let kind = if kind == "integer" { "number" } else { kind };
    if name == "format" {
        let numeric = ["int32", "int64", "uint64", "float", "double"];
        let is_numeric = map
            .text_of("format")
            .is_some_and(|format| numeric.contains(&format));
        return kind == if is_numeric { "number" } else { "string" };
    }
    is_of_type(kind, name)
}

/// Moves each value of an enum to the alternative of its type, and removes alternatives without values.
fn share_values(arms: &mut Vec<(String, Map)>, values: Node) {
    let Value::List(items) = values.value else {
        return;
    };
    for (kind, arm) in arms.iter_mut() {
        let own: Vec<Node> = items
            .iter()
            .filter(|item| is_value(kind, item))
            .cloned()
            .collect();
        if !own.is_empty() {
            arm.insert(
                crate::source::Key {
                    name: "enum".to_owned(),
                    span: values.span,
                },
                Node::new(Value::List(own), values.span),
            );
        }
    }
    arms.retain(|(_, arm)| arm.contains("enum"));
}

fn is_value(kind: &str, node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => kind == "number" || (kind == "integer" && number.is_integer()),
        Value::Str(_) => kind == "string",
        Value::List(_) => kind == "array",
        Value::Map(_) => kind == "object",
    }
}

/// Returns whether a schema allows only `null`.
pub(super) fn is_null(node: &Node) -> bool {
    let values = node.get("enum").and_then(Node::as_list).unwrap_or_default();
    node.text("type") == Some("null")
        || (!values.is_empty() && values.iter().all(Node::is_null))
        || is_only_nullable(node)
}

/// Returns whether a schema consists of `nullable: true` and annotations. In `oneOf` or `anyOf`, authors use this
/// schema for `null`.
fn is_only_nullable(node: &Node) -> bool {
    node.get("nullable").and_then(Node::as_bool) == Some(true)
        && node.as_map().is_some_and(|map| {
            map.names()
                .all(|name| name == "nullable" || is_annotation(name))
        })
}

/// Returns the keywords of a 3.0 schema that allows only `null`.
pub(super) fn null(span: Span) -> Vec<(String, Node)> {
    let map = map_of(
        [
            ("nullable".to_owned(), Node::new(Value::Bool(true), span)),
            (
                "enum".to_owned(),
                Node::new(Value::List(vec![Node::new(Value::Null, span)]), span),
            ),
        ],
        span,
    );
    map.as_map()
        .into_iter()
        .flat_map(Map::iter)
        .map(|(name, _, node)| (name.to_owned(), node.clone()))
        .collect()
}
