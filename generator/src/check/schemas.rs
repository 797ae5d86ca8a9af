//! Checks schemas for contradictions: required names that are not properties, and defaults that are not in the enum.
//!
//! In: the outline of a document. Out: warnings about valid schemas that are probably mistakes.

use super::{
    report::{Report, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::grammar::Kind,
    source::{Map, Node},
};

pub(super) fn check(outline: &Outline<'_>, report: &mut Report) {
    for object in outline.of(Kind::Schema) {
        required(object, outline, report);
        default(object.map, report);
    }
}

/// Keywords that combine a schema with other schemas.
const COMPOSITIONS: &[&str] = &["allOf", "oneOf", "anyOf", "not"];

/// Returns whether a schema is inside of an `allOf`, `oneOf`, `anyOf` or `not`, at any depth.
fn is_in_composition(object: &Object<'_>, outline: &Outline<'_>) -> bool {
    let mut around = Some(object);
    while let Some(object) = around.filter(|object| object.kind == Kind::Schema) {
        if COMPOSITIONS.contains(&object.field) {
            return true;
        }
        around = object.parent.and_then(|at| outline.objects.get(at));
    }
    false
}

fn required(object: &Object<'_>, outline: &Outline<'_>, report: &mut Report) {
    // A schema in an `allOf` may require a property that another schema in the `allOf` defines.
    let composed = is_in_composition(object, outline)
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
            format!("unknown name `{name}` in `required`"),
        );
        let warning = warning.label(node.span, "no such property");
        let near = report.nearest(name, properties.into_iter().flat_map(Map::names));
        report.push(match near {
            Some(near) => warning.help(format!("did you mean `{near}`?")),
            None => warning,
        });
    }
}

fn default(map: &Map, report: &mut Report) {
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
        .and_then(|text| report.nearest(text, values.iter().filter_map(Node::as_str)));
    report.push(match (near, map.key_span("enum")) {
        (Some(near), _) => warning.help(format!("did you mean `{near}`?")),
        (None, Some(place)) => warning.secondary(place, "allowed values"),
        (None, None) => warning,
    });
}
