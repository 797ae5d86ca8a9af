//! Mutations that add a twin: a part whose name differs from the name of an existing part only in case or symbols.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::sites::operations;
use super::super::tree::{join, object, set};
use super::support::{as_property, operation, push, reference, shared_name, some_property};

/// Adds a twin of a property, a schema, an operation or a parameter.
pub(crate) fn twin(document: &mut Value, dice: &mut Dice) -> bool {
    let found = match dice.below(4) {
        0 => twin_property(document, dice),
        1 => twin_schema(document, dice),
        2 => twin_operation(document, dice),
        _ => twin_parameter(document, dice),
    };
    found || twin_operation(document, dice)
}

/// Changes the case or the symbols of a name. `user_id` → `USER_ID`, `user-id` or `user_id_`.
fn twin_of(name: &str, dice: &mut Dice) -> String {
    match dice.below(7) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        2 => format!("{name}_"),
        3 => format!("_{name}"),
        4 => format!("{name}-"),
        5 => name.replace('_', "-"),
        _ => format!("{name}."),
    }
}

fn twin_property(document: &mut Value, dice: &mut Dice) -> bool {
    let Some((schema, name)) = some_property(document, dice) else {
        return false;
    };
    let twin = twin_of(&name, dice);
    let at = join(&schema, "properties");
    let kind = dice.word(&["string", "integer", "object"]);
    set(document, &at, &twin, json!({ "type": kind }))
}

fn twin_schema(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(name) = shared_name(document, dice, "schemas") else {
        return false;
    };
    let twin = twin_of(&name, dice);
    let schema = json!({ "type": "object", "properties": { "twin": { "type": "string" } } });
    if !set(document, "/components/schemas", &twin, schema) {
        return false;
    }
    as_property(document, dice, &reference("schemas", &twin))
}

fn twin_operation(document: &mut Value, dice: &mut Dice) -> bool {
    let chosen = dice.sample(&operations(document), 2);
    let Some(first) = chosen.first() else {
        return false;
    };
    let name =
        object(document, first).and_then(|it| it.get("operationId")?.as_str().map(str::to_owned));
    let name = name.unwrap_or_else(|| "getIt".to_owned());
    set(document, first, "operationId", json!(name));
    let twin = twin_of(&name, dice);
    chosen
        .get(1)
        .is_none_or(|second| set(document, second, "operationId", json!(twin)))
}

fn twin_parameter(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let name = object(document, &format!("{at}/parameters/0"))
        .and_then(|it| it.get("name")?.as_str().map(str::to_owned));
    let name = name.unwrap_or_else(|| "limit".to_owned());
    let twin = twin_of(&name, dice);
    let places = ["query", "header", "query"];
    push(
        document,
        &at,
        "parameters",
        json!({ "name": name, "in": dice.word(&places), "schema": { "type": "string" } }),
    ) && push(
        document,
        &at,
        "parameters",
        json!({ "name": twin, "in": dice.word(&places), "schema": { "type": "integer" } }),
    )
}
