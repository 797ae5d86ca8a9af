//! What a schema's rules mean to a reader: a sentence each.

use crate::source::{Node, Value};

/// Sentences on defaults, ranges, lengths and formats, in a fixed order.
pub(super) fn of_schema(node: &Node) -> Vec<String> {
    let mut constraints = Vec::new();
    if let Some(text) = node.get("default").and_then(plain) {
        constraints.push(format!("If it is not sent, the server takes `{text}`."));
    }
    constraints.extend(range(node, "minimum", "maximum", "", ""));
    constraints.extend(range(node, "minLength", "maxLength", "", " characters"));
    constraints.extend(range(node, "minItems", "maxItems", "", " items"));
    if let Some(format) = node.text("format").filter(|format| TOLD.contains(format)) {
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

/// Formats that the Rust type does not show.
const TOLD: &[&str] = &["email", "uuid", "uri", "hostname", "ipv4", "ipv6", "byte"];

fn range(node: &Node, low: &str, high: &str, before: &str, unit: &str) -> Option<String> {
    let low = node.get(low).and_then(plain);
    let high = node.get(high).and_then(plain);
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(format!("{before}Exactly {low}{unit}.")),
        (Some(low), Some(high)) => Some(format!("{before}From {low} to {high}{unit}.")),
        (Some(low), None) => Some(format!("{before}At least {low}{unit}.")),
        (None, Some(high)) => Some(format!("{before}At most {high}{unit}.")),
        (None, None) => None,
    }
}

/// A scalar as it may stand in inline code.
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
