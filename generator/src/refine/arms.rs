//! Removes alternatives through which a union contains itself.
//!
//! In: the model. Out: the same model, without such alternatives. A union can contain itself directly or through other
//! unions. Such an alternative adds no values, and decoding it would never end.

use std::collections::BTreeSet;

use crate::model::{Model, Shape, Ty, TypeId};

pub(super) fn remove_circular(model: &mut Model) {
    let mut state = Walk::default();
    let ids: Vec<TypeId> = model.iter_types().map(|(id, _)| id).collect();
    for id in ids {
        state.visit(model, id);
    }
    for (id, ty) in state.circular {
        if let Some(def) = model.ty_mut(id)
            && let Shape::Union { arms, .. } = &mut def.shape
        {
            arms.retain(|arm| arm.ty != ty);
        }
    }
}

#[derive(Default)]
struct Walk {
    open: Vec<TypeId>,
    done: BTreeSet<TypeId>,
    circular: Vec<(TypeId, Ty)>,
}

impl Walk {
    fn visit(&mut self, model: &Model, id: TypeId) {
        if self.done.contains(&id) {
            return;
        }
        self.open.push(id);
        for ty in alternatives(model, id) {
            match union_of(&ty) {
                Some(other) if self.open.contains(&other) => self.circular.push((id, ty)),
                Some(other) => self.visit(model, other),
                None => {}
            }
        }
        self.open.pop();
        self.done.insert(id);
    }
}

/// Returns the types that are decoded from the same value as `id`: the alternatives of a union, or the target of an alias.
fn alternatives(model: &Model, id: TypeId) -> Vec<Ty> {
    match model.ty(id).map(|def| &def.shape) {
        Some(Shape::Union { arms, .. }) => arms.iter().map(|arm| arm.ty.clone()).collect(),
        Some(Shape::Alias(ty)) => vec![ty.clone()],
        Some(Shape::Struct { .. } | Shape::Enum { .. }) | None => Vec::new(),
    }
}

fn union_of(ty: &Ty) -> Option<TypeId> {
    match ty {
        Ty::Named(id) => Some(*id),
        Ty::Nullable(inner) => union_of(inner),
        _ => None,
    }
}
