//! Checks values that have no parts of the format in them: text, numbers, words.
//!
//! In: a value and its [`Rule`]. Out: a finding when it is of another kind, with what to write instead where that is known.

use super::findings::{Findings, head};
use crate::{
    diag::Code,
    openapi::grammar::Rule,
    source::{Node, Number, Span, Value},
};

/// Whether the value under `key` is what the rule wants.
pub(super) fn check(
    node: &Node,
    rule: Rule,
    key: &str,
    place: Span,
    findings: &mut Findings,
) -> bool {
    let subject = format!("`{key}`");
    let wrong = |wanted: &str, findings: &mut Findings| {
        wrong_kind(node, place, &subject, wanted, findings);
        false
    };
    match rule {
        Rule::AnyMap if node.as_map().is_none() => wrong("a map", findings),
        Rule::Values => match node.as_list() {
            Some([]) => wrong("a list with at least one entry", findings),
            Some(_) => true,
            None => wrong("a list", findings),
        },
        Rule::Text if node.as_str().is_none() => wrong("text", findings),
        Rule::Bool if node.as_bool().is_none() => wrong("`true` or `false`", findings),
        Rule::Number
            if node
                .as_number()
                .and_then(Number::as_f64)
                .is_none_or(|value| !value.is_finite()) =>
        {
            wrong("a number", findings)
        }
        Rule::Count if node.as_number().is_none_or(|number| !is_count(number)) => {
            wrong("a whole number, 0 or more", findings)
        }
        Rule::BoolOrSchema | Rule::BoolOrSchemas if node.as_bool().is_none() => {
            wrong("`true`, `false` or a schema", findings)
        }
        Rule::Word(words) => match node.as_str() {
            Some(text) if words.contains(&text) => true,
            Some(text) => wrong_word(node, text, words, &subject, findings),
            None => wrong(&one_of(words), findings),
        },
        Rule::Texts => match node.as_list() {
            Some(items) => all_text(
                items.iter().map(|item| (item.span, item)),
                &subject,
                findings,
            ),
            None => wrong("a list of text", findings),
        },
        Rule::TextMap => match node.as_map() {
            Some(map) => all_text(
                map.iter().map(|(_, span, node)| (span, node)),
                &subject,
                findings,
            ),
            None => wrong("a map of text", findings),
        },
        _ => true,
    }
}

fn is_count(number: &Number) -> bool {
    number.is_integer() && number.text.parse::<u64>().is_ok()
}

fn all_text<'a>(
    nodes: impl Iterator<Item = (Span, &'a Node)>,
    subject: &str,
    findings: &mut Findings,
) -> bool {
    let mut all = true;
    for (place, node) in nodes.filter(|(_, node)| node.as_str().is_none()) {
        wrong_kind(
            node,
            place,
            &format!("each entry of {subject}"),
            "text",
            findings,
        );
        all = false;
    }
    all
}

/// Says that a value is of the wrong kind. `place` is where it is told when the value itself is long or empty.
pub(super) fn wrong_kind(
    node: &Node,
    place: Span,
    subject: &str,
    wanted: &str,
    findings: &mut Findings,
) {
    let (message, label) = if node.is_null() {
        (
            format!("{subject} has no value"),
            format!("must be {wanted}"),
        )
    } else {
        (
            format!("{subject} must be {wanted}, but is {}", found(node)),
            format!("this is {}", found(node)),
        )
    };
    let span = match node.value {
        Value::Null => place,
        Value::Map(_) | Value::List(_) => head(node),
        Value::Bool(_) | Value::Number(_) | Value::Str(_) => node.span,
    };
    let fault = findings
        .fault(Code::InvalidValue, message)
        .label(span, label);
    findings.push(match advice(node, subject, wanted) {
        Some(help) => fault.help(help),
        None => fault,
    });
}

fn found(node: &Node) -> &'static str {
    match &node.value {
        Value::List(items) if items.is_empty() => "an empty list",
        _ => node.kind(),
    }
}

