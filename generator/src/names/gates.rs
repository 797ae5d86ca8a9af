//! Cargo features of resources and types.
//!
//! In: the model, in which each operation has the feature of its document. Out: the feature of each resource, and of each type
//! that only one feature needs. Everything that several features need is always enabled.

use std::collections::BTreeSet;

use super::resources::ByKey;
use crate::model::{Model, OperationId};
use crate::refine::Usage;

/// Returns the feature that all these operations share. `None` if the features differ or an operation has none.
pub(super) fn of_operations(model: &Model, operations: &[OperationId]) -> Option<String> {
    let features: BTreeSet<Option<&String>> = operations
        .iter()
        .filter_map(|id| model.operation(*id))
        .map(|operation| operation.feature.as_ref())
        .collect();
    one(features)
}

/// Returns the feature that all resources using a type share.
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
