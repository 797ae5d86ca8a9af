//! Widens types to what examples show.
//!
//! In: the model with the examples of the documents. Out: the same model, in which received types keep unknown properties if an
//! example has some, or if they are alternatives without a tag. Properties that an example lacks become optional. Sent types and
//! strict APIs are not changed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::policies::Policies;
use crate::input::Policy;
use crate::model::{Arm, Model, Presence, Selector, Shape, Success, Ty, TypeId};

/// What the examples show.
#[derive(Debug, Default)]
struct Shown {
    /// Types with properties that their schema does not name.
    wider: BTreeSet<TypeId>,
    /// Properties that are required but absent in an example.
    absent: BTreeSet<(TypeId, String)>,
}

/// Widens types to what servers actually send.
pub(super) fn widen(model: &mut Model, policies: Policies<'_>) {
    let mut shown = Shown::default();
    let received = received(model, policies);
    let sent = super::split::sent(model);
    for id in &received {
        let Some(def) = model.ty(*id) else { continue };
        for example in &def.examples {
            if let Ok(value) = serde_json::from_str::<Value>(&example.text) {
                compare(model, &value, &Ty::Named(*id), &mut shown);
            }
        }
        if let Shape::Union { selector, arms } = &def.shape {
            let by_fit = |arm: &Arm| *selector == Selector::Fit || arm.tags.is_empty();
            let arms = arms.iter().filter(|arm| by_fit(arm));
            shown.wider.extend(arms.filter_map(|arm| match arm.ty {
                Ty::Named(id) => Some(id),
                _ => None,
            }));
        }
    }
    for id in received.difference(&sent) {
        let Some(def) = model.ty_mut(*id) else {
            continue;
        };
        let Shape::Struct { fields, extra } = &mut def.shape else {
            continue;
        };
        if shown.wider.contains(id) {
            extra.get_or_insert(Ty::Json);
        }
        for field in fields {
            if field.presence.is_required() && shown.absent.contains(&(*id, field.wire.clone())) {
                field.presence = Presence::Optional;
            }
        }
    }
}

/// The types that lenient APIs receive, directly or as parts of others.
fn received(model: &Model, policies: Policies<'_>) -> BTreeSet<TypeId> {
    let mut open = Vec::new();
    for operation in &model.operations {
        if !policies.is(operation.group, Policy::Lenient) {
            continue;
        }
        if let Success::Json(ty) | Success::OptionalJson(ty) = &operation.success {
            open.extend(ty.named());
        }
        open.extend(operation.failures.iter().filter_map(|(_, ty)| ty.named()));
    }
    model.reached(open)
}

/// Records what an example shows about a type and its parts.
fn compare(model: &Model, value: &Value, ty: &Ty, shown: &mut Shown) {
    match (ty, value) {
        (Ty::List(inner), Value::Array(items)) => {
            for item in items {
                compare(model, item, inner, shown);
            }
        }
        (Ty::Map(inner), Value::Object(members)) => {
            for item in members.values() {
                compare(model, item, inner, shown);
            }
        }
        (Ty::Nullable(inner), value) => compare(model, value, inner, shown),
        (Ty::Named(id), value) => match (model.ty(*id).map(|def| &def.shape), value) {
            (Some(Shape::Alias(ty)), value) => compare(model, value, ty, shown),
            (Some(Shape::Struct { fields, .. }), Value::Object(members)) => {
                for (name, value) in members {
                    match fields.iter().find(|field| field.wire == *name) {
                        Some(field) => compare(model, value, &field.ty, shown),
                        None => drop(shown.wider.insert(*id)),
                    }
                }
                for field in fields {
                    let lacks = match members.get(&field.wire) {
                        None => true,
                        Some(value) => value.is_null() && field.presence == Presence::Required,
                    };
                    if lacks {
                        shown.absent.insert((*id, field.wire.clone()));
                    }
                }
            }
            _ => {}
        },
        _ => {}
    }
}
