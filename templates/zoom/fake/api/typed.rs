//! Converts the texts of paths, queries and forms to the types of their schemas.
//!
//! A text that does not fit the type stays a text, so that the validator reports it.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::document::Document;
use super::endpoint::Endpoint;
use super::view::{Alternatives, View};

/// Returns the parameters of a path.
pub(crate) fn path(
    document: &Document,
    endpoint: &Endpoint,
    params: &BTreeMap<String, String>,
) -> Map<String, Value> {
    let parameters = endpoint.parameters_in("path");
    let values = parameters.filter_map(|(name, parameter)| {
        let text = params.get(name)?;
        Some((name.to_owned(), value(document, &parameter["schema"], text)))
    });
    values.collect()
}

/// Returns the parameters of a query that the endpoint knows. Zoom treats an empty text like a missing parameter.
pub(crate) fn query(
    document: &Document,
    endpoint: &Endpoint,
    pairs: &[(String, String)],
) -> Map<String, Value> {
    let parameters = endpoint.parameters_in("query");
    let values = parameters.filter_map(|(name, parameter)| {
        let pairs = pairs
            .iter()
            .filter(|(key, text)| key == name && !text.is_empty());
        let texts: Vec<&str> = pairs.map(|(_, text)| text.as_str()).collect();
        let separator = (parameter["explode"] == false).then_some(',');
        let value = values(document, &parameter["schema"], &texts, separator)?;
        Some((name.to_owned(), value))
    });
    values.collect()
}

/// Adds the default values of the parameters of a query.
pub(crate) fn add_defaults(
    document: &Document,
    endpoint: &Endpoint,
    query: &mut Map<String, Value>,
) {
    for (name, parameter) in endpoint.parameters_in("query") {
        let view = View::new(document, &parameter["schema"], Alternatives::First);
        if let Some(value) = view.keyword("default") {
            query.entry(name).or_insert_with(|| value.clone());
        }
    }
}

/// Returns the fields of a form. Zoom treats an empty text like a missing field, unless the field is a text. `content` is
/// the media type object with the schema and the encodings of the fields.
pub(crate) fn form(document: &Document, content: &Value, pairs: &[(String, Value)]) -> Value {
    let view = View::new(document, &content["schema"], Alternatives::All);
    let mut object = Map::new();
    for (name, value) in pairs {
        if object.contains_key(name) {
            continue;
        }
        let same = pairs.iter().filter(|(key, _)| key == name);
        let field = match view.properties.get(name.as_str()) {
            Some(schema) => {
                let separator = is_joined(content, name).then_some(',');
                let same = same.map(|(_, value)| value).collect();
                field(document, schema, same, separator)
            }
            None => Some(value.clone()),
        };
        if let Some(field) = field {
            object.insert(name.clone(), field);
        }
    }
    Value::Object(object)
}

/// Returns whether the values of a list are in one field, separated by commas.
fn is_joined(content: &Value, name: &str) -> bool {
    let encoding = content.get("encoding").and_then(|fields| fields.get(name));
    encoding.and_then(|encoding| encoding.get("explode")) == Some(&Value::Bool(false))
}

fn field(
    document: &Document,
    schema: &Value,
    same: Vec<&Value>,
    separator: Option<char>,
) -> Option<Value> {
    let texts: Vec<&str> = same.iter().filter_map(|value| value.as_str()).collect();
    if texts.len() == same.len() {
        return values(document, schema, &texts, separator);
    }
    // At least one value is a file.
    let is_list = View::new(document, schema, Alternatives::All).has_type("array");
    if is_list {
        Some(same.into_iter().cloned().collect())
    } else {
        same.last().copied().cloned()
    }
}

/// Returns the value of all texts with the same name. Of several texts for one value, the last one counts.
fn values(
    document: &Document,
    schema: &Value,
    texts: &[&str],
    separator: Option<char>,
) -> Option<Value> {
    let view = View::new(document, schema, Alternatives::All);
    let last = texts.last()?;
    if !view.has_type("array") {
        let is_missing = last.is_empty() && !view.types.is_empty() && !view.has_type("string");
        return (!is_missing).then(|| value(document, schema, last));
    }
    if let (1, Some(list)) = (texts.len(), json(last).filter(Value::is_array)) {
        return Some(list);
    }
    let parts = texts.iter().flat_map(|text| match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![*text],
    });
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    let items = view.keyword("items").unwrap_or(&Value::Null);
    Some(parts.map(|part| value(document, items, part)).collect())
}

/// Converts one text.
pub(crate) fn value(document: &Document, schema: &Value, text: &str) -> Value {
    let view = View::new(document, schema, Alternatives::All);
    let converted = view.types.iter().find_map(|kind| match *kind {
        "integer" => text.parse::<i64>().ok().map(Value::from),
        "number" => text.parse::<Number>().ok().map(Value::from),
        "boolean" => text.parse::<bool>().ok().map(Value::from),
        "object" => json(text).filter(Value::is_object),
        "array" => json(text).filter(Value::is_array),
        _ => None,
    });
    // A schema with properties describes an object, even if it does not name the type.
    let has_properties = !view.properties.is_empty() && !view.has_type("string");
    let object = json(text).filter(|value| has_properties && value.is_object());
    converted.or(object).unwrap_or_else(|| Value::from(text))
}

fn json(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}
