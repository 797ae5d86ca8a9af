//! Finds out what each operation does with the state of the fake.
//!
//! Zoom's paths follow few patterns: a collection such as `/users`, an item such as `/users/{userId}`, and a document
//! such as `/users/{userId}/settings`. An operation that does not fit a pattern is an action.

use std::collections::BTreeSet;

use http::Method;
use serde_json::Value;

use super::document::Document;
use super::endpoint::Endpoint;

/// What an operation does with the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Lists the items of a collection.
    List {
        /// The property of the response that contains the rows.
        rows: String,
        /// The property of a row that contains the id of the item.
        id: Option<String>,
    },
    /// Creates an item in a collection.
    Create {
        /// The property of the response that contains the id of the item.
        id: Option<String>,
    },
    /// Returns an item.
    Read,
    /// Changes an item.
    Update,
    /// Deletes an item.
    Delete,
    /// Returns a document.
    ReadDocument,
    /// Changes a document.
    UpdateDocument,
    /// Anything else.
    Action,
}

/// Sets the kind of each endpoint.
pub(crate) fn classify(endpoints: &mut [Endpoint], document: &Document) {
    let with = |method: Method| -> BTreeSet<&'static str> {
        let endpoints = endpoints.iter();
        let endpoints = endpoints.filter(|endpoint| endpoint.operation.request_method() == method);
        endpoints.map(Endpoint::relative_path).collect()
    };
    let (read, created) = (with(Method::GET), with(Method::POST));
    let mut changed = with(Method::PATCH);
    changed.append(&mut with(Method::PUT));
    let items: BTreeSet<&'static str> = endpoints
        .iter()
        .filter_map(|endpoint| collection_of_item(endpoint.relative_path()))
        .collect();
    let kinds: Vec<(Kind, bool)> = endpoints
        .iter()
        .map(|endpoint| {
            let path = endpoint.relative_path();
            let is_item = collection_of_item(path).is_some();
            let creatable = created.contains(collection_of_item(path).unwrap_or(path));
            let kind = match endpoint.operation.request_method() {
                // The details of one item can contain a list, such as the people in a meeting.
                Method::GET if is_item && !is_paged(endpoint, document) => Kind::Read,
                // Settings can contain a list too. They are changed as a whole, and no call creates a row.
                Method::GET
                    if changed.contains(path)
                        && !created.contains(path)
                        && !is_paged(endpoint, document) =>
                {
                    Kind::ReadDocument
                }
                Method::GET => match rows(endpoint, document) {
                    Some((rows, row)) => Kind::List {
                        rows,
                        id: id_property(document, &row, path),
                    },
                    None => Kind::ReadDocument,
                },
                Method::POST if items.contains(path) || read.contains(path) => {
                    let schema = endpoint.response_schema().cloned().unwrap_or_default();
                    Kind::Create {
                        id: id_property(document, &schema, path),
                    }
                }
                Method::PATCH | Method::PUT if is_item => Kind::Update,
                Method::DELETE if is_item => Kind::Delete,
                Method::PATCH | Method::PUT if read.contains(path) => Kind::UpdateDocument,
                _ => Kind::Action,
            };
            (kind, creatable)
        })
        .collect();
    for (endpoint, (kind, creatable)) in endpoints.iter_mut().zip(kinds) {
        endpoint.kind = kind;
        endpoint.creatable = creatable;
    }
}

/// Returns whether an operation returns a list in pages.
fn is_paged(endpoint: &Endpoint, document: &Document) -> bool {
    endpoint.node.get("x-pagination").is_some() && rows(endpoint, document).is_some()
}

/// Returns the path of the collection if a path ends with a parameter.
pub(crate) fn collection_of_item(path: &str) -> Option<&str> {
    let (collection, last) = path.rsplit_once('/')?;
    (last.starts_with('{') && !collection.is_empty()).then_some(collection)
}

/// Returns the property that contains the rows of a list, and the schema of a row.
///
/// It is the property that `x-pagination` names. Without it, it is the only property of the response that is a list of
/// objects.
fn rows(endpoint: &Endpoint, document: &Document) -> Option<(String, Value)> {
    let schema = endpoint.response_schema()?;
    let properties = properties(document, schema);
    let row = |value: &Value| -> Option<Value> {
        let value = document.resolve(value);
        if value["type"] != "array" {
            return None;
        }
        let row = document.member(value, "items");
        (row["type"] == "object" || row.get("properties").is_some() || row.get("allOf").is_some())
            .then(|| row.clone())
    };
    let pagination = endpoint.node.get("x-pagination");
    if let Some(name) = pagination.and_then(|pages| pages.get("items")?.as_str()) {
        let (_, value) = properties.iter().find(|(key, _)| key == name)?;
        return Some((name.to_owned(), document.member(value, "items").clone()));
    }
    let mut lists = properties
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), row(value)?)));
    let first = lists.next()?;
    lists.next().is_none().then_some(first)
}

/// Returns the properties of a schema and of the parts of its `allOf`.
pub(crate) fn properties(document: &Document, schema: &Value) -> Vec<(String, Value)> {
    let schema = document.resolve(schema);
    let own = schema.get("properties").and_then(Value::as_object);
    let mut properties: Vec<(String, Value)> = own
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let parts = schema.get("allOf").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        properties.extend(self::properties(document, part));
    }
    properties
}

/// Returns the property that contains the id of an item: `id`, or one that is named after the collection, such as
/// `room_id` in `/rooms`.
fn id_property(document: &Document, schema: &Value, path: &str) -> Option<String> {
    let names = properties(document, schema);
    let has = |name: &str| names.iter().any(|(key, _)| key == name);
    let collection = path.rsplit('/').next().unwrap_or_default();
    let singular = collection.trim_end_matches('s');
    let candidates = [
        "id".to_owned(),
        format!("{singular}_id"),
        format!("{collection}_id"),
    ];
    candidates.into_iter().find(|name| has(name))
}
