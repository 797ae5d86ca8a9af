//! Assigns cargo features to resources and types.
//!
//! In: the model, with the cargo feature of each operation. Out: the cargo feature of each resource and type. An item that
//! several features need gets no cargo feature and is always enabled.

use std::collections::BTreeSet;

use super::resources::ByKey;
use crate::model::{Model, OperationId};
use crate::refine::Usage;

/// Returns the cargo feature that all operations have. `None` if the features differ or an operation has no feature.
pub(super) fn of_operations(model: &Model, operations: &[OperationId]) -> Option<String> {
    let features: BTreeSet<Option<&String>> = operations
        .iter()
        .filter_map(|id| model.operation(*id))
        .map(|operation| operation.feature.as_ref())
        .collect();
    one(features)
}

/// If all resources that use a type have the same cargo feature, returns this feature.
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
