//! Makes the fields of responses optional, as `answers: lenient` in the manifest says.
//!
//! In: the model and the manifest. Out: the same model, in which the types of responses have no required fields. Types of
//! requests are not changed, even if responses contain them too, because their required fields protect calls. This pass
//! runs after `split`, so that it changes the response half of a split type.

use std::collections::BTreeSet;

use crate::input::{Answers, Manifest};
use crate::model::{GroupId, Model, Presence, Shape, TypeId};

/// Makes the fields of types that only responses contain optional. A field with a fixed value keeps its value.
pub(super) fn relax(model: &mut Model, manifest: &Manifest) {
    let is_lenient = |group: GroupId| {
        let api = manifest.apis.get(group.index());
        api.is_some_and(|api| api.reading.answers == Answers::Lenient)
    };
    let sent = super::split::sent(model);
    let received = super::split::received(model);
    let only_received: BTreeSet<TypeId> = received.difference(&sent).copied().collect();
    for id in only_received {
        let Some(def) = model.ty_mut(id).filter(|def| is_lenient(def.group)) else {
            continue;
        };
        if let Shape::Struct { fields, .. } = &mut def.shape {
            for field in fields.iter_mut().filter(|field| field.fixed.is_none()) {
                if field.presence.is_required() {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}
