//! Mutations that change parameters.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::renames;
use super::super::sites::Role;
use super::super::tree::{add, object, remove, split};
use super::kind::Kind;
use super::support::{add_parameter, operation, pick_where, push};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "parameter-style",
        apply: style,
    },
    Kind {
        name: "parameter-content",
        apply: content,
    },
    Kind {
        name: "parameter-duplicate",
        apply: duplicate,
    },
    Kind {
        name: "placeholder",
        apply: placeholder,
    },
];

/// Returns a schema of a kind that is typical for parameters.
fn shape(dice: &mut Dice) -> Value {
    match dice.below(10) {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "integer", "format": "int64" }),
        2 => json!({ "type": "boolean", "default": true }),
        3 => json!({ "type": "array", "items": { "type": "string" } }),
        4 => {
            json!({ "type": "array", "items": { "type": "object", "properties": { "a": { "type": "string" } } } })
        }
        5 => {
            json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "array", "items": { "type": "integer" } } } })
        }
        6 => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        7 => {
            json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        8 => {
            json!({ "type": "string", "format": dice.word(&["binary", "byte", "date-time", "password"]) })
        }
        _ => json!({}),
    }
}

fn style(document: &mut Value, dice: &mut Dice) -> bool {
    let place = dice.word(&[
        "query",
        "path",
        "header",
        "cookie",
        "query",
        "body",
        "formData",
        "querystring",
    ]);
    let style = dice.word(&[
        "form",
        "simple",
        "label",
        "matrix",
        "spaceDelimited",
        "pipeDelimited",
        "deepObject",
        "cookie",
        "unknown",
    ]);
    let mut parameter = json!({ "name": dice.word(&["mutated", "id", "a[b]", "X-Mutated"]), "in": place, "style": style });
    add(&mut parameter, "schema", shape(dice));
    if dice.chance(60) {
        add(&mut parameter, "explode", json!(dice.chance(50)));
    }
    if place == "path" || dice.chance(40) {
        add(&mut parameter, "required", json!(true));
    }
    if dice.chance(20) {
        add(&mut parameter, "allowReserved", json!(true));
    }
    if dice.chance(20) {
        add(&mut parameter, "allowEmptyValue", json!(true));
    }
    if dice.chance(20) {
        add(&mut parameter, "deprecated", json!(true));
    }
    add_parameter(document, dice, parameter)
}

fn content(document: &mut Value, dice: &mut Dice) -> bool {
    let place = dice.word(&["query", "path", "header", "cookie"]);
    let media = dice.word(&[
        "application/json",
        "text/plain",
        "application/xml",
        "application/vnd.a+json",
        "",
    ]);
    let schema = shape(dice);
    let content = match dice.below(4) {
        0 => json!({}),
        1 => json!({ media: {} }),
        2 => json!({ media: { "schema": schema }, "text/csv": { "schema": { "type": "string" } } }),
        _ => json!({ media: { "schema": schema, "example": { "a": 1 } } }),
    };
    let mut parameter =
        json!({ "name": "mutated", "in": place, "required": place == "path", "content": content });
    if dice.chance(20) {
        add(&mut parameter, "schema", shape(dice));
    }
    add_parameter(document, dice, parameter)
}

fn duplicate(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(mut at) = operation(document, dice) else {
        return false;
    };
    let name = dice.word(&["id", "type", "body", "params", "self", "limit"]);
    let places: Vec<&str> = match dice.below(3) {
        0 => vec!["query", "query"],
        1 => vec!["query", "header", "cookie"],
        _ => vec!["path", "query", "header"],
    };
    if places.contains(&"path") {
        let item = split(&at).0.to_owned();
        let (_, path) = split(&item);
        let longer = format!("{path}/{{{name}}}");
        if !renames::key(document, &item, &longer) {
            return false;
        }
        at = at.replacen(&item, &super::super::tree::join("/paths", &longer), 1);
    }
    places.iter().all(|place| {
        let schema = shape(dice);
        push(
            document,
            &at,
            "parameters",
            json!({ "name": name, "in": place, "required": *place == "path", "schema": schema }),
        )
    })
}

fn placeholder(document: &mut Value, dice: &mut Dice) -> bool {
    if dice.chance(40) {
        let in_path = |_: &str, parameter: &serde_json::Map<String, Value>| {
            parameter.get("in").and_then(Value::as_str) == Some("path")
        };
        if let Some(at) = pick_where(document, dice, Role::Parameter, in_path) {
            return remove(document, &at).is_some();
        }
    }
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let item = split(&at).0.to_owned();
    let (_, path) = split(&item);
    let changed = match dice.below(8) {
        0 => format!("{path}/{{missing}}"),
        1 => format!("{path}/{{}}"),
        2 => format!("{path}/{{a"),
        3 => format!("{path}/a}}"),
        4 => format!("{path}/{{a}}{{b}}"),
        5 => path.trim_start_matches('/').to_owned(),
        6 => format!("{path}?x={{y}}#z"),
        _ => path.replace(['{', '}'], ""),
    };
    if object(document, "/paths").is_some_and(|paths| paths.contains_key(&changed)) {
        return false;
    }
    renames::key(document, &item, &changed)
}
