//! Splits types with `readOnly` or `writeOnly` properties.
//!
//! In: the model with one type for each schema. Out: the same model, in which types of requests have no read-only
//! fields, and types of responses have no write-only fields. If a type is used for both and has such a field, it is
//! split into two types. This pass runs before `unify`, which merges the two types again if they are equal.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Access, Context, Field, Input, Model, Shape, Step, Ty, TypeId};
use crate::text::Markdown;

/// Splits each type that requests and responses contain, if it contains a read-only or write-only field. The field can
/// also be in a nested type.
pub(super) fn split(model: &mut Model) {
    let flagged = flagged(model);
    if flagged.is_empty() {
        return;
    }
    let sent = sent(model);
    let received = received(model);
    // For each split type, the new type for requests.
    let mut halves: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for id in sent
        .intersection(&received)
        .filter(|id| flagged.contains(id))
    {
        let Some(def) = model.ty(*id) else { continue };
        let mut half = def.clone();
        half.name = None;
        if !half.docs.text.is_empty() {
            half.docs.text = Markdown::fill(
                "{}\n\nThis is the form for requests, without read-only fields.",
                &[&half.docs.text],
            );
        }
        half.context = Context::within(*id, Step::Input);
        halves.insert(*id, model.add_type(half));
    }
    for id in &flagged {
        let drop = match (sent.contains(id), received.contains(id)) {
            (true, false) => Access::ReadOnly,
            _ => Access::WriteOnly,
        };
        remove(model, *id, drop);
    }
    for half in halves.values() {
        remove(model, *half, Access::ReadOnly);
    }
    // Types that only requests contain use the new types.
    for id in sent.difference(&received).chain(halves.values()) {
        if let Some(def) = model.ty_mut(*id) {
            def.shape.types_mut().for_each(|ty| redirect(ty, &halves));
        }
    }
    for operation in &mut model.operations {
        if let Some(body) = &mut operation.body {
            redirect(&mut body.ty, &halves);
        }
        for input in &mut operation.inputs {
            match input {
                Input::Argument { ty, .. } => redirect(ty, &halves),
                Input::Params { ty, .. } => *ty = halves.get(ty).copied().unwrap_or(*ty),
            }
        }
    }
}

/// Returns the types that contain a read-only or write-only field, directly or in a nested type.
fn flagged(model: &Model) -> BTreeSet<TypeId> {
    let one_way = |field: &Field| field.access != Access::Both;
    let mut flagged: BTreeSet<TypeId> = model
        .iter_types()
        .filter(|(_, def)| match &def.shape {
            Shape::Struct { fields, .. } => fields.iter().any(one_way),
            Shape::Enum { .. } | Shape::Union { .. } | Shape::Alias(_) => false,
        })
        .map(|(id, _)| id)
        .collect();
    if flagged.is_empty() {
        return flagged;
    }
    let mut users: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, _) in model.iter_types() {
        for part in model.mentioned(id) {
            users.entry(part).or_default().push(id);
        }
    }
    let mut open: Vec<TypeId> = flagged.iter().copied().collect();
    while let Some(id) = open.pop() {
        for user in users.get(&id).into_iter().flatten() {
            if flagged.insert(*user) {
                open.push(*user);
            }
        }
    }
    flagged
}

/// Returns the types that requests contain, including nested types.
pub(super) fn sent(model: &Model) -> BTreeSet<TypeId> {
    model.reached(sent_roots(model))
}

fn sent_roots(model: &Model) -> Vec<TypeId> {
    let mut roots = Vec::new();
    for operation in &model.operations {
        roots.extend(operation.body.iter().filter_map(|body| body.ty.named()));
        for input in &operation.inputs {
            match input {
                Input::Argument { ty, .. } => roots.extend(ty.named()),
                Input::Params { ty, .. } => roots.push(*ty),
            }
        }
    }
    roots
}

/// Returns the types that responses or webhooks contain, including nested types.
pub(super) fn received(model: &Model) -> BTreeSet<TypeId> {
    model.reached(received_roots(model))
}

fn received_roots(model: &Model) -> Vec<TypeId> {
    let mut roots = model.roots.clone();
    for operation in &model.operations {
        roots.extend(operation.results().filter_map(Ty::named));
        roots.extend(operation.failures.iter().filter_map(|(_, ty)| ty.named()));
    }
    roots
}

/// Removes all fields with this access from a struct.
fn remove(model: &mut Model, id: TypeId, access: Access) {
    if let Some(def) = model.ty_mut(id)
        && let Shape::Struct { fields, .. } = &mut def.shape
    {
        fields.retain(|field| field.access != access);
    }
}

fn redirect(ty: &mut Ty, halves: &BTreeMap<TypeId, TypeId>) {
    match ty {
        Ty::Named(id) => *id = halves.get(id).copied().unwrap_or(*id),
        Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => redirect(inner, halves),
        _ => {}
    }
}
