//! Finds out which item a name in a type refers to.
//!
//! `API.txt` prints the name of an item with its module only if several items have this name. Thus, a new item can change how other
//! lines print the same type. A new item can also change the type that a line means: `String` is the standard type only as long as the
//! crate has no item `String`. If such names exist, both lists are rewritten, so that each name has the same form in both.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use super::pieces::word;

/// The types and traits of Rust's prelude that occur in signatures. Outside of the module of an item with such a name, the name is
/// printed as the source has it, so it can mean either. It is then left as it is.
const PRELUDE: &[&str] = &[
    "AsRef",
    "Box",
    "Clone",
    "Default",
    "Drop",
    "Eq",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The items of a list: the modules of each name.
type Items<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Rewrites two lists, so that equal texts mean equal types.
pub(super) fn aligned<'a>(old: &'a str, new: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    let (before, after) = (items(old), items(new));
    let nothing = BTreeSet::new();
    let all: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let has_changed = |name: &&str| {
        let (old, new) = (before.get(name), after.get(name));
        let (old, new) = (old.unwrap_or(&nothing), new.unwrap_or(&nothing));
        // A name that only one module has is printed alone.
        old != new && (old.len() != 1 || new.len() != 1)
    };
    let shifted: BTreeSet<&str> = all.into_iter().filter(has_changed).collect();
    if shifted.is_empty() {
        return (Cow::Borrowed(old), Cow::Borrowed(new));
    }
    // A name that one list does not mention cannot be confused.
    let (old_mentions, new_mentions) = (mentioned(old, &shifted), mentioned(new, &shifted));
    let shifted: BTreeSet<&str> = old_mentions.intersection(&new_mentions).copied().collect();
    if shifted.is_empty() {
        return (Cow::Borrowed(old), Cow::Borrowed(new));
    }
    let text = |list: &str, items: &Items<'_>| Cow::Owned(rewritten(list, &shifted, items));
    (text(old, &before), text(new, &after))
}

/// Iterates over the lines that are not empty, with the paths of their sections.
fn lines(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut section = "";
    list.lines().map(move |line| {
        if let Some(title) = line.strip_prefix("## ") {
            let (path, _) = Entry::without_notes(title);
            section = if path == "crate" { "" } else { path };
        }
        (section, line)
    })
}

/// Lists the types and traits of a list. Names of functions do not occur in types.
fn items(list: &str) -> Items<'_> {
    let mut found = Items::new();
    for (section, line) in lines(list) {
        let kinds = ["struct ", "enum ", "trait ", "union ", "type "];
        let text = kinds.iter().find_map(|kind| line.strip_prefix(kind));
        let Some(text) = text else { continue };
        let (name, rest) = text.split_at_checked(word(text)).unwrap_or((text, ""));
        // `type Page::Item` is a part of a trait.
        if !rest.starts_with("::") {
            found.entry(name).or_default().insert(section);
        }
    }
    found
}

/// Returns the names that occur in the types of a list.
fn mentioned<'n>(list: &str, names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    for (_, line) in lines(list) {
        let words = words_of(types(line).1);
        found.extend(words.filter_map(|name| names.get(name).copied()));
    }
    found
}

/// Splits a line into the start with the name of the item, and the types after it.
fn types(line: &str) -> (&str, &str) {
    if line.starts_with('#') {
        (line, "")
    } else {
        Entry::split_name(line)
    }
}

/// Iterates over the names of types, which start with a capital letter.
fn words_of(types: &str) -> impl Iterator<Item = &str> {
    let mut rest = types;
    std::iter::from_fn(move || {
        let at =
            rest.find(|c: char| c.is_ascii_uppercase() || !c.is_ascii() && c.is_uppercase())?;
        rest = rest.get(at..)?;
        let (name, behind) = rest.split_at_checked(word(rest).max(1))?;
        rest = behind;
        Some(name)
    })
}

fn rewritten(list: &str, names: &BTreeSet<&str>, items: &Items<'_>) -> String {
    let mut text = String::with_capacity(list.len());
    for (section, line) in lines(list) {
        let (start, types) = types(line);
        text.push_str(start);
        if !words_of(types).any(|name| names.contains(name)) {
            text.push_str(types);
            text.push('\n');
            continue;
        }
        rewrite(types, section, (names, items), &mut text);
        text.push('\n');
    }
    text
}

/// Rewrites each path in `types` that ends in one of the names.
fn rewrite(
    types: &str,
    section: &str,
    (names, items): (&BTreeSet<&str>, &Items<'_>),
    text: &mut String,
) {
    let mut rest = types;
    while let Some(at) = rest.find(|c: char| c.is_alphabetic() || c == '_') {
        let (before, path_on) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        let (path, behind) = path_on
            .split_at_checked(path_length(path_on))
            .unwrap_or((path_on, ""));
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        // `Item = T` and `T: Clone` do not contain paths before the sign.
        let is_bound = behind.starts_with(" = ") || behind.starts_with(": ");
        let is_associated = module.starts_with(char::is_uppercase);
        let follows_path = before.ends_with("::") || before.ends_with('\'');
        let modules = items.get(name);
        let is_here = modules.is_some_and(|modules| modules.contains(section));
        let is_unclear = module.is_empty() && PRELUDE.contains(&name) && !is_here;
        let is_full = !module.is_empty() && modules.is_some_and(|all| all.contains(module));
        let is_kept = is_bound || is_associated || follows_path || is_unclear || is_full;
        // A name without a path is that of the only item, or that of the item in the crate root.
        let only = modules.filter(|all| module.is_empty() && (all.len() == 1 || all.contains("")));
        if is_kept || !names.contains(name) {
            text.push_str(path);
        } else if let Some(only) = only.and_then(BTreeSet::first) {
            let only = if only.is_empty() { "crate" } else { only };
            text.extend([only, "::", name]);
        } else {
            // A type of another crate.
            text.push_str(name);
        }
        rest = behind;
    }
    text.push_str(rest);
}

/// Returns the length of the path at the start of a text.
fn path_length(text: &str) -> usize {
    let mut length = word(text);
    while let Some(behind) = text.get(length..).and_then(|rest| rest.strip_prefix("::")) {
        match word(behind) {
            0 => break,
            next => length += 2 + next,
        }
    }
    length
}
