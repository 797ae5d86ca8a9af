//! Drafts the entry of a changelog.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Effect, Report};
use super::level::Level;
use super::rule::Rule;
use crate::text::Markdown;

/// The maximum number of characters in a line.
const WIDTH: usize = 120;

/// Formats the sections Added, Changed and Removed of a changelog in Markdown. Empty if nothing has changed.
#[must_use]
pub fn changelog(report: &Report) -> String {
    let mut text = String::new();
    for (effect, title) in [
        (Effect::Added, "Added"),
        (Effect::Changed, "Changed"),
        (Effect::Removed, "Removed"),
    ] {
        let all: Vec<&Change> = report
            .changes
            .iter()
            .filter(|c| c.effect == effect)
            .collect();
        let sentences = if effect == Effect::Changed {
            changed(&all)
        } else {
            grouped(&all)
        };
        if sentences.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.extend(["### ", title, "\n\n"]);
        for sentence in sentences {
            text.push_str(&wrapped(&sentence));
        }
    }
    text
}

/// Describes changed items: one sentence for each item. Users do not see a patch.
fn changed(changes: &[&Change]) -> Vec<String> {
    let fields = fields(changes);
    let mut sentences: Vec<String> = Vec::new();
    let mut items: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        let is_setter = plain_kind(&change.kind) == "fn" && fields.contains(&change.path);
        if change.level() > Level::Patch && !is_setter {
            items.entry(&change.path).or_default().push(change);
        }
    }
    for (path, changes) in items {
        let level = changes.iter().map(|change| change.level()).max();
        let breaking = if level == Some(Level::Major) {
            "Breaking: "
        } else {
            ""
        };
        let path = code(path);
        let Some(last) = changes.last() else { continue };
        sentences.push(if last.rule == Rule::ItemMove {
            let new = last.new.rsplit(' ').next().unwrap_or_default();
            format!("{breaking}{path} is now {}.", code(new))
        } else {
            let texts: Vec<&str> = changes.iter().map(|change| change.rule.text()).collect();
            format!(
                "{breaking}{path}: {}. New: {}.",
                texts.join("; "),
                code(&last.new)
            )
        });
    }
    sentences
}

/// Returns the paths of the fields among changes. The method that sets a field has the name of the field.
fn fields(changes: &[&Change]) -> BTreeSet<String> {
    let fields = changes.iter().filter(|change| change.kind == "field");
    fields
        .map(|change| change.path.replace('.', "::"))
        .collect()
}

/// Describes added or removed items: one sentence for the items of a module, and for the parts of a type.
fn grouped(changes: &[&Change]) -> Vec<String> {
    let fields = fields(changes);
    let mut groups: BTreeMap<(String, &str, bool), Vec<String>> = BTreeMap::new();
    for change in changes {
        let kind = plain_kind(&change.kind);
        if kind == "fn" && fields.contains(&change.path) {
            continue;
        }
        let (owner, name) = owner_and_name(change);
        let kind = if kind == "fn" && is_type(owner) {
            "method"
        } else {
            kind
        };
        let is_breaking = change.level() == Level::Major && change.effect == Effect::Added;
        let group = groups.entry((owner.to_owned(), kind, is_breaking));
        group.or_default().push(name.to_owned());
    }
    let mut sentences = Vec::new();
    for ((owner, kind, is_breaking), names) in groups {
        let names_text = joined(&names);
        let breaking = if is_breaking { "Breaking: the" } else { "The" };
        let subject = format!("{breaking} {} {names_text}", noun(kind, names.len()));
        let link = if kind == "impl" || is_type(&owner) {
            "of"
        } else {
            "in"
        };
        sentences.push(if owner.is_empty() {
            format!("{subject}.")
        } else {
            format!("{subject} {link} {}.", code(&owner))
        });
    }
    sentences
}

/// Whether a path is that of a type, and not of a module.
fn is_type(path: &str) -> bool {
    let name = path.rsplit("::").next().unwrap_or_default();
    name.starts_with(char::is_uppercase)
}

fn plain_kind(kind: &str) -> &str {
    match kind {
        "async fn" | "const fn" => "fn",
        kind => kind,
    }
}

/// Splits a path into the item or module that contains the item, and the name.
fn owner_and_name(change: &Change) -> (&str, &str) {
    let path = change.path.as_str();
    match change.kind.as_str() {
        "feature" | "dependency" | "package" => ("", path),
        "impl" => path.split_once(": ").unwrap_or(("", path)),
        "field" => path.rsplit_once('.').unwrap_or(("", path)),
        _ => path.rsplit_once("::").unwrap_or(("", path)),
    }
}

fn noun(kind: &str, count: usize) -> String {
    let noun = match kind {
        "fn" | "async fn" | "const fn" => "function",
        "const" => "constant",
        "impl" => "trait",
        "mod" => "module",
        "use" => "re-export",
        "" => "item",
        kind => kind,
    };
    match (noun, count) {
        (noun, 1) => noun.to_owned(),
        ("dependency", _) => "dependencies".to_owned(),
        (noun, _) => format!("{noun}s"),
    }
}

fn code(text: &str) -> String {
    Markdown::code(text).to_string()
}

/// Formats a list of names: `a`, `b` and `c`.
fn joined(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Formats a sentence as an item of a list, in lines of limited length.
fn wrapped(sentence: &str) -> String {
    let mut text = String::new();
    let mut line = "-".to_owned();
    let mut length = 1;
    for word in sentence.split(' ') {
        let more = word.chars().count() + 1;
        if length + more > WIDTH && length > 2 {
            text.push_str(&line);
            text.push('\n');
            " ".clone_into(&mut line);
            length = 1;
        }
        line.push(' ');
        line.push_str(word);
        length += more;
    }
    text.push_str(&line);
    text.push('\n');
    text
}
