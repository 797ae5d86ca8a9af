//! Mutations that change enums.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::kind::Kind;
use super::support::{add_schema, use_schema};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "enum-mixed",
        apply: mixed,
    },
    Kind {
        name: "enum-colliding",
        apply: colliding,
    },
    Kind {
        name: "enum-empty",
        apply: empty,
    },
    Kind {
        name: "enum-prelude",
        apply: prelude,
    },
    Kind {
        name: "enum-symbols",
        apply: symbols,
    },
    Kind {
        name: "enum-huge",
        apply: huge,
    },
];

/// Adds an enum: as a shared schema, inside of another schema, or as the items of a list.
fn add(document: &mut Value, dice: &mut Dice, name: &str, schema: Value) -> bool {
    let schema = if dice.chance(40) {
        match add_schema(document, name, schema) {
            Some(reference) => reference,
            None => return false,
        }
    } else {
        schema
    };
    let schema = if dice.chance(20) {
        json!({ "type": "array", "items": schema })
    } else {
        schema
    };
    use_schema(document, dice, &schema)
}

fn mixed(document: &mut Value, dice: &mut Dice) -> bool {
    let values = [
        json!(["a", 1]),
        json!([1, "1", true, "true", null, "null"]),
        json!([1.5, 1, "1.5"]),
        json!([{}, [], "x"]),
        json!([true, false]),
        json!([0, 1.0, -1]),
        json!(["a", null]),
        json!([{ "a": 1 }]),
    ];
    let values = dice.pick(&values).cloned().unwrap_or_default();
    let schema = match dice.below(3) {
        0 => json!({ "enum": values }),
        1 => json!({ "type": "string", "enum": values }),
        _ => json!({ "type": dice.word(&["integer", "number", "boolean"]), "enum": values }),
    };
    add(document, dice, "Mixed", schema)
}

fn colliding(document: &mut Value, dice: &mut Dice) -> bool {
    let values = [
        json!(["a-b", "a_b", "a b", "aB", "A B", "AB"]),
        json!(["on", "On", "ON", "oN"]),
        json!(["+1", "-1", "1", "1.", " 1"]),
        json!(["a", "a"]),
        json!(["é", "e\u{301}", "E"]),
        json!(["straße", "strasse", "STRASSE"]),
        json!([1, -1, 10, "_1", "minus1"]),
        json!(["A1", "A_1", "a1", "a__1"]),
    ];
    let values = dice.pick(&values).cloned().unwrap_or_default();
    add(
        document,
        dice,
        "Colliding",
        json!({ "type": "string", "enum": values }),
    )
}

fn empty(document: &mut Value, dice: &mut Dice) -> bool {
    let values = [
        json!([]),
        json!([""]),
        json!([null]),
        json!(["", null]),
        json!(["", " ", "\t"]),
        json!([{}]),
        json!("a"),
    ];
    let values = dice.pick(&values).cloned().unwrap_or_default();
    let schema = if dice.chance(70) {
        json!({ "type": "string", "enum": values })
    } else {
        json!({ "enum": values })
    };
    add(document, dice, "Empty", schema)
}

fn prelude(document: &mut Value, dice: &mut Dice) -> bool {
    let all = [
        "Err", "Ok", "Some", "None", "Self", "self", "Other", "Unknown", "Default", "String",
        "Option", "Result", "Vec", "Box", "Error", "Debug", "Clone", "From", "Into", "Send",
        "crate", "super", "new", "as_str", "Output", "Item", "Target", "Future", "true", "r#type",
        "Value",
    ];
    let count = dice.between(2, 12);
    let values = dice.sample(&all, count);
    add(
        document,
        dice,
        "Prelude",
        json!({ "type": "string", "enum": values }),
    )
}

fn symbols(document: &mut Value, dice: &mut Dice) -> bool {
    let all = [
        "+",
        "-",
        ">=",
        "<=",
        "<",
        ">",
        "*",
        "**",
        "!",
        "!=",
        "=",
        "==",
        "/",
        "\\",
        "\"",
        "'",
        "`",
        "&",
        "|",
        "%",
        "$",
        "#",
        "@",
        "?",
        "~",
        "^",
        ".",
        "..",
        "...",
        ",",
        ";",
        ":",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "_",
        "__",
        "🦀",
        "中文",
        "-created_at",
        "+created_at",
        "created_at",
        "1",
        "01",
        "1.0",
        "½",
        "\u{0}",
        "\n",
        "a\u{0}b",
    ];
    let count = dice.between(2, 20);
    let values = dice.sample(&all, count);
    add(
        document,
        dice,
        "Symbols",
        json!({ "type": "string", "enum": values }),
    )
}

fn huge(document: &mut Value, dice: &mut Dice) -> bool {
    let values: Vec<Value> = match dice.below(3) {
        0 => (0..dice.between(500, 3000))
            .map(|at| json!(format!("value {at}")))
            .collect(),
        1 => (0..dice.between(100, 1500)).map(|at| json!(at)).collect(),
        _ => vec![
            json!("a".repeat(5000)),
            json!("a b ".repeat(500)),
            json!("a".repeat(4999)),
        ],
    };
    let name = if values.first().is_some_and(Value::is_number) {
        "integer"
    } else {
        "string"
    };
    add(
        document,
        dice,
        "Huge",
        json!({ "type": name, "enum": values }),
    )
}
