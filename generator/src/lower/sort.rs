//! Determines which sort of values a schema describes, such as text or objects. Only the schema's own keywords are
//! read, not its `allOf`.

use super::schema::{is_annotation_only, type_name};
use super::union::is_rule_only;
use crate::model::Ty;
use crate::source::{Node, Value};

/// A sort of values, such as text or objects.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Sort {
    Alternatives,
    Bool,
    Integer,
    List,
    Number,
    Object,
    Text,
    /// Values of different sorts, or values whose sort is unknown.
    Other,
}

/// Returns the sort of values that a schema describes. `None` if values of any sort match the schema.
pub(super) fn sort_of(node: &Node) -> Option<Sort> {
    let arms = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| node.get(key).and_then(Node::as_list));
    let mut arms = arms.flatten().peekable();
    if arms.peek().is_some() && node.get("properties").is_none() {
        let rules = arms.all(is_rule_only);
        return Some(if rules {
            Sort::Object
        } else {
            Sort::Alternatives
        });
    }
    match type_name(node) {
        Some("string" | "file") => return Some(Sort::Text),
        Some("integer") => return Some(Sort::Integer),
        Some("number") => return Some(Sort::Number),
        Some("boolean") => return Some(Sort::Bool),
        Some("array") => return Some(Sort::List),
        Some("object") => return Some(Sort::Object),
        Some(_) => return Some(Sort::Other),
        None => {}
    }
    if node.get("x-id").is_some() {
        return Some(Sort::Text);
    }
    if let Some(values) = node.get("enum").and_then(Node::as_list) {
        return of_values(values);
    }
    if let Some(ty) = implied(node) {
        return Some(match ty {
            Ty::Int(_) => Sort::Integer,
            Ty::Float => Sort::Number,
            _ => Sort::Text,
        });
    }
    let required = node.get("required").and_then(Node::as_list);
    required
        .is_some_and(|names| !names.is_empty())
        .then_some(Sort::Object)
}

/// Returns the type that `format` implies for a schema without `type`. Such a schema is always merged with another
/// schema that has a `type`.
pub(super) fn implied(node: &Node) -> Option<Ty> {
    let is_only_format = ["$ref", "type", "enum", "allOf", "oneOf", "anyOf"]
        .iter()
        .all(|key| node.get(key).is_none());
    let format = node.text("format").filter(|_| is_only_format)?;
    Some(match format {
        "int32" | "int64" | "uint64" | "int128" | "uint128" => {
            Ty::Int(super::integer::kind_of(node))
        }
        "float" | "double" => Ty::Float,
        "password" => Ty::Secret,
        _ => super::schema::string_type(node),
    })
}

/// Returns the sort of an enum's values. Values of different sorts have the sort `Other`.
fn of_values(values: &[Node]) -> Option<Sort> {
    let mut sorts = values.iter().filter_map(|value| match &value.value {
        Value::Null => None,
        Value::Bool(_) => Some(Sort::Bool),
        Value::Number(number) if number.is_integer() => Some(Sort::Integer),
        Value::Number(_) => Some(Sort::Number),
        Value::Str(_) => Some(Sort::Text),
        Value::List(_) => Some(Sort::List),
        Value::Map(_) => Some(Sort::Object),
    });
    let first = sorts.next()?;
    Some(if sorts.all(|sort| sort == first) {
        first
    } else {
        Sort::Other
    })
}

/// Returns whether a schema only describes the sort of its values, as `type: string` does.
pub(super) fn is_bare(node: &Node) -> bool {
    let is_empty = |key: &str| {
        node.get(key)
            .and_then(Node::as_list)
            .is_none_or(<[Node]>::is_empty)
    };
    match sort_of(node) {
        None => true,
        Some(Sort::Object) => {
            let additional = node.get("additionalProperties");
            node.get("properties").is_none_or(is_empty_map)
                && additional.is_none_or(|schema| schema.as_map().is_none() || is_empty_map(schema))
                && is_empty("required")
                && is_empty("oneOf")
                && is_empty("anyOf")
        }
        Some(Sort::List) => node.get("items").is_none_or(is_annotation_only),
        Some(Sort::Bool | Sort::Integer | Sort::Number | Sort::Text) => [
            "default",
            "enum",
            "format",
            "maximum",
            "minimum",
            "x-id",
            "x-sensitive",
        ]
        .iter()
        .all(|key| node.get(key).is_none()),
        Some(Sort::Alternatives | Sort::Other) => false,
    }
}

fn is_empty_map(node: &Node) -> bool {
    node.as_map().is_some_and(crate::source::Map::is_empty)
}

/// Returns whether a part of an `allOf` does not affect the type, because it has only descriptions, `not` or
/// `nullable`.
pub(super) fn says_nothing(node: &Node) -> bool {
    is_annotation_only(node)
        || node.as_map().is_some_and(|map| {
            map.names().all(|name| {
                ["not", "nullable"].contains(&name) || crate::openapi::keywords::is_annotation(name)
            })
        })
}
