//! Functions that find random places in a document and add objects. Several kinds of mutation use them.

use serde_json::{Map, Value, json};

use super::super::dice::Dice;
use super::super::sites::{Role, of_role, operations};
use super::super::tree::{ensure, escape, join, object, object_mut, set};

/// Returns the pointer of a random object that has this role.
pub(crate) fn pick(document: &Value, dice: &mut Dice, role: Role) -> Option<String> {
    dice.pick(&of_role(document, role)).cloned()
}

/// Returns the pointer of a random object that has this role and fulfills a condition.
pub(crate) fn pick_where(
    document: &Value,
    dice: &mut Dice,
    role: Role,
    condition: impl Fn(&str, &Map<String, Value>) -> bool,
) -> Option<String> {
    let mut places = of_role(document, role);
    places.retain(|at| object(document, at).is_some_and(|object| condition(at, object)));
    dice.pick(&places).cloned()
}

pub(crate) fn schema(document: &Value, dice: &mut Dice) -> Option<String> {
    pick(document, dice, Role::Schema)
}

/// Returns the pointer of a random schema with the type `name`. A schema with `properties` has the type `object`, even
/// without `type`.
pub(crate) fn schema_of_type(document: &Value, dice: &mut Dice, name: &str) -> Option<String> {
    pick_where(document, dice, Role::Schema, |_, schema| {
        let of_type = schema.get("type").and_then(Value::as_str) == Some(name);
        of_type || (name == "object" && schema.contains_key("properties"))
    })
}

/// Returns the pointer of a random operation in `paths`.
pub(crate) fn operation(document: &Value, dice: &mut Dice) -> Option<String> {
    dice.pick(&operations(document)).cloned()
}

/// Adds an object to a section of `components`, and returns its name. If the section already contains the name, an `X`
/// is appended.
pub(crate) fn add_shared(
    document: &mut Value,
    section: &str,
    name: &str,
    value: Value,
) -> Option<String> {
    ensure(document, "", "components")?;
    let shared = ensure(document, "/components", section)?;
    let mut free = name.to_owned();
    while shared.contains_key(&free) {
        free.push('X');
    }
    shared.insert(free.clone(), value);
    Some(free)
}

/// Adds a shared schema and returns a reference to the schema.
pub(crate) fn add_schema(document: &mut Value, name: &str, schema: Value) -> Option<Value> {
    add_shared(document, "schemas", name, schema).map(|name| reference("schemas", &name))
}

/// Returns a reference to a shared object.
pub(crate) fn reference(section: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{section}/{}", escape(name)) })
}

/// Uses a schema in a random place: as a property, an item, a response, a request body or a parameter.
pub(crate) fn use_schema(document: &mut Value, dice: &mut Dice, schema: &Value) -> bool {
    let start = dice.below(5);
    (0..5).any(|step| match (start + step) % 5 {
        0 => as_property(document, dice, schema),
        1 => as_items(document, dice, schema),
        2 => as_response(document, dice, schema),
        3 => as_body(document, dice, schema),
        _ => as_parameter(document, dice, schema),
    })
}

/// Adds a property to a random object schema. Returns false if the document has no object schema.
pub(crate) fn as_property(document: &mut Value, dice: &mut Dice, schema: &Value) -> bool {
    let Some(at) = schema_of_type(document, dice, "object") else {
        return false;
    };
    let name = dice.word(&["mutated", "value", "item", "kind", "data"]);
    ensure(document, &at, "properties").is_some_and(|properties| {
        properties.insert(name.to_owned(), schema.clone());
        true
    })
}

fn as_items(document: &mut Value, dice: &mut Dice, schema: &Value) -> bool {
    let Some(at) = schema_of_type(document, dice, "array") else {
        return false;
    };
    set(document, &at, "items", schema.clone())
}

/// Makes a schema the JSON response of a random operation.
pub(crate) fn as_response(document: &mut Value, dice: &mut Dice, schema: &Value) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let response =
        json!({ "description": "OK", "content": { "application/json": { "schema": schema } } });
    ensure(document, &at, "responses").is_some_and(|responses| {
        responses.insert("200".to_owned(), response);
        true
    })
}

