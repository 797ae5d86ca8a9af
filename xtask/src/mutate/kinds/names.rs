//! Mutations that change names: of properties, schemas, parameters, tags, operations, security schemes, scopes, headers
//! and enum values.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::renames;
use super::super::sites::Role;
use super::super::tree::{join, object, set, split};
use super::kind::Kind;
use super::support::{operation, pick, pick_where, push, shared_name, some_property};
use super::twins;

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "name-keyword",
        apply: keyword,
    },
    Kind {
        name: "name-prelude",
        apply: prelude,
    },
    Kind {
        name: "name-runtime",
        apply: runtime,
    },
    Kind {
        name: "name-emoji",
        apply: emoji,
    },
    Kind {
        name: "name-no-letters",
        apply: no_letters,
    },
    Kind {
        name: "name-long",
        apply: long,
    },
    Kind {
        name: "name-twin",
        apply: twins::twin,
    },
    Kind {
        name: "name-device",
        apply: device,
    },
    Kind {
        name: "name-path",
        apply: path,
    },
    Kind {
        name: "name-empty",
        apply: empty,
    },
];

const KEYWORDS: &str = include_str!("words/keywords.txt");

const PRELUDE: &str = include_str!("words/prelude.txt");

const RUNTIME: &str = include_str!("words/runtime.txt");

const EMOJI: &[&str] = &[
    "🦀",
    "🦀 crab",
    "👩\u{200d}👩\u{200d}👧",
    "日本語",
    "認証",
    "Ünïcödé",
    "ß",
    "ﬁ",
    "ǆ",
    "İ",
    "ı",
    "é",
    "e\u{301}",
    "Ⅷ",
    "x²",
    "a🦀b",
    "имя",
    "שלום",
    "مرحبا",
    "ñ",
    "K",
    "µ",
    "Å",
    "π",
    "ª",
    "한국어",
];

const NO_LETTERS: &[&str] = &[
    "0", "1", "200", "007", "-", "_", "__", "___", "$", "@", "#", "*", "+", "-1", "1.5", ".", "..",
    "!!", "()", "[]", "{}", "$$", "@@", "123-456", "1_000", "%", "&", "?", "~", "^", "<>", "\\",
    "'", "\"", "`", ":", ";", ",", "|",
];

const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com1", "COM9", "lpt1", "LPT9", "CON", "Aux", "nul.txt", "con.d",
    "CONIN$", "com¹", "clock$",
];

const PATHS: &[&str] = &[
    "..",
    ".",
    "../../etc/passwd",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "C:\\x",
    "C:",
    "~",
    "~/x",
    "a/../b",
    "./x",
    "x/",
    "//",
    "mod",
    "lib",
    "main",
    "mod.rs",
    "src",
    "target",
    "Cargo",
    ".git",
    "tests",
    "examples",
    "a:b",
    "file://x",
    "a%2Fb",
];

const EMPTY: &[&str] = &[
    "", " ", "\t", "\n", "\u{a0}", "\u{200b}", "\u{feff}", "\u{0}", "  a  ", "a\nb", "\r",
];

fn keyword(document: &mut Value, dice: &mut Dice) -> bool {
    let name = word_of(dice, KEYWORDS);
    rename_any(document, dice, name)
}

fn prelude(document: &mut Value, dice: &mut Dice) -> bool {
    let name = word_of(dice, PRELUDE);
    rename_any(document, dice, name)
}

fn runtime(document: &mut Value, dice: &mut Dice) -> bool {
    let name = word_of(dice, RUNTIME);
    rename_any(document, dice, name)
}

fn emoji(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(EMOJI);
    rename_any(document, dice, name)
}

fn no_letters(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(NO_LETTERS);
    rename_any(document, dice, name)
}

fn long(document: &mut Value, dice: &mut Dice) -> bool {
    let count = dice.between(60, 400);
    let word = dice.word(&["a", "very ", "Long", "x_", "é", "1", "-a"]);
    let name = word.repeat(count);
    rename_any(document, dice, &name)
}

fn device(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(DEVICES);
    rename_any(document, dice, name)
}

fn path(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(PATHS);
    rename_any(document, dice, name)
}

fn empty(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(EMPTY);
    rename_any(document, dice, name)
}

/// Returns a random word of a text. Spaces separate the words.
fn word_of(dice: &mut Dice, words: &'static str) -> &'static str {
    let words: Vec<&str> = words.split_ascii_whitespace().collect();
    dice.word(&words)
}

/// Renames a random part of the document, such as a schema or a tag.
fn rename_any(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    const WAYS: &[fn(&mut Value, &mut Dice, &str) -> bool] = &[
        rename_property,
        rename_schema,
        rename_parameter,
        rename_tag,
        rename_operation,
        rename_scheme,
        rename_header,
        rename_enum_value,
        rename_path_segment,
        rename_shared,
    ];
    let start = dice.below(WAYS.len());
    let (after, before) = WAYS.split_at(start);
    before
        .iter()
        .chain(after)
        .any(|way| way(document, dice, name))
}

fn rename_property(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some((schema, old)) = some_property(document, dice) else {
        return false;
    };
    renames::property(document, &schema, &old, name)
}

fn rename_schema(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(old) = shared_name(document, dice, "schemas") else {
        return false;
    };
    renames::shared(document, "schemas", &old, name)
}

fn rename_shared(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let section = dice.word(&["parameters", "responses", "requestBodies"]);
    let Some(old) = shared_name(document, dice, section) else {
        return false;
    };
    renames::shared(document, section, &old, name)
}

fn rename_parameter(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(at) = pick(document, dice, Role::Parameter) else {
        return false;
    };
    renames::parameter(document, &at, name)
}

fn rename_tag(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let old = document
        .pointer(&format!("{at}/tags/0"))
        .and_then(Value::as_str)
        .map(str::to_owned);
    match old {
        Some(old) => renames::tag(document, &old, name),
        None => push(document, &at, "tags", json!(name)),
    }
}

fn rename_operation(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    set(document, &at, "operationId", json!(name))
}

fn rename_scheme(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(old) = shared_name(document, dice, "securitySchemes") else {
        return false;
    };
    let flows = join(&join("/components/securitySchemes", &old), "flows");
    let flow = object(document, &flows).and_then(|flows| flows.keys().next().cloned());
    if let Some(flow) = flow.filter(|_| dice.chance(40)) {
        let flow = join(&flows, &flow);
        let scope =
            object(document, &join(&flow, "scopes")).and_then(|it| it.keys().next().cloned());
        return scope.is_some_and(|scope| renames::scope(document, &flow, &scope, name));
    }
    renames::shared(document, "securitySchemes", &old, name)
}

fn rename_header(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(at) = pick_where(document, dice, Role::Header, |at, _| {
        at.contains("/headers/")
    }) else {
        return false;
    };
    renames::key(document, &at, name)
}

fn rename_enum_value(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let found = pick_where(document, dice, Role::Schema, |_, schema| {
        schema.contains_key("enum")
    });
    let Some(at) = found else {
        return false;
    };
    let values = document
        .pointer_mut(&join(&at, "enum"))
        .and_then(Value::as_array_mut);
    let Some(values) = values else {
        return false;
    };
    let index = dice.below(values.len());
    match values.get_mut(index) {
        Some(value) => *value = json!(name),
        None => values.push(json!(name)),
    }
    true
}

fn rename_path_segment(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let Some(at) = operation(document, dice) else {
        return false;
    };
    let item = split(&at).0.to_owned();
    let (_, path) = split(&item);
    let longer = format!("/{name}{path}");
    renames::key(document, &item, &longer)
}
