//! Reads and compares generic parameters and their bounds.

use std::collections::{BTreeMap, BTreeSet};

use super::pieces::{group, split, split_once, words};
use super::rule::Rule;

/// The generic parameters and the `where` clause of an item.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Generics<'a> {
    /// The type parameters and constants: the name, and whether the parameter has a default.
    pub(super) parameters: Vec<(&'a str, bool)>,
    /// The bounds of each type, such as `Clone` for `T`.
    pub(super) bounds: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Generics<'a> {
    /// Reads the text between `<` and `>`, and the text after `where`.
    pub(super) fn read(parameters: &'a str, predicates: &'a str) -> Self {
        let mut found = Self::default();
        for parameter in split(parameters, ", ") {
            let (declared, default) = match split_once(parameter, " = ") {
                Some((declared, _)) => (declared, true),
                None => (parameter, false),
            };
            let name = declared.strip_prefix("const ").unwrap_or(declared);
            let name = split_once(name, ": ").map_or(name, |(name, _)| name);
            if !name.starts_with('\'') {
                found.parameters.push((name, default));
            }
            found.add(declared);
        }
        for predicate in split(predicates, ", ") {
            found.add(predicate);
        }
        found
    }

    /// Reads the parameters at the start of a text, and the `where` clause at its end. Returns the text in between.
    pub(super) fn around(text: &'a str) -> (Self, &'a str) {
        let (parameters, text) = group(text, "<", ">").unwrap_or(("", text));
        let (text, predicates) = split_once(text, " where ").unwrap_or((text, ""));
        (Self::read(parameters, predicates), text)
    }

    /// Adds the bounds of `T: Clone + Send`.
    fn add(&mut self, predicate: &'a str) {
        let Some((ty, bounds)) = split_once(predicate, ": ") else {
            return;
        };
        let bounds = split(bounds, " + ").into_iter();
        self.bounds.entry(ty).or_default().extend(bounds);
    }

    /// Returns the rule for bounds that differ.
    pub(super) fn compare_bounds(&self, new: &Self) -> Option<Rule> {
        if self.bounds == new.bounds {
            return None;
        }
        let is_within = |less: &Self, more: &Self| {
            less.bounds.iter().all(|(ty, bounds)| {
                let others = more.bounds.get(ty);
                is_relaxed(bounds) || others.is_some_and(|others| bounds.is_subset(others))
            })
        };
        // `?Sized` loosens a parameter, although it is written as a bound.
        let relaxed = |generics: &Self| {
            let all = generics.bounds.iter().filter(|(_, all)| is_relaxed(all));
            all.map(|(ty, _)| *ty).collect::<BTreeSet<&str>>()
        };
        let stays_relaxed = relaxed(self).is_subset(&relaxed(new));
        if is_within(new, self) && stays_relaxed {
            Some(Rule::GenericBoundsLoosen)
        } else {
            Some(Rule::GenericBoundsTighten)
        }
    }

    /// Returns the rule for lists of parameters that differ. The names of parameters do not matter.
    pub(super) fn compare_parameters(&self, new: &Self) -> Option<Parameters> {
        let (old, new) = (&self.parameters, &new.parameters);
        if new.len() == old.len() {
            let same = old.iter().zip(new).all(|(old, new)| new.1 || !old.1);
            return (!same).then_some(Parameters::Different);
        }
        let added = new.get(old.len()..)?;
        if !added.is_empty() && added.iter().all(|(_, default)| *default) {
            Some(Parameters::WithDefault)
        } else {
            Some(Parameters::Different)
        }
    }
}

/// How a list of generic parameters differs from its old list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Parameters {
    /// All new parameters have defaults.
    WithDefault,
    Different,
}

fn is_relaxed(bounds: &BTreeSet<&str>) -> bool {
    bounds.iter().all(|bound| bound.starts_with('?'))
}

/// Replaces the names of generic parameters by their positions, so that renaming a parameter changes nothing.
pub(super) fn numbered(text: &str, parameters: &str) -> String {
    let names: Vec<&str> = split(parameters, ", ")
        .into_iter()
        .map(|parameter| {
            let parameter = parameter.strip_prefix("const ").unwrap_or(parameter);
            let end = parameter.find([':', ' ', '=']);
            parameter
                .get(..end.unwrap_or(parameter.len()))
                .unwrap_or(parameter)
        })
        .collect();
    let mut out = String::with_capacity(text.len());
    words(text, |part, is_word| {
        match names.iter().position(|name| is_word && *name == part) {
            Some(index) => {
                out.push_str(if part.starts_with('\'') { "'p" } else { "P" });
                out.push_str(&index.to_string());
            }
            None => out.push_str(part),
        }
    });
    out
}
