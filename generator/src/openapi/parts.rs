//! Finds the parts of an object: the nested objects that the grammar describes.
//!
//! In: an object and its kind. Out: the parts and their kinds. Data such as an example is never a part.

use super::grammar::{Kind, Rule};
use super::keywords;
use crate::source::{Map, Node, Pointer, Value};

/// How the value of a key contains parts: as one object, a list or a map.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Holds {
    One,
    /// One schema. `true` and `false` are not parts.
    OneOrBool,
    /// One schema or a list of schemas. `true` and `false` are not parts.
    OneOrBoolOrList,
    List,
    Map,
}

/// Returns the shape and the kind of the parts below a key. `None` if the value is data.
fn part(kind: Kind, key: &str) -> Option<(Holds, Kind)> {
    match kind.lenient_rule(key)? {
        Rule::One(kind) | Rule::Ref(kind) => Some((Holds::One, kind)),
        Rule::BoolOrSchema => Some((Holds::OneOrBool, Kind::Schema)),
        Rule::BoolOrSchemas => Some((Holds::OneOrBoolOrList, Kind::Schema)),
        Rule::List(kind) | Rule::RefList(kind) => Some((Holds::List, kind)),
        Rule::Map(kind) | Rule::RefMap(kind) | Rule::Named(kind) => Some((Holds::Map, kind)),
        Rule::Any
        | Rule::AnyMap
        | Rule::Values
        | Rule::Text
        | Rule::Bool
        | Rule::Number
        | Rule::Count
        | Rule::Word(_)
        | Rule::Texts
        | Rule::TextMap => None,
    }
}

/// Returns whether the key `name` is an extension instead of the name of a part. In a map of schemas, `x-a` is the name
/// of a schema.
fn is_extension(kind: Kind, name: &str) -> bool {
    matches!(kind, Kind::PathItem | Kind::Response) && keywords::is_extension(name)
}

/// The name or the position of a part below its key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

/// Lists the parts of an object, each with its pointer relative to the object.
pub(crate) fn parts(node: &Node, kind: Kind) -> Vec<(Pointer, &Node, Kind)> {
    let mut found = Vec::new();
    each(node, kind, |key, step, node, kind| {
        let here = Pointer::root().child(key);
        let pointer = match step {
            None => here,
            Some(Step::Name(name)) => here.child(name),
            Some(Step::Index(at)) => here.child(at),
        };
        found.push((pointer, node, kind));
    });
    found
}

/// Calls `visit(key, step, part, kind)` for each part of an object. `step` is the name or the position of the part below the key.
pub(crate) fn each<'a>(
    node: &'a Node,
    kind: Kind,
    mut visit: impl FnMut(&'a str, Option<Step<'a>>, &'a Node, Kind),
) {
    for (key, _, node) in node.as_map().into_iter().flat_map(Map::iter) {
        let Some((holds, kind)) = part(kind, key) else {
            continue;
        };
        match (&node.value, holds) {
            (Value::List(items), Holds::List | Holds::OneOrBoolOrList) => {
                for (at, node) in items.iter().enumerate() {
                    visit(key, Some(Step::Index(at)), node, kind);
                }
            }
            (Value::Map(map), Holds::Map) => {
                let members = map.iter().filter(|(name, ..)| !is_extension(kind, name));
                for (name, _, node) in members {
                    visit(key, Some(Step::Name(name)), node, kind);
                }
            }
            (Value::Bool(_), Holds::OneOrBool | Holds::OneOrBoolOrList)
            | (_, Holds::List | Holds::Map) => {}
            (_, Holds::One | Holds::OneOrBool | Holds::OneOrBoolOrList) => {
                visit(key, None, node, kind);
            }
        }
    }
}

/// Returns mutable references to the parts of an object.
pub(crate) fn parts_mut(node: &mut Node, kind: Kind) -> Vec<(&mut Node, Kind)> {
    let mut found = Vec::new();
    for (key, node) in node.as_map_mut().into_iter().flat_map(Map::iter_mut) {
        let Some((holds, kind)) = part(kind, key) else {
            continue;
        };
        let is_list = matches!(node.value, Value::List(_));
        let is_bool = matches!(node.value, Value::Bool(_));
        match holds {
            Holds::OneOrBool | Holds::OneOrBoolOrList if is_bool => {}
            Holds::OneOrBoolOrList | Holds::List if is_list => {
                if let Value::List(items) = &mut node.value {
                    found.extend(items.iter_mut().map(|node| (node, kind)));
                }
            }
            Holds::One | Holds::OneOrBool | Holds::OneOrBoolOrList => found.push((node, kind)),
            Holds::List => {}
            Holds::Map => {
                if let Value::Map(map) = &mut node.value {
                    let members = map.iter_mut().filter(|(name, _)| !is_extension(kind, name));
                    found.extend(members.map(|(_, node)| (node, kind)));
                }
            }
        }
    }
    found
}