fn advice(node: &Node, subject: &str, wanted: &str) -> Option<String> {
    match (&node.value, subject, wanted) {
        (Value::Null, _, _) => Some("give it a value or take the key out".to_owned()),
        (Value::Bool(_), "`required`", "a list of text") => {
            Some("the schema that holds this property lists it: `required: [name]`".to_owned())
        }
        (Value::List(_), "`type`", _) => Some(
            "OpenAPI 3.0 has one type here; `null` is said with `nullable: true` beside it"
                .to_owned(),
        ),
        (Value::Number(_), "`exclusiveMinimum`" | "`exclusiveMaximum`", _) => Some(
            "a number here is OpenAPI 3.1; in 3.0 it is `true` beside `minimum` or `maximum`"
                .to_owned(),
        ),
        (Value::Number(number), _, "text") => {
            Some(format!("put it in quotes: `'{}'`", number.text))
        }
        (Value::Bool(value), _, "text") => Some(format!("put it in quotes: `'{value}'`")),
        (Value::Str(text), _, "`true` or `false`") if matches!(text.as_str(), "true" | "false") => {
            Some(format!("take the quotes off: `{text}`"))
        }
        (Value::Str(text), _, "a number" | "a whole number, 0 or more")
            if text.parse::<f64>().is_ok() =>
        {
            Some(format!("take the quotes off: `{text}`"))
        }
        (Value::Str(text), _, "a list of text") => Some(format!("make it a list: `[{text}]`")),
        _ => None,
    }
}

/// What authors write for a type, and the type (with its format) that they mean.
const OTHER_TYPES: &[(&str, &str)] = &[
    ("bool", "`type: boolean`"),
    ("char", "`type: string` with `maxLength: 1`"),
    ("date", "`type: string` with `format: date`"),
    ("date-time", "`type: string` with `format: date-time`"),
    ("datetime", "`type: string` with `format: date-time`"),
    ("decimal", "`type: number`"),
    ("dict", "`type: object`"),
    ("double", "`type: number` with `format: double`"),
    ("enum", "`type: string` with `enum`"),
    ("file", "`type: string` with `format: binary`"),
    ("float", "`type: number` with `format: float`"),
    ("int", "`type: integer`"),
    ("int32", "`type: integer` with `format: int32`"),
    ("int64", "`type: integer` with `format: int64`"),
    ("list", "`type: array`"),
    ("long", "`type: integer` with `format: int64`"),
    ("map", "`type: object` with `additionalProperties`"),
    ("null", "`nullable: true` beside the type"),
    ("str", "`type: string`"),
    ("text", "`type: string`"),
    ("uuid", "`type: string` with `format: uuid`"),
];

fn wrong_word(
    node: &Node,
    text: &str,
    words: &'static [&'static str],
    subject: &str,
    findings: &mut Findings,
) -> bool {
    let fault = findings.fault(Code::InvalidValue, format!("{subject} cannot be `{text}`"));
    let fault = fault.label(node.span, format!("must be {}", one_of(words)));
    let other = OTHER_TYPES
        .iter()
        .find(|(name, _)| subject == "`type`" && text.eq_ignore_ascii_case(name));
    let help = match other {
        Some((_, meant)) if words.contains(&"string") => Some(format!("write {meant}")),
        _ => findings
            .nearest(text, words.iter().copied())
            .map(|near| format!("did you mean `{near}`?")),
    };
    findings.push(match help {
        Some(help) => fault.help(help),
        None => fault,
    });
    false
}

fn one_of(words: &[&str]) -> String {
    match words {
        [word] => format!("`{word}`"),
        _ => format!(
            "one of {}",
            words
                .iter()
                .map(|word| format!("`{word}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Names below `components` are letters, digits, `.`, `-` and `_`: other tools split references at anything else.
pub(super) fn check_component_name(name: &str, place: Span, findings: &mut Findings) {
    if name.is_empty()
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    {
        let message = format!("`{name}` cannot be the name of a component");
        let fault = findings.fault(Code::InvalidValue, message);
        findings.push(fault.label(place, "letters, digits, `.`, `-` and `_` only"));
    }
}
