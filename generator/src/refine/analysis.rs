//! What follows from the refined model.
//!
//! In: the model. Out: [`Analysis`]: tables beside the model that say which types are used and by whom, where a box is needed,
//! and how pages are read. It does not change the model.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cycles;
use super::examples::{self, ExampleTest};
use super::page_fields::{self, PageFields};
use super::usage::{self, Usage};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{GroupId, Model, Operation, OperationId, TypeId};

/// What follows from the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Analysis {
    /// How each type is used; a type that no operation reaches is not in the table.
    pub usage: BTreeMap<TypeId, Usage>,
    /// The types that contain themselves, so that a member of such a type needs a box: pairs of owner and part.
    pub boxed: BTreeSet<(TypeId, TypeId)>,
    /// How pages are read, by the type of a page.
    pub pages: BTreeMap<TypeId, PageFields>,
    /// The operation of each API whose security most of its operations share. Requests without an operation use the same.
    pub usual: BTreeMap<GroupId, OperationId>,
    /// Examples that must survive decoding and encoding.
    pub examples: Vec<ExampleTest>,
}

/// Analyses the model.
#[must_use]
pub(super) fn analyse(model: &Model, diagnostics: &mut Diagnostics) -> Analysis {
    for operation in &model.operations {
        check_mirror(model, operation, diagnostics);
    }
    let usage = usage::of(model);
    let travels = |id: TypeId| usage.get(&id).is_some_and(|usage| !usage.params);
    let examples = examples::of(model, travels);
    Analysis {
        boxed: cycles::of(model),
        pages: page_fields::of(model, diagnostics),
        usual: usual(model),
        examples,
        usage,
    }
}

/// The operation of each API that has the most usual security; of equals, that of the first path.
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

/// A mirrored operation needs a scope of its API, and must not stand below it already.
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
        format!("`{path}` is mirrored, but its API has no scope")
    } else if scopes.any(|scope| scope.contains(path)) {
        format!("`{path}` is mirrored, but stands below the scope's prefix already")
    } else {
        return;
    };
    diagnostics.push(
        Diagnostic::error(Code::MirrorMisplaced, message)
            .label(operation.origin.span, "this operation")
            .help("remove `x-mirror`, or describe the scope in the manifest"),
    );
}
