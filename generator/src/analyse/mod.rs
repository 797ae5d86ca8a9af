//! Stage 5: what follows from the model.
//!
//! In: the model. Out: [`Facts`], tables beside it: which types are used and by whom, where a box is needed, and how pages
//! are read. It changes nothing in the model and builds no name.

mod cycles;
mod examples;
mod pages;
mod usage;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Model, Operation, TypeId};

pub use pages::PageFacts;
pub use usage::Usage;

/// What follows from the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// How each type is used; a type that no operation reaches is not in the table.
    pub usage: BTreeMap<TypeId, Usage>,
    /// The types that contain themselves, so that a member of such a type needs a box: pairs of owner and part.
    pub boxed: BTreeSet<(TypeId, TypeId)>,
    /// How pages are read, by the type of a page.
    pub pages: BTreeMap<TypeId, PageFacts>,
    /// The operation of each API whose security most of the others have too, by its index: calls without an operation take it.
    pub usual: BTreeMap<usize, usize>,
    /// Examples that must survive decoding and encoding, as JSON text.
    pub examples: Vec<(TypeId, String)>,
}

/// Derives the facts.
#[must_use]
pub fn analyse(model: &Model, diagnostics: &mut Diagnostics) -> Facts {
    for operation in &model.operations {
        check_mirror(model, operation, diagnostics);
    }
    let usage = usage::of(model);
    let travels = |id: TypeId| usage.get(&id).is_some_and(|usage| !usage.params);
    let examples = examples::of(model, travels);
    Facts {
        boxed: cycles::of(model),
        pages: pages::of(model, diagnostics),
        usual: usual(model),
        examples,
        usage,
    }
}

/// The operation of each API that has the most usual security; of equals, that of the first path.
fn usual(model: &Model) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    for group in 0..model.groups.len() {
        let own = || {
            let all = model.operations.iter().enumerate();
            all.filter(move |(_, operation)| operation.group == group)
        };
        let usual = own().max_by_key(|(_, operation)| {
            let same = own().filter(|(_, other)| other.security == operation.security);
            (same.count(), Reverse(&operation.path))
        });
        found.extend(usual.map(|(index, _)| (group, index)));
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
    } else if scopes.any(|scope| path.starts_with(&scope.prefix)) {
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
