//! Mutations that change request bodies.

use serde_json::{Map, Value, json};

use super::super::dice::Dice;
use super::super::tree::{add, object, set};
use super::kind::Kind;
use super::support::{operation, operation_with_body, schema_of_type};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "body-media-type",
        apply: media_type,
    },
    Kind {
        name: "body-form",
        apply: form,
    },
    Kind {
        name: "body-multipart",
        apply: multipart,
    },
    Kind {
        name: "body-several",
        apply: several,
    },
];

const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/json; charset=utf-8",
    "application/vnd.a.v2+json",
    "application/problem+json",
    "application/merge-patch+json",
    "application/x-ndjson",
    "application/jsonl",
    "text/event-stream",
    "text/plain",
    "text/csv",
    "text/html",
    "application/xml",
    "text/xml",
    "application/octet-stream",
    "image/png",
    "image/*",
    "*/*",
    "application/pdf",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/mixed",
    "multipart/related",
    "application/yaml",
    "application/graphql",
    "application/JSON",
    "json",
    "",
    "a/b/c",
    "application/json, text/plain",
    "text/plain;charset=\"utf-8\"",
];

/// Returns a schema of a kind that is typical for request bodies.
fn shape(document: &Value, dice: &mut Dice) -> Value {
    match dice.below(9) {
        0 => json!({ "type": "string", "format": "binary" }),
        1 => json!({ "type": "string" }),
        2 => json!({ "type": "array", "items": { "type": "string", "format": "binary" } }),
        3 => json!({}),
        4 => json!({ "type": "integer" }),
        5 => {
            json!({ "type": "object", "properties": { "a": { "type": "string" }, "list": { "type": "array", "items": { "type": "integer" } } } })
        }
        6 => {
            json!({ "oneOf": [{ "type": "string" }, { "type": "object", "properties": { "b": { "type": "boolean" } } }] })
        }
        7 => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        _ => {
            let schema = schema_of_type(document, dice, "object");
            let schema = schema.and_then(|at| object(document, &at).map(|schema| json!(schema)));
            schema.unwrap_or_else(|| json!({ "type": "object" }))
        }
    }
}

/// Sets the request body of a random operation, even if its HTTP method allows no body.
fn set_body(document: &mut Value, dice: &mut Dice, content: &Value) -> bool {
    let at = if dice.chance(85) {
        operation_with_body(document, dice)
    } else {
        None
    };
    let Some(at) = at.or_else(|| operation(document, dice)) else {
        return false;
    };
    let mut body = json!({ "content": content });
    if dice.chance(60) {
        add(&mut body, "required", json!(dice.chance(70)));
    }
    set(document, &at, "requestBody", body)
}

fn media_type(document: &mut Value, dice: &mut Dice) -> bool {
    let media = dice.word(MEDIA_TYPES);
    let content = if dice.chance(15) {
        json!({ media: {} })
    } else {
        json!({ media: { "schema": shape(document, dice) } })
    };
    if dice.chance(40)
        && let Some(at) = operation(document, dice)
    {
        let response = json!({ "200": { "description": "", "content": content } });
        return set(document, &at, "responses", response);
    }
    set_body(document, dice, &content)
}

fn form(document: &mut Value, dice: &mut Dice) -> bool {
    let mut schema = match dice.below(6) {
        0 => shape(document, dice),
        1 => json!({ "type": "object", "additionalProperties": true }),
        2 => {
            json!({ "oneOf": [{ "type": "object", "properties": { "a": { "type": "string" } } }, { "type": "object", "properties": { "b": { "type": "string" } } }] })
        }
        3 => json!({ "type": "array", "items": { "type": "string" } }),
        _ => json!({ "type": "object", "required": ["a"], "properties": {
            "a": { "type": "string" },
            "list": { "type": "array", "items": { "type": "object", "properties": { "x": { "type": "string" } } } },
            "map": { "type": "object", "additionalProperties": { "type": "integer" } },
            "inner": { "type": "object", "properties": { "y": { "type": "array", "items": { "type": "string" } } } }
        } }),
    };
    if dice.chance(25) {
        add(
            &mut schema,
            "additionalProperties",
            json!({ "type": "string" }),
        );
    }
    let mut media = json!({ "schema": schema });
    if dice.chance(50) {
        add(
            &mut media,
            "encoding",
            json!({
                "list": { "style": dice.word(&["form", "deepObject", "pipeDelimited", "spaceDelimited"]), "explode": dice.chance(50) },
                "inner": { "style": "deepObject", "explode": true },
                "map": { "contentType": "application/json" }
            }),
        );
    }
    set_body(
        document,
        dice,
        &json!({ "application/x-www-form-urlencoded": media }),
    )
}

fn multipart(document: &mut Value, dice: &mut Dice) -> bool {
    let schema = match dice.below(5) {
        0 => json!({ "type": "array", "items": { "type": "string", "format": "binary" } }),
        1 => shape(document, dice),
        _ => json!({ "type": "object", "required": ["file", "unknown"], "properties": {
            "file": { "type": "string", "format": "binary" },
            "files": { "type": "array", "items": { "type": "string", "format": "binary" } },
            "lists": { "type": "array", "items": { "type": "array", "items": { "type": "string" } } },
            "meta": { "type": "object", "properties": { "a": { "type": "string" } } },
            "metas": { "type": "array", "items": { "type": "object", "properties": { "b": { "type": "integer" } } } },
            "kind": { "type": "string", "enum": ["a", "b"] },
            "any": {}
        } }),
    };
    let mut media = json!({ "schema": schema });
    if dice.chance(60) {
        add(
            &mut media,
            "encoding",
            json!({
                "file": { "contentType": dice.word(&["image/png, image/jpeg", "text/csv", "*/*", "", "a\nb"]), "headers": { "X-A": { "schema": { "type": "string" } } } },
                "meta": { "contentType": "application/xml" },
                "nowhere": { "contentType": "text/plain" }
            }),
        );
    }
    let name = dice.word(&[
        "multipart/form-data",
        "multipart/form-data",
        "multipart/mixed",
    ]);
    set_body(document, dice, &json!({ name: media }))
}

fn several(document: &mut Value, dice: &mut Dice) -> bool {
    let count = dice.between(2, 6);
    let mut content = Map::new();
    for media in dice.sample(MEDIA_TYPES, count) {
        content.insert(media.to_owned(), json!({ "schema": shape(document, dice) }));
    }
    set_body(document, dice, &Value::Object(content))
}
