//! Mutations that change a single schema: its type, format, keywords, nesting or numbers.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::sites::{Role, of_role, sites};
use super::super::tree::{number, object, object_mut, put, set};
use super::kind::Kind;
use super::support::{add_schema, as_property, nested, schema, schema_of_type, use_schema};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "type",
        apply: type_changed,
    },
    Kind {
        name: "format",
        apply: format_changed,
    },
    Kind {
        name: "const",
        apply: const_added,
    },
    Kind {
        name: "nullable",
        apply: nullable_changed,
    },
    Kind {
        name: "read-write-only",
        apply: access_changed,
    },
    Kind {
        name: "additional-properties",
        apply: additional_properties,
    },
    Kind {
        name: "required-unknown",
        apply: required_unknown,
    },
    Kind {
        name: "value-mismatch",
        apply: value_mismatch,
    },
    Kind {
        name: "limits",
        apply: limits,
    },
    Kind {
        name: "deep-nesting",
        apply: deep_nesting,
    },
    Kind {
        name: "maps-of-lists",
        apply: maps_of_lists,
    },
    Kind {
        name: "big-numbers",
        apply: big_numbers,
    },
];

fn type_changed(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    let names = [
        "string", "integer", "number", "boolean", "array", "object", "null", "file", "any", "",
    ];
    let value = match dice.below(6) {
        0 => json!(["string", "null"]),
        1 => json!(["integer", "string", "object"]),
        2 => json!([dice.word(&names)]),
        _ => json!(dice.word(&names)),
    };
    set(document, &at, "type", value)
}

const FORMATS: &[&str] = &[
    "int32",
    "int64",
    "int8",
    "uint64",
    "float",
    "double",
    "decimal",
    "byte",
    "binary",
    "date",
    "date-time",
    "time",
    "duration",
    "uuid",
    "uri",
    "email",
    "password",
    "ipv4",
    "hostname",
    "regex",
    "base64url",
    "unix-time",
    "char",
    "",
    "Über",
    "int32 ",
    "a\nb",
];

fn format_changed(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    if dice.chance(40) {
        let name = dice.word(&["string", "integer", "number", "boolean"]);
        set(document, &at, "type", json!(name));
    }
    if dice.chance(15) {
        set(document, &at, "contentEncoding", json!("base64"));
        set(document, &at, "contentMediaType", json!("image/png"));
    }
    set(document, &at, "format", json!(dice.word(FORMATS)))
}

/// Returns a value of a random type. It becomes a constant, a default or an example.
fn any_value(dice: &mut Dice) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("a"),
        json!("1"),
        json!("true"),
        json!([]),
        json!(["a", 1, null]),
        json!({}),
        json!({ "a": { "b": [1, "2", null] } }),
        number("1e400"),
        number("123456789012345678901234567890"),
        json!("2020-02-31T25:00:00Z"),
        json!("\u{0}"),
    ];
    dice.pick(&values).cloned().unwrap_or_default()
}

fn const_added(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    if dice.chance(30)
        && let Some(schema) = object_mut(document, &at)
    {
        schema.shift_remove("type");
    }
    let value = any_value(dice);
    set(document, &at, "const", value)
}

fn nullable_changed(document: &mut Value, dice: &mut Dice) -> bool {
    let references: Vec<String> = sites(document)
        .into_iter()
        .filter(|site| site.role == Role::Schema && site.is_reference)
        .map(|site| site.at)
        .collect();
    if let Some(at) = dice.pick(&references).filter(|_| !references.is_empty())
        && dice.chance(60)
    {
        let reference = object(document, at).map(|schema| json!(schema));
        let reference = reference.unwrap_or_default();
        return match dice.below(5) {
            0 => set(document, at, "nullable", json!(true)),
            1 => put(
                document,
                at,
                json!({ "allOf": [reference], "nullable": true }),
            ),
            2 => put(
                document,
                at,
                json!({ "anyOf": [reference, { "nullable": true }] }),
            ),
            3 => put(
                document,
                at,
                json!({ "oneOf": [reference, { "type": "null" }] }),
            ),
            _ => put(
                document,
                at,
                json!({ "anyOf": [{ "enum": [null] }, reference] }),
            ),
        };
    }
    let Some(at) = schema(document, dice) else {
        return false;
    };
    match dice.below(3) {
        0 => set(document, &at, "nullable", json!(true)),
        1 => set(document, &at, "nullable", json!("true")),
        _ => {
            let name = object(document, &at)
                .and_then(|schema| schema.get("type"))
                .cloned();
            set(
                document,
                &at,
                "type",
                json!([name.unwrap_or(json!("string")), "null"]),
            )
        }
    }
}

fn access_changed(document: &mut Value, dice: &mut Dice) -> bool {
    let mut places = of_role(document, Role::Schema);
    places.retain(|at| at.contains("/properties/"));
    let count = dice.between(1, 4);
    let chosen = dice.sample(&places, count);
    for at in &chosen {
        let way = dice.below(3);
        set(document, at, "readOnly", json!(way != 1));
        set(document, at, "writeOnly", json!(way != 0));
    }
    !chosen.is_empty()
}

