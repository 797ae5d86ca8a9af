//! The parts of an object, found by the grammar.
//!
//! In: an object and its kind. Out: its parts with their kinds. Data, such as an example, is never a part.

use crate::openapi::grammar::{Kind, Rule};
use crate::openapi::keywords;
use crate::source::{Map, Node, Pointer, Value};

/// How a key contains parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Holds {
    One,
    /// One schema. `true` and `false` are not parts.
    OneOrBool,
    /// The same, or a list of schemas.
    OneOrBoolOrList,
    List,
    Map,
}

/// How a key contains parts, and their kind.
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

/// Whether a key in a map of such parts is an extension. Schemas and properties may have any name.
fn is_extension(kind: Kind, name: &str) -> bool {
    matches!(kind, Kind::PathItem | Kind::Response) && keywords::is_extension(name)
}

/// The parts of an object, each with its pointer from the object.
pub(super) fn parts(node: &Node, kind: Kind) -> Vec<(Pointer, &Node, Kind)> {
    let mut found = Vec::new();
    for (key, _, node) in node.as_map().into_iter().flat_map(Map::iter) {
        let Some((holds, kind)) = part(kind, key) else {
            continue;
        };
        let here = Pointer::root().child(key);
        match (&node.value, holds) {
            (Value::List(items), Holds::List | Holds::OneOrBoolOrList) => {
                let items = items.iter().enumerate();
                found.extend(items.map(|(at, node)| (here.child(at), node, kind)));
            }
            (Value::Map(map), Holds::Map) => {
                let members = map.iter().filter(|(name, ..)| !is_extension(kind, name));
                found.extend(members.map(|(name, _, node)| (here.child(name), node, kind)));
            }
            (Value::Bool(_), Holds::OneOrBool | Holds::OneOrBoolOrList)
            | (_, Holds::List | Holds::Map) => {}
            (_, Holds::One | Holds::OneOrBool | Holds::OneOrBoolOrList) => {
                found.push((here, node, kind));
            }
        }
    }
    found
}

/// Mutable access to the parts of an object.
pub(super) fn parts_mut(node: &mut Node, kind: Kind) -> Vec<(&mut Node, Kind)> {
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
