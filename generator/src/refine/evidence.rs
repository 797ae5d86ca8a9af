//! Changes the types of responses, so that they accept the examples of the documents.
//!
//! In: the model with the examples of the documents. Out: the same model, in which some types of responses are wider.
//! If an example contains unknown properties, its type keeps unknown properties. So does the type of an alternative
//! without a tag. A property that an example lacks becomes optional. Types of requests and types of strict APIs are not
//! changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::policies::Policies;
use crate::input::Policy;
use crate::model::{Arm, Field, Model, Presence, Selector, Shape, Ty, TypeId};

/// What the examples of responses contain.
#[derive(Debug, Default)]
struct Shown<'a> {
    /// Types with an example that contains unknown properties.
    wider: BTreeSet<TypeId>,
    /// How many examples each type has.
    objects: BTreeMap<TypeId, usize>,
    /// How many examples contain each property. The key is the type and the position of the property.
    present: BTreeMap<(TypeId, usize), usize>,
    /// The position of each property. The keys are the type and the name of the property.
    positions: BTreeMap<TypeId, BTreeMap<&'a str, usize>>,
}

impl<'a> Shown<'a> {
    /// Counts the properties of an example. Calls `part` for each known property.
    fn object(
        &mut self,
        id: TypeId,
        fields: &'a [Field],
        members: &Map<String, Value>,
        mut part: impl FnMut(&mut Self, &'a Field, &Value),
    ) {
        *self.objects.entry(id).or_default() += 1;
        self.positions.entry(id).or_insert_with(|| {
            let names = fields.iter().enumerate();
            names
                .map(|(index, field)| (field.wire.as_str(), index))
                .collect()
        });
        for (name, value) in members {
            let positions = self.positions.get(&id);
            let index = positions.and_then(|positions| positions.get(name.as_str()).copied());
            let Some((index, field)) = index.and_then(|index| Some((index, fields.get(index)?)))
            else {
                self.wider.insert(id);
                continue;
            };
            if !(value.is_null() && field.presence == Presence::Required) {
                *self.present.entry((id, index)).or_default() += 1;
            }
            part(self, field, value);
        }
    }

    /// Whether at least one example lacks the property.
    fn is_absent(&self, id: TypeId, index: usize) -> bool {
        let objects = self.objects.get(&id).copied().unwrap_or(0);
        self.present.get(&(id, index)).copied().unwrap_or(0) < objects
    }
}

/// Changes the types of responses, so that they accept the examples of the documents.
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
    let absent = absent(model, &shown);
    let wider = shown.wider;
    for id in received.difference(&sent) {
        let Some(def) = model.ty_mut(*id) else {
            continue;
        };
        let Shape::Struct { fields, extra } = &mut def.shape else {
            continue;
        };
        if wider.contains(id) {
            extra.get_or_insert(Ty::Json);
        }
        for (index, field) in fields.iter_mut().enumerate() {
            if absent.contains(&(*id, index)) {
                field.presence = Presence::Optional;
            }
        }
    }
}

/// Returns each required property that an example lacks: its type and its position.
fn absent(model: &Model, shown: &Shown<'_>) -> BTreeSet<(TypeId, usize)> {
    let mut absent = BTreeSet::new();
    for id in shown.objects.keys() {
        let fields = model.fields(*id).unwrap_or_default().iter().enumerate();
        let required = fields.filter(|(_, field)| field.presence.is_required());
        let lacking = required.filter(|(index, _)| shown.is_absent(*id, *index));
        absent.extend(lacking.map(|(index, _)| (*id, index)));
    }
    absent
}

/// Returns all types in responses of lenient APIs, including nested types.
fn received(model: &Model, policies: Policies<'_>) -> BTreeSet<TypeId> {
    let mut open = Vec::new();
    for operation in &model.operations {
        if !policies.is(operation.group, Policy::Lenient) {
            continue;
        }
        open.extend(operation.results().filter_map(Ty::named));
        open.extend(operation.failures.iter().filter_map(|(_, ty)| ty.named()));
    }
    model.reached(open)
}

/// Counts a value as an example of a type. Values inside of it are counted as examples of their types.
fn compare<'a>(model: &'a Model, value: &Value, ty: &Ty, shown: &mut Shown<'a>) {
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
                shown.object(*id, fields, members, |shown, field, value| {
                    compare(model, value, &field.ty, shown);
                });
            }
            _ => {}
        },
        _ => {}
    }
}
