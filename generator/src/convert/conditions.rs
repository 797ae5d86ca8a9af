//! Removes conditions: `if`, `then`, `else` and `dependentSchemas`.
//!
//! In: a schema. Out: the same schema without conditions. The properties of each condition become optional properties of an
//! alternative in `anyOf`. Conditions that only restrict values are dropped.

use super::edit::{map_of, put};
use super::members::further;
use super::report::unsupported;
use crate::diag::Diagnostics;
use crate::source::{Map, Node, Value};

/// Keywords that change the type of a schema. A condition without these keywords and without new properties only
/// restricts values.
const SHAPES: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "items",
    "oneOf",
    "patternProperties",
];

/// Merges the conditions into the schema.
pub(super) fn merge(map: &mut Map, diagnostics: &mut Diagnostics) {
    let mut parts: Vec<(&'static str, Node)> = Vec::new();
    map.remove("if");
    for key in ["then", "else"] {
        parts.extend(map.remove(key).map(|node| (key, node)));
    }
    if let Some(Node {
        value: Value::Map(by_name),
        ..
    }) = map.remove("dependentSchemas")
    {
        parts.extend(
            by_name
                .iter()
                .map(|(_, _, node)| ("dependentSchemas", node.clone())),
        );
    }
    let mut arms = Vec::new();
    for (key, part) in parts {
        let more = further(map, &part);
        let can_merge = map.contains("properties") && !map.contains("anyOf");
        match more {
            Some(more) if can_merge => arms.push(more),
            None if !SHAPES.iter().any(|shape| part.get(shape).is_some()) => {}
            _ => unsupported(
                diagnostics,
                part.span,
                &format!("conditional schema `{key}` is not supported"),
                "ignored",
            ),
        }
    }
    let Some(span) = arms.first().map(|arm| arm.span) else {
        return;
    };
    // Every value matches the empty first alternative. Thus, the conditions restrict no values.
    arms.insert(0, map_of([], span));
    put(map, "anyOf", Node::new(Value::List(arms), span));
}
