//! YAML in and out of the tree, and the typed view of a tree. The one file that names `serde_yaml`.
//!
//! In: text, a [`Node`], or a value that can be serialised. Out: a [`Node`], or a value of any type that can be deserialised.
//! It knows nothing of OpenAPI.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::events;
use crate::diag::Diagnostics;
use crate::source::{Key, Map, Node, Number, SourceId, Span, Value};

/// Reads a YAML text (1.2, core schema) that was added to the run's sources as `source`.
///
/// `None` when it is not well-formed or beyond a limit; the diagnostics then say why. A name that stands twice in a map is a
/// diagnostic too, but the tree is still given, with the first of the two.
#[must_use]
pub fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    events::parse(text, source, diagnostics)
}

/// The value of type `T` that a tree stands for. Integers beyond 64 bits become the nearest decimal number.
///
/// A recursive `T` needs stack for each level: for `openapiv3::Schema` without optimisation some 50 KiB, so that a tree at
/// the depth limit takes most of a main thread's stack, and more than that of a test's thread.
///
/// # Errors
/// What `T` does not like, in one line, without a place.
pub fn typed<T: DeserializeOwned>(node: &Node) -> Result<T, String> {
    serde_yaml::from_value(to_yaml(node)).map_err(|error| error.to_string())
}

/// The tree of a value; every node of it stands at `span`.
///
/// # Errors
/// When the value does not serialise, or has a map whose keys are not text, numbers or booleans.
pub fn to_node<T: Serialize>(value: &T, span: Span) -> Result<Node, String> {
    from_yaml(
        serde_yaml::to_value(value).map_err(|error| error.to_string())?,
        span,
    )
}

/// A tree as YAML text.
///
/// # Errors
/// When the text cannot be made; no tree is known for which that is so.
pub fn document(node: &Node) -> Result<String, String> {
    serde_yaml::to_string(&to_yaml(node)).map_err(|error| error.to_string())
}

/// A value as YAML text. What is absent or empty is left out, since the text is for people to read.
///
/// # Errors
/// When the value does not serialise as JSON, such as a map whose keys are lists.
pub fn text<T: Serialize>(value: &T) -> Result<String, String> {
    // By way of JSON, where a variant is a map of one member: `serde_yaml` refuses variants within variants.
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
                        return Err("a map has a key that is not text".to_owned());
                    }
                };
                map.insert(Key { name, span }, from_yaml(value, span)?);
            }
            Value::Map(map)
        }
        // How `serde_yaml` writes a variant that has a value: a map of one member says the same in JSON.
        Yaml::Tagged(tagged) => {
            let name = tagged.tag.to_string().trim_start_matches('!').to_owned();
            let mut map = Map::new();
            map.insert(Key { name, span }, from_yaml(tagged.value, span)?);
            Value::Map(map)
        }
    };
    Ok(Node::new(value, span))
}

/// JSON has no infinite numbers: they are text in the tree.
fn from_yaml_number(number: &serde_yaml::Number) -> Value {
    if number.is_f64() && !number.as_f64().is_some_and(f64::is_finite) {
        return Value::Str(number.to_string());
    }
    Value::Number(Number {
        text: number.to_string(),
    })
}
