//! Compares the traits that types implement.

use std::collections::BTreeMap;

use super::change::Found;
use super::conditions;
use super::entry::Entry;
use super::generics::Generics;
use super::parsed::Parsed;
use super::pieces::{split, split_once};
use super::rule::Rule;

/// An implementation of a trait.
struct Implementation<'e, 'a> {
    entry: &'e Entry<'a>,
    generics: Generics<'a>,
}

/// Reports the differences of the `impl` lines of an item. The item can be a type of another crate.
pub(super) fn compare(old: &Parsed<'_>, new: &Parsed<'_>, found: &mut Found<'_>) {
    let (before, mut after) = (all(&old.implementations), all(&new.implementations));
    let is_own = !old.heads.is_empty() || !new.heads.is_empty();
    let mut found = Own { is_own, found };
    for (key, old) in &before {
        let Some(new) = after.remove(key) else {
            if !is_wider_now(key, &after) {
                found.push(Rule::ImplRemove, key, (Some(old), None));
            }
            continue;
        };
        let mut push = |rule| found.push(rule, key, (Some(old), Some(&new)));
        if let Some(rule) = conditions::compare(&old.entry.conditions, &new.entry.conditions) {
            push(rule);
        }
        if let Some(rule) = old.generics.compare_bounds(&new.generics) {
            push(rule);
        }
    }
    for (key, new) in &after {
        // The same trait was implemented under conditions or bounds before.
        let is_wider = before.keys().any(|old| is_same(old, key));
        let rule = if is_wider {
            Rule::GenericBoundsLoosen
        } else {
            Rule::ImplNew
        };
        found.push(rule, key, (None, Some(new)));
    }
}

/// Reports changes of implementations.
struct Own<'f, 'r> {
    /// Whether the crate defines the type or the trait that has these `impl` lines.
    is_own: bool,
    found: &'f mut Found<'r>,
}

impl Own<'_, '_> {
    fn push(
        &mut self,
        rule: Rule,
        key: &str,
        (old, new): (
            Option<&Implementation<'_, '_>>,
            Option<&Implementation<'_, '_>>,
        ),
    ) {
        let (old, new) = (
            old.map(|one| named(key, one)),
            new.map(|one| named(key, one)),
        );
        self.found.push(rule, old.as_ref(), new.as_ref());
        let (trait_, ty) = key.split_once(" for ").unwrap_or((key, ""));
        if let Some(change) = self.found.changes.last_mut() {
            change.path = match self.found.module {
                module if self.is_own && !module.is_empty() => format!("{module}::{ty}: {trait_}"),
                _ => format!("{ty}: {trait_}"),
            };
        }
    }
}

/// Whether `impl X<u8>: Clone` became `impl X: Clone`, which is for all parameters.
fn is_wider_now(key: &str, after: &BTreeMap<String, Implementation<'_, '_>>) -> bool {
    let (trait_, ty) = key.split_once(" for ").unwrap_or((key, ""));
    let name = ty.split('<').next().unwrap_or(ty);
    let wide = format!("{trait_} for {name}");
    wide != key && after.contains_key(&wide)
}

/// Whether an old `impl` for some parameters became an `impl` for all parameters.
fn is_same(old: &str, new: &str) -> bool {
    let behind = old.strip_prefix(new);
    behind.is_some_and(|behind| behind.starts_with('<'))
}

/// Lists each implemented trait, as `Clone for User`.
fn all<'e, 'a>(entries: &'e [Entry<'a>]) -> BTreeMap<String, Implementation<'e, 'a>> {
    let mut found = BTreeMap::new();
    for entry in entries {
        let (generics, text) = Generics::around(entry.text);
        let text = text.trim_start();
        if split_once(text, " for ").is_some() {
            let one = Implementation { entry, generics };
            found.insert(text.to_owned(), one);
            continue;
        }
        let (ty, traits) = split_once(text, ": ").unwrap_or((text, ""));
        let traits = split(traits, ", ");
        if traits.is_empty() {
            let one = Implementation { entry, generics };
            found.insert(entry.text.to_owned(), one);
            continue;
        }
        for trait_ in traits {
            let one = Implementation {
                entry,
                generics: Generics::default(),
            };
            found.insert(format!("{trait_} for {ty}"), one);
        }
    }
    found
}

/// Returns a line for a single trait.
fn named<'s>(key: &'s str, one: &'s Implementation<'_, '_>) -> Entry<'s> {
    Entry {
        kind: "impl",
        text: key,
        conditions: one.entry.conditions.clone(),
        ..Entry::default()
    }
}
