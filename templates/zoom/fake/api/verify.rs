//! Checks that the responses of all endpoints are valid for their schemas, and that the examples of requests are accepted.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::Api;
use super::endpoint::Endpoint;
use super::sample;
use super::schema::RequestValidators;
use crate::fake::random::Random;

/// Returns a text for each wrong response, each refused example and each schema that does not compile.
pub(crate) fn verify(api: &Api) -> Vec<String> {
    let mut problems = Vec::new();
    for endpoint in api.router.endpoints() {
        let id = endpoint.id();
        match endpoint.request_validators(api) {
            Ok(validators) => examples(endpoint, validators, &mut problems),
            Err(error) => problems.push(format!(
                "{id}: a schema of the request does not compile: {error}"
            )),
        }
        match endpoint.response_validators(api) {
            Ok(validators) => {
                if let Some(validator) = &validators.body {
                    body(api, endpoint, validator, &mut problems);
                }
                if let Some((_, validator)) = &validators.row {
                    rows(api, endpoint, validator, &mut problems);
                }
            }
            Err(error) => {
                problems.push(format!(
                    "{id}: a schema of the response does not compile: {error}"
                ));
            }
        }
    }
    problems
}

/// Checks that the fake accepts the examples of a request.
fn examples(endpoint: &Endpoint, validators: &RequestValidators, problems: &mut Vec<String>) {
    for ((_, content), validator) in endpoint.request.iter().zip(&validators.bodies) {
        let examples = content.get("examples").and_then(Value::as_object);
        let examples = examples.into_iter().flat_map(Map::values);
        let examples = examples.filter_map(|example| example.get("value"));
        for example in examples.chain(content.get("example")) {
            report(
                endpoint,
                "the example of the request",
                validator,
                example,
                problems,
            );
        }
    }
}

fn random(endpoint: &Endpoint) -> Random {
    Random::of_texts(1, &[endpoint.id()])
}

fn body(api: &Api, endpoint: &Endpoint, validator: &Validator, problems: &mut Vec<String>) {
    let text = "71828182845";
    let params = endpoint.parameters_in("path");
    let params: BTreeMap<_, _> = params
        .map(|(name, _)| (name.to_owned(), text.to_owned()))
        .collect();
    let response = |params| sample::response(api, endpoint, &mut random(endpoint), params);
    let first = response(&params);
    if first != response(&params) {
        problems.push(format!(
            "{}: two responses of the same seed differ",
            endpoint.id()
        ));
    }
    let stored = Value::Object(Map::new());
    let filled = sample::filled(api, endpoint, &stored, &mut random(endpoint));
    // Every property of the example is stored, and one that no schema knows.
    let mut stored = first.clone();
    if let Some(object) = stored.as_object_mut() {
        object.insert("unknown to Zoom".to_owned(), true.into());
    }
    let full = sample::filled(api, endpoint, &stored, &mut random(endpoint));
    let wrong = wrong_types(&first);
    let fitted = sample::fit(api, endpoint, &wrong, first.clone(), &mut random(endpoint));
    for (name, value) in [
        ("the response", &first),
        ("the response without stored properties", &filled),
        ("the response with stored properties", &full),
        ("the response with invalid stored properties", &fitted),
    ] {
        report(endpoint, name, validator, value, problems);
    }
    if full.get("unknown to Zoom").is_some() {
        problems.push(format!(
            "{}: the response has an unknown property",
            endpoint.id()
        ));
    }
}

/// Returns a body in which no property has a type that a schema is likely to accept.
fn wrong_types(body: &Value) -> Value {
    let properties = body.as_object().into_iter().flatten();
    let wrong = properties.map(|(name, value)| {
        let wrong = if value.is_array() {
            Value::from(0.5)
        } else {
            Value::Array(Vec::new())
        };
        (name.clone(), wrong)
    });
    Value::Object(wrong.collect())
}

fn rows(api: &Api, endpoint: &Endpoint, validator: &Validator, problems: &mut Vec<String>) {
    let id = endpoint.id();
    let rows = sample::rows(api, endpoint, 3, &mut random(endpoint));
    if rows.len() != 3 {
        problems.push(format!("{id}: there are {} rows instead of 3", rows.len()));
    }
    if rows
        .iter()
        .enumerate()
        .any(|(index, row)| rows.iter().skip(index + 1).any(|other| other == row))
    {
        problems.push(format!("{id}: two rows are equal"));
    }
    for row in &rows {
        report(
            endpoint,
            "a row",
            validator,
            &Value::Object(row.clone()),
            problems,
        );
    }
    let list = sample::list(api, endpoint, &Map::new(), &rows, &mut random(endpoint));
    if let Ok(validators) = endpoint.response_validators(api) {
        if let Some(validator) = &validators.body {
            report(endpoint, "the list", validator, &list, problems);
        }
    }
}

fn report(
    endpoint: &Endpoint,
    name: &str,
    validator: &Validator,
    value: &Value,
    problems: &mut Vec<String>,
) {
    for error in validator.iter_errors(value).take(3) {
        let (id, path) = (endpoint.id(), error.instance_path());
        problems.push(format!("{id}: {name} is invalid at `{path}`: {error}"));
    }
}
