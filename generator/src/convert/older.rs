//! Converts keywords of OpenAPI 3.1 in the schemas of OpenAPI 3.0 documents.
//!
//! In: a document of OpenAPI 3.0. Out: the same document, with the keywords of 3.1 converted. The original keywords stay too, so
//! that `check` reports them.

use super::schema;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::openapi::grammar::Kind;
use crate::openapi::parts::parts_mut;
use crate::source::{Key, Map, Node, Value};

/// Keywords that affect the type in 3.1 and are unknown in 3.0.
const LATER: &[&str] = &[
    "const",
    "contentEncoding",
    "contentMediaType",
    "dependentSchemas",
    "else",
    "examples",
    "if",
    "patternProperties",
    "prefixItems",
    "then",
    "unevaluatedProperties",
];

/// Converts all schemas in an object.
pub(super) fn object(node: &mut Node, kind: Kind, diagnostics: &mut Diagnostics) {
    for (part, kind) in parts_mut(node, kind) {
        object(part, kind, diagnostics);
    }
    if kind != Kind::Schema {
        return;
    }
    let Some(map) = node.as_map_mut() else { return };
    let later: Vec<(Key, Node)> = map
        .iter()
        .filter(|(name, ..)| LATER.contains(name))
        .map(|(name, span, node)| {
            let name = name.to_owned();
            (Key { name, span }, node.clone())
        })
        .collect();
    let types = report_types(map, diagnostics);
    if later.is_empty() && !types {
        return;
    }
    schema::after_parts(node, diagnostics);
    let Some(map) = node.as_map_mut() else { return };
    for (key, node) in later {
        if !map.contains(&key.name) {
            map.insert(key, node);
        }
    }
}

/// Reports a `type` that is a list or `null`, and returns `true` in this case.
fn report_types(map: &Map, diagnostics: &mut Diagnostics) -> bool {
    let Some(types) = map.get("type") else {
        return false;
    };
    let message = match &types.value {
        Value::List(_) => "a list of types exists only in OpenAPI 3.1",
        Value::Str(name) if name == "null" => "the type `null` exists only in OpenAPI 3.1",
        _ => return false,
    };
    diagnostics.push(
        Diagnostic::warning(Code::InvalidValue, message)
            .label(types.span, "read as in OpenAPI 3.1")
            .help("use one type, and `nullable: true` for `null`"),
    );
    true
}
