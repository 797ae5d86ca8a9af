//! Collects facts about the refined model that later stages need.
//!
//! In: the model. Out: an [`Analysis`]. It contains how types are used, which fields need a `Box`, which fields
//! pagination reads, and which examples become tests. The model is not changed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cycles;
use super::examples::{self, ExampleTest};
use super::page_fields::{self, PageFields};
use super::usage::{self, Usage};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Derive, GroupId, Model, Operation, OperationId, TypeId};

/// Facts about a model that later stages need.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Analysis {
    /// How each type is used. A type that is not in the map is not used.
    pub usage: BTreeMap<TypeId, Usage>,
    /// The fields that need a `Box`: the type that contains the field, and the type of the field. Either the two types
    /// contain each other, or the first type is the union of all events.
    pub boxed: BTreeSet<(TypeId, TypeId)>,
    /// The fields of each page that pagination reads. The key is the type of the page.
    pub pages: BTreeMap<TypeId, PageFields>,
    /// For each API, an operation with the most common security requirements. If a document declares no requirements
    /// for the whole API, the method `request` uses the requirements of this operation.
    pub usual: BTreeMap<GroupId, OperationId>,
    /// The further derives of structs and unions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub derives: BTreeMap<TypeId, Vec<Derive>>,
    /// The examples that become tests. A test decodes and encodes an example, and compares the result with the example.
    pub examples: Vec<ExampleTest>,
}

#[must_use]
pub(super) fn analyse(model: &Model, diagnostics: &mut Diagnostics) -> Analysis {
    for operation in &model.operations {
        check_mirror(model, operation, diagnostics);
    }
    let usage = usage::of(model);
    let derives = super::derives::of(model, diagnostics);
    let travels = |id: TypeId| usage.get(&id).is_some_and(|usage| !usage.params);
    let examples = examples::of(model, travels);
    Analysis {
        boxed: cycles::of(model).into_iter().chain(events(model)).collect(),
        pages: page_fields::of(model, diagnostics),
        usual: usual(model),
        derives,
        examples,
        usage,
    }
}

/// Returns the union of events and its alternatives, as pairs. Each alternative gets a `Box`, because an event can be
/// large.
fn events(model: &Model) -> impl Iterator<Item = (TypeId, TypeId)> {
    let unions = model.iter_groups().filter_map(|(_, group)| group.events);
    unions.flat_map(|union| {
        let events = model.mentioned(union).into_iter();
        events.map(move |event| (union, event))
    })
}

/// Finds an operation with the most common security requirements for each API. If there are several, returns the one
/// whose path is first in alphabetical order.
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

/// Reports a mirrored operation if its API has no scope, or if its path already starts with the prefix of a scope.
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
