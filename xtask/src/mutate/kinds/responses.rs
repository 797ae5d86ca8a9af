//! Mutations that change responses.

use serde_json::{Map, Value, json};

use super::super::dice::Dice;
use super::super::sites::Role;
use super::super::tree::{add, ensure, object, put, rename, set, split};
use super::kind::Kind;
use super::support::{operation, pick};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "responses-several",
        apply: several,
    },
    Kind {
        name: "response-empty",
        apply: empty,
    },
    Kind {
        name: "response-wildcard",
        apply: wildcard,
    },
    Kind {
        name: "response-head",
        apply: head,
    },
];

fn content(dice: &mut Dice) -> Value {
    match dice.below(8) {
        0 => json!({ "application/json": { "schema": { "type": "string" } } }),
        1 => {
            json!({ "application/json": { "schema": { "type": "object", "properties": { "a": { "type": "integer" } } } } })
        }
        2 => {
            json!({ "application/json": { "schema": { "type": "array", "items": { "type": "object", "properties": { "b": {} } } } } })
        }
        3 => json!({ "text/plain": { "schema": { "type": "string" } } }),
        4 => {
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } })
        }
        5 => {
            json!({ "*/*": {}, "image/png": { "schema": { "type": "string", "format": "binary" } } })
        }
        6 => json!({ "application/json": { "example": { "c": [1, "2", null] } } }),
        _ => json!({}),
    }
}

fn several(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let mut responses = Map::new();
    let count = dice.between(2, 5);
    for status in dice.sample(
        &["200", "201", "202", "203", "204", "206", "207", "226"],
        count,
    ) {
        let response = json!({ "description": "", "content": content(dice) });
        responses.insert(status.to_owned(), response);
    }
    set(document, &at, "responses", Value::Object(responses))
}

fn empty(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let responses = match dice.below(9) {
        0 => json!({}),
        1 => json!({ "200": {} }),
        2 => json!({ "200": { "description": "", "content": {} } }),
        3 => json!({ "200": { "description": "", "content": { "application/json": {} } } }),
        4 => {
            json!({ "200": { "description": "", "content": { "application/json": { "schema": {} } } } })
        }
        5 => {
            json!({ "204": { "description": "", "content": { "application/json": { "schema": { "type": "object" } } } } })
        }
        6 => json!({ "200": null }),
        7 => {
            json!({ "200": { "description": "", "content": { "": { "schema": { "type": "string" } } } } })
        }
        _ => json!(null),
    };
    set(document, &at, "responses", responses)
}

fn wildcard(document: &mut Value, dice: &mut Dice) -> bool {
    let status = dice.word(&[
        "2XX", "default", "1XX", "3XX", "4XX", "5XX", "2xx", "xxx", "20X", "0", "999", "OK", "",
        "200 ",
    ]);
    if dice.chance(40)
        && let Some(at) = pick(document, dice, Role::Response)
        && !at.starts_with("/components/")
    {
        let (parent, old) = split(&at);
        let parent = parent.to_owned();
        return rename(document, &parent, &old, status);
    }
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let response = json!({ "description": "", "content": content(dice) });
    if dice.chance(40) {
        return set(document, &at, "responses", json!({ status: response }));
    }
    ensure(document, &at, "responses").is_some_and(|responses| {
        responses.insert(status.to_owned(), response);
        true
    })
}

fn head(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let (item, method) = split(&at);
    let item = item.to_owned();
    let method_new = dice.word(&["head", "head", "trace", "options", "get", "delete"]);
    let mut operation = object(document, &at)
        .map(|it| json!(it))
        .unwrap_or_default();
    add(
        &mut operation,
        "responses",
        json!({ "200": { "description": "", "content": content(dice) } }),
    );
    if dice.chance(50) {
        add(
            &mut operation,
            "requestBody",
            json!({ "content": content(dice) }),
        );
    }
    if method == method_new {
        return put(document, &at, operation);
    }
    rename(document, &item, &method, method_new) && set(document, &item, method_new, operation)
}
