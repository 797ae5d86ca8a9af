//! Makes types keep unknown properties, as `extra` in the manifest says.
//!
//! In: the model and the manifest. Out: the same model, in which more structs keep additional properties: with `sent`,
//! those that users read, change and send back; with `all`, also those in responses. This pass
//! runs before `split`, so that both halves of a split type keep them.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::{ApiEntry, KeepExtra, Manifest};
use crate::model::{Field, GroupId, Method, Model, Selector, Shape, Success, Ty, TypeId};

/// Lets structs that are used for updates keep additional properties, or all structs of responses.
///
/// Structs for updates are in requests and in responses. A response of `GET` and a request of `PUT` or `PATCH` for the
/// same path can also have different structs at the same place. Both of these structs are changed.
pub(super) fn extend(model: &mut Model, manifest: &Manifest) {
    let none = |api: &ApiEntry| api.reading.extra == KeepExtra::None;
    if manifest.apis.iter().all(none) {
        return;
    }
    let extra = |group: GroupId| {
        let api = manifest.apis.get(group.index());
        api.map_or(KeepExtra::None, |api| api.reading.extra)
    };
    let received = super::split::received(model);
    let sent = super::split::sent(model);
    let mut updates: BTreeSet<TypeId> = sent.intersection(&received).copied().collect();
    updates.extend(updated(model));
    let keeps = |id: &TypeId, group: GroupId| match extra(group) {
        KeepExtra::None => false,
        KeepExtra::Sent => updates.contains(id),
        KeepExtra::All => true,
    };
    let mut kept: BTreeSet<TypeId> = updates.union(&received).copied().collect();
    let ambiguous = without_tags(model);
    kept.retain(|id| !ambiguous.contains(id));
    for id in kept {
        if let Some(def) = model.ty_mut(id).filter(|def| keeps(&id, def.group))
            && let Shape::Struct { extra, .. } = &mut def.shape
        {
            extra.get_or_insert(Ty::Json);
        }
    }
}

/// Returns the types inside of unions without tags, if a union has several alternatives with named types.
///
/// For these unions, the runtime chooses the alternative that preserves the most values. A struct with additional
/// properties would preserve all values, and would always be chosen.
fn without_tags(model: &Model) -> BTreeSet<TypeId> {
    let alternatives = model.iter_types().filter_map(|(_, def)| match &def.shape {
        Shape::Union {
            selector: Selector::Fit,
            arms,
        } => {
            let named: Vec<TypeId> = arms.iter().filter_map(|arm| arm.ty.named()).collect();
            (named.len() > 1).then_some(named)
        }
        _ => None,
    });
    let alternatives: Vec<TypeId> = alternatives.flatten().collect();
    model.reached(alternatives)
}

/// Returns the structs at the same place in the response of `GET` and in the update of the same path.
fn updated(model: &Model) -> BTreeSet<TypeId> {
    let mut responses = BTreeMap::new();
    for operation in &model.operations {
        if operation.method == Method::Get
            && let Success::Json(ty) | Success::OptionalJson(ty) = &operation.success
            && let Some(id) = ty.named()
        {
            responses.insert((operation.group, operation.path.as_str()), id);
        }
    }
    let mut open = Vec::new();
    for operation in &model.operations {
        if matches!(operation.method, Method::Patch | Method::Put)
            && let Some(sent) = operation.body.as_ref().and_then(|body| body.ty.named())
            && let Some(read) = responses.get(&(operation.group, operation.path.as_str()))
        {
            open.push((*read, sent));
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    while let Some((read, sent)) = open.pop() {
        // If both are the same type, it is in requests and in responses. Such types are already found.
        if read == sent || !seen.insert((read, sent)) {
            continue;
        }
        let shape = |id| model.ty(id).map(|def| &def.shape);
        match (shape(read), shape(sent)) {
            (Some(Shape::Struct { fields, .. }), Some(Shape::Struct { fields: others, .. })) => {
                found.extend([read, sent]);
                open.extend(pairs(fields, others));
            }
            (Some(Shape::Union { .. } | Shape::Alias(_)), _) => {
                open.extend(model.mentioned(read).iter().map(|part| (*part, sent)));
            }
            (_, Some(Shape::Union { .. } | Shape::Alias(_))) => {
                open.extend(model.mentioned(sent).iter().map(|part| (read, *part)));
            }
            _ => {}
        }
    }
    found
}

/// Returns the types of all fields with the same name in two structs, as pairs.
fn pairs(read: &[Field], sent: &[Field]) -> Vec<(TypeId, TypeId)> {
    let named = |field: &Field| field.ty.named();
    let read: BTreeMap<&str, TypeId> = (read.iter())
        .filter_map(|field| Some((field.wire.as_str(), named(field)?)))
        .collect();
    (sent.iter())
        .filter_map(|field| Some((*read.get(field.wire.as_str())?, named(field)?)))
        .collect()
}
