//! Reads one line of `API.txt`.

use super::pieces::{split, split_once, word};
use super::rule::Rule;

/// The notes in brackets after an item that are not conditions.
const TAGS: &[&str] = &["private fields", "non-exhaustive", "provided", "deprecated"];
/// The keywords at the start of a line, longest first.
const KINDS: &[&str] = &[
    "async fn", "const fn", "variant", "static", "struct", "const", "field", "macro", "trait",
    "union", "enum", "type", "use", "fn",
];
/// The kinds of lines that are items of a module. Other kinds are parts of these items.
const HEADS: &[&str] = &["struct", "enum", "union", "trait", "macro", "static", "use"];

/// A line: an item, or a part of an item.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Entry<'a> {
    /// The keywords at the start, such as `async fn`. Empty for a line that is not an item.
    pub(super) kind: &'a str,
    /// The path of the item below its module, such as `Call::send` or `User.name`. Empty for an `impl`.
    pub(super) name: &'a str,
    /// The text after the kind, without notes.
    pub(super) text: &'a str,
    /// The text after the name.
    pub(super) rest: &'a str,
    pub(super) tags: Vec<&'a str>,
    pub(super) conditions: Vec<&'a str>,
}

impl<'a> Entry<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let (line, notes) = Self::without_notes(line);
        let (tags, conditions) = notes.into_iter().partition(|note| TAGS.contains(note));
        let (kind, text) = kind(line);
        let name = name(kind, text);
        Self {
            kind,
            name,
            text,
            rest: text.get(name.len()..).unwrap_or_default(),
            tags,
            conditions,
        }
    }

    /// Returns the name of the item that a line belongs to.
    pub(super) fn owner(line: &'a str) -> &'a str {
        let (kind, text) = kind(line);
        let text = if kind == "impl" {
            implementer(text)
        } else if kind == "use" {
            imported(text)
        } else {
            text
        };
        text.get(..word(text)).unwrap_or_default()
    }

    /// Splits a line into the start with the name of the item, and the text after the name, in which types occur.
    pub(super) fn split_name(line: &'a str) -> (&'a str, &'a str) {
        let (kind, text) = kind(line);
        let end = match kind {
            // A re-export has no types.
            "" | "use" => line.len(),
            // `impl X: From<Y>` starts with the name of the type.
            "impl" => {
                let name = word(text);
                let is_name = text.get(name..).is_some_and(|rest| rest.starts_with(": "));
                line.len() - text.len() + if is_name { name } else { 0 }
            }
            kind => line.len() - text.len() + name(kind, text).len(),
        };
        line.split_at_checked(end).unwrap_or((line, ""))
    }

    /// Splits the notes in brackets off the end of a line.
    pub(super) fn without_notes(line: &'a str) -> (&'a str, Vec<&'a str>) {
        let split_off = || {
            let (before, notes) = line.strip_suffix(']')?.rsplit_once(" [")?;
            let notes: Vec<&str> = split(notes, ", ");
            let all_known = notes.iter().all(|note| is_note(note));
            all_known.then_some((before, notes))
        };
        split_off().unwrap_or((line, Vec::new()))
    }

    pub(super) fn has(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }

    /// Whether the line is an item of a module, such as a struct. Functions, constants and aliases of a module have no `::`.
    pub(super) fn is_head(&self) -> bool {
        HEADS.contains(&self.kind)
            || (matches!(self.kind, "type" | "const") || self.is_function())
                && !self.name.contains("::")
    }

    pub(super) fn is_function(&self) -> bool {
        matches!(self.kind, "fn" | "const fn" | "async fn")
    }

    /// Returns the rule for an item that is deprecated in only one version.
    pub(super) fn deprecation(&self, new: &Self) -> Option<Rule> {
        match (self.has("deprecated"), new.has("deprecated")) {
            (false, true) => Some(Rule::DeprecatedAdd),
            (true, false) => Some(Rule::DeprecatedRemove),
            _ => None,
        }
    }

    /// Returns the key that finds the line of the same item in another list.
    pub(super) fn key(&self) -> (&'a str, &'a str) {
        match self.kind {
            _ if self.is_function() => ("fn", self.name),
            "" | "impl" => (self.kind, self.text),
            kind => (kind, self.name),
        }
    }
}

fn is_note(note: &str) -> bool {
    let words = ["unix", "windows", "debug_assertions"];
    let is_condition = note.contains("feature \"") || note.contains("= \"");
    is_condition || note.starts_with("not (") || TAGS.contains(&note) || words.contains(&note)
}

/// Splits a line into the kind and the text after it. The text of an `impl` can start with `<`.
fn kind(line: &str) -> (&str, &str) {
    if line.starts_with("impl ") || line.starts_with("impl<") {
        let (kind, text) = line.split_at_checked(4).unwrap_or((line, ""));
        return (kind, text.trim_start());
    }
    let known = KINDS.iter().find_map(|kind| {
        let rest = line.strip_prefix(kind)?.strip_prefix(' ')?;
        Some((line.get(..kind.len())?, rest))
    });
    known.unwrap_or(("", line))
}

/// Returns the path at the start of the text. Generic arguments of a type before `::` are a part of the path.
fn name<'a>(kind: &str, text: &'a str) -> &'a str {
    match kind {
        "" | "impl" => return "",
        "use" => return imported(text),
        _ => {}
    }
    let mut end = 0;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        end += word(rest);
        let rest = text.get(end..).unwrap_or_default();
        if rest.starts_with("::") {
            end += 2;
        } else if let Some(inner) = rest.strip_prefix('<') {
            // `Patch<String>::new` is a path, but `Call<T>` is a name with parameters.
            match split_once(inner, ">") {
                Some((arguments, behind)) if behind.starts_with("::") => {
                    end += 1 + arguments.len() + 1;
                }
                _ => break,
            }
        } else if kind == "field" && rest.starts_with('.') {
            end += 1;
        } else {
            break;
        }
    }
    text.get(..end).unwrap_or(text)
}

/// Returns the name that a re-export has in its module.
fn imported(text: &str) -> &str {
    let renamed = text.rsplit_once(" as ").map(|(_, name)| name);
    let name = renamed.or_else(|| text.rsplit("::").next());
    let name = name.unwrap_or(text);
    name.get(..word(name)).unwrap_or(name)
}

/// Returns the type of an `impl` line: `X: Clone` and `<T> Stream for X` → `X`.
fn implementer(text: &str) -> &str {
    let behind = super::pieces::group(text, "<", ">").map_or(text, |(_, behind)| behind);
    let Some((_, ty)) = split_once(behind, " for ") else {
        return behind.trim_start();
    };
    let end = ty.find(['<', '[', '(']).unwrap_or(ty.len());
    let module = ty.get(..end).and_then(|path| path.rfind("::"));
    module.and_then(|at| ty.get(at + 2..)).unwrap_or(ty)
}

impl Entry<'_> {
    /// Formats the line for users.
    pub(super) fn shown(&self) -> String {
        let notes: Vec<&str> = self.tags.iter().chain(&self.conditions).copied().collect();
        let space = if self.kind.is_empty() { "" } else { " " };
        let line = format!("{}{space}{}", self.kind, self.text);
        if notes.is_empty() {
            line
        } else {
            format!("{line} [{}]", notes.join(", "))
        }
    }
}