fn additional_properties(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema_of_type(document, dice, "object") else {
        return false;
    };
    let value = match dice.below(7) {
        0 => json!(true),
        1 => json!(false),
        2 => json!({}),
        3 => json!({ "type": "string", "nullable": true }),
        4 => {
            json!({ "type": "object", "properties": { "a": { "type": "integer" } }, "additionalProperties": true })
        }
        5 => json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": {} }] }),
        _ => json!("yes"),
    };
    if dice.chance(30) {
        set(
            document,
            &at,
            "patternProperties",
            json!({ "^x-": { "type": "string" } }),
        );
    }
    if dice.chance(30)
        && let Some(schema) = object_mut(document, &at)
    {
        schema.shift_remove("properties");
    }
    set(document, &at, "additionalProperties", value)
}

fn required_unknown(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema_of_type(document, dice, "object") else {
        return false;
    };
    let value = match dice.below(5) {
        0 => json!(["unknown"]),
        1 => json!(["unknown", "unknown", "type", ""]),
        2 => json!(true),
        3 => json!([]),
        _ => json!([1, null, "id"]),
    };
    set(document, &at, "required", value)
}

fn value_mismatch(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    let key = dice.word(&["default", "example", "examples"]);
    let value = any_value(dice);
    let value = if key == "examples" && dice.chance(70) {
        json!([value, any_value(dice)])
    } else {
        value
    };
    set(document, &at, key, value)
}

fn limits(document: &mut Value, dice: &mut Dice) -> bool {
    let Some(at) = schema(document, dice) else {
        return false;
    };
    match dice.below(7) {
        0 => set(document, &at, "minimum", json!(10)) && set(document, &at, "maximum", json!(-10)),
        1 => set(document, &at, "minLength", json!(-1)),
        2 => set(document, &at, "maxItems", json!(1.5)),
        3 => set(
            document,
            &at,
            "pattern",
            json!(dice.word(&["(", "[a-", "\\", "^\"#*/$", "(?<x>a)", ""])),
        ),
        4 => set(document, &at, "exclusiveMinimum", json!(dice.chance(50))),
        5 => set(document, &at, "multipleOf", json!(0)),
        _ => set(document, &at, "uniqueItems", json!("yes")),
    }
}

fn deep_nesting(document: &mut Value, dice: &mut Dice) -> bool {
    let depth = dice.between(5, 48);
    let leaf = json!({ "type": "string" });
    let deep = match dice.below(5) {
        0 => nested(
            depth,
            leaf,
            |inner| json!({ "type": "array", "items": inner }),
        ),
        1 => nested(
            depth / 2,
            leaf,
            |inner| json!({ "type": "object", "properties": { "a": inner } }),
        ),
        2 => nested(
            depth,
            leaf,
            |inner| json!({ "additionalProperties": inner }),
        ),
        3 => nested(depth / 2, leaf, |inner| json!({ "allOf": [inner] })),
        _ => nested(
            depth / 3,
            leaf,
            |inner| json!({ "type": "array", "items": { "type": "object", "properties": { "type": inner } } }),
        ),
    };
    match add_schema(document, "Deep", deep.clone()) {
        Some(_) if dice.chance(50) => use_schema(document, dice, &deep),
        Some(reference) => use_schema(document, dice, &reference),
        None => false,
    }
}

fn maps_of_lists(document: &mut Value, dice: &mut Dice) -> bool {
    let leaf = match dice.below(3) {
        0 => json!({ "type": "string", "enum": ["a", "b"] }),
        1 => json!({ "type": "object", "properties": { "x": { "type": "integer" } } }),
        _ => json!({}),
    };
    let rounds = dice.between(1, 3);
    let maps = nested(rounds, leaf, |inner| {
        json!({
            "type": "object",
            "additionalProperties": { "type": "array", "items": { "type": "object", "additionalProperties": inner } }
        })
    });
    match add_schema(document, "Maps", maps.clone()) {
        Some(_) if dice.chance(50) => use_schema(document, dice, &maps),
        Some(reference) => use_schema(document, dice, &reference),
        None => false,
    }
}

fn big_numbers(document: &mut Value, dice: &mut Dice) -> bool {
    let digits = dice.word(&[
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "340282366920938463463374607431768211456",
        "1e400",
        "-1e-400",
        "9007199254740993",
        "1.00000000000000000000000000001",
        "-0",
    ]);
    let big = number(digits);
    let schema = match dice.below(6) {
        0 => json!({ "type": "integer", "enum": [1, big] }),
        1 => json!({ "type": "integer", "default": big }),
        2 => json!({ "type": "integer", "example": big, "format": "int64" }),
        3 => json!({ "type": "number", "minimum": big, "maximum": big }),
        4 => json!({ "const": big }),
        _ => json!({ "type": "string", "maxLength": big }),
    };
    if dice.chance(30) {
        return as_property(document, dice, &schema);
    }
    use_schema(document, dice, &schema)
}
