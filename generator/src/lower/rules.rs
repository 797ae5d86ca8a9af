//! Merges the constraints of several schemas that apply to one value.

use crate::source::{Key, Map, Node, Number, Value};

/// Keywords for lower bounds. Of several values, the greatest is used.
const LOWER: &[&str] = &["minimum", "minLength", "minItems"];
/// Keywords for upper bounds. Of several values, the least is used.
const UPPER: &[&str] = &["maximum", "maxLength", "maxItems"];
/// Keywords without an order. Of several values, the last is used.
const LAST: &[&str] = &["default", "format", "pattern"];

/// Returns a schema with the strictest constraints of all schemas. `None` without schemas.
pub(super) fn strictest<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> Option<Node> {
    let mut map = Map::new();
    let mut span = None;
    for node in nodes {
        span.get_or_insert(node.span);
        for name in LOWER.iter().chain(UPPER).chain(LAST) {
            let Some(rule) = node.get(name) else {
                continue;
            };
            let value = |node: &Node| node.as_number().and_then(Number::as_f64);
            let counts = match map.get(name).map(|known| (value(known), value(rule))) {
                Some((Some(known), Some(new))) if LOWER.contains(name) => new > known,
                Some((Some(known), Some(new))) if UPPER.contains(name) => new < known,
                _ => true,
            };
            if counts {
                let key = Key {
                    name: (*name).to_owned(),
                    span: rule.span,
                };
                map.insert(key, rule.clone());
            }
        }
    }
    span.map(|span| Node::new(Value::Map(map), span))
}
