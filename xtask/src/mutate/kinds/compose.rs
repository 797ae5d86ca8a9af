//! Mutations that add `allOf`, `oneOf`, `anyOf` or `discriminator`.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::tree::{add, object, put};
use super::kind::Kind;
use super::support::{
    add_schema, add_shared, nested, reference, schema, schema_of_type, use_schema,
};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "composed",
        apply: composed,
    },
    Kind {
        name: "composed-nested",
        apply: composed_nested,
    },
    Kind {
        name: "composed-recursive",
        apply: recursive,
    },
    Kind {
        name: "all-of-diamond",
        apply: diamond,
    },
    Kind {
        name: "inheritance",
        apply: inheritance,
    },
    Kind {
        name: "discriminator-mapped",
        apply: discriminator_mapped,
    },
    Kind {
        name: "discriminator-unmapped",
        apply: discriminator_unmapped,
    },
    Kind {
        name: "many-alternatives",
        apply: many_alternatives,
    },
];

const WORDS: &[&str] = &["allOf", "oneOf", "anyOf"];

/// Returns a random schema to combine with another schema, for example in `allOf`.
fn partner(dice: &mut Dice) -> Value {
    match dice.below(9) {
        0 => json!({}),
        1 => json!({ "type": "string" }),
        2 => json!({ "type": "null" }),
        3 => json!({ "nullable": true }),
        4 => json!({ "required": ["id"] }),
        5 => {
            json!({ "type": "object", "properties": { "id": { "type": "integer" }, "type": { "const": "b" } } })
        }
        6 => json!({ "type": "array", "items": { "type": "number" } }),
        7 => json!({ "description": "Only described." }),
        _ => json!({ "not": { "type": "string" } }),
    }
}

fn composed(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    let found = object(document, &at)
        .map(|schema| json!(schema))
        .unwrap_or_default();
    let word = dice.word(WORDS);
    let mut list = vec![found, partner(dice)];
    if dice.chance(40) {
        list.push(partner(dice));
    }
    if dice.chance(30) {
        list.reverse();
    }
    let mut schema = json!({ word: list });
    if dice.chance(30) {
        add(&mut schema, "type", json!("object"));
        let properties = json!({ "beside": { "type": "string" } });
        add(&mut schema, "properties", properties);
    }
    put(document, &at, schema)
}

fn composed_nested(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    let found = object(document, &at)
        .map(|schema| json!(schema))
        .unwrap_or_default();
    let rounds = dice.between(2, 10);
    let words: Vec<&str> = (0..rounds).map(|_| dice.word(WORDS)).collect();
    let partners: Vec<Value> = (0..rounds).map(|_| partner(dice)).collect();
    let mut schema = found;
    for (word, partner) in words.into_iter().zip(partners) {
        schema = json!({ word: [partner, schema] });
    }
    put(document, &at, schema)
}

fn recursive(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(name) = add_shared(document, "schemas", "Loop", json!({})) else {
        return false;
    };
    let itself = reference("schemas", &name);
    let word = dice.word(WORDS);
    let schema = match dice.below(9) {
        0 => json!({ word: [itself, itself] }),
        1 => json!({ word: [itself, { "type": "string" }] }),
        2 => {
            json!({ word: [{ "type": "object", "properties": { "next": itself } }, { "type": "string" }] })
        }
        3 => json!({ "type": "array", "items": itself }),
        4 => json!({ "type": "object", "additionalProperties": itself }),
        5 => {
            json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": itself }, { "type": "object", "additionalProperties": itself }] })
        }
        6 => json!({ "type": "object", "required": ["next"], "properties": { "next": itself } }),
        7 => {
            json!({ word: [{ word: [itself, partner(dice)] }, { word: [partner(dice), itself] }] })
        }
        _ => {
            // Two schemas refer to each other.
            let Some(other) =
                add_schema(document, "Other", json!({ word: [itself, partner(dice)] }))
            else {
                return false;
            };
            json!({ dice.word(WORDS): [other, partner(dice)] })
        }
    };
    put(document, &format!("/components/schemas/{name}"), schema)
        && use_schema(document, dice, &itself)
}

/// Adds layers that consist of two shared schemas. Both combine the two schemas of the layer below. Thus, each layer
/// doubles the number of paths.
fn diamond(document: &mut Value, dice: &mut Dice) -> bool {
    let layers = dice.between(2, 24);
    let word = dice.word(&["allOf", "allOf", "oneOf", "anyOf"]);
    let mut below: Vec<Value> = Vec::new();
    for layer in 0..layers {
        let mut own = Vec::new();
        for side in ["L", "R"] {
            let mut parts = below.clone();
            parts.push(json!({ "type": "object", "properties": { format!("{side}{layer}").to_lowercase(): { "type": "string" } } }));
            let Some(schema) =
                add_schema(document, &format!("{side}{layer}"), json!({ word: parts }))
            else {
                return false;
            };
            own.push(schema);
        }
        below = own;
    }
    let top = json!({ word: below });
    use_schema(document, dice, &top)
}

