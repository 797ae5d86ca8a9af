//! The layout of items that every crate has in large numbers: definitions of structs and enums, and calls of macros.
//!
//! `prettyplease` would print these items in the same way, but needs a syntax tree, which takes most of the time of a run. A
//! line that is too long for the layout is printed by `prettyplease`; see [`Code::Text`](super::Code::Text).

use std::fmt::Write as _;

use super::docs;
use crate::plan::{Deprecation, Docs};
use crate::text::Untrusted;

/// The maximum number of bytes in a line of code.
pub const WIDTH: usize = 89;

/// Appends the docs of an item.
pub(super) fn docs(text: &mut String, docs: &Docs, indent: &str) {
    for line in docs::text(docs).lines() {
        text.push_str(indent);
        text.push_str("///");
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
        text.push('\n');
    }
}

/// Appends the `deprecated` attribute.
pub(super) fn deprecated(text: &mut String, plan: Option<&Deprecation>, indent: &str) {
    if let Some(attribute) = deprecated_attribute(plan) {
        text.push_str(indent);
        text.push_str(&attribute);
        text.push('\n');
    }
}

/// Prints the `deprecated` attribute.
pub(super) fn deprecated_attribute(plan: Option<&Deprecation>) -> Option<String> {
    let note = plan?.note.as_ref();
    Some(note.map_or_else(
        || "#[deprecated]".to_owned(),
        |note| format!("#[deprecated = {}]", literal(note)),
    ))
}

/// Appends the `doc(alias)` attribute.
pub(super) fn doc_alias(text: &mut String, alias: Option<&Untrusted>, indent: &str) {
    if let Some(alias) = alias {
        let alias = literal(alias);
        let _ = writeln!(text, "{indent}#[doc(alias = {alias})]");
    }
}

/// Prints a text as a string literal.
pub(super) fn literal(text: &Untrusted) -> String {
    text.rust_string()
}

/// Prints the call of a macro. The words of the arguments are put on as few lines as possible.
pub(super) fn call(name: &str, arguments: &str, indent: &str) -> String {
    let one_line = format!("{indent}{name}!({arguments});\n");
    if one_line.len() <= WIDTH + 1 {
        return one_line;
    }
    let mut text = format!("{indent}{name}!(\n");
    let mut line = String::new();
    for word in words(arguments) {
        let is_full = indent.len() + INDENT.len() + line.len() + 1 + word.len() > WIDTH;
        if !line.is_empty() && is_full {
            let _ = writeln!(text, "{indent}{INDENT}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{indent}{INDENT}{line}\n{indent});");
    text
}

/// The indentation of one level.
const INDENT: &str = "    ";

/// Splits a text at spaces outside of string literals.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |c: char| {
        let is_end = c == ' ' && !is_quoted;
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })
}

/// Prints the items of a list in brackets, on one line if the line that starts with `before` and ends with `after` is short
/// enough.
pub(super) fn list(before: &str, items: &[String], after: &str, indent: &str) -> String {
    let one_line = format!("{indent}{before}[{}]{after}\n", items.join(", "));
    // `prettyplease` does not count a comma after the last argument of a call.
    let uncounted = if after == "," { 2 } else { 1 };
    if one_line.len() <= WIDTH + uncounted {
        return one_line;
    }
    let mut text = format!("{indent}{before}[\n");
    for item in items {
        let _ = writeln!(text, "{indent}{INDENT}{item},");
    }
    let _ = writeln!(text, "{indent}]{after}");
    text
}

/// A call in a chain of method calls.
pub(super) struct ChainCall {
    name: &'static str,
    arguments: Vec<String>,
    /// The items of the only argument, if the argument is a reference to a list.
    items: Vec<String>,
}

impl ChainCall {
    pub(super) const fn new(name: &'static str, arguments: Vec<String>) -> Self {
        Self {
            name,
            arguments,
            items: Vec::new(),
        }
    }

    pub(super) fn with_list(name: &'static str, items: Vec<String>) -> Self {
        Self {
            name,
            arguments: vec![format!("&[{}]", items.join(", "))],
            items,
        }
    }

    fn one_line(&self) -> String {
        format!(".{}({})", self.name, self.arguments.join(", "))
    }
}

/// Prints a chain of method calls after `head`. If the line is too long, each call gets its own line.
pub(super) fn chain(head: &str, calls: &[ChainCall], end: &str, indent: &str) -> String {
    let one_lines: Vec<String> = calls.iter().map(ChainCall::one_line).collect();
    let one_line = format!("{indent}{head}{}{end}\n", one_lines.concat());
    if one_line.len() <= WIDTH + 1 {
        return one_line;
    }
    let inner = format!("{indent}{INDENT}");
    let mut text = format!("{indent}{head}");
    for (call, one_line) in calls.iter().zip(&one_lines) {
        text.push('\n');
        if inner.len() + one_line.len() <= WIDTH {
            text.push_str(&inner);
            text.push_str(one_line);
        } else {
            text.push_str(&broken_call(call, &inner));
        }
    }
    text.push_str(end);
    text.push('\n');
    text
}

/// Prints a call with one argument on each line.
fn broken_call(call: &ChainCall, indent: &str) -> String {
    let inner = format!("{indent}{INDENT}");
    let mut text = format!("{indent}.{}(\n", call.name);
    if call.items.is_empty() {
        text.push_str(&lines(&call.arguments, &inner));
    } else {
        text.push_str(&list("&", &call.items, ",", &inner));
    }
    text.push_str(indent);
    text.push(')');
    text
}

/// Prints each argument on its own line.
pub(super) fn lines(arguments: &[String], indent: &str) -> String {
    let lines = arguments
        .iter()
        .map(|argument| format!("{indent}{argument},\n"));
    lines.collect()
}
