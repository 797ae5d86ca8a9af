//! Checks values that are not OpenAPI objects, such as strings and numbers.
//!
//! In: a value and its [`Rule`]. Out: a diagnostic if the value breaks the rule, with a suggestion for common mistakes.

use super::report::{Report, head};
use crate::{
    diag::Code,
    openapi::grammar::Rule,
    source::{Node, Number, Span, Value},
};

/// Returns whether the value of `key` matches the rule. Reports a mismatch.
pub(super) fn check(node: &Node, rule: Rule, key: &str, place: Span, report: &mut Report) -> bool {
    let subject = format!("`{key}`");
    let wrong = |wanted: &str, report: &mut Report| {
        wrong_kind(node, place, &subject, wanted, report);
        false
    };
    match rule {
        Rule::AnyMap if node.as_map().is_none() => wrong("a map", report),
        Rule::Values => match node.as_list() {
            Some([]) => wrong("a list with at least one entry", report),
            Some(_) => true,
            None => wrong("a list", report),
        },
        Rule::Text if node.as_str().is_none() => wrong("text", report),
        Rule::Bool if node.as_bool().is_none() => wrong("`true` or `false`", report),
        Rule::Number
            if node
                .as_number()
                .and_then(Number::as_f64)
                .is_none_or(|value| !value.is_finite()) =>
        {
            wrong("a number", report)
        }
        Rule::Count if node.as_number().is_none_or(|number| !is_count(number)) => {
            wrong("a non-negative integer", report)
        }
        Rule::BoolOrSchema | Rule::BoolOrSchemas if node.as_bool().is_none() => {
            wrong("`true`, `false` or a schema", report)
        }
        Rule::Word(words) => match node.as_str() {
            Some(text) if words.contains(&text) => true,
            Some(text) => wrong_word(node, text, words, &subject, report),
            None => wrong(&one_of(words), report),
        },
        Rule::Texts => match node.as_list() {
            Some(items) => all_text(items.iter().map(|item| (item.span, item)), &subject, report),
            None => wrong("a list of text", report),
        },
        Rule::TextMap => match node.as_map() {
            Some(map) => all_text(
                map.iter().map(|(_, span, node)| (span, node)),
                &subject,
                report,
            ),
            None => wrong("a map of text", report),
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
    report: &mut Report,
) -> bool {
    let mut all = true;
    for (place, node) in nodes.filter(|(_, node)| node.as_str().is_none()) {
        wrong_kind(
            node,
            place,
            &format!("each entry of {subject}"),
            "text",
            report,
        );
        all = false;
    }
    all
}

/// Reports a value of the wrong kind. If the value is null, the label is at `place` instead of the value.
pub(super) fn wrong_kind(
    node: &Node,
    place: Span,
    subject: &str,
    wanted: &str,
    report: &mut Report,
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
    let fault = report.fault(Code::InvalidValue, message).label(span, label);
    report.push(match advice(node, subject, wanted) {
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
        (Value::Null, _, _) => Some("set a value or remove the key".to_owned()),
        (Value::Bool(_), "`required`", "a list of text") => {
            Some("list the property in the schema that contains it: `required: [name]`".to_owned())
        }
        (Value::List(_), "`type`", _) => Some(
            "use one type, and `nullable: true` for `null`: OpenAPI 3.0 allows no list".to_owned(),
        ),
        (Value::Number(_), "`exclusiveMinimum`" | "`exclusiveMaximum`", _) => Some(
            "write `true` beside `minimum` or `maximum`: a number here is OpenAPI 3.1".to_owned(),
        ),
        (Value::Number(number), _, "text") => {
            Some(format!("put it in quotes: `'{}'`", number.text))
        }
        (Value::Bool(value), _, "text") => Some(format!("put it in quotes: `'{value}'`")),
        (Value::Str(text), _, "`true` or `false`") if matches!(text.as_str(), "true" | "false") => {
            Some(format!("remove the quotes: `{text}`"))
        }
        (Value::Str(text), _, "a number" | "a non-negative integer")
            if text.parse::<f64>().is_ok() =>
        {
            Some(format!("remove the quotes: `{text}`"))
        }
        (Value::Str(text), _, "a list of text") => Some(format!("write a list: `[{text}]`")),
        _ => None,
    }
}

/// Common invalid values of `type`, and the correct keywords.
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
    report: &mut Report,
) -> bool {
    let fault = report.fault(
        Code::InvalidValue,
        format!("invalid value `{text}` of {subject}"),
    );
    let fault = fault.label(node.span, format!("must be {}", one_of(words)));
    let other = OTHER_TYPES
        .iter()
        .find(|(name, _)| subject == "`type`" && text.eq_ignore_ascii_case(name));
    let help = match other {
        Some((_, meant)) if words.contains(&"string") => Some(format!("write {meant}")),
        _ => report
            .nearest(text, words.iter().copied())
            .map(|near| format!("did you mean `{near}`?")),
    };
    report.push(match help {
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

/// Checks the name of a component. Only letters, digits, `.`, `-` and `_` are allowed, because some tools split references at
/// other characters.
pub(super) fn check_component_name(name: &str, place: Span, report: &mut Report) {
    if name.is_empty()
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    {
        let message = format!("invalid component name `{name}`");
        let fault = report.fault(Code::InvalidValue, message);
        report.push(fault.label(place, "allowed: letters, digits, `.`, `-` and `_`"));
    }
}
