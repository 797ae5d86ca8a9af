//! Types of one shape become one type.
//!
//! In: the model, with a type for each place of a document. Out: the same model, where places of the same shape share the
//! type of the first, by the order of their pointers. Words do not count, names, types, presence and known values do. Types that the document itself names
//! stay apart: the names mean something.

use std::collections::BTreeMap;

use crate::input::{Loaded, Policy};
use crate::model::{Base, Body, Input, Model, Role, Shape, Success, Ty, TypeDef, TypeId};

/// The most rounds; each round sees one more level of nesting.
const MAX_ROUNDS: usize = 16;

/// Lets places of the same shape share a type.
pub(super) fn unify(model: &mut Model, loaded: &Loaded) {
    for _ in 0..MAX_ROUNDS {
        let mut first: BTreeMap<String, TypeId> = BTreeMap::new();
        let mut same: BTreeMap<TypeId, TypeId> = BTreeMap::new();
        for (id, def) in by_place(model) {
            let Some(key) = key(loaded, def) else {
                continue;
            };
            let known = *first.entry(key).or_insert(id);
            if known != id {
                same.insert(id, known);
            }
        }
        if !rename(model, &same) {
            return;
        }
    }
}

/// The types by their places, so that the order of a document's maps does not tell which stands for the others.
fn by_place(model: &Model) -> Vec<(TypeId, &TypeDef)> {
    let mut types: Vec<(TypeId, &TypeDef)> = model
        .types
        .iter()
        .enumerate()
        .map(|(index, def)| (TypeId::new(index), def))
        .collect();
    types.sort_by(|(_, left), (_, right)| {
        (&left.origin.document, &left.origin.pointer)
            .cmp(&(&right.origin.document, &right.origin.pointer))
    });
    types
}

/// What must be equal for two types to be one; `None` for types that stay as they are.
fn key(loaded: &Loaded, def: &TypeDef) -> Option<String> {
    let shared = matches!(def.context.base, Base::Component(_)) && def.context.steps.is_empty();
    if def.name.is_some() || shared || is_own(loaded, def) {
        return None;
    }
    let shape = match &def.shape {
        Shape::Struct { fields, extra } => {
            if fields.is_empty() {
                return None;
            }
            let mut members: Vec<_> = fields
                .iter()
                .map(|field| {
                    (
                        &field.wire,
                        &field.name,
                        &field.ty,
                        field.presence,
                        field.encoding,
                        field.place,
                    )
                })
                .collect();
            members.sort_by_key(|(wire, ..)| *wire);
            format!("{members:?} {extra:?}")
        }
        Shape::Enum { variants } => {
            let values: Vec<_> = variants
                .iter()
                .map(|variant| (&variant.value, &variant.name))
                .collect();
            format!("{values:?}")
        }
        Shape::Union { tag, arms } => {
            let arms: Vec<_> = arms.iter().map(|arm| (&arm.ty, &arm.tags)).collect();
            format!("{tag:?} {arms:?}")
        }
        Shape::Alias(_) => return None,
    };
    Some(format!("{} {} {shape}", def.group, def.inferred))
}

/// Whether these are the parameters of an operation that stay its own: a document that is written for this generator has names
/// for its operations, and parameters named by their operation say more than parameters named by what they hold.
fn is_own(loaded: &Loaded, def: &TypeDef) -> bool {
    let api = loaded.manifest.apis.get(def.group);
    matches!(
        def.context.base,
        Base::Operation(_, Role::Params | Role::Request)
    ) && def.context.steps.is_empty()
        && api.is_some_and(|api| api.policy == Policy::Strict)
}

/// Points every use of a type to the one that stands for it. Whether anything changed.
fn rename(model: &mut Model, same: &BTreeMap<TypeId, TypeId>) -> bool {
    let mut changed = false;
    let mut turn = |ty: &mut Ty| changed |= turned(ty, same);
    for def in &mut model.types {
        def.shape.types_mut().for_each(&mut turn);
    }
    for root in &mut model.roots {
        *root = same.get(root).copied().unwrap_or(*root);
    }
    for operation in &mut model.operations {
        if let Success::Json(ty) | Success::OptionalJson(ty) = &mut operation.success {
            turn(ty);
        }
        operation
            .failures
            .iter_mut()
            .map(|(_, ty)| ty)
            .for_each(&mut turn);
        if let Some(Body { ty, .. }) = &mut operation.body {
            turn(ty);
        }
        for input in &mut operation.inputs {
            match input {
                Input::Argument { ty, .. } => turn(ty),
                Input::Params { ty, .. } => {
                    if let Some(known) = same.get(ty) {
                        *ty = *known;
                    }
                }
            }
        }
    }
    changed
}

fn turned(ty: &mut Ty, same: &BTreeMap<TypeId, TypeId>) -> bool {
    match ty {
        Ty::Named(id) => match same.get(id) {
            Some(known) => {
                *id = *known;
                true
            }
            None => false,
        },
        Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => turned(inner, same),
        Ty::Bool
        | Ty::Int(_)
        | Ty::Float
        | Ty::Str
        | Ty::Secret
        | Ty::Timestamp
        | Ty::Date
        | Ty::Bytes
        | Ty::File
        | Ty::Json
        | Ty::Id(_) => false,
    }
}
