//! Reads the `cfg` conditions of items as text for users.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// Conditions that must all hold for an item to exist.
pub(super) type Conditions = BTreeSet<String>;

const AND: &str = " and ";
const OR: &str = " or ";

/// Removes conditions that another condition implies: `a` implies `a or b`.
pub(super) fn simplified(all: &Conditions) -> Vec<String> {
    let is_implied = |condition: &String| {
        let mut alternatives = condition.split(OR);
        condition.contains(OR) && alternatives.any(|alternative| all.contains(alternative))
    };
    let kept = all.iter().filter(|condition| !is_implied(condition));
    kept.cloned().collect()
}

/// Returns the conditions in the `cfg` attributes of an item. `None` if the conditions never hold, for example `cfg(test)`.
pub(super) fn conditions(attributes: &[Attribute]) -> Option<Conditions> {
    let mut found = Conditions::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("cfg")) {
        let Ok(meta) = attribute.parse_args::<Meta>() else {
            continue;
        };
        match condition(&meta) {
            Condition::Always => {}
            Condition::Never => return None,
            Condition::If(all) => found.extend(all),
        }
    }
    Some(found)
}

enum Condition {
    Always,
    Never,
    /// The item exists if all conditions hold.
    If(Vec<String>),
}

fn condition(meta: &Meta) -> Condition {
    match meta {
        Meta::Path(path) if path.is_ident("test") => Condition::Never,
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) if pair.path.is_ident("feature") => {
                Condition::If(vec![format!("feature {:?}", text.value())])
            }
            _ => other(meta),
        },
        Meta::List(list) => {
            let Ok(inner) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            else {
                return other(meta);
            };
            let inner = inner.iter().map(condition).collect();
            if list.path.is_ident("all") {
                all(inner)
            } else if list.path.is_ident("any") {
                any(inner)
            } else if list.path.is_ident("not") {
                not(inner)
            } else {
                other(meta)
            }
        }
        Meta::Path(_) => other(meta),
    }
}

fn all(inner: Vec<Condition>) -> Condition {
    let mut found = Vec::new();
    for condition in inner {
        match condition {
            Condition::Always => {}
            Condition::Never => return Condition::Never,
            Condition::If(all) => found.extend(all),
        }
    }
    if found.is_empty() {
        Condition::Always
    } else {
        Condition::If(found)
    }
}

fn any(inner: Vec<Condition>) -> Condition {
    let mut found = Vec::new();
    for condition in inner {
        match condition {
            Condition::Always => return Condition::Always,
            Condition::Never => {}
            Condition::If(all) => found.push(all.join(AND)),
        }
    }
    if found.is_empty() {
        Condition::Never
    } else {
        Condition::If(vec![found.join(OR)])
    }
}

fn not(inner: Vec<Condition>) -> Condition {
    match all(inner) {
        Condition::Always => Condition::Never,
        Condition::Never => Condition::Always,
        Condition::If(all) => Condition::If(vec![format!("not ({})", all.join(AND))]),
    }
}

fn other(meta: &Meta) -> Condition {
    Condition::If(vec![meta.to_token_stream().to_string()])
}

/// Whether `#[doc(hidden)]` hides the item.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc")
            && matches!(&attribute.meta, Meta::List(list) if list.tokens.to_string() == "hidden")
    })
}

/// Whether an attribute with this name is present.
pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|a| a.path().is_ident(name))
}

/// Returns the sorted names of the traits that an item derives.
pub(super) fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("derive")) {
        let paths = attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        for path in paths.into_iter().flatten() {
            found.extend(path.segments.last().map(|last| last.ident.to_string()));
        }
    }
    found.into_iter().collect()
}
