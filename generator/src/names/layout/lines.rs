//! Estimates the length of generated code.
//!
//! In: a type or an operation of the model. Out: the estimated number of lines.

use crate::model::{Docs, Model, Operation, Shape};

/// The number of columns at which docs are wrapped.
const WIDTH: usize = 110;

/// The maximum estimated length of a file, in lines. The real length can be 50 % higher.
pub(super) const PLANNED: usize = 1_200;
/// A family with fewer lines does not get its own file.
pub(super) const WORTH_A_FILE: usize = 150;

/// Estimates the lines of a type. If `built` is true, users create values of the type, so the type has setters.
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

/// Estimates the lines of a method. If the operation also exists below the prefix of a scope, the method is printed
/// twice: for the client and for the scope.
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

/// Estimates the lines that describe an operation in the table of operations.
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
