//! The constraints of a schema as sentences.

use crate::source::{Node, Value};

/// Sentences about the default, ranges, lengths and the format, in a fixed order.
pub(super) fn of_schema(node: &Node) -> Vec<String> {
    let mut constraints = Vec::new();
    if let Some(text) = node.get("default").and_then(plain) {
        constraints.push(format!("Server default: `{text}`."));
    }
    constraints.extend(range(node));
    constraints.extend(length(node, "minLength", "maxLength", "character"));
    constraints.extend(length(node, "minItems", "maxItems", "item"));
    if let Some(format) = node.text("format").filter(|format| SHOWN.contains(format)) {
        constraints.push(format!("Format: {format}."));
    }
    if let Some(pattern) = node
        .text("pattern")
        .filter(|text| !text.contains(['`', '\n', '\r']))
    {
        constraints.push(format!("Pattern: `{pattern}`."));
    }
    constraints
}

/// Formats that the Rust type does not express.
const SHOWN: &[&str] = &["email", "uuid", "uri", "hostname", "ipv4", "ipv6", "byte"];

/// A sentence about the range of a number, such as `Range: 1 to 300.`
fn range(node: &Node) -> Option<String> {
    let low = node.get("minimum").and_then(plain);
    let high = node.get("maximum").and_then(plain);
    match (low, high) {
        (Some(low), Some(high)) => Some(format!("Range: {low} to {high}.")),
        (Some(low), None) => Some(format!("Minimum: {low}.")),
        (None, Some(high)) => Some(format!("Maximum: {high}.")),
        (None, None) => None,
    }
}

/// A sentence about a length, such as `Length: 1 to 64 characters.`
fn length(node: &Node, low: &str, high: &str, unit: &str) -> Option<String> {
    let low = node.get(low).and_then(plain);
    let high = node.get(high).and_then(plain);
    let length = match (low, high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => return None,
    };
    let unit = if length.ends_with(" 1") || length == "1" {
        unit
    } else {
        &format!("{unit}s")
    };
    Some(format!("Length: {length} {unit}."))
}

/// A scalar that can be printed as inline code.
fn plain(node: &Node) -> Option<String> {
    let text = match &node.value {
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.text.clone(),
        Value::Str(text) => text.clone(),
        Value::Null | Value::List(_) | Value::Map(_) => return None,
    };
    let shown =
        !text.is_empty() && text.len() <= 80 && !text.chars().any(|c| c == '`' || c.is_control());
    shown.then_some(text)
}
