//! Converts schemas from JSON Schema 2020-12 to the dialect of OpenAPI 3.0.
//!
//! In: a schema. Out: the same schema in 3.0. Other modules do a part of the work. `types` converts lists of types, and
//! `alternatives` converts nullable schemas. `members` converts objects and arrays, and `conditions` removes
//! conditions.

use super::edit::{drop_all, put, set, text};
use super::report::unsupported;
use super::{alternatives, conditions, members, types};
use crate::diag::Diagnostics;
use crate::openapi::keywords::is_extension;
use crate::source::{Map, Node, Value};

/// Keywords that are dropped, because they do not affect the type.
const RULES: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "contains",
    "dependentRequired",
    "maxContains",
    "minContains",
    "propertyNames",
    "unevaluatedItems",
];

/// Prepares a schema for the conversion of its parts.
pub(super) fn before_parts(node: &mut Node) {
    if let Value::Bool(allowed) = node.value {
        let span = node.span;
        node.value = Value::Map(Map::new());
        if let (false, Some(map)) = (allowed, node.as_map_mut()) {
            set(map, "not", Value::Map(Map::new()), span);
        }
        return;
    }
    let Some(map) = node.as_map_mut() else { return };
    content_schema(map);
    drop_all(map, RULES);
    if let Some(discriminator) = map.get_mut("discriminator").and_then(Node::as_map_mut) {
        discriminator.remove("defaultMapping");
    }
    if let Some(xml) = map.get_mut("xml").and_then(Node::as_map_mut) {
        xml.remove("nodeType");
    }
    members::drop_forbidden(map);
}

/// Converts a schema whose parts are already converted.
pub(super) fn after_parts(node: &mut Node, diagnostics: &mut Diagnostics) {
    let span = node.span;
    let Some(map) = node.as_map_mut() else { return };
    constant(map);
    exclusive(
        map,
        "exclusiveMinimum",
        "minimum",
        |exclusive, inclusive| exclusive >= inclusive,
    );
    exclusive(
        map,
        "exclusiveMaximum",
        "maximum",
        |exclusive, inclusive| exclusive <= inclusive,
    );
    examples(map);
    content(map);
    members::tuples(map);
    members::open_members(map);
    conditions::merge(map, diagnostics);
    alternatives::simplify(map, span);
    types::single(map);
    members::entries(map);
    if let (Some(place), Some(_)) = (map.key_span("$dynamicRef"), map.remove("$dynamicRef")) {
        unsupported(
            diagnostics,
            place,
            "unresolved `$dynamicRef`",
            "becomes any JSON value",
        );
    }
    reference(map);
}

/// Converts `const` to an `enum` of one value.
fn constant(map: &mut Map) {
    let place = map.key_span("const");
    let Some(value) = map.remove("const") else {
        return;
    };
    let span = place.unwrap_or(value.span);
    let kind = match &value.value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) => Some(if number.is_integer() {
            "integer"
        } else {
            "number"
        }),
        Value::Str(_) => Some("string"),
        // A constant list or map only determines the type.
        Value::List(_) => Some("array"),
        Value::Map(_) => Some("object"),
    };
    if let (Some(kind), false) = (kind, map.contains("type") || map.contains("$ref")) {
        put(map, "type", text(kind, span));
    }
    if value.as_list().is_none() && value.as_map().is_none() {
        set(map, "enum", Value::List(vec![value]), span);
    }
}

/// Converts `exclusiveMinimum: 5` to `minimum: 5` with `exclusiveMinimum: true`. Converts `exclusiveMaximum` in the same way.
fn exclusive(map: &mut Map, exclusive: &str, inclusive: &str, tighter: fn(f64, f64) -> bool) {
    let Some(bound) = map
        .get(exclusive)
        .filter(|bound| bound.as_number().is_some())
        .cloned()
    else {
        return;
    };
    map.remove(exclusive);
    let value = |node: &Node| node.as_number().and_then(crate::source::Number::as_f64);
    let counts = match (value(&bound), map.get(inclusive).and_then(value)) {
        (Some(bound), Some(other)) => tighter(bound, other),
        _ => true,
    };
    if counts {
        let span = bound.span;
        put(map, inclusive, bound);
        set(map, exclusive, Value::Bool(true), span);
    }
}

/// Converts `examples` to `example` with the first example.
fn examples(map: &mut Map) {
    let Some(examples) = map.remove("examples") else {
        return;
    };
    let first = match examples.value {
        Value::List(items) => items.into_iter().next(),
        // Named examples, which OpenAPI allows in media types.
        Value::Map(named) => named
            .iter()
            .next()
            .map(|(_, _, node)| node.get("value").unwrap_or(node).clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => None,
    };
    if let (Some(first), false) = (first, map.contains("example")) {
        put(map, "example", first);
    }
}

/// Converts the schema of JSON in a string to `x-content-schema`. It matters only for the data of events. Other strings
/// with JSON stay strings.
fn content_schema(map: &mut Map) {
    let is_json = map
        .text_of("contentMediaType")
        .is_some_and(|name| name.contains("json"));
    let schema = map.remove("contentSchema");
    if let Some(schema) = schema.filter(|_| is_json && !map.contains("contentEncoding")) {
        put(map, "x-content-schema", schema);
    }
}

/// Converts `contentEncoding` and `contentMediaType` to a `format`, such as `byte` or `binary`.
fn content(map: &mut Map) {
    let encoding = map.remove("contentEncoding");
    let media_type = map.remove("contentMediaType");
    let format = match (&encoding, &media_type) {
        (Some(node), _) => {
            node.as_str()
                .map(str::to_ascii_lowercase)
                .and_then(|name| match name.as_str() {
                    "base64url" => Some("base64url"),
                    name if name.starts_with("base64") => Some("byte"),
                    // The MIME encodings `binary` and `8bit` do not change the bytes.
                    "binary" | "8bit" => Some("binary"),
                    _ => None,
                })
        }
        (None, Some(node)) => node
            .as_str()
            .filter(|name| !is_text(name))
            .map(|_| "binary"),
        (None, None) => None,
    };
    let Some(span) = encoding.or(media_type).map(|node| node.span) else {
        return;
    };
    if !map.contains("type") && !map.contains("$ref") {
        put(map, "type", text("string", span));
    }
    let said = map.text_of("format").is_some_and(|said| said != "binary");
    if let (Some(format), false) = (format, said) {
        put(map, "format", text(format, span));
    }
}

/// Returns whether the values of a media type are text.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["json", "xml", "yaml", "jwt", "sql"]
            .iter()
            .any(|word| media_type.contains(word))
}

/// Moves a reference into an `allOf`, because OpenAPI 3.0 ignores keywords beside a reference. Descriptions and extensions
/// stay beside a reference, because the generator reads them there too.
fn reference(map: &mut Map) {
    let stays =
        |name: &str| ["$ref", "description", "summary"].contains(&name) || is_extension(name);
    if !map.contains("$ref") || map.names().all(stays) {
        return;
    }
    let Some(target) = map.remove("$ref") else {
        return;
    };
    map.remove("summary");
    let span = target.span;
    let part = super::edit::map_of([("$ref".to_owned(), target)], span);
    match map.get_mut("allOf") {
        Some(Node {
            value: Value::List(list),
            ..
        }) => list.insert(0, part),
        _ => set(map, "allOf", Value::List(vec![part]), span),
    }
}
