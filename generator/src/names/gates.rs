//! Cargo features: which resources and modules they switch.
//!
//! In: the model, where each operation has the feature of its document, and the homes of types. Out: the feature of each
//! resource, and of each module that only one feature needs. A module that several need is always there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Resource, TypeNames};
use crate::model::{GroupId, Model, OperationId, TypeId};
use crate::refine::{Analysis, Usage};

/// The feature that all these operations have; `None` if they differ, or one has none.
pub(super) fn of_operations(model: &Model, operations: &[OperationId]) -> Option<String> {
    let features: BTreeSet<Option<&String>> = operations
        .iter()
        .filter_map(|id| model.operation(*id))
        .map(|operation| operation.feature.as_ref())
        .collect();
    one(features)
}

/// The feature of all resources that use a type.
pub(super) fn of_usage(usage: &Usage, resources: &[Resource]) -> Option<String> {
    let features: BTreeSet<Option<&String>> = usage
        .resources
        .iter()
        .map(|(group, key)| {
            let stem = super::resources::stem(key);
            let used = resources
                .iter()
                .find(|resource| resource.group == *group && resource.stem == stem);
            used.and_then(|resource| resource.feature.as_ref())
        })
        .collect();
    one(features)
}

fn one(features: BTreeSet<Option<&String>>) -> Option<String> {
    let mut features = features.into_iter();
    match (features.next(), features.next()) {
        (Some(Some(feature)), None) => Some(feature.clone()),
        _ => None,
    }
}

/// The feature of each module that one feature alone needs.
pub(super) fn of(
    model: &Model,
    analysis: &Analysis,
    resources: &[Resource],
    types: &BTreeMap<TypeId, TypeNames>,
) -> BTreeMap<(GroupId, String), String> {
    let mut found: BTreeMap<(GroupId, String), BTreeSet<Option<String>>> = BTreeMap::new();
    for resource in resources {
        for (home, _) in &resource.parts {
            let features = found.entry((resource.group, home.clone())).or_default();
            features.insert(resource.feature.clone());
        }
    }
    for (id, names) in types {
        let (Some(def), Some(usage)) = (model.ty(*id), analysis.usage.get(id)) else {
            continue;
        };
        let features = found.entry((def.group, names.home.clone())).or_default();
        features.insert(of_usage(usage, resources));
    }
    found
        .into_iter()
        .filter_map(|(home, features)| {
            Some((home, one(features.iter().map(Option::as_ref).collect())?))
        })
        .collect()
}
