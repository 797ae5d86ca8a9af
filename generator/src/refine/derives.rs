//! Determines which types have the further derives of the manifest.
//!
//! In: the model. Out: the derives of each struct and union. A type has a derive if all of its fields have it. A type that
//! cannot have a derive is reported as a note.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Derive, Model, Shape, Ty, TypeDef, TypeId};

/// The crates whose types have all derives that the manifest can name.
const COMPARABLE: [&str; 4] = ["chrono", "jiff", "rust_decimal", "uuid"];

pub(super) fn of(model: &Model, diagnostics: &mut Diagnostics) -> BTreeMap<TypeId, Vec<Derive>> {
    let mut table: BTreeMap<TypeId, Vec<Derive>> = BTreeMap::new();
    for derive in &model.derives {
        let without = without(model, *derive);
        for (id, def) in model.iter_types() {
            if !matches!(def.shape, Shape::Struct { .. } | Shape::Union { .. }) {
                continue;
            }
            match without.get(&id) {
                None => table.entry(id).or_default().push(*derive),
                Some(reason) => diagnostics.push(note(def, *derive, reason)),
            }
        }
    }
    table
}

fn note(def: &TypeDef, derive: Derive, reason: &str) -> Diagnostic {
    let message = format!(
        "a type does not derive `{}`, because {reason}",
        derive.name()
    );
    Diagnostic::note(Code::Unsupported, message).label(def.origin.span, "this type")
}

/// Returns the types that cannot have the derive, each with the reason.
fn without(model: &Model, derive: Derive) -> BTreeMap<TypeId, String> {
    let mut users: BTreeMap<TypeId, BTreeSet<TypeId>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for (id, def) in model.iter_types() {
        for inner in model.mentioned(id) {
            users.entry(inner).or_default().insert(id);
        }
        if let Some(reason) = own_reason(def, derive) {
            found.insert(id, reason);
        }
    }
    let mut open: Vec<TypeId> = found.keys().copied().collect();
    while let Some(id) = open.pop() {
        for user in users.get(&id).into_iter().flatten() {
            if !found.contains_key(user) {
                let reason = "a type inside of it does not".to_owned();
                found.insert(*user, reason);
                open.push(*user);
            }
        }
    }
    found
}

/// Returns why the type itself cannot have the derive. Types inside of it are checked separately.
fn own_reason(def: &TypeDef, derive: Derive) -> Option<String> {
    match &def.shape {
        Shape::Struct { fields, extra } => {
            if extra.as_ref().is_some_and(|extra| *extra == Ty::Json) {
                return Some("it keeps unknown properties".to_owned());
            }
            if let Some(fixed) = fields.iter().find(|field| field.fixed.is_some()) {
                return Some(format!("the value of `{}` is fixed", fixed.wire));
            }
            let mut fields = fields.iter().filter(|field| !has(&field.ty, derive));
            let field = fields.next();
            field.map(|field| format!("the type of `{}` does not", field.wire))
        }
        Shape::Union { arms, .. } => {
            let has_all = arms.iter().all(|arm| has(&arm.ty, derive));
            (!has_all).then(|| "an alternative does not".to_owned())
        }
        Shape::Alias(ty) => (!has(ty, derive)).then(|| "the aliased type does not".to_owned()),
        Shape::Enum { .. } => None,
    }
}

/// Whether a type has the derive, if the types inside of it have the derive.
fn has(ty: &Ty, derive: Derive) -> bool {
    match ty {
        Ty::Bool
        | Ty::Int(_)
        | Ty::Str
        | Ty::Timestamp
        | Ty::Date
        | Ty::Base64(_)
        | Ty::Json
        | Ty::Id(_)
        | Ty::Named(_) => true,
        // The hash of a secret must not reveal the secret.
        Ty::Secret | Ty::SecretInt => derive == Derive::Eq,
        Ty::Float | Ty::Bytes | Ty::File => false,
        Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => has(inner, derive),
        Ty::External(path) => COMPARABLE.contains(&path.root()),
    }
}
