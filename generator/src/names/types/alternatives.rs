//! Words for the alternatives of a union that the document gives no title.
//!
//! In: a union. Out: a word for each of its types, by what distinguishes it from the others: the value of the tag, a
//! constant, what kind of value it is, or a field that only it has. `None` where nothing does.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Arm, Field, Model, Shape, Ty, TypeDef, VariantValue};

use super::super::idents::{pascal, variant};

/// A way to find a word for an alternative of a union.
type Rule = fn(&Union<'_>, &Arm) -> Option<String>;

/// The ways, the best first.
const RULES: &[Rule] = &[
    |_, arm| arm.tags.first().and_then(|tag| variant(tag)),
    |union, arm| constant(union.model, arm),
    |union, arm| kind(union.model, arm),
    |union, arm| own_field(union, arm, true),
    |union, arm| own_field(union, arm, false),
    |union, arm| first_value(union.model, arm),
];

/// A union and the types that have a field, by its wire name.
struct Union<'a> {
    model: &'a Model,
    owners: BTreeMap<&'a str, BTreeSet<&'a Ty>>,
}

/// The word of each alternative of a union.
pub(super) fn words(model: &Model, arms: &[Arm]) -> Vec<Option<String>> {
    let mut owners: BTreeMap<&str, BTreeSet<&Ty>> = BTreeMap::new();
    for arm in arms {
        for field in fields(model, arm).unwrap_or_default() {
            owners.entry(&field.wire).or_default().insert(&arm.ty);
        }
    }
    let union = Union { model, owners };
    let mut words = vec![None; arms.len()];
    for rule in RULES {
        if words.iter().all(Option::is_some) {
            break;
        }
        let found: Vec<Option<String>> = arms.iter().map(|arm| rule(&union, arm)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in found.iter().flatten() {
            *counts.entry(word).or_default() += 1;
        }
        let is_unique = |word: &&String| counts.get(word.as_str()) == Some(&1);
        for (word, found) in words.iter_mut().zip(&found) {
            if word.is_none() {
                *word = found.as_ref().filter(is_unique).cloned();
            }
        }
    }
    words
}

fn def<'a>(model: &'a Model, arm: &Arm) -> Option<&'a TypeDef> {
    model.ty(arm.ty.named()?)
}

fn fields<'a>(model: &'a Model, arm: &Arm) -> Option<&'a [Field]> {
    match arm.ty {
        Ty::Named(id) => model.fields(id),
        _ => None,
    }
}

/// The one value that the alternative, or a field of it, can have.
fn constant(model: &Model, arm: &Arm) -> Option<String> {
    match &def(model, arm)?.shape {
        Shape::Enum { .. } => only_value(model, &arm.ty),
        Shape::Struct { fields, .. } => {
            let mut constants = fields
                .iter()
                .filter(|field| field.presence.is_required())
                .filter_map(|field| only_value(model, &field.ty));
            constants.next()
        }
        Shape::Union { .. } | Shape::Alias(_) => None,
    }
}

fn only_value(model: &Model, ty: &Ty) -> Option<String> {
    let Ty::Named(id) = ty else { return None };
    match &model.ty(*id)?.shape {
        Shape::Enum { variants } => match variants.as_slice() {
            [only] => named_value(&only.value),
            _ => None,
        },
        _ => None,
    }
}

fn named_value(value: &VariantValue) -> Option<String> {
    match value {
        VariantValue::Text(text) => variant(text),
        VariantValue::Int(_) | VariantValue::Number(_) | VariantValue::Bool(_) => None,
    }
}

/// What kind of value it is.
fn kind(model: &Model, arm: &Arm) -> Option<String> {
    let word = match &arm.ty {
        Ty::List(_) => "List",
        Ty::Map(_) => "Map",
        Ty::Named(id) => match &model.ty(*id)?.shape {
            Shape::Struct { .. } => "Object",
            Shape::Enum { .. } => "Value",
            Shape::Union { .. } => "Choice",
            Shape::Alias(_) => return None,
        },
        _ => return None,
    };
    Some(word.to_owned())
}

/// A field that no other alternative has: `WithIban`.
fn own_field(union: &Union<'_>, arm: &Arm, required: bool) -> Option<String> {
    let own = fields(union.model, arm)?;
    let is_own = |field: &&Field| {
        let owners = union.owners.get(field.wire.as_str());
        field.presence.is_required() == required && owners.is_some_and(|owners| owners.len() == 1)
    };
    let mut found = own.iter().filter(is_own);
    let word = found.find_map(|field| pascal(field.name.as_ref().unwrap_or(&field.wire)))?;
    Some(format!("With{word}"))
}

/// The first of its values.
fn first_value(model: &Model, arm: &Arm) -> Option<String> {
    match &def(model, arm)?.shape {
        Shape::Enum { variants } => variants.first().and_then(|first| named_value(&first.value)),
        _ => None,
    }
}
