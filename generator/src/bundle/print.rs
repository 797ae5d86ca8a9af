//! Prints a bundle as JSON.
//!
//! In: the parts of a bundle. Out: compact JSON. Each path, each component, and each key of the root has its own line, so that
//! differences are easy to read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::source::{Map, Node, Value};

/// The parts of a bundle.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// The text that marks a generated file. It is on the first line.
    pub(super) header: &'a str,
    /// The keys of the root, except for `openapi`, `paths` and `components`.
    pub(super) root: Map,
    pub(super) paths: BTreeMap<String, Node>,
    pub(super) sections: BTreeMap<&'static str, BTreeMap<String, Node>>,
}

/// Returns the text of the bundle.
pub(super) fn text(parts: &Parts<'_>) -> String {
    let mut out = String::from("{\"openapi\":\"3.0.3\",\"x-generated\":");
    string(parts.header, &mut out);
    out.push_str(",\n");
    for (name, _, value) in parts.root.iter() {
        string(name, &mut out);
        out.push(':');
        node(value, &mut out);
        out.push_str(",\n");
    }
    out.push_str("\"paths\":");
    lines(&parts.paths, &mut out);
    if !parts.sections.is_empty() {
        out.push_str(",\n\"components\":{");
        for (at, (section, components)) in parts.sections.iter().enumerate() {
            out.push_str(if at == 0 { "\n" } else { ",\n" });
            string(section, &mut out);
            out.push(':');
            lines(components, &mut out);
        }
        out.push('}');
    }
    out.push_str("}\n");
    out
}

/// Prints a map with one line for each entry.
fn lines(map: &BTreeMap<String, Node>, out: &mut String) {
    out.push('{');
    for (at, (name, value)) in map.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        string(name, out);
        out.push(':');
        node(value, out);
    }
    out.push('}');
}

/// Prints a node on one line.
pub(super) fn node(value: &Node, out: &mut String) {
    match &value.value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.text),
        Value::Str(text) => string(text, out),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                node(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (at, (name, _, value)) in map.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                string(name, out);
                out.push(':');
                node(value, out);
            }
            out.push('}');
        }
    }
}

/// Prints a string in quotes.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
