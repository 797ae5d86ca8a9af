//! Compares an item with its fields, variants, methods and traits.

use std::collections::BTreeMap;

use super::change::Found;
use super::entry::Entry;
use super::generics::{Generics, Parameters};
use super::listing::Group;
use super::members;
use super::parsed::Parsed;
use super::rule::Rule;
use super::{conditions, implementations};

/// Reports a whole item that was added or removed.
pub(super) fn whole(group: &Group<'_>, is_new: bool, found: &mut Found<'_>) {
    let parsed = Parsed::read(group);
    let rule = if is_new {
        Rule::ItemNew
    } else {
        Rule::ItemRemove
    };
    let sides = |entry| {
        if is_new {
            (None, Some(entry))
        } else {
            (Some(entry), None)
        }
    };
    match parsed.heads.as_slice() {
        [] => {
            let empty = Parsed::read(&Group::default());
            let (old, new) = if is_new {
                (&empty, &parsed)
            } else {
                (&parsed, &empty)
            };
            members::compare(old, new, found);
            implementations::compare(old, new, found);
        }
        [only] => found.push_whole(rule, sides(only), group.lines.len() - 1),
        several => {
            for head in several {
                let (old, new) = sides(head);
                found.push(rule, old, new);
            }
        }
    }
}

/// Reports the differences of an item.
pub(super) fn compare(old: &Group<'_>, new: &Group<'_>, found: &mut Found<'_>) {
    let (old, new) = (Parsed::read(old), Parsed::read(new));
    if !heads(&old.heads, &new.heads, found) {
        return;
    }
    members::compare(&old, &new, found);
    implementations::compare(&old, &new, found);
}

/// Compares the lines of the item itself. Returns `false` if the item is of another kind, so that its parts cannot be compared.
fn heads(old: &[Entry<'_>], new: &[Entry<'_>], found: &mut Found<'_>) -> bool {
    let by_key = |entries: &[Entry<'_>]| -> Vec<(String, String)> {
        let keys = entries.iter().map(Entry::key);
        keys.map(|(kind, name)| (kind.to_owned(), name.to_owned()))
            .collect()
    };
    let (old_keys, new_keys) = (by_key(old), by_key(new));
    let mut after: BTreeMap<&(String, String), &Entry<'_>> = new_keys.iter().zip(new).collect();
    let mut gone = Vec::new();
    for (key, old) in old_keys.iter().zip(old) {
        match after.remove(key) {
            Some(new) => head(old, new, found),
            None => gone.push(old),
        }
    }
    let mut came: Vec<&Entry<'_>> = after.into_values().collect();
    let mut is_same_kind = true;
    for old in gone {
        let new = came.pop();
        is_same_kind &= new.is_none();
        let rule = if new.is_some() {
            Rule::ItemKind
        } else {
            Rule::ItemRemove
        };
        found.push(rule, Some(old), new);
    }
    for new in came {
        found.push(Rule::ItemNew, None, Some(new));
    }
    is_same_kind
}

fn head(old: &Entry<'_>, new: &Entry<'_>, found: &mut Found<'_>) {
    if old == new {
        return;
    }
    let mut push = |rule| found.push(rule, Some(old), Some(new));
    if let Some(rule) = conditions::compare(&old.conditions, &new.conditions) {
        push(rule);
    }
    let is_closed = |entry: &Entry<'_>| entry.has("private fields");
    match (old.has("non-exhaustive"), new.has("non-exhaustive")) {
        // Private fields prevent literals and exhaustive patterns too.
        (false, true) if !is_closed(old) => push(Rule::NonExhaustiveAdd),
        (true, false) if !is_closed(new) => push(Rule::NonExhaustiveRemove),
        (false, false) if is_closed(new) && !is_closed(old) => push(Rule::StructAddPrivateField),
        _ => {}
    }
    if let Some(rule) = old.deprecation(new) {
        push(rule);
    }
    if (old.kind, old.text) == (new.kind, new.text) {
        return;
    }
    match new.kind {
        "const" | "static" => push(Rule::ConstType),
        "type" => push(Rule::AliasType),
        // The target of a re-export is another item with the same name.
        "use" => push(Rule::ItemKind),
        "" | "macro" => {}
        _ if new.is_function() => {
            for rule in super::functions::compare(old, new) {
                push(rule);
            }
        }
        kind => generics(old, new, kind == "trait", &mut push),
    }
}

/// Compares the parameters and bounds of a type or a trait.
fn generics(old: &Entry<'_>, new: &Entry<'_>, is_trait: bool, push: &mut impl FnMut(Rule)) {
    let (before, old_rest) = Generics::around(old.rest);
    let (after, new_rest) = Generics::around(new.rest);
    match (before.compare_parameters(&after), is_trait) {
        (None, _) => {}
        (Some(Parameters::WithDefault), true) => return push(Rule::TraitNewParameterDefault),
        (Some(Parameters::WithDefault), false) => return push(Rule::GenericNewDefault),
        (Some(Parameters::Different), true) => return push(Rule::TraitNewParameter),
        (Some(Parameters::Different), false) => return push(Rule::GenericParameter),
    }
    if let Some(rule) = before.compare_bounds(&after) {
        push(rule);
    }
    let supertraits = |rest: &str| -> Vec<String> {
        let bounds = rest.strip_prefix(": ").unwrap_or_default();
        let bounds = super::pieces::split(bounds, " + ").into_iter();
        bounds.map(str::to_owned).collect()
    };
    let (before, after) = (supertraits(old_rest), supertraits(new_rest));
    if before.iter().any(|bound| !after.contains(bound)) {
        push(Rule::TraitSupertraitRemove);
    }
    if after.iter().any(|bound| !before.contains(bound)) {
        push(Rule::TraitSupertraitAdd);
    }
}
