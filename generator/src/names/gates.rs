//! Cargo features: which resources and types they switch.
//!
//! In: the model, where each operation has the feature of its document. Out: the feature of each resource, and of types that
//! only one feature needs. What several features need is always there.

use std::collections::BTreeSet;

use super::resources::ByKey;
use crate::model::{Model, OperationId};
use crate::refine::Usage;

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
pub(super) fn of_usage(usage: &Usage, resources: &ByKey<'_>) -> Option<String> {
    let features: BTreeSet<Option<&String>> = usage
        .resources
        .iter()
        .map(|(group, key)| {
            let used = resources.get(&(*group, key.as_str()));
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
