//! Words for the alternatives of a union that the document gives no title.
//!
//! In: a union. Out: a word for each of its types, by what distinguishes it from the others: the value of the tag, a
//! constant, what kind of value it is, or a field that only it has. `None` where nothing does.

use crate::model::{Arm, Field, Model, Shape, Ty, TypeDef, VariantValue};

use super::super::idents::{pascal, variant};

/// A way to find a word for an alternative among all of its union.
type Rule = fn(&Model, &Arm, &[Arm]) -> Option<String>;

/// The ways, the best first.
const RULES: &[Rule] = &[
    |_, arm, _| arm.tags.first().and_then(|tag| variant(tag)),
    |model, arm, _| constant(model, arm),
    kind,
    |model, arm, arms| own_field(model, arm, arms, true),
    |model, arm, arms| own_field(model, arm, arms, false),
    |model, arm, _| first_value(model, arm),
];

/// The word of the alternative at that position.
pub(super) fn word(model: &Model, arms: &[Arm], index: usize) -> Option<String> {
    let arm = arms.get(index)?;
    RULES.iter().find_map(|rule| {
        let found = rule(model, arm, arms)?;
        let others = arms.iter().enumerate().filter(|(other, _)| *other != index);
        let mut others = others.filter_map(|(_, other)| rule(model, other, arms));
        others.all(|other| other != found).then_some(found)
    })
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
fn kind(model: &Model, arm: &Arm, _: &[Arm]) -> Option<String> {
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
fn own_field(model: &Model, arm: &Arm, arms: &[Arm], required: bool) -> Option<String> {
    let own = fields(model, arm)?;
    let others: Vec<&[Field]> = arms
        .iter()
        .filter(|other| other.ty != arm.ty)
        .filter_map(|other| fields(model, other))
        .collect();
    let is_own = |field: &&Field| {
        let named = |fields: &&[Field]| fields.iter().any(|other| other.wire == field.wire);
        field.presence.is_required() == required && !others.iter().any(named)
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
