//! Adds random mistakes to valid documents. The mistakes depend only on a seed.
//!
//! In: a seed and a valid document. Out: the document with mistakes. Some changes add OpenAPI keywords instead of random
//! keys. Thus, the result passes the check for unknown keys.

use serde_json::{Map, Value, json};

/// A `SplitMix64` random number generator. The numbers depend only on the seed.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `most`, or 0 if `most` is 0.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % most).unwrap_or(0)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    pub(crate) fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Names that are invalid, have a special meaning, or are hard to convert into an identifier.
const NAMES: &[&str] = &[
    "",
    " ",
    "_",
    "__",
    "0",
    "200",
    "fn",
    "self",
    "Self",
    "crate",
    "super",
    "r#type",
    "async",
    "gen",
    "a/b",
    "~1",
    "a.b",
    "\n",
    "\u{0}",
    "é",
    "ß",
    "日本",
    "🦀",
    "\u{202e}x",
    "*/",
    "//",
    "\"",
    "\\",
    "'",
    "{x}",
    "{",
    "}",
    "$ref",
    "String",
    "Option",
    "Vec",
    "Client",
    "Result",
    "None",
    "Core",
    "runtime",
    "x-",
    "-",
    "default",
    "4XX",
    "a b",
    "type_",
];

/// Keywords of OpenAPI and of the generator's extensions. They are added to random objects.
const WORDS: &[&str] = &[
    "$ref",
    "type",
    "format",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "enum",
    "required",
    "nullable",
    "default",
    "example",
    "examples",
    "additionalProperties",
    "discriminator",
    "minimum",
    "maximum",
    "pattern",
    "description",
    "summary",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "in",
    "name",
    "style",
    "explode",
    "encoding",
    "security",
    "servers",
    "url",
    "variables",
    "tags",
    "operationId",
    "deprecated",
    "readOnly",
    "headers",
    "const",
    "$defs",
    "if",
    "then",
    "prefixItems",
    "webhooks",
    "get",
    "post",
    "x-rust-name",
    "x-id",
    "x-ids",
    "x-method",
    "x-resource",
    "x-mirror",
    "x-pagination",
    "x-sensitive",
    "x-enum-varnames",
    "x-keep-unknown",
    "x-emit",
    "x-fields",
    "x-error-codes",
    "x-safety",
];

/// Strings that become values.
const TEXTS: &[&str] = &[
    "object",
    "string",
    "array",
    "integer",
    "number",
    "boolean",
    "null",
    "file",
    "date-time",
    "date",
    "int32",
    "int64",
    "binary",
    "byte",
    "password",
    "uuid",
    "query",
    "path",
    "header",
    "cookie",
    "form",
    "simple",
    "deepObject",
    "1.5",
    "-1",
    "true",
    "<b>x</i>&amp;&#0;",
    "```\n*/ \"",
    "[a](b(c) ![",
    "| a |\n|---|",
    "{x}{y}",
    "/a/{b}/{b}",
    "#/",
    "#/components/schemas/~",
    "https://[",
    "application/json; charset=é",
    "*/*",
    "text/event-stream",
    "2020-02-31T25:00:00Z",
    "(?<",
    "\u{feff}",
    "\r\n",
    "3.0.3",
    "3.1.0",
    "3.2.0",
    "token",
    "number",
    "safe",
];

/// Returns a copy of a document with one to four random changes.
pub(crate) fn spoiled(sound: &Value, dice: &mut Dice) -> Value {
    let mut document = sound.clone();
    for _ in 0..=dice.below(4) {
        mutate(&mut document, dice);
    }
    document
}

/// Returns the bytes of a text after one to three random changes.
pub(crate) fn cut(text: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        let from = dice.below(bytes.len());
        let to = (from + 1 + dice.below(40)).min(bytes.len());
        match dice.below(5) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..to)),
            2 => {
                let again = bytes[from..to].to_vec();
                let at = dice.below(bytes.len());
                bytes.splice(at..at, again);
            }
            3 => bytes.insert(from, *dice.one_of(b"{}[]:,-#&*!|>'\"%@`?\t\n \0\xff\\")),
            _ => {
                let byte = dice.byte();
                bytes
                    .iter_mut()
                    .skip(from)
                    .take(1)
                    .for_each(|at| *at = byte);
            }
        }
    }
    bytes
}

/// Returns random bytes, mixed with parts of valid documents.
pub(crate) fn raw(dice: &mut Dice) -> Vec<u8> {
    let pieces: [&[u8]; 12] = [
        b"openapi: 3.0.3\n",
        b"{\"openapi\":\"3.0.3\",",
        b"info: {}\n",
        b"paths:\n",
        b"  /a: ",
        b"&a ",
        b"*a ",
        b"- ",
        b"? ",
        b"\xef\xbb\xbf",
        b"!!binary ",
        b"%YAML 1.2\n---\n",
    ];
    let mut bytes = Vec::new();
    for _ in 0..dice.below(40) {
        if dice.below(2) == 0 {
            bytes.push(dice.byte());
        } else {
            bytes.extend_from_slice(dice.one_of::<&[u8]>(&pieces));
        }
    }
    bytes
}