/// Adds a base schema, and schemas that extend it.
fn inheritance(document: &mut Value, dice: &mut Dice) -> bool {
    let count = dice.between(1, 8);
    let depth = dice.between(1, 3);
    let names: Vec<String> = (0..count).map(|at| format!("Child{at}")).collect();
    let Some(base) = add_shared(document, "schemas", "Parent", json!({})) else {
        return false;
    };
    let parent = reference("schemas", &base);
    let mut children = Vec::new();
    for name in &names {
        let own = json!({ "type": "object", "properties": { format!("of_{name}").to_lowercase(): { "type": "integer" } } });
        let extended = nested(
            depth - 1,
            parent.clone(),
            |inner| json!({ "allOf": [inner] }),
        );
        let Some(child) = add_schema(document, name, json!({ "allOf": [extended, own] })) else {
            return false;
        };
        children.push(child);
    }
    let mut schema = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, "name": { "type": "string" } } });
    if dice.chance(70) {
        add(
            &mut schema,
            "discriminator",
            json!({ "propertyName": "kind" }),
        );
    }
    if dice.chance(50) {
        let mapping: serde_json::Map<String, Value> = names
            .iter()
            .zip(&children)
            .filter_map(|(name, child)| Some((name.to_lowercase(), child.get("$ref")?.clone())))
            .collect();
        add(
            &mut schema,
            "discriminator",
            json!({ "propertyName": "kind", "mapping": mapping }),
        );
    }
    if dice.chance(70) {
        add(&mut schema, dice.word(&["oneOf", "anyOf"]), json!(children));
    }
    put(document, &format!("/components/schemas/{base}"), schema)
        && use_schema(document, dice, &parent)
}

/// Adds object schemas with different values of the property `kind`. Returns references to them.
fn alternatives(document: &mut Value, dice: &mut Dice) -> Option<Vec<Value>> {
    let tag = |value: &str, dice: &mut Dice| match dice.below(4) {
        0 => json!({ "type": "string", "enum": [value] }),
        1 => json!({ "const": value }),
        2 => json!({ "type": "string", "enum": [value, format!("{value}2")] }),
        _ => json!({ "type": "string" }),
    };
    let mut found = Vec::new();
    for name in ["Cat", "Dog", "Bird"] {
        let tag = tag(&name.to_lowercase(), dice);
        let schema = json!({ "type": "object", "required": ["kind"], "properties": { "kind": tag, "id": { "type": "string" } } });
        found.push(add_schema(document, name, schema)?);
    }
    Some(found)
}

fn discriminator_mapped(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(found) = alternatives(document, dice) else {
        return false;
    };
    let targets: Vec<Value> = found
        .iter()
        .filter_map(|it| it.get("$ref").cloned())
        .collect();
    let [Some(first), Some(second)] = [targets.first(), targets.get(1)] else {
        return false;
    };
    let mapping = match dice.below(6) {
        0 => json!({ "cat": first, "dog": second }),
        1 => json!({ "cat": first, "kitten": first, "dog": second, "": second }),
        2 => json!({ "cat": "Cat", "dog": "Nowhere" }),
        3 => json!({ "cat": "#/components/schemas/Nowhere", "dog": second }),
        4 => json!({ "Self": first, "self": second, "Other": first, "other": second }),
        _ => json!({ "1": first, "🦀": second, "a b": 7 }),
    };
    let name = dice.word(&["kind", "kind", "type", "unknown", "", "@type"]);
    let union = json!({ dice.word(&["oneOf", "anyOf"]): found, "discriminator": { "propertyName": name, "mapping": mapping } });
    use_schema(document, dice, &union)
}

fn discriminator_unmapped(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(mut found) = alternatives(document, dice) else {
        return false;
    };
    if dice.chance(30) {
        found.push(json!({ "type": "string" }));
    }
    if dice.chance(20)
        && let Some(at) = schema_of_type(document, dice, "object")
        && let Some(inline) = object(document, &at)
    {
        found.push(json!(inline));
    }
    let name = dice.word(&["kind", "kind", "unknown", "type", ""]);
    let mut union = json!({ dice.word(&["oneOf", "anyOf"]): found });
    match dice.below(4) {
        0 => {}
        1 => add(&mut union, "discriminator", json!(name)),
        2 => add(&mut union, "discriminator", json!({})),
        _ => add(&mut union, "discriminator", json!({ "propertyName": name })),
    }
    use_schema(document, dice, &union)
}

fn many_alternatives(document: &mut Value, dice: &mut Dice) -> bool {
    let count = dice.between(3, 70);
    let list: Vec<Value> = (0..count)
        .map(|at| match dice.below(4) {
            0 => json!({ "type": "object", "properties": { format!("p{at}"): { "type": "string" } } }),
            1 => json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } }),
            2 => json!({ "type": "array", "items": { "type": "array", "items": { "enum": [format!("v{at}")] } } }),
            _ => json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        })
        .collect();
    let union = json!({ dice.word(&["oneOf", "anyOf"]): list });
    match add_schema(document, "Many", union.clone()) {
        Some(_) if dice.chance(50) => use_schema(document, dice, &union),
        Some(reference) => use_schema(document, dice, &reference),
        None => false,
    }
}
