//! Converts between YAML, trees and types. This is the only file that uses `serde_yaml`.
//!
//! In: text, a [`Node`], or a value that can be serialized. Out: text, a [`Node`], or a deserialized value. This file does not
//! know OpenAPI.

use std::borrow::Borrow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::events;
use crate::diag::Diagnostics;
use crate::source::{Key, Map, Node, Number, SourceId, Span, Value};

/// Parses a YAML text (1.2, core schema) that was added to the run's sources as `source`.
///
/// If the text is not well-formed or exceeds a limit, reports the reason and returns `None`. If a key is duplicated, the last
/// value is used, with a warning.
#[must_use]
pub fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    events::parse(text, source, diagnostics)
}

/// Deserializes a tree. Integers beyond 64 bits become the nearest floating-point number.
///
/// A recursive `T` needs stack for each level. In an unoptimized build, `openapiv3::Schema` needs about 50 KiB for each level.
/// Thus, a tree at the depth limit fits on the stack of a main thread, but overflows the stack of a test thread.
///
/// # Errors
///
/// When the tree does not match `T`. The error is one line without a location.
pub fn typed<T: DeserializeOwned>(node: &Node) -> Result<T, String> {
    serde_yaml::from_value(to_yaml(node)).map_err(|error| error.to_string())
}

/// Deserializes a map from its keys and values, like [`typed`].
///
/// # Errors
///
/// When the map does not match `T`. The error is one line without a location.
pub fn typed_map<'a, T: DeserializeOwned>(
    entries: impl Iterator<Item = (&'a str, impl Borrow<Node>)>,
) -> Result<T, String> {
    let entries = entries.map(|(name, node)| (name, to_yaml(node.borrow())));
    T::deserialize(MapDeserializer::<_, serde_yaml::Error>::new(entries))
        .map_err(|error| error.to_string())
}

/// Serializes a value to a tree. Every node gets the location `span`.
///
/// # Errors
///
/// When the value cannot be serialized, or a key of a map is not a string, a number or a boolean.
pub fn to_node<T: Serialize>(value: &T, span: Span) -> Result<Node, String> {
    from_yaml(
        serde_yaml::to_value(value).map_err(|error| error.to_string())?,
        span,
    )
}

/// Formats a tree as YAML text.
///
/// # Errors
///
/// When `serde_yaml` rejects the tree. No tree with this problem is known.
pub fn document(node: &Node) -> Result<String, String> {
    serde_yaml::to_string(&to_yaml(node)).map_err(|error| error.to_string())
}

/// Formats a value as YAML text for people to read. Absent and empty fields are omitted.
///
/// # Errors
///
/// When the value cannot be serialized as JSON. An example is a map whose keys are lists.
pub fn text<T: Serialize>(value: &T) -> Result<String, String> {
    // The value is converted to JSON first, because `serde_yaml` rejects nested variants. In JSON, a variant is a map with one
    // entry.
    let value = serde_json::to_value(value).map_err(|error| error.to_string())?;
    serde_yaml::to_string(&without_empty(value)).map_err(|error| error.to_string())
}

fn without_empty(value: Json) -> Json {
    match value {
        Json::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, without_empty(value)))
            .filter(|(_, value)| !is_empty(value))
            .collect(),
        Json::Array(items) => items.into_iter().map(without_empty).collect(),
        other => other,
    }
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

fn to_yaml(node: &Node) -> Yaml {
    match &node.value {
        Value::Null => Yaml::Null,
        Value::Bool(value) => Yaml::Bool(*value),
        Value::Number(number) => Yaml::Number(to_yaml_number(number)),
        Value::Str(text) => Yaml::String(text.clone()),
        Value::List(items) => Yaml::Sequence(items.iter().map(to_yaml).collect()),
        Value::Map(map) => {
            let members = map
                .iter()
                .map(|(name, _, value)| (Yaml::String(name.to_owned()), to_yaml(value)));
            Yaml::Mapping(members.collect())
        }
    }
}

fn to_yaml_number(number: &Number) -> serde_yaml::Number {
    let integer = number.as_i128().filter(|_| number.is_integer());
    if let Some(value) = integer.and_then(|value| i64::try_from(value).ok()) {
        return value.into();
    }
    if let Some(value) = integer.and_then(|value| u64::try_from(value).ok()) {
        return value.into();
    }
    number.as_f64().unwrap_or(0.0).into()
}

fn from_yaml(value: Yaml, span: Span) -> Result<Node, String> {
    let value = match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => from_yaml_number(&number),
        Yaml::String(text) => Value::Str(text),
        Yaml::Sequence(items) => Value::List(
            items
                .into_iter()
                .map(|item| from_yaml(item, span))
                .collect::<Result<_, _>>()?,
        ),
        Yaml::Mapping(members) => {
            let mut map = Map::new();
            for (name, value) in members {
                let name = match name {
                    Yaml::String(text) => text,
                    Yaml::Number(number) => number.to_string(),
                    Yaml::Bool(value) => value.to_string(),
                    Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => {
                        return Err("a map has a key that is not a string".to_owned());
                    }
                };
                map.insert(Key { name, span }, from_yaml(value, span)?);
            }
            Value::Map(map)
        }
        // `serde_yaml` represents an enum variant with a value as a tag. In a tree, this variant is a map with one entry.
        Yaml::Tagged(tagged) => {
            let name = tagged.tag.to_string().trim_start_matches('!').to_owned();
            let mut map = Map::new();
            map.insert(Key { name, span }, from_yaml(tagged.value, span)?);
            Value::Map(map)
        }
    };
    Ok(Node::new(value, span))
}

/// Converts a number. Infinity and NaN become strings, because JSON cannot represent these numbers.
fn from_yaml_number(number: &serde_yaml::Number) -> Value {
    if number.is_f64() && !number.as_f64().is_some_and(f64::is_finite) {
        return Value::Str(number.to_string());
    }
    Value::Number(Number {
        text: number.to_string(),
    })
}
