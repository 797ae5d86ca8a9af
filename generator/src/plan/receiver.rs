//! Scopes: which handle has a method, and which arguments the handle already contains.

use super::context::Context;
use super::fault::Planned;
use crate::model::{Input, Operation, ParamLocation, Scope};
use crate::names::Resource;

/// The handle that has a method.
#[derive(Clone, Copy, Debug)]
pub(super) enum Receiver<'a> {
    /// The handle of the client and of every scope.
    Any,
    /// The handle of the client itself.
    Root,
    /// The handle of a scope whose path prefix has this placeholder.
    Scoped(&'a str),
}

impl Receiver<'_> {
    /// Whether the handle already contains the value of this input.
    pub(super) fn fills(self, input: &Input) -> bool {
        let Self::Scoped(filled) = self else {
            return false;
        };
        match input {
            Input::Argument {
                wire,
                location: ParamLocation::Path,
                ..
            } => wire == filled,
            Input::Argument { .. } | Input::Params { .. } => false,
        }
    }
}

/// Whether the path of an operation starts with the prefix of a scope.
pub(super) fn is_below(operation: &Operation, scope: &Scope) -> bool {
    operation
        .path
        .strip_prefix(&scope.prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Context<'_> {
    /// Whether a resource has an operation that exists below the prefix of a scope.
    pub(super) fn exists_below(self, resource: &Resource, scope: &Scope) -> Planned<bool> {
        for index in &resource.operations {
            let operation = self.operation(*index)?;
            if operation.mirrored || is_below(operation, scope) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