fn mutate(document: &mut Value, dice: &mut Dice) {
    let places = places(document);
    let at = dice.one_of(&places).clone();
    match dice.below(9) {
        0 => {
            take(document, &at);
        }
        1 => {
            let other = dice.one_of(&places).clone();
            let (Some(left), Some(right)) = (document.pointer(&at), document.pointer(&other))
            else {
                return;
            };
            let (left, right) = (left.clone(), right.clone());
            put(document, &at, right);
            put(document, &other, left);
        }
        2 => put(document, &at, value(dice, 3)),
        3 => {
            let name = name(document, &places, dice);
            rename(document, &at, &name);
        }
        4 => {
            let name = name(document, &places, dice);
            let copy = document.pointer(dice.one_of::<String>(&places)).cloned();
            add(document, &at, name, copy.unwrap_or_default());
        }
        5 => {
            let word = (*dice.one_of(WORDS)).to_owned();
            let given = if word == "$ref" {
                Value::String(format!("#{}", dice.one_of(&places)))
            } else {
                value(dice, 3)
            };
            add(document, &at, word, given);
        }
        6 => put(document, &at, text(dice)),
        7 => {
            let target = format!("#{}", dice.one_of(&places));
            put(document, &at, json!({ "$ref": target }));
        }
        _ => {
            let Some(found) = document.pointer(&at).cloned() else {
                return;
            };
            let word = *dice.one_of(&[
                "allOf",
                "oneOf",
                "anyOf",
                "items",
                "properties",
                "additionalProperties",
                "not",
            ]);
            let within = match word {
                "allOf" | "oneOf" | "anyOf" => json!([found, value(dice, 1)]),
                "properties" => json!({ *dice.one_of(NAMES): found }),
                _ => found,
            };
            put(document, &at, json!({ word: within }));
        }
    }
}

/// Returns the JSON pointers of all values except the root.
fn places(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.iter().map(|(name, value)| {
                (
                    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
                    value,
                )
            })),
            Value::Array(items) => {
                open.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|(index, value)| (format!("{at}/{index}"), value)),
                );
            }
            _ => {}
        }
        if !at.is_empty() {
            found.push(at);
        }
    }
    if found.is_empty() {
        found.push("/openapi".to_owned());
    }
    found
}

fn put(document: &mut Value, at: &str, value: Value) {
    if let Some(place) = document.pointer_mut(at) {
        *place = value;
    }
}

fn parent(at: &str) -> (&str, String) {
    let (parent, last) = at.rsplit_once('/').unwrap_or(("", at));
    (parent, last.replace("~1", "/").replace("~0", "~"))
}

fn take(document: &mut Value, at: &str) -> Option<Value> {
    let (parent, last) = parent(at);
    match document.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&last),
        Value::Array(items) => {
            let index = last.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))
        }
        _ => None,
    }
}

/// Renames a key and keeps its position.
fn rename(document: &mut Value, at: &str, name: &str) {
    let (parent, last) = parent(at);
    if let Some(Value::Object(members)) = document.pointer_mut(parent) {
        let renamed: Map<String, Value> = std::mem::take(members)
            .into_iter()
            .map(|(old, value)| (if old == last { name.to_owned() } else { old }, value))
            .collect();
        *members = renamed;
    }
}

/// Adds a value to the object or array at a pointer. If the pointer refers to a scalar, the value is added to the
/// object or array around it.
fn add(document: &mut Value, at: &str, name: String, value: Value) {
    let inner = document
        .pointer(at)
        .is_some_and(|value| value.is_object() || value.is_array());
    let at = if inner { at } else { parent(at).0 };
    match document.pointer_mut(at) {
        Some(Value::Object(members)) => drop(members.insert(name, value)),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

/// Returns a name from `NAMES`, or the key or text of a random value.
fn name(document: &Value, places: &[String], dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => (*dice.one_of(NAMES)).to_owned(),
        1 => {
            let text = document
                .pointer(dice.one_of::<String>(places))
                .and_then(Value::as_str);
            text.unwrap_or("x").to_owned()
        }
        _ => parent(dice.one_of::<String>(places)).1,
    }
}

fn text(dice: &mut Dice) -> Value {
    let texts = if dice.below(3) == 0 { NAMES } else { TEXTS };
    let text = *dice.one_of(texts);
    Value::String(if dice.below(20) == 0 {
        text.repeat(300)
    } else {
        text.to_owned()
    })
}

fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth == 0 { 7 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(dice.below(2) == 0),
        2 => json!(dice.next()),
        3 => json!(*dice.one_of(&[-1.5, 0.0, 1e308, 1.0, 99.0])),
        4 => json!(-1_i64),
        5 | 6 => text(dice),
        7 => Value::Array((0..dice.below(3)).map(|_| value(dice, depth - 1)).collect()),
        _ => {
            let mut members = Map::new();
            for _ in 0..dice.below(3) {
                members.insert((*dice.one_of(WORDS)).to_owned(), value(dice, depth - 1));
            }
            Value::Object(members)
        }
    }
}