/// Makes a schema the JSON request body of a random operation.
pub(crate) fn as_body(document: &mut Value, dice: &mut Dice, schema: &Value) -> bool {
    let Some(at) = operation_with_body(document, dice) else {
        return false;
    };
    let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    set(document, &at, "requestBody", body)
}

/// Returns the pointer of a random operation whose HTTP method allows a body.
pub(crate) fn operation_with_body(document: &Value, dice: &mut Dice) -> Option<String> {
    let mut all = operations(document);
    all.retain(|at| {
        ["/post", "/put", "/patch"]
            .iter()
            .any(|end| at.ends_with(end))
    });
    dice.pick(&all).cloned()
}

fn as_parameter(document: &mut Value, dice: &mut Dice, schema: &Value) -> bool {
    let name = dice.word(&["mutated", "filter", "q"]);
    let place = dice.word(&["query", "header", "query"]);
    add_parameter(
        document,
        dice,
        json!({ "name": name, "in": place, "schema": schema }),
    )
}

/// Adds a parameter to a random operation. For a path parameter, also adds a placeholder to the path.
pub(crate) fn add_parameter(document: &mut Value, dice: &mut Dice, parameter: Value) -> bool {
    let Some(mut at) = operation(document, dice) else {
        return false;
    };
    if parameter.get("in").and_then(Value::as_str) == Some("path") {
        let name = parameter.get("name").and_then(Value::as_str);
        match with_placeholder(document, &at, name.unwrap_or_default()) {
            Some(moved) => at = moved,
            None => return false,
        }
    }
    push(document, &at, "parameters", parameter)
}

/// Adds a placeholder to the path of an operation, and returns the new pointer of the operation.
fn with_placeholder(document: &mut Value, operation: &str, name: &str) -> Option<String> {
    let (item, method) = operation.rsplit_once('/')?;
    let (_, path) = super::super::tree::split(item);
    if path.contains(&format!("{{{name}}}")) {
        return Some(operation.to_owned());
    }
    let longer = format!("{}/{{{name}}}", path.trim_end_matches('/'));
    let paths = object_mut(document, "/paths")?;
    if paths.contains_key(&longer) {
        return None;
    }
    super::super::tree::rename(document, "/paths", &path, &longer);
    Some(format!("{}/{method}", join("/paths", &longer)))
}

/// Appends an item to the list under a key. A missing list is created.
pub(crate) fn push(document: &mut Value, at: &str, key: &str, item: Value) -> bool {
    let Some(object) = object_mut(document, at) else {
        return false;
    };
    let list = object.entry(key).or_insert_with(|| json!([]));
    match list.as_array_mut() {
        Some(list) => {
            list.push(item);
            true
        }
        None => false,
    }
}

/// Nests a schema `depth` times: `around` creates the outer schema from the inner schema.
pub(crate) fn nested(depth: usize, mut schema: Value, around: impl Fn(Value) -> Value) -> Value {
    for _ in 0..depth {
        schema = around(schema);
    }
    schema
}

/// Returns a random property of a schema: the pointer of the schema, and the name of the property.
pub(crate) fn some_property(document: &Value, dice: &mut Dice) -> Option<(String, String)> {
    let schema = pick_where(document, dice, Role::Schema, |_, schema| {
        let properties = schema.get("properties").and_then(Value::as_object);
        properties.is_some_and(|properties| !properties.is_empty())
    })?;
    let properties: Vec<&String> = object(document, &join(&schema, "properties"))?
        .keys()
        .collect();
    let name = dice.pick(&properties)?;
    Some((schema, (*name).clone()))
}

/// Returns the name of a random shared object in a section of `components`.
pub(crate) fn shared_name(document: &Value, dice: &mut Dice, section: &str) -> Option<String> {
    let names: Vec<&String> = object(document, &join("/components", section))?
        .keys()
        .collect();
    dice.pick(&names).map(|name| (*name).clone())
}
