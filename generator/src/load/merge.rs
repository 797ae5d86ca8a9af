//! Applies the merge key `<<` of YAML, and measures the trees that aliases copy.
//!
//! In: the trees that an alias or a merge key refers to. Out: the sizes of the trees, and maps with the merged entries.

use super::limits::Size;
use crate::diag::{Code, Diagnostic};
use crate::source::{Key, Map, Node, Span, Value};

/// Returns the maps that a merge key refers to.
pub(super) fn merge_sources(node: Node, key: Span) -> Result<Vec<Node>, Diagnostic> {
    let wrong = |node: &Node| {
        Diagnostic::error(Code::SyntaxError, "`<<` needs a map or a list of maps")
            .label(key, format!("this is {}", node.kind()))
            .help("write `\"<<\"` for a key of that name")
    };
    match node.value {
        Value::Map(_) => Ok(vec![node]),
        Value::List(items) => match items.iter().find(|item| item.as_map().is_none()) {
            Some(item) => Err(wrong(item)),
            None => Ok(items),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => Err(wrong(&node)),
    }
}

/// Adds the entries of merged maps to a map. If several maps have the same key, the map's own entry is kept. Without
/// such an entry, the entry of the first merged map is kept.
pub(super) fn merge(mut map: Map, merged: Vec<Node>) -> Map {
    for node in merged {
        let Value::Map(source) = node.value else {
            continue;
        };
        for (name, span, value) in source.iter() {
            if !map.contains(name) {
                map.insert(
                    Key {
                        name: name.to_owned(),
                        span,
                    },
                    value.clone(),
                );
            }
        }
    }
    map
}

pub(super) fn measure(node: &Node) -> Size {
    let mut size = Size::default();
    let mut open = vec![(node, 1)];
    while let Some((node, depth)) = open.pop() {
        size.nodes += 1;
        size.depth = size.depth.max(depth);
        match &node.value {
            Value::List(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Map(map) => {
                for (name, _, value) in map.iter() {
                    size.bytes += name.len();
                    open.push((value, depth + 1));
                }
            }
            Value::Str(text) => size.bytes += text.len(),
            Value::Number(number) => size.bytes += number.text.len(),
            Value::Null | Value::Bool(_) => {}
        }
    }
    size
}
