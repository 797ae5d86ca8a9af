//! Describes the constraints of a schema in sentences for the docs.

use crate::source::{Node, Value};
use crate::text::Markdown;

/// Returns one sentence for each constraint, in a fixed order.
pub(super) fn of_schema(node: &Node) -> Vec<Markdown> {
    let mut constraints = Vec::new();
    if let Some(text) = node.get("default").and_then(plain) {
        constraints.push(Markdown::fill(
            "Server default: {}.",
            &[&Markdown::code(&text)],
        ));
    }
    constraints.extend(range(node));
    constraints.extend(length(
        node,
        "minLength",
        "maxLength",
        "character",
        "characters",
    ));
    constraints.extend(length(node, "minItems", "maxItems", "item", "items"));
    let format = node.text("format");
    if let Some(format) = SHOWN.iter().find(|shown| format == Some(**shown)) {
        constraints.push(Markdown::fill("Format: {}.", &[&Markdown::fixed(format)]));
    }
    if let Some(pattern) = node.text("pattern") {
        constraints.push(Markdown::fill("Pattern: {}.", &[&Markdown::code(pattern)]));
    }
    constraints
}

/// Formats that the docs mention, because the Rust type does not express them.
const SHOWN: &[&str] = &["email", "uuid", "uri", "hostname", "ipv4", "ipv6", "byte"];

/// Describes the range of a number in a sentence, such as `Range: 1 to 300.`
fn range(node: &Node) -> Option<Markdown> {
    match (bound(node, "minimum"), bound(node, "maximum")) {
        (Some(low), Some(high)) => Some(Markdown::fill("Range: {} to {}.", &[&low, &high])),
        (Some(low), None) => Some(Markdown::fill("Minimum: {}.", &[&low])),
        (None, Some(high)) => Some(Markdown::fill("Maximum: {}.", &[&high])),
        (None, None) => None,
    }
}

/// Describes limits of the length in a sentence, such as `Length: 1 to 64 characters.`
fn length(
    node: &Node,
    low: &str,
    high: &str,
    unit: &'static str,
    units: &'static str,
) -> Option<Markdown> {
    let (low, high) = (bound(node, low), bound(node, high));
    let is_one = |bound: &Option<Markdown>| bound.as_ref().is_some_and(|one| one.as_str() == "1");
    let is_single = is_one(&high) || (high.is_none() && is_one(&low));
    let length = match (low, high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => Markdown::fill("{} to {}", &[&low, &high]),
        (Some(low), None) => Markdown::fill("at least {}", &[&low]),
        (None, Some(high)) => Markdown::fill("at most {}", &[&high]),
        (None, None) => return None,
    };
    let unit = Markdown::fixed(if is_single { unit } else { units });
    Some(Markdown::fill("Length: {} {}.", &[&length, &unit]))
}

fn bound(node: &Node, key: &str) -> Option<Markdown> {
    node.get(key)
        .and_then(plain)
        .map(|text| Markdown::words(&text))
}

/// Returns a scalar as text. `None` if the text is empty or longer than 80 bytes.
fn plain(node: &Node) -> Option<String> {
    let text = match &node.value {
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.text.clone(),
        Value::Str(text) => text.clone(),
        Value::Null | Value::List(_) | Value::Map(_) => return None,
    };
    (!text.is_empty() && text.len() <= 80).then_some(text)
}
