//! Determines which Cargo feature enables a resource or a type.
//!
//! In: the model, with the Cargo feature of each operation. Out: the Cargo feature of each resource and type. An item
//! that several features need is always enabled.

use std::collections::BTreeSet;

use super::resources::ByKey;
use crate::model::{Model, OperationId};
use crate::refine::Usage;

/// Returns the Cargo feature of the operations, if all of them have the same feature.
pub(super) fn of_operations(model: &Model, operations: &[OperationId]) -> Option<String> {
    let features: BTreeSet<Option<&String>> = operations
        .iter()
        .filter_map(|id| model.operation(*id))
        .map(|operation| operation.feature.as_ref())
        .collect();
    one(features)
}

/// If all resources that use a type have the same Cargo feature, returns this feature.
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
