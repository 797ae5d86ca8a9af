//! Reads a publisher's schemas, and fixes common mistakes in them.
//!
//! In: a schema of a publisher's document. Out: a [`Shape`] whose keywords fit its type. For example, an `enum` beside
//! `type: array` is moved to the items, and a default that is not in the enum is dropped.

use super::choice;
use super::prose::says_deprecated;
use super::shape::{Flag, Kind, Literal, Object, Shape};
use crate::import::nodes::list;
use crate::source::{Map, Node, Pointer};

/// The maximum nesting depth of schemas. Without this limit, reading a schema that refers to itself would never end.
const DEPTH: usize = 24;
/// The keywords that limit the values of each kind, in print order.
const TEXT_LIMITS: &[&str] = &["minLength", "maxLength"];
const NUMBER_LIMITS: &[&str] = &[
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
];
const LIST_LIMITS: &[&str] = &["minItems", "maxItems", "uniqueItems"];
/// The string formats that our documents keep. Any other format is dropped.
const TEXT_FORMATS: &[&str] = &[
    "binary",
    "byte",
    "date",
    "date-time",
    "email",
    "ipv4",
    "ipv6",
    "password",
    "uri",
    "uuid",
];
/// Common wrong names of formats, each with the correct name.
const SAME_FORMATS: &[(&str, &str)] = &[("datetime", "date-time"), ("url", "uri")];

/// Reads the schemas of one document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) document: &'a Node,
}

impl<'a> Reader<'a> {
    /// Reads a schema.
    pub(super) fn shape(self, node: &'a Node) -> Shape {
        self.read(node, DEPTH)
    }

