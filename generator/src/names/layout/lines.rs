//! Estimates how long the code of a type, a method or an operation is.
//!
//! In: a part of the model. Out: the estimated number of lines. The real file may be somewhat longer or shorter.

use crate::model::{Docs, Model, Operation, Shape};

/// The width that docs are wrapped to.
const WIDTH: usize = 110;

/// The maximum number of lines that a file is planned with. Estimates are rough: some files become 50 % longer.
pub(super) const PLANNED: usize = 1_200;
/// The fewest lines for which a family gets its own file.
pub(super) const WORTH_A_FILE: usize = 150;

/// Returns the lines of a type. `built` types, which users create, have setters.
pub(super) fn of_type(shape: &Shape, docs: &Docs, built: bool) -> usize {
    let parts: usize = match shape {
        Shape::Struct { fields, .. } => fields
            .iter()
            .map(|field| of_docs(&field.docs) + 2 + usize::from(built))
            .sum(),
        Shape::Enum { variants } => variants.len() * 3 + 14,
        Shape::Union { arms, .. } => arms.len() * 10 + 20,
        Shape::Alias(_) => 4,
    };
    of_docs(docs) + 12 + parts
}

/// Returns the lines of a method. A method whose path is below the prefix of a scope is printed twice: for the client and for the
/// scope.
pub(super) fn of_method(model: &Model, operation: &Operation) -> usize {
    let lists = operation.prerequisites.len() + operation.error_codes.len();
    let call = if model.doc_examples { 22 } else { 0 };
    let lines = of_docs(&operation.docs) + 24 + lists + operation.inputs.len() * 2 + call;
    let mut scopes = model.scopes.iter();
    let is_below = scopes
        .any(|scope| scope.group == operation.group && operation.path.starts_with(&scope.prefix));
    if is_below && !operation.mirrored {
        2 * lines
    } else {
        lines
    }
}

/// Returns the lines of an operation in the table.
pub(super) fn of_operation(operation: &Operation) -> usize {
    let pages = if operation.pages.is_some() { 9 } else { 0 };
    14 + operation.scopes.len() + operation.granular_scopes.len() + pages
}

fn of_docs(docs: &Docs) -> usize {
    let wrapped: usize = docs
        .text
        .as_str()
        .lines()
        .map(|line| line.len() / WIDTH + 1)
        .sum();
    wrapped.max(1)
        + if docs.constraints.is_empty() { 0 } else { 2 }
        + if docs.deprecated { 2 } else { 0 }
}
