//! Finds words that distinguish the alternatives of a union, if they have no title.
//!
//! In: a union. Out: a word for each alternative. Possible words are a tag, a constant, the kind of value, and a field
//! that only this alternative has. An alternative that nothing distinguishes gets `None`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Arm, Field, Model, Shape, Ty, TypeDef, VariantValue};

use super::super::idents::{pascal, variant};

/// A rule that finds a word for each alternative of a union.
type Rule = fn(&Model, &[Arm]) -> Vec<Option<String>>;

/// The rules, in order of preference.
const RULES: &[Rule] = &[
    |_, arms| each(arms, |arm| arm.tags.first().and_then(|tag| variant(tag))),
    |model, arms| each(arms, |arm| constant(model, arm)),
    |model, arms| each(arms, |arm| kind(model, arm)),
    |model, arms| own_field(model, arms, true),
    |model, arms| own_field(model, arms, false),
    |model, arms| own_type(model, arms, scalar),
    |model, arms| own_type(model, arms, list_of),
    |model, arms| each(arms, |arm| first_value(model, arm)),
];

/// Returns a word for each alternative. The first rule that finds a unique word is used.
pub(super) fn words(model: &Model, arms: &[Arm]) -> Vec<Option<String>> {
    let mut words: Vec<Option<String>> = vec![None; arms.len()];
    for rule in RULES {
        let found = rule(model, arms);
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for word in found.iter().flatten() {
            *counts.entry(word).or_default() += 1;
        }
        for (word, found) in words.iter_mut().zip(&found) {
            let unique = found.as_ref().filter(|found| counts.get(found) == Some(&1));
            *word = word.take().or_else(|| unique.cloned());
        }
    }
    words
}

fn each(arms: &[Arm], word: impl Fn(&Arm) -> Option<String>) -> Vec<Option<String>> {
    arms.iter().map(word).collect()
}

fn def<'a>(model: &'a Model, arm: &Arm) -> Option<&'a TypeDef> {
    model.ty(arm.ty.named()?)
}

/// Returns the fields of an object. For a list or a map of objects, returns the fields of these objects.
fn fields<'a>(model: &'a Model, ty: &Ty) -> &'a [Field] {
    match ty {
        Ty::Named(id) => model.fields(*id).unwrap_or_default(),
        Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => fields(model, inner),
        _ => &[],
    }
}

/// Returns the value of an enum with one value. The enum is the alternative itself, or one of its required fields.
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

/// Returns a word for the kind of an alternative, such as `List` or `Object`.
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

/// Returns a word for each alternative from a field that no other alternative has: `WithIban`.
fn own_field(model: &Model, arms: &[Arm], required: bool) -> Vec<Option<String>> {
    let mut owners: BTreeMap<&str, BTreeSet<&Ty>> = BTreeMap::new();
    for arm in arms {
        for field in fields(model, &arm.ty) {
            owners.entry(&field.wire).or_default().insert(&arm.ty);
        }
    }
    each(arms, |arm| {
        let own = fields(model, &arm.ty).iter().filter(|field| {
            let owners = owners.get(field.wire.as_str());
            field.presence.is_required() == required && owners.is_some_and(|all| all.len() == 1)
        });
        let mut words = own.filter_map(field_word);
        words.next().map(|word| format!("With{word}"))
    })
}

/// Returns a word for each alternative from a field and the kind of its type: `WithIdText`. No other alternative has a
/// field with this name and this kind.
fn own_type<Kind: AsRef<str> + Ord>(
    model: &Model,
    arms: &[Arm],
    kind: impl Fn(&Ty) -> Option<Kind>,
) -> Vec<Option<String>> {
    let mut owners: BTreeMap<(&str, Kind), BTreeSet<&Ty>> = BTreeMap::new();
    for arm in arms {
        for field in fields(model, &arm.ty) {
            if let Some(kind) = kind(&field.ty) {
                let key = (field.wire.as_str(), kind);
                owners.entry(key).or_default().insert(&arm.ty);
            }
        }
    }
    each(arms, |arm| {
        let mut words = fields(model, &arm.ty).iter().filter_map(|field| {
            let (key, owners) = owners.get_key_value(&(field.wire.as_str(), kind(&field.ty)?))?;
            let word = field_word(field)?;
            (owners.len() == 1).then(|| format!("With{word}{}", key.1.as_ref()))
        });
        words.next()
    })
}

fn field_word(field: &Field) -> Option<String> {
    pascal(field.name.as_ref().unwrap_or(&field.wire))
}

const fn scalar(ty: &Ty) -> Option<&'static str> {
    match ty {
        Ty::Bool => Some("Bool"),
        Ty::Int(_) => Some("Integer"),
        Ty::Float => Some("Number"),
        Ty::Str => Some("Text"),
        Ty::Timestamp => Some("Timestamp"),
        Ty::Date => Some("Date"),
        Ty::List(_) => Some("List"),
        Ty::Map(_) => Some("Map"),
        _ => None,
    }
}

/// Returns a word for the items of a list, such as `TextList` or `ObjectList`.
fn list_of(ty: &Ty) -> Option<String> {
    let Ty::List(item) = ty else { return None };
    let item = match &**item {
        Ty::Named(_) => "Object",
        item => scalar(item)?,
    };
    Some(format!("{item}List"))
}

/// Returns the first value of an enum alternative.
fn first_value(model: &Model, arm: &Arm) -> Option<String> {
    match &def(model, arm)?.shape {
        Shape::Enum { variants } => variants.first().and_then(|first| named_value(&first.value)),
        _ => None,
    }
}