    /// Resolves a reference inside of the document.
    pub(super) fn resolve(self, node: &'a Node) -> Option<&'a Map> {
        let mut node = node;
        for _ in 0..DEPTH {
            let map = node.as_map()?;
            let Some(reference) = map.text_of("$ref") else {
                return Some(map);
            };
            node = self
                .document
                .at(&Pointer::parse(reference.strip_prefix('#')?)?)?;
        }
        None
    }

    pub(super) fn read(self, node: &'a Node, depth: usize) -> Shape {
        let Some(map) = self.resolve(node).filter(|_| depth > 0) else {
            return Shape::default();
        };
        let depth = depth - 1;
        let mut shape = self.plain(map, depth);
        for part in list(map.get("allOf")) {
            shape = choice::all_of(shape, self.read(part, depth));
        }
        for keyword in ["oneOf", "anyOf"] {
            if map.contains(keyword) {
                let all = list(map.get(keyword)).map(|node| self.read(node, depth));
                shape = choice::one_of(shape, all.collect());
            }
        }
        settle(&mut shape);
        shape
    }

    /// Reads the keywords of a schema except `allOf`, `oneOf` and `anyOf`.
    fn plain(self, map: &'a Map, depth: usize) -> Shape {
        let description = map.text_of("description").unwrap_or_default();
        let is_set = |flag: &&Flag| {
            map.get(flag.key()).and_then(Node::as_bool) == Some(true)
                || (**flag == Flag::Deprecated && says_deprecated(description))
                || (**flag == Flag::Nullable && kinds(map).iter().any(|kind| kind == "null"))
        };
        let flags = Flag::ALL.iter().filter(is_set);
        let kind = self.kind(map, depth);
        let names = match &kind {
            Kind::Text => TEXT_LIMITS,
            Kind::Integer | Kind::Number => NUMBER_LIMITS,
            Kind::List(_) => LIST_LIMITS,
            _ => &[],
        };
        // Some publishers limit the number of a list's items with `maximum` instead of `maxItems`.
        let other = |name: &str| match name {
            "minItems" => map.get("minimum"),
            "maxItems" => map.get("maximum"),
            _ => None,
        };
        let limits = names.iter().filter_map(|name| {
            let node = map.get(name).or_else(|| other(name))?;
            Some((*name, Literal::of(node)?))
        });
        let example = map.get("example").and_then(Literal::of);
        Shape {
            kind,
            format: map.text_of("format").map(str::to_owned),
            flags: flags.copied().collect(),
            limits: limits
                .filter(|(_, value)| *value != Literal::Boolean(false))
                .collect(),
            pattern: map.text_of("pattern").map(str::to_owned),
            values: list(map.get("enum")).filter_map(Literal::of).collect(),
            default: map.get("default").and_then(Literal::of),
            example: example.map(|example| example.text()),
            notes: Vec::new(),
        }
    }

    fn kind(self, map: &'a Map, depth: usize) -> Kind {
        let named = kinds(map).into_iter().find(|kind| kind != "null");
        match named.as_deref() {
            Some("string") => Kind::Text,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Boolean,
            Some("array") => self.items(map, depth),
            Some("object") => self.object(map, depth),
            _ if map.contains("properties") => self.object(map, depth),
            _ if map.contains("items") => self.items(map, depth),
            _ => match list(map.get("enum")).find_map(Literal::of) {
                Some(Literal::Text(_)) => Kind::Text,
                Some(value) if value.is_integer() => Kind::Integer,
                _ => Kind::Any,
            },
        }
    }

    fn items(self, map: &'a Map, depth: usize) -> Kind {
        let items = map.get("items").map(|node| self.read(node, depth));
        let mut items = items.unwrap_or_default();
        if let Kind::Object(object) = &mut items.kind {
            // Some publishers write the `required` of an item beside `items` instead of inside.
            let required = list(map.get("required")).filter_map(Node::as_str);
            object.required.extend(required.map(str::to_owned));
            settle_required(object);
        }
        Kind::List(Box::new(items))
    }

    fn object(self, map: &'a Map, depth: usize) -> Kind {
        let properties = map.get("properties").and_then(Node::as_map);
        let properties = properties.into_iter().flat_map(Map::iter);
        let additional = map
            .get("additionalProperties")
            .filter(|node| node.as_map().is_some_and(|map| !map.is_empty()));
        let required = list(map.get("required")).filter_map(Node::as_str);
        Kind::Object(Object {
            properties: properties
                .map(|(name, _, node)| (name.to_owned(), self.read(node, depth)))
                .collect(),
            required: required.map(str::to_owned).collect(),
            tag: None,
            additional: additional.map(|node| Box::new(self.read(node, depth))),
        })
    }
}

/// Returns the types of a schema, in lower case.
fn kinds(map: &Map) -> Vec<String> {
    let one = map.text_of("type").into_iter();
    let all = one.chain(list(map.get("type")).filter_map(Node::as_str));
    all.map(str::to_lowercase).collect()
}

/// Removes or changes keywords that do not fit the type of the schema.
fn settle(shape: &mut Shape) {
    if let Kind::List(items) = &mut shape.kind {
        if items.values.is_empty() {
            items.values = std::mem::take(&mut shape.values);
            settle_values(items);
        }
        shape.values.clear();
        shape.default = None;
    }
    if let Kind::Object(object) = &mut shape.kind {
        settle_required(object);
    }
    settle_values(shape);
    settle_format(shape);
    let limit = |name: &str| shape.limit(name);
    let crossed = [
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minimum", "maximum"),
    ]
    .iter()
    .any(|(low, high)| matches!((limit(low), limit(high)), (Some(low), Some(high)) if low > high));
    if crossed {
        shape.limits.clear();
        shape.notes.push("contradictory limits dropped");
    }
    shape
        .limits
        .retain(|(name, value)| *name != "minLength" || value.text() != "0");
    if shape.kind != Kind::Text {
        shape.pattern = None;
    }
}

/// Removes duplicate names from `required`, and names that are not properties.
fn settle_required(object: &mut Object) {
    let mut known: Vec<String> = Vec::new();
    for name in std::mem::take(&mut object.required) {
        if object.properties.contains_key(&name) && !known.contains(&name) {
            known.push(name);
        }
    }
    object.required = known;
}

/// Removes enum values that do not have the type of the schema. Removes a default that does not fit the schema.
fn settle_values(shape: &mut Shape) {
    let convert = |value: Literal| match (&shape.kind, value) {
        (Kind::Text, Literal::Number(text) | Literal::Text(text)) => Some(Literal::Text(text)),
        (Kind::Integer, Literal::Text(text)) => {
            let text = text.trim().to_owned();
            text.parse::<i128>()
                .is_ok()
                .then_some(Literal::Number(text))
        }
        (Kind::Integer, value) => value.is_integer().then_some(value),
        (Kind::Number, Literal::Number(text)) => Some(Literal::Number(text)),
        (Kind::Boolean, Literal::Boolean(value)) => Some(Literal::Boolean(value)),
        (Kind::Boolean, Literal::Text(text)) => match text.as_str() {
            "true" => Some(Literal::Boolean(true)),
            "false" => Some(Literal::Boolean(false)),
            _ => None,
        },
        _ => None,
    };
    let is_only_empty = shape.values == [Literal::Text(String::new())];
    let mut values: Vec<Literal> = Vec::new();
    for value in shape.values.iter().cloned().filter_map(&convert) {
        if !values.contains(&value) && value != Literal::Text(String::new()) {
            values.push(value);
        }
    }
    // A boolean has only two values, so an enum adds nothing. An enum of floating-point numbers is not supported.
    if matches!(shape.kind, Kind::Boolean | Kind::Number) {
        values.clear();
    }
    let default = shape.default.take().and_then(&convert);
    let default = default
        .filter(|default| *default != Literal::Text(String::new()))
        .filter(|default| values.is_empty() || values.contains(default))
        .filter(|default| within(shape, default));
    shape.default = default;
    shape.values = values;
    if is_only_empty {
        shape.notes.push(choice::ONLY_EMPTY);
    }
}

/// Returns whether a default is between `minimum` and `maximum`.
fn within(shape: &Shape, value: &Literal) -> bool {
    let Literal::Number(text) = value else {
        return true;
    };
    text.parse::<i128>().is_ok_and(|number| {
        shape.limit("minimum").is_none_or(|low| low <= number)
            && shape.limit("maximum").is_none_or(|high| number <= high)
    })
}

/// Removes a format that does not fit the type or the publisher's example.
fn settle_format(shape: &mut Shape) {
    let Some(format) = shape.format.take() else {
        return;
    };
    let lower = format.to_lowercase();
    let same = SAME_FORMATS.iter().find(|(other, _)| *other == lower);
    let format = same.map_or(lower.as_str(), |(_, format)| format);
    let example = shape.example.as_deref().filter(|text| !text.is_empty());
    let kept = match &shape.kind {
        Kind::Integer => ["int32", "int64"].contains(&format).then_some(format),
        Kind::Number => ["float", "double"].contains(&format).then_some(format),
        Kind::Text if !TEXT_FORMATS.contains(&format) => None,
        Kind::Text => match (format, example) {
            ("date", Some(example)) if is_date_time(example) => Some("date-time"),
            ("date", Some(example)) if !is_date(example) => None,
            ("date-time", Some(example)) if is_date(example) => Some("date"),
            ("date-time", Some(example)) if !is_date_time(example) => None,
            ("email", Some(example)) if !example.contains('@') => None,
            _ => Some(format),
        },
        _ => None,
    };
    if kept != Some(format) && shape.kind == Kind::Text && TEXT_FORMATS.contains(&format) {
        shape.notes.push("the format does not fit the example");
    }
    shape.format = kept.map(str::to_owned);
}

/// Returns whether a text is a date such as `2024-12-31`.
pub(super) fn is_date(text: &str) -> bool {
    let form = "0000-00-00".bytes();
    text.len() == 10
        && text.bytes().zip(form).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            _ => byte == wanted,
        })
}

/// Returns whether a text is a time such as `2024-12-31T23:59:59Z`.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    is_date(date)
        && time.len() >= 5
        && time.starts_with(|c: char| c.is_ascii_digit())
        && time.contains(':')
}
