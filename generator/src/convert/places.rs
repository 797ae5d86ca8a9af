//! Where schemas stand, as a table: the kinds of objects and the keys that lead from one to the next.
//!
//! In: an object of a kind. Out: its parts with their kinds. Data, as an example is, is never taken for a part.

use crate::source::{Node, Pointer, Value};

/// The kinds of objects on the way to a schema, and those that 3.1 changed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Kind {
    Callback,
    Components,
    Document,
    Encoding,
    Example,
    MediaType,
    Operation,
    /// A parameter or a header.
    Parameter,
    PathItem,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
}

/// How parts stand under a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Holds {
    One,
    /// One, where `true` and `false` have a meaning in 3.0 or one of their own.
    OneOrBool,
    List,
    Map,
}

type Part = (&'static str, Holds, Kind);

const DOCUMENT: &[Part] = &[
    ("paths", Holds::Map, Kind::PathItem),
    ("webhooks", Holds::Map, Kind::PathItem),
    ("components", Holds::One, Kind::Components),
];

const COMPONENTS: &[Part] = &[
    ("schemas", Holds::Map, Kind::Schema),
    ("responses", Holds::Map, Kind::Response),
    ("parameters", Holds::Map, Kind::Parameter),
    ("examples", Holds::Map, Kind::Example),
    ("requestBodies", Holds::Map, Kind::RequestBody),
    ("headers", Holds::Map, Kind::Parameter),
    ("callbacks", Holds::Map, Kind::Callback),
    ("pathItems", Holds::Map, Kind::PathItem),
    ("mediaTypes", Holds::Map, Kind::MediaType),
    ("securitySchemes", Holds::Map, Kind::SecurityScheme),
];

const PATH_ITEM: &[Part] = &[
    ("parameters", Holds::List, Kind::Parameter),
    ("get", Holds::One, Kind::Operation),
    ("put", Holds::One, Kind::Operation),
    ("post", Holds::One, Kind::Operation),
    ("delete", Holds::One, Kind::Operation),
    ("options", Holds::One, Kind::Operation),
    ("head", Holds::One, Kind::Operation),
    ("patch", Holds::One, Kind::Operation),
    ("trace", Holds::One, Kind::Operation),
];

const OPERATION: &[Part] = &[
    ("parameters", Holds::List, Kind::Parameter),
    ("requestBody", Holds::One, Kind::RequestBody),
    ("responses", Holds::Map, Kind::Response),
    ("callbacks", Holds::Map, Kind::Callback),
];

const PARAMETER: &[Part] = &[
    ("schema", Holds::One, Kind::Schema),
    ("content", Holds::Map, Kind::MediaType),
    ("examples", Holds::Map, Kind::Example),
];

const REQUEST_BODY: &[Part] = &[("content", Holds::Map, Kind::MediaType)];

const RESPONSE: &[Part] = &[
    ("content", Holds::Map, Kind::MediaType),
    ("headers", Holds::Map, Kind::Parameter),
];

const MEDIA_TYPE: &[Part] = &[
    ("schema", Holds::One, Kind::Schema),
    ("itemSchema", Holds::One, Kind::Schema),
    ("encoding", Holds::Map, Kind::Encoding),
    ("examples", Holds::Map, Kind::Example),
];

const ENCODING: &[Part] = &[("headers", Holds::Map, Kind::Parameter)];

const SCHEMA: &[Part] = &[
    ("$defs", Holds::Map, Kind::Schema),
    ("definitions", Holds::Map, Kind::Schema),
    ("x-defs", Holds::Map, Kind::Schema),
    ("properties", Holds::Map, Kind::Schema),
    ("patternProperties", Holds::Map, Kind::Schema),
    ("dependentSchemas", Holds::Map, Kind::Schema),
    ("allOf", Holds::List, Kind::Schema),
    ("anyOf", Holds::List, Kind::Schema),
    ("oneOf", Holds::List, Kind::Schema),
    ("prefixItems", Holds::List, Kind::Schema),
    ("not", Holds::One, Kind::Schema),
    ("if", Holds::One, Kind::Schema),
    ("then", Holds::One, Kind::Schema),
    ("else", Holds::One, Kind::Schema),
    ("items", Holds::OneOrBool, Kind::Schema),
    ("additionalProperties", Holds::OneOrBool, Kind::Schema),
    ("unevaluatedProperties", Holds::OneOrBool, Kind::Schema),
];

impl Kind {
    const fn parts(self) -> &'static [Part] {
        match self {
            Self::Callback | Self::Example | Self::SecurityScheme => &[],
            Self::Components => COMPONENTS,
            Self::Document => DOCUMENT,
            Self::Encoding => ENCODING,
            Self::MediaType => MEDIA_TYPE,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::PathItem => PATH_ITEM,
            Self::RequestBody => REQUEST_BODY,
            Self::Response => RESPONSE,
            Self::Schema => SCHEMA,
        }
    }

    fn part(self, key: &str) -> Option<(Holds, Self)> {
        if self == Self::Callback {
            return (!key.starts_with("x-")).then_some((Holds::One, Self::PathItem));
        }
        self.parts()
            .iter()
            .find(|(name, ..)| *name == key)
            .map(|(_, holds, kind)| (*holds, *kind))
    }
}

/// Whether a name in a map of such parts is an extension, and not a part. Names of schemas and their members are free.
fn is_extension(kind: Kind, name: &str) -> bool {
    matches!(kind, Kind::PathItem | Kind::Response) && name.starts_with("x-")
}

/// The parts of an object, with the pointers to them from it.
pub(super) fn parts(node: &Node, kind: Kind) -> Vec<(Pointer, &Node, Kind)> {
    let mut found = Vec::new();
    for (key, _, node) in node.as_map().into_iter().flat_map(crate::source::Map::iter) {
        let Some((holds, kind)) = kind.part(key) else {
            continue;
        };
        let here = Pointer::root().child(key);
        match (&node.value, holds) {
            (Value::List(items), Holds::List | Holds::OneOrBool) => {
                let items = items.iter().enumerate();
                found.extend(items.map(|(at, node)| (here.child(at), node, kind)));
            }
            (Value::Map(map), Holds::Map) => {
                let members = map.iter().filter(|(name, ..)| !is_extension(kind, name));
                found.extend(members.map(|(name, _, node)| (here.child(name), node, kind)));
            }
            (Value::Bool(_), Holds::OneOrBool) | (_, Holds::List | Holds::Map) => {}
            (_, Holds::One | Holds::OneOrBool) => found.push((here, node, kind)),
        }
    }
    found
}

/// The parts of an object, to change them.
pub(super) fn parts_mut(node: &mut Node, kind: Kind) -> Vec<(&mut Node, Kind)> {
    let mut found = Vec::new();
    for (key, node) in node
        .as_map_mut()
        .into_iter()
        .flat_map(crate::source::Map::iter_mut)
    {
        let Some((holds, kind)) = kind.part(key) else {
            continue;
        };
        let is_list = matches!(node.value, Value::List(_));
        let is_bool = matches!(node.value, Value::Bool(_));
        match holds {
            Holds::One => found.push((node, kind)),
            Holds::OneOrBool if is_bool => {}
            Holds::OneOrBool if !is_list => found.push((node, kind)),
            Holds::List | Holds::OneOrBool => {
                if let Value::List(items) = &mut node.value {
                    found.extend(items.iter_mut().map(|node| (node, kind)));
                }
            }
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
