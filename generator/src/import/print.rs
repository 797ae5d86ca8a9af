//! The skeleton as YAML.
//!
//! In: [`Tree`]s. Out: text, always the same for the same trees: two blanks a level, short maps of scalars on one line, quotes only
//! where a reader of YAML 1.1 or 1.2 would take a text for something else. It knows nothing of OpenAPI.

use super::tree::{Members, Tree};

/// The longest line on which a list or a map is put.
const WIDTH: usize = 110;

/// How a skeleton begins.
const NOTE: &str = "# A skeleton, made by `cargo xtask spec import`: the facts of a document without its words.\n\
                    # A person writes the words: summary and description of each operation, schema, property and parameter, and examples.\n";

/// Words that some reader of YAML takes for a truth value or for nothing.
const WORDS: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// The text of a document.
pub(super) fn document(head: &Members, paths: &Members, components: &Members) -> String {
    let mut text = NOTE.to_owned();
    for (name, value) in head {
        entry(&mut text, 0, name, value);
    }
    for (name, members) in [("paths", paths), ("components", components)] {
        if name == "paths" || !members.is_empty() {
            text.push('\n');
            entry(&mut text, 0, name, &Tree::Block(members.clone()));
        }
    }
    text
}

/// A member of a map, on lines of its own.
fn entry(out: &mut String, indent: usize, name: &str, value: &Tree) {
    let start = format!("{}{}:", " ".repeat(indent), quoted(name, false));
    out.push_str(&start);
    let line = on_one_line(value)
        .filter(|line| start.len() + 1 + line.len() <= WIDTH || value.is_scalar());
    if let Some(line) = line {
        out.push(' ');
        out.push_str(&line);
        out.push('\n');
    } else {
        out.push('\n');
        block(out, indent + 2, value);
    }
}

/// A list or a map with a line for each member.
fn block(out: &mut String, indent: usize, value: &Tree) {
    match value {
        Tree::Text(_) | Tree::Plain(_) => {}
        Tree::Map(members) | Tree::Block(members) => {
            for (name, value) in members {
                entry(out, indent, name, value);
            }
        }
        Tree::List(items) => {
            for item in items {
                self::item(out, indent, item);
            }
        }
    }
}

fn item(out: &mut String, indent: usize, value: &Tree) {
    let start = format!("{}- ", " ".repeat(indent));
    // A map of one member reads better without braces: `- $ref: …`.
    let alone = matches!(value, Tree::Map(members) if members.len() == 1);
    let line = on_one_line(value)
        .filter(|line| !alone && start.len() + line.len() <= WIDTH || value.is_scalar());
    out.push_str(&start);
    if let Some(line) = line {
        out.push_str(&line);
        out.push('\n');
        return;
    }
    let mut lines = String::new();
    block(&mut lines, indent + 2, value);
    out.push_str(lines.trim_start_matches(' '));
}

/// A value on one line, if it may stand so: scalars, and lists and maps of what is at most a list of scalars.
fn on_one_line(value: &Tree) -> Option<String> {
    let is_short = |value: &Tree| match value {
        Tree::List(items) => items.iter().all(Tree::is_scalar),
        Tree::Map(members) => members.is_empty(),
        other => other.is_scalar(),
    };
    match value {
        Tree::Text(text) => Some(quoted(text, false)),
        Tree::List(items) if items.iter().all(Tree::is_scalar) => Some(flow(value)),
        Tree::Map(members) if members.iter().all(|(_, value)| is_short(value)) => Some(flow(value)),
        Tree::Block(members) if members.is_empty() => Some(flow(value)),
        Tree::Plain(text) => Some(text.clone()),
        Tree::List(_) | Tree::Map(_) | Tree::Block(_) => None,
    }
}

fn flow(value: &Tree) -> String {
    match value {
        Tree::Text(text) => quoted(text, true),
        Tree::Plain(text) => text.clone(),
        Tree::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Tree::Map(members) | Tree::Block(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", quoted(name, true), flow(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// A text with the quotes that it needs.
fn quoted(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) {
        return text.to_owned();
    }
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !text.contains(odd) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if odd(c) => out.extend(["\\u".to_owned(), format!("{:04X}", u32::from(c))]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text is itself without quotes, for each reader and wherever it stands.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/' | '$');
    let within = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '-' | '.' | '/' | '$' | ' ')
            || (!in_flow && matches!(c, '{' | '}'))
    };
    // Of all colons only that of an address is left: others are found too easily where a reader looks for a member.
    let address = text.replacen("://", "/", 1);
    text.starts_with(starts)
        && !text.ends_with(' ')
        && address.chars().all(within)
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}
