//! What a schema says of itself: that names it requires are there, and that its default is one of its values.
//!
//! In: the outline of a document. Out: warnings of schemas that are legal, but most likely not what was meant.

use super::{
    findings::{Findings, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::grammar::Kind,
    source::{Map, Node},
};

/// Checks every schema.
pub(super) fn check(outline: &Outline<'_>, findings: &mut Findings) {
    for object in outline.of(Kind::Schema) {
        required(object, findings);
        default(object.map, findings);
    }
}

/// The keys that bring in properties from elsewhere.
const COMPOSITIONS: &[&str] = &["allOf", "oneOf", "anyOf", "not"];

fn required(object: &Object<'_>, findings: &mut Findings) {
    // What stands in a composition may require a property of its neighbour.
    let composed = COMPOSITIONS.contains(&object.field)
        || COMPOSITIONS.iter().any(|key| object.map.contains(key));
    let open = object
        .map
        .get("additionalProperties")
        .is_some_and(|node| node.as_bool() != Some(false));
    let Some(required) = object
        .map
        .get("required")
        .and_then(Node::as_list)
        .filter(|_| !composed && !open)
    else {
        return;
    };
    let properties = object.map.get("properties").and_then(Node::as_map);
    for node in required {
        let Some(name) = node.as_str() else { continue };
        if properties.is_some_and(|properties| properties.contains(name)) {
            continue;
        }
        let warning = Diagnostic::warning(
            Code::RequiredUnknown,
            format!("required `{name}` is not among the properties"),
        );
        let warning = warning.label(node.span, "no such property");
        let near = findings.nearest(name, properties.into_iter().flat_map(Map::names));
        findings.push(match near {
            Some(near) => warning.help(format!("did you mean `{near}`?")),
            None => warning,
        });
    }
}

fn default(map: &Map, findings: &mut Findings) {
    let (Some(default), Some(values)) =
        (map.get("default"), map.get("enum").and_then(Node::as_list))
    else {
        return;
    };
    let nullable = map.get("nullable").and_then(Node::as_bool) == Some(true);
    if values.iter().any(|value| value.same_value(default)) || (default.is_null() && nullable) {
        return;
    }
    let warning = Diagnostic::warning(
        Code::DefaultOutsideEnum,
        "the default is not one of the enum's values",
    )
    .label(head(default), "not in `enum`");
    let near = default
        .as_str()
        .and_then(|text| findings.nearest(text, values.iter().filter_map(Node::as_str)));
    findings.push(match (near, map.key_span("enum")) {
        (Some(near), _) => warning.help(format!("did you mean `{near}`?")),
        (None, Some(place)) => warning.secondary(place, "the values stand here"),
        (None, None) => warning,
    });
}
