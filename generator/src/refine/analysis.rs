//! Analyzes the refined model.
//!
//! In: the model. Out: an [`Analysis`]: the usage of types, the fields that need a box, the page fields and the example tests.
//! The model is not changed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cycles;
use super::examples::{self, ExampleTest};
use super::page_fields::{self, PageFields};
use super::usage::{self, Usage};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{GroupId, Model, Operation, OperationId, TypeId};

/// The results of the analysis of a model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Analysis {
    /// The usage of each type. Unused types are omitted.
    pub usage: BTreeMap<TypeId, Usage>,
    /// The fields that need a `Box`, as pairs of a type and the field's type. The two types of a pair contain each other, or the
    /// first type is the union of all events.
    pub boxed: BTreeSet<(TypeId, TypeId)>,
    /// The page fields, keyed by page type.
    pub pages: BTreeMap<TypeId, PageFields>,
    /// For each API, an operation with the most common security requirements. If the documents declare no default, requests
    /// without an operation use these requirements.
    pub usual: BTreeMap<GroupId, OperationId>,
    /// Examples for tests. Decoding and encoding must not change an example.
    pub examples: Vec<ExampleTest>,
}

#[must_use]
pub(super) fn analyse(model: &Model, diagnostics: &mut Diagnostics) -> Analysis {
    for operation in &model.operations {
        check_mirror(model, operation, diagnostics);
    }
    let usage = usage::of(model);
    let travels = |id: TypeId| usage.get(&id).is_some_and(|usage| !usage.params);
    let examples = examples::of(model, travels);
    Analysis {
        boxed: cycles::of(model).into_iter().chain(events(model)).collect(),
        pages: page_fields::of(model, diagnostics),
        usual: usual(model),
        examples,
        usage,
    }
}

/// Returns the alternatives of the unions of events. An event can be large, and its union should be small.
fn events(model: &Model) -> impl Iterator<Item = (TypeId, TypeId)> {
    let unions = model.iter_groups().filter_map(|(_, group)| group.events);
    unions.flat_map(|union| {
        let events = model.mentioned(union).into_iter();
        events.map(move |event| (union, event))
    })
}

/// Finds an operation with the most common security requirements for each API. If several operations qualify, selects the
/// operation with the alphabetically first path.
fn usual(model: &Model) -> BTreeMap<GroupId, OperationId> {
    let mut found = BTreeMap::new();
    for (group, _) in model.iter_groups() {
        let usual = model.operations_of(group).max_by_key(|(_, operation)| {
            let same = (model.operations_of(group))
                .filter(|(_, other)| other.security == operation.security);
            (same.count(), Reverse(&operation.path))
        });
        found.extend(usual.map(|(id, _)| (group, id)));
    }
    found
}

/// Reports a mirrored operation whose API has no scope, or whose path is already below a scope's prefix.
fn check_mirror(model: &Model, operation: &Operation, diagnostics: &mut Diagnostics) {
    let mut scopes = model
        .scopes
        .iter()
        .filter(|scope| scope.group == operation.group)
        .peekable();
    if !operation.mirrored {
        return;
    }
    let path = &operation.path;
    let message = if scopes.peek().is_none() {
        format!("`{path}` has `x-mirror`, but its API has no scope")
    } else if scopes.any(|scope| scope.contains(path)) {
        format!("`{path}` has `x-mirror`, but is already below the prefix of a scope")
    } else {
        return;
    };
    diagnostics.push(
        Diagnostic::error(Code::MirrorMisplaced, message)
            .label(operation.origin.span, "this operation")
            .help("remove `x-mirror`, or add a scope to the manifest"),
    );
}
