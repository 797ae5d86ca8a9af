//! Makes the bodies of responses.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::Api;
use super::document::Document;
use super::endpoint::Endpoint;
use super::fit::Shape;
use super::generate::Extent;
use super::ids::Ids;
use super::resource::{self, Kind};
use super::validators::Direction;
use super::view::{Alternatives, View};
use super::{typed, vary};
use crate::fake::random::Random;

/// The validators of a response.
#[derive(Debug)]
pub(crate) struct ResponseValidators {
    /// For the body. It is missing if the document has no schema of the body.
    pub(crate) body: Option<Validator>,
    /// For a row of a list, with the schema of a row.
    pub(crate) row: Option<(Value, Validator)>,
}

impl ResponseValidators {
    /// Compiles the validators of an endpoint.
    pub(crate) fn compile(api: &Api, endpoint: &Endpoint) -> Result<Self, String> {
        let compile = |schema: &Value| {
            let direction = Direction::Response;
            api.validators.compile(&api.document, schema, direction)
        };
        let schema = endpoint.response_schema();
        let row = row_schema(&api.document, endpoint);
        Ok(Self {
            body: schema.map(compile).transpose()?,
            row: match row {
                Some(schema) => {
                    let validator = compile(&schema)?;
                    Some((schema, validator))
                }
                None => None,
            },
        })
    }
}

fn row_schema(document: &Document, endpoint: &Endpoint) -> Option<Value> {
    let Kind::List { rows, .. } = &endpoint.kind else {
        return None;
    };
    let properties = resource::properties(document, endpoint.response_schema()?);
    let (_, list) = properties.iter().find(|(name, _)| name == rows)?;
    document.resolve(list).get("items").cloned()
}

/// Returns the shape of the body of a success response.
fn body_shape<'a>(api: &'a Api, endpoint: &'a Endpoint) -> Option<Shape<'a>> {
    let validators = endpoint.response_validators(api).ok()?;
    Some(Shape {
        document: &api.document,
        schema: endpoint.response_schema()?,
        validator: validators.body.as_ref()?,
    })
}

/// Returns the shape of a row of a list.
fn row_shape<'a>(api: &'a Api, endpoint: &'a Endpoint) -> Option<Shape<'a>> {
    let validators = endpoint.response_validators(api).ok()?;
    let (schema, validator) = validators.row.as_ref()?;
    Some(Shape {
        document: &api.document,
        schema,
        validator,
    })
}

/// Returns the body of a success response. It is the example of the document with generated ids, or a generated body if
/// the document has no example. The same random values result in the same body.
///
/// The parameters of the path are put into the body: with `/users/{userId}`, the properties `id` and `user_id` of the
/// body have the value of `userId`.
pub(crate) fn response(
    api: &Api,
    endpoint: &Endpoint,
    random: &mut Random,
    params: &BTreeMap<String, String>,
) -> Value {
    let example = endpoint.response_example();
    let Some(shape) = body_shape(api, endpoint) else {
        return example.cloned().unwrap_or_default();
    };
    let base = match example {
        Some(example) => example.clone(),
        None => shape.generate(Extent::All, random),
    };
    let mut body = base.clone();
    Ids::new(shape.document, random).replace(shape.schema, &mut body);
    set_params(&shape, endpoint, params, &mut body);
    shape.repair(body, &base, random)
}

/// Puts the parameters of the path into a body.
fn set_params(
    shape: &Shape<'_>,
    endpoint: &Endpoint,
    params: &BTreeMap<String, String>,
    body: &mut Value,
) {
    let view = View::new(shape.document, shape.schema, Alternatives::All);
    let Some(object) = body.as_object_mut() else {
        return;
    };
    for (param, text) in params {
        let is_last = endpoint.operation.path.ends_with(&format!("/{{{param}}}"));
        let names = match text.as_str() {
            // The body contains the id of the user, not the alias.
            "me" => Vec::new(),
            text if text.contains('@') => vec!["email".to_owned()],
            _ if is_last => vec!["id".to_owned(), snake_case(param)],
            _ => vec![snake_case(param)],
        };
        for name in names {
            if let (Some(schema), Some(value)) =
                (view.properties.get(name.as_str()), object.get_mut(&name))
            {
                *value = typed::value(shape.document, schema, text);
            }
        }
    }
}

/// Returns a name such as `userId` as `user_id`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// Returns different rows for the list of an endpoint. Returns no row if the endpoint returns no list.
pub(crate) fn rows(
    api: &Api,
    endpoint: &Endpoint,
    count: usize,
    random: &mut Random,
) -> Vec<Map<String, Value>> {
    let (Some(shape), Kind::List { rows, .. }) = (row_shape(api, endpoint), &endpoint.kind) else {
        return Vec::new();
    };
    let example = endpoint.response_example();
    let examples = example.and_then(|example| example.get(rows)?.as_array());
    let mut examples = examples.cloned().unwrap_or_default();
    if examples.is_empty() {
        examples.push(shape.generate(Extent::All, random));
    }
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    for (index, base) in examples.iter().cycle().take(count).enumerate() {
        let mut row = base.clone();
        Ids::new(shape.document, random).replace(shape.schema, &mut row);
        if let Some(object) = row.as_object_mut().filter(|_| index >= examples.len()) {
            vary::row(object, index);
        }
        let Value::Object(row) = shape.repair(row, base, random) else {
            continue;
        };
        let is_new = |row: &Value| {
            let mut others = rows.iter().map(Some);
            others.all(|other| other != row.as_object())
        };
        let row = if is_new(&Value::Object(row.clone())) {
            row
        } else {
            let is_valid = |row: &Value| is_new(row) && shape.validator.is_valid(row);
            vary::distinct(&row, index, is_valid).unwrap_or(row)
        };
        rows.push(row);
    }
    rows
}

/// Returns the body of a list with stored rows.
///
/// The properties beside the rows are `properties`. Those that are missing there come from the example.
pub(crate) fn list(
    api: &Api,
    endpoint: &Endpoint,
    properties: &Map<String, Value>,
    stored: &[Map<String, Value>],
    random: &mut Random,
) -> Value {
    let mut body = response(api, endpoint, random, &BTreeMap::new());
    let properties = Value::Object(properties.clone());
    let (Some(shape), Kind::List { rows, .. }) = (row_shape(api, endpoint), &endpoint.kind) else {
        return fit(api, endpoint, &properties, body, random);
    };
    // The properties are checked without the rows, because each row is checked on its own.
    if let Some(object) = body.as_object_mut() {
        object.insert(rows.clone(), Value::Array(Vec::new()));
    }
    body = fit(api, endpoint, &properties, body, random);
    let list = shape.filled_rows(stored, random);
    if let Some(object) = body.as_object_mut() {
        object.insert(rows.clone(), list);
    }
    body
}

/// Puts stored properties into the body of a success response.
///
/// A stored property is used if the schema knows it and its value is valid. Objects are merged and lists are replaced.
/// All other properties keep the values of `base`.
pub(crate) fn fit(
    api: &Api,
    endpoint: &Endpoint,
    stored: &Value,
    base: Value,
    random: &mut Random,
) -> Value {
    match body_shape(api, endpoint) {
        Some(shape) => shape.fit(stored, &base, random),
        None => base,
    }
}

/// Returns the body of a success response with only the stored properties and the required ones.
pub(crate) fn filled(api: &Api, endpoint: &Endpoint, stored: &Value, random: &mut Random) -> Value {
    match body_shape(api, endpoint) {
        Some(shape) => shape.filled(stored, random),
        None => stored.clone(),
    }
}
