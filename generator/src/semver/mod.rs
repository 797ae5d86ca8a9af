//! Compares two versions of a generated crate, and decides which part of the version number a change needs.
//!
//! In: `API.txt` and the facts of `Cargo.toml` of two versions. Out: a [`Report`] with each added, changed and removed public
//! item. The rules are those of Cargo's reference; [`Rule`] lists them. This module does no I/O and accepts any text.
//!
//! `API.txt` shows neither `repr`, `must_use`, auto traits such as `Send`, nor the bodies of macros. Changes of these are not
//! found.

mod change;
mod changelog;
mod conditions;
mod entry;
mod functions;
mod generics;
mod implementations;
mod items;
mod level;
mod listing;
mod members;
mod moves;
mod names;
mod package;
mod parsed;
mod pieces;
mod print;
mod rule;
mod version;

use change::Found;
use listing::Section;
use moves::Moves;

pub use change::{Change, Effect, Report};
pub use changelog::changelog;
pub use level::Level;
pub use print::{Length, print};
pub use rule::Rule;
pub use version::Version;

/// Compares two versions of a crate.
#[must_use]
pub fn compare(old: Version<'_>, new: Version<'_>) -> Report {
    let mut changes = Vec::new();
    if old.api != new.api {
        let (before, after) = names::aligned(old.api, new.api);
        changes = lists(&before, &after);
    }
    changes.extend(package::compare(old, new));
    Report::new(changes)
}

/// Compares two lists of public items.
fn lists(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (listing::sections(old), listing::sections(new));
    let nothing = Section::default();
    let mut changes = Vec::new();
    let mut moves = Moves::default();
    for (path, section) in &old {
        let after = new.get(path);
        if after == Some(section) {
            continue;
        }
        let mut found = Found {
            module: path,
            changes: Vec::new(),
        };
        if let Some(after) = after {
            modules(section, after, &mut found);
        }
        sections(section, after.unwrap_or(&nothing), &mut found, &mut moves);
        changes.append(&mut found.changes);
    }
    for (path, section) in new.iter().filter(|(path, _)| !old.contains_key(*path)) {
        let mut found = Found {
            module: path,
            changes: Vec::new(),
        };
        sections(&nothing, section, &mut found, &mut moves);
        changes.append(&mut found.changes);
    }
    moves.report(&mut changes);
    changes
}

/// Compares the conditions of a module, which hold for all its items.
fn modules(old: &Section<'_>, new: &Section<'_>, found: &mut Found<'_>) {
    if let Some(rule) = conditions::compare(&old.conditions, &new.conditions) {
        let path = found.module;
        found.changes.push(Change {
            rule,
            effect: Effect::Changed,
            kind: "mod".to_owned(),
            path: path.to_owned(),
            old: titled(path, &old.conditions),
            new: titled(path, &new.conditions),
            parts: 0,
            place: None,
        });
    }
}

fn titled(path: &str, conditions: &[&str]) -> String {
    match conditions {
        [] => format!("mod {path}"),
        all => format!("mod {path} [{}]", all.join(", ")),
    }
}

/// Compares the items of a module.
fn sections<'a>(
    old: &Section<'a>,
    new: &Section<'a>,
    found: &mut Found<'a>,
    moves: &mut Moves<'a>,
) {
    let (old, new) = (old.groups(), new.groups());
    for (name, group) in &old {
        match new.get(name) {
            Some(after) if after == group => {}
            Some(after) => items::compare(group, after, found),
            None => {
                items::whole(group, false, found);
                moves.remove(name, found.module, group);
            }
        }
    }
    for (name, group) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        items::whole(group, true, found);
        moves.add(name, found.module, group);
    }
}
