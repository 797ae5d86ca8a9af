//! Gives the tag field of a struct a fixed value, so that users need not set it.
//!
//! In: the model. Out: the same model. If only one tag value selects a struct, its tag field gets this value. Such a
//! field is sent automatically, and the constructor has no argument for it. If two unions have different tag values for
//! the struct, the field is not changed.

use std::collections::BTreeMap;

use crate::model::{
    Access, Arm, Field, FixedValue, IntKind, Model, Selector, Shape, Ty, TypeId, VariantValue,
};

pub(super) fn fix(model: &mut Model) {
    split(model);
    // The tag value of each struct and tag property. `None` if several values select the struct.
    let mut values: BTreeMap<(TypeId, &str), Option<&str>> = BTreeMap::new();
    for (_, def) in model.iter_types() {
        let Shape::Union {
            selector: Selector::Property(tag),
            arms,
        } = &def.shape
        else {
            continue;
        };
        for arm in arms {
            let Some(id) = structure(model, &arm.ty) else {
                continue;
            };
            let value = match arm.tags.as_slice() {
                [value] if !arm.assumed => Some(value.as_str()),
                _ => None,
            };
            let known = values.entry((id, tag)).or_insert(value);
            *known = known.filter(|known| Some(*known) == value);
        }
    }
    let mut fixed = Vec::new();
    for ((id, tag), value) in values {
        let fields = model.fields(id).unwrap_or_default();
        let index = fields.iter().position(|field| field.wire == tag);
        let Some((index, field)) = index.and_then(|index| Some((index, fields.get(index)?))) else {
            continue;
        };
        fixed.extend(value.and_then(|value| Some((id, index, fixed_value(model, field, value)?))));
    }
    for (id, index, (value, ty)) in fixed {
        if let Some(def) = model.ty_mut(id)
            && let Shape::Struct { fields, .. } = &mut def.shape
            && let Some(field) = fields.get_mut(index)
        {
            field.fixed = Some(value);
            field.ty = ty;
            field.presence = crate::model::Presence::Optional;
        }
    }
}

/// Splits an alternative that several tag values select, if its struct has no field for the tag. Each value gets its
/// own alternative. Otherwise, a decoded value would not contain its tag.
fn split(model: &mut Model) {
    let mut changed = Vec::new();
    for (id, def) in model.iter_types() {
        let Shape::Union {
            selector: Selector::Property(tag),
            arms,
        } = &def.shape
        else {
            continue;
        };
        let lacks = |arm: &Arm| {
            let fields = structure(model, &arm.ty).and_then(|id| model.fields(id));
            fields.is_some_and(|fields| fields.iter().all(|field| field.wire != *tag))
        };
        if arms.iter().any(|arm| arm.tags.len() > 1 && lacks(arm)) {
            let each = |arm: &Arm| match arm.tags.as_slice() {
                [_, _, ..] if lacks(arm) => (arm.tags.iter())
                    .map(|tag| Arm {
                        tags: vec![tag.clone()],
                        name: None,
                        ..arm.clone()
                    })
                    .collect(),
                _ => vec![arm.clone()],
            };
            changed.push((id, arms.iter().flat_map(each).collect::<Vec<Arm>>()));
        }
    }
    for (id, split) in changed {
        if let Some(def) = model.ty_mut(id)
            && let Shape::Union { arms, .. } = &mut def.shape
        {
            *arms = split;
        }
    }
}

/// Returns the id of a named struct. `None` for other types.
fn structure(model: &Model, ty: &Ty) -> Option<TypeId> {
    let Ty::Named(id) = ty else { return None };
    match &model.ty(*id)?.shape {
        Shape::Struct { .. } => Some(*id),
        Shape::Enum { .. } | Shape::Union { .. } | Shape::Alias(_) => None,
    }
}

/// Converts a tag value to the fixed value of a field. Also returns the type of the value. Returns `None` if the field
/// cannot have this value.
fn fixed_value(model: &Model, field: &Field, value: &str) -> Option<(FixedValue, Ty)> {
    if field.access != Access::Both || field.location.is_some() {
        return None;
    }
    let text = || Some((FixedValue::Text(value.to_owned()), Ty::Str));
    let integer = || Some((FixedValue::Int(value.parse().ok()?), Ty::Int(IntKind::I64)));
    match &field.ty {
        Ty::Str | Ty::Id(_) => text(),
        Ty::Int(_) => integer(),
        Ty::Bool => Some((FixedValue::Bool(value.parse().ok()?), Ty::Bool)),
        Ty::Named(id) => match &model.ty(*id)?.shape {
            Shape::Enum { variants } => {
                let mut known = variants.iter().map(|variant| &variant.value);
                match known.find(|known| known.text() == value) {
                    Some(VariantValue::Int(_)) => integer(),
                    Some(VariantValue::Bool(known)) => Some((FixedValue::Bool(*known), Ty::Bool)),
                    Some(VariantValue::Number(_)) => None,
                    Some(VariantValue::Text(_)) | None => text(),
                }
            }
            Shape::Struct { .. } | Shape::Union { .. } | Shape::Alias(_) => None,
        },
        _ => None,
    }
}
