//! Compares the signatures of functions.

use std::collections::BTreeSet;

use super::entry::Entry;
use super::generics::{Generics, numbered};
use super::pieces::{find, group, split, split_once};
use super::rule::Rule;

/// The parts of a signature, as in `<T>(self, name: T) -> u8 where T: Clone`.
#[derive(Clone, Debug, Default)]
pub(super) struct Signature<'a> {
    pub(super) generics: Generics<'a>,
    /// The receiver, such as `&self`. `None` for a function without `self`.
    pub(super) receiver: Option<&'a str>,
    /// The names and types of the arguments after the receiver.
    pub(super) arguments: Vec<(&'a str, &'a str)>,
    /// The result type. Empty for `()`.
    pub(super) output: &'a str,
    /// Whether the text is a signature.
    is_valid: bool,
}

/// The text of a signature, in which the names of generic parameters are replaced by positions.
pub(super) fn normal(entry: &Entry<'_>) -> String {
    match group(entry.rest, "<", ">") {
        Some((parameters, _)) => numbered(entry.rest, parameters),
        None => entry.rest.to_owned(),
    }
}

impl<'a> Signature<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let (parameters, text) = group(text, "<", ">").unwrap_or(("", text));
        let listed = group(text, "(", ")");
        let (arguments, text) = listed.unwrap_or(("", text));
        let (text, predicates) = match find(text, " where ") {
            Some(_) => split_once(text, " where ").unwrap_or((text, "")),
            None => (text, ""),
        };
        let mut found = Self {
            generics: Generics::read(parameters, predicates),
            output: text.strip_prefix(" -> ").unwrap_or_default(),
            is_valid: listed.is_some(),
            ..Self::default()
        };
        for (index, argument) in split(arguments, ", ").into_iter().enumerate() {
            match split_once(argument, ": ") {
                Some(("self", _)) | None if index == 0 => found.receiver = Some(argument),
                Some(named) => found.arguments.push(named),
                None => found.arguments.push(("", argument)),
            }
        }
        found
    }

    /// Whether the function can be called on a `dyn` value, or needs `Self: Sized`.
    pub(super) fn is_dispatchable(&self, is_async: bool) -> bool {
        let needs_sized = self.generics.bounds.get("Self");
        if needs_sized.is_some_and(|bounds| bounds.contains("Sized")) {
            return true;
        }
        let types = self
            .arguments
            .iter()
            .map(|(_, ty)| *ty)
            .chain([self.output]);
        let mut bad = types.filter(|ty| ty.contains("impl ") || mentions_self(ty));
        !is_async
            && self.receiver.is_some()
            && self.generics.parameters.is_empty()
            && bad.next().is_none()
    }
}

/// Whether a type is or contains `Self`. An associated type such as `Self::Item` does not count.
fn mentions_self(ty: &str) -> bool {
    let mut rest = ty;
    while let Some(at) = rest.find("Self") {
        let behind = rest.get(at + 4..).unwrap_or_default();
        if !behind.starts_with("::") {
            return true;
        }
        rest = behind;
    }
    false
}

/// Returns the rules for the differences of two functions.
pub(super) fn compare(old: &Entry<'_>, new: &Entry<'_>) -> BTreeSet<Rule> {
    let mut rules = BTreeSet::new();
    match (old.kind, new.kind) {
        (old, new) if old == new => {}
        ("const fn", "fn") => drop(rules.insert(Rule::FnConstRemove)),
        ("fn", "const fn") => drop(rules.insert(Rule::FnConstNew)),
        _ => drop(rules.insert(Rule::FnAsync)),
    }
    let (before, after) = (normal(old), normal(new));
    if before != after {
        let (old, new) = (Signature::read(&before), Signature::read(&after));
        if old.is_valid && new.is_valid {
            signatures(&old, &new, &mut rules);
        } else {
            rules.insert(Rule::FnArgument);
        }
    }
    rules
}

fn signatures(old: &Signature<'_>, new: &Signature<'_>, rules: &mut BTreeSet<Rule>) {
    if old.receiver != new.receiver {
        rules.insert(Rule::FnReceiver);
    }
    if old.arguments.len() == new.arguments.len() {
        for ((old_name, old_type), (new_name, new_type)) in old.arguments.iter().zip(&new.arguments)
        {
            if old_type != new_type {
                rules.insert(argument(old_type, new_type, new));
            } else if old_name != new_name {
                rules.insert(Rule::FnArgumentName);
            }
        }
    } else {
        rules.insert(Rule::FnChangeArity);
    }
    if old.output != new.output {
        rules.insert(output(old.output, new.output));
    }
    let (before, after) = (&old.generics, &new.generics);
    // Callers can name the parameters of a function, so another number of parameters breaks these calls.
    if before.parameters.len() != after.parameters.len() && !before.parameters.is_empty() {
        rules.insert(Rule::FnGeneric);
    } else if before.parameters.len() == after.parameters.len() {
        rules.extend(before.compare_bounds(after));
    } else if !rules.contains(&Rule::FnGeneralize) {
        // No argument has the new type, so callers must name it.
        rules.insert(Rule::FnGeneric);
    }
}

/// Returns the rule for an argument with another type.
fn argument(old: &str, new: &str, signature: &Signature<'_>) -> Rule {
    let bounds: BTreeSet<&str> = match new.strip_prefix("impl ") {
        Some(bounds) => split(bounds, " + ").into_iter().collect(),
        None => signature
            .generics
            .bounds
            .get(new)
            .cloned()
            .unwrap_or_default(),
    };
    if let Some(before) = old.strip_prefix("impl ") {
        let before: BTreeSet<&str> = split(before, " + ").into_iter().collect();
        let is_looser = new.starts_with("impl ") && bounds.is_subset(&before);
        return if is_looser {
            Rule::FnGeneralize
        } else {
            Rule::FnArgument
        };
    }
    let is_accepted = |bound: &str| {
        let referred = old.strip_prefix('&').unwrap_or_default();
        let accepted = [format!("Into<{old}>"), format!("AsRef<{referred}>")];
        accepted.iter().any(|one| one == bound) || (old == "&str" && bound == "Into<String>")
    };
    if !bounds.is_empty() && bounds.iter().all(|bound| is_accepted(bound)) {
        Rule::FnGeneralize
    } else {
        Rule::FnArgument
    }
}

/// Returns the rule for another result. `impl A + B` can be used everywhere that `impl A` can be used.
fn output(old: &str, new: &str) -> Rule {
    let (Some(old), Some(new)) = (old.strip_prefix("impl "), new.strip_prefix("impl ")) else {
        return Rule::FnReturn;
    };
    let new: BTreeSet<&str> = split(new, " + ").into_iter().collect();
    if split(old, " + ").iter().all(|bound| new.contains(bound)) {
        Rule::FnReturnBoundsAdd
    } else {
        Rule::FnReturn
    }
}
