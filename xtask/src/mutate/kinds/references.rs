//! Mutations that change references.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::sites::{Role, Site, sites};
use super::super::tree::{ensure, escape, map_references, object, put, references, set, split};
use super::kind::Kind;
use super::support::{add_schema, add_shared, use_schema};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "reference-dangling",
        apply: dangling,
    },
    Kind {
        name: "reference-url",
        apply: url,
    },
    Kind {
        name: "reference-circular",
        apply: circular,
    },
    Kind {
        name: "reference-through",
        apply: through,
    },
    Kind {
        name: "reference-escaped",
        apply: escaped,
    },
    Kind {
        name: "reference-siblings",
        apply: siblings,
    },
];

/// Lets a random reference of the document point to `target`, or adds such a reference.
fn point(document: &mut Value, dice: &mut Dice, target: &str) -> bool {
    let all: Vec<String> = references(document)
        .into_iter()
        .map(str::to_owned)
        .collect();
    if all.is_empty() || dice.chance(25) {
        return replace_object(document, dice, target);
    }
    let chosen = dice.below(all.len());
    let mut at = 0;
    map_references(document, &mut |_| {
        at += 1;
        (at == chosen + 1).then(|| target.to_owned())
    });
    true
}

/// Replaces a random object by a reference to `target`. `OpenAPI` allows a reference in place of this object.
fn replace_object(document: &mut Value, dice: &mut Dice, target: &str) -> bool {
    let may_be = |site: &Site| {
        let roles = [
            Role::Schema,
            Role::Parameter,
            Role::Response,
            Role::RequestBody,
            Role::Header,
            Role::PathItem,
        ];
        roles.contains(&site.role)
    };
    let places: Vec<Site> = sites(document).into_iter().filter(may_be).collect();
    dice.pick(&places)
        .is_some_and(|site| put(document, &site.at, json!({ "$ref": target })))
}

fn dangling(document: &mut Value, dice: &mut Dice) -> bool {
    let target = dice.word(&[
        "#/components/schemas/Nowhere",
        "#/components/parameters/Nowhere",
        "#/definitions/Nowhere",
        "#/paths/~1nowhere/get/responses/200",
        "#/components/schemas/",
        "#/components/schemas",
        "#/",
        "#",
        "",
        "Nowhere",
        "#Nowhere",
        "#/info/title",
        "#/openapi",
        "#/components/schemas/a%zz",
    ]);
    point(document, dice, target)
}

fn url(document: &mut Value, dice: &mut Dice) -> bool {
    let target = dice.word(&[
        "https://a.example/schema.json",
        "https://a.example/schema.json#/components/schemas/A",
        "http://[",
        "file:///etc/passwd",
        "/etc/passwd",
        "../../secret.yaml#/a",
        "nowhere.yaml#/components/schemas/A",
        "./nowhere.json",
        ".",
        "/",
        "urn:uuid:7d2c0000-0000-0000-0000-000000000000",
        "C:\\a.yaml",
        "nowhere.yaml",
    ]);
    point(document, dice, target)
}

fn circular(document: &mut Value, dice: &mut Dice) -> bool {
    let section = dice.word(&[
        "schemas",
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "pathItems",
    ]);
    let length = dice.between(1, 4);
    for at in 0..length {
        let next = format!("#/components/{section}/Circle{}", (at + 1) % length);
        if add_shared(
            document,
            section,
            &format!("Circle{at}"),
            json!({ "$ref": next }),
        )
        .is_none()
        {
            return false;
        }
    }
    let target = format!("#/components/{section}/Circle0");
    dice.chance(15) || point(document, dice, &target)
}

/// Adds a reference with an unusual pointer. It passes through another reference, or it points into a schema.
fn through(document: &mut Value, dice: &mut Dice) -> bool {
    let real = json!({ "type": "object", "properties": {
        "inner": { "type": "object", "properties": { "leaf": { "type": "string" } } },
        "list": { "type": "array", "items": { "type": "object", "properties": { "x": { "type": "integer" } } } }
    } });
    let Some(real) = add_shared(document, "schemas", "Real", real) else {
        return false;
    };
    let link = json!({ "$ref": format!("#/components/schemas/{real}") });
    let Some(alias) = add_shared(document, "schemas", "Alias", link) else {
        return false;
    };
    let target = match dice.below(6) {
        0 => format!("#/components/schemas/{alias}/properties/inner"),
        1 => format!("#/components/schemas/{alias}/properties/inner/properties/leaf"),
        2 => format!("#/components/schemas/{real}/properties/list/items"),
        3 => format!("#/components/schemas/{alias}/properties/list/items/properties/x"),
        4 => format!("#/components/schemas/{real}/properties/list/items/0"),
        _ => {
            if !set(
                document,
                "",
                "x-shared",
                json!({ "a": [{ "$ref": format!("#/components/schemas/{alias}") }] }),
            ) {
                return false;
            }
            "#/x-shared/a/0/properties/inner".to_owned()
        }
    };
    use_schema(document, dice, &json!({ "$ref": target }))
}

fn escaped(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(&[
        "a/b", "a~b", "a~1b", "a%2Fb", "a b", "é", "a#b", "a\"b", "a?b", "~0", "%", "", "..",
    ]);
    let schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let Some(name) = add_shared(document, "schemas", name, schema) else {
        return false;
    };
    let target = match dice.below(4) {
        0 => name.clone(),
        1 => escape(&name),
        2 => escape(&name)
            .replace('%', "%25")
            .replace(' ', "%20")
            .replace('é', "%C3%A9"),
        _ => escape(&name).replace('~', "%7E"),
    };
    use_schema(
        document,
        dice,
        &json!({ "$ref": format!("#/components/schemas/{target}") }),
    )
}

/// Adds a key beside `$ref`, sets `$ref` to a number, or adds a schema with `$defs` and `$anchor`.
fn siblings(document: &mut Value, dice: &mut Dice) -> bool {
    let places: Vec<Site> = sites(document)
        .into_iter()
        .filter(|site| site.is_reference)
        .collect();
    match dice.pick(&places).cloned() {
        Some(site) if dice.chance(70) => match dice.below(6) {
            0 => set(document, &site.at, "description", json!("Beside.")),
            1 => set(
                document,
                &site.at,
                "properties",
                json!({ "beside": { "type": "string" } }),
            ),
            2 => set(document, &site.at, "$ref", json!(7)),
            3 => set(document, &site.at, "type", json!("integer")),
            4 => set(document, &site.at, "summary", json!(["x"])),
            _ => set(document, &site.at, "default", json!({ "a": 1 })),
        },
        _ => {
            let schema = json!({ "$defs": { "Inner": { "type": "string" } }, "$id": "https://a.example/s", "$anchor": "here",
                "type": "object", "properties": { "a": { "$ref": "#/$defs/Inner" }, "b": { "$ref": "#here" }, "c": { "$dynamicRef": "#node" } } });
            let Some(reference) = add_schema(document, "Defining", schema) else {
                return false;
            };
            let name = reference
                .get("$ref")
                .and_then(Value::as_str)
                .map(|it| split(it).1)
                .unwrap_or_default();
            let at = format!("/components/schemas/{name}");
            if object(document, &at).is_some() && dice.chance(40) {
                ensure(document, &at, "properties");
                set(
                    document,
                    &format!("{at}/properties"),
                    "d",
                    json!({ "$ref": format!("#{at}/$defs/Inner") }),
                );
            }
            use_schema(document, dice, &reference)
        }
    }
}
