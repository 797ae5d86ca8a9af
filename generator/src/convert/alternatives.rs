//! Simplifies `oneOf` and `anyOf` where 3.0 has a simpler notation: nullable schemas, and enums whose values have descriptions.

use super::edit::{as_reference, map_of, put, set, text};
use super::types;
use crate::openapi::keywords::is_annotation;
use crate::source::{Map, Node, Span, Value};

/// The maximum length of a title that becomes the name of an enum value, in bytes.
const LONGEST_NAME: usize = 40;

pub(super) fn simplify(map: &mut Map, span: Span) {
    for key in ["oneOf", "anyOf"] {
        let Some(Node {
            value: Value::List(list),
            span: place,
        }) = map.get(key)
        else {
            continue;
        };
        let place = *place;
        let before = list.len();
        let mut arms: Vec<Node> = list
            .iter()
            .filter(|arm| !types::is_null(arm))
            .cloned()
            .collect();
        for arm in &mut arms {
            unwrap(arm);
        }
        let nullable = arms.len() < before;
        if nullable {
            set(map, "nullable", Value::Bool(true), place);
        }
        match arms.as_slice() {
            [] if before == 0 => {}
            [] => {
                map.remove(key);
                for (name, node) in types::null(span) {
                    put(map, &name, node);
                }
            }
            [arm] if nullable => {
                let arm = arm.clone();
                map.remove(key);
                absorb(map, arm);
            }
            several => match as_enum(map, several, place) {
                Some(members) => {
                    map.remove(key);
                    for (name, node) in members {
                        put(map, &name, node);
                    }
                }
                None => set(map, key, Value::List(arms), place),
            },
        }
    }
}

/// Replaces an alternative that only wraps a `$ref` by this `$ref`, because alternatives of a discriminator must be
/// references.
fn unwrap(arm: &mut Node) {
    if arm.get("$ref").is_some() {
        return;
    }
    if let Some(target) = as_reference(arm).cloned() {
        *arm = map_of([("$ref".to_owned(), target)], arm.span);
    }
}

/// Merges an alternative into the schema if the schema has no other alternative.
fn absorb(map: &mut Map, arm: Node) {
    let span = arm.span;
    let fits = arm.as_map().is_some_and(|arm| {
        !arm.contains("$ref")
            && arm.iter().all(|(name, _, node)| {
                is_annotation(name)
                    || map
                        .get(name)
                        .is_none_or(|other| name == "nullable" || other.same_value(node))
            })
    });
    if !fits {
        match map.get_mut("allOf") {
            Some(Node {
                value: Value::List(list),
                ..
            }) => list.push(arm),
            _ => set(map, "allOf", Value::List(vec![arm]), span),
        }
        return;
    }
    if let Value::Map(arm) = arm.value {
        for (name, span, node) in arm.iter() {
            if !map.contains(name) {
                map.insert(
                    crate::source::Key {
                        name: name.to_owned(),
                        span,
                    },
                    node.clone(),
                );
            }
        }
    }
}

/// If each alternative allows a single value, returns the keywords of an enum with these values. The titles of the
/// alternatives become `x-enum-varnames`, and the descriptions become `x-enum-descriptions`.
fn as_enum(map: &Map, arms: &[Node], span: Span) -> Option<Vec<(String, Node)>> {
    if ["enum", "properties", "allOf", "discriminator"]
        .iter()
        .any(|key| map.contains(key))
    {
        return None;
    }
    let mut values = Vec::new();
    let mut kind: Option<&Node> = map.get("type").filter(|kind| kind.as_str().is_some());
    let mut differ = false;
    for arm in arms {
        let arm = arm.as_map()?;
        let [value] = arm.get("enum")?.as_list()? else {
            return None;
        };
        if value.is_null() || value.as_list().is_some() || value.as_map().is_some() {
            return None;
        }
        if !arm
            .names()
            .all(|name| ["enum", "type"].contains(&name) || is_annotation(name))
        {
            return None;
        }
        match (kind, arm.get("type")) {
            // If the values have several types, the enum gets no `type`.
            (Some(kind), Some(other)) if !kind.same_value(other) => differ = true,
            (None, other) => kind = other,
            _ => {}
        }
        values.push(value.clone());
    }
    if differ && map.contains("type") {
        return None;
    }
    let kind = kind.filter(|_| !differ);
    let mut members = vec![("enum".to_owned(), Node::new(Value::List(values), span))];
    members.extend(kind.map(|kind| ("type".to_owned(), kind.clone())));
    let said = |key: &str| -> Vec<Option<&str>> { arms.iter().map(|arm| arm.text(key)).collect() };
    let names: Vec<&str> = said("title")
        .into_iter()
        .flatten()
        .filter(|name| is_name(name))
        .collect();
    let list = |texts: Vec<&str>| {
        Node::new(
            Value::List(texts.into_iter().map(|word| text(word, span)).collect()),
            span,
        )
    };
    if names.len() == arms.len() && !map.contains("x-enum-varnames") {
        members.push(("x-enum-varnames".to_owned(), list(names)));
    }
    let words: Vec<&str> = said("description")
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect();
    if words.iter().any(|word| !word.is_empty()) && !map.contains("x-enum-descriptions") {
        members.push(("x-enum-descriptions".to_owned(), list(words)));
    }
    Some(members)
}

fn is_name(title: &str) -> bool {
    title.len() <= LONGEST_NAME && title.starts_with(|c: char| c.is_ascii_alphabetic())
}
