//! Compares the fields, variants and methods of an item.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::change::Found;
use super::conditions;
use super::entry::Entry;
use super::functions::{self, Signature, normal};
use super::generics::Generics;
use super::parsed::Parsed;
use super::pieces::{group, split};
use super::rule::Rule;

/// Reports the differences of the fields, variants and methods of an item.
pub(super) fn compare(old: &Parsed<'_>, new: &Parsed<'_>, found: &mut Found<'_>) {
    let owner = Owner::of(old);
    let mut after: BTreeMap<_, VecDeque<&Entry<'_>>> = BTreeMap::new();
    for entry in &new.members {
        after.entry(entry.key()).or_default().push_back(entry);
    }
    for before in &old.members {
        match after.get_mut(&before.key()).and_then(VecDeque::pop_front) {
            Some(new) if before == new => {}
            Some(new) => {
                for rule in owner.changed(before, new) {
                    found.push(rule, Some(before), Some(new));
                }
            }
            None => found.push(Rule::ItemRemove, Some(before), None),
        }
    }
    for entry in after.into_values().flatten() {
        found.push(owner.added(entry), None, Some(entry));
    }
    if let (Some(trait_), Owner::Trait { .. }) = (new.ty(), &owner)
        && is_object_safe(old)
        && !is_object_safe(new)
    {
        found.push(Rule::TraitObjectSafety, old.ty(), Some(trait_));
    }
}

/// The item that contains the fields, variants or methods, as it was before the change.
enum Owner {
    /// A trait. Only the crate itself can implement a sealed trait.
    Trait { is_sealed: bool },
    /// A struct or an enum.
    Type {
        /// Whether users can write all fields, or match all variants.
        is_exhaustive: bool,
    },
    /// The type is in another module.
    Unknown,
}

impl Owner {
    fn of(old: &Parsed<'_>) -> Self {
        let Some(ty) = old.ty() else {
            return Self::Unknown;
        };
        if ty.kind == "trait" {
            let (_, bounds) = Generics::around(ty.rest);
            let bounds = split(bounds.trim_start_matches(": "), " + ");
            let is_sealed = |bound: &&str| bound.rsplit("::").next() == Some("Sealed");
            return Self::Trait {
                is_sealed: bounds.iter().any(is_sealed),
            };
        }
        Self::Type {
            is_exhaustive: !ty.has("non-exhaustive") && !ty.has("private fields"),
        }
    }

    fn added(&self, new: &Entry<'_>) -> Rule {
        match (self, new.kind) {
            (Self::Trait { is_sealed: true }, _) => Rule::TraitNewItemSealed,
            (Self::Trait { .. }, _) if new.has("provided") => Rule::TraitNewDefaultItem,
            (Self::Trait { .. }, _) => Rule::TraitNewItemNoDefault,
            (Self::Type { is_exhaustive }, "field") if *is_exhaustive => Rule::StructAddPublicField,
            (_, "field") => Rule::StructFieldNew,
            (Self::Type { is_exhaustive }, "variant") if *is_exhaustive => Rule::EnumVariantNew,
            (_, "variant") => Rule::EnumVariantNewNonExhaustive,
            _ => Rule::ImplItemNew,
        }
    }

    fn changed(&self, old: &Entry<'_>, new: &Entry<'_>) -> BTreeSet<Rule> {
        let mut rules = BTreeSet::new();
        rules.extend(conditions::compare(&old.conditions, &new.conditions));
        rules.extend(old.deprecation(new));
        match (old.has("non-exhaustive"), new.has("non-exhaustive")) {
            (false, true) => drop(rules.insert(Rule::NonExhaustiveAdd)),
            (true, false) => drop(rules.insert(Rule::NonExhaustiveRemove)),
            _ => {}
        }
        if let Self::Trait { is_sealed } = self {
            match (old.has("provided"), new.has("provided")) {
                (true, false) if !is_sealed => drop(rules.insert(Rule::TraitItemDefaultRemove)),
                (false, true) => drop(rules.insert(Rule::TraitItemDefaultNew)),
                _ => {}
            }
            let own = if new.is_function() {
                functions::compare(old, new)
            } else if old.text == new.text {
                BTreeSet::new()
            } else {
                BTreeSet::from([Rule::TraitItemSignature])
            };
            let names_only = own.iter().all(|rule| *rule == Rule::FnArgumentName);
            if names_only {
                rules.extend(own);
            } else {
                rules.insert(Rule::TraitItemSignature);
            }
            return rules;
        }
        match new.kind {
            _ if new.is_function() => rules.extend(functions::compare(old, new)),
            _ if old.text == new.text => {}
            "field" => drop(rules.insert(Rule::FieldType)),
            "variant" => drop(rules.insert(variant(old, new))),
            _ => drop(rules.insert(Rule::ConstType)),
        }
        rules
    }
}

/// Returns the rule for a variant with other fields.
fn variant(old: &Entry<'_>, new: &Entry<'_>) -> Rule {
    let fields = |entry: &Entry<'_>| -> Option<BTreeSet<String>> {
        let (fields, _) = group(entry.rest.trim_start(), "{", "}")?;
        let fields = split(fields.trim(), ", ").into_iter();
        Some(fields.map(str::to_owned).collect())
    };
    let keeps_all = match (fields(old), fields(new)) {
        (Some(old), Some(new)) => old.is_subset(&new),
        _ => false,
    };
    if keeps_all && old.has("non-exhaustive") && new.has("non-exhaustive") {
        Rule::EnumFieldsNonExhaustive
    } else {
        Rule::EnumFields
    }
}

/// Whether a trait can be used as `dyn`, as far as its items show.
fn is_object_safe(trait_: &Parsed<'_>) -> bool {
    let bounds = trait_.ty().map(|ty| Generics::around(ty.rest).1);
    let bounds = bounds.unwrap_or_default().trim_start_matches(": ");
    let needs_sized = split(bounds, " + ").contains(&"Sized");
    !needs_sized
        && trait_.members.iter().all(|member| match member.kind {
            "const" => false,
            "type" => !member.rest.starts_with('<'),
            kind => Signature::read(&normal(member)).is_dispatchable(kind == "async fn"),
        })
}
