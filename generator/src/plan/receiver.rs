//! Scopes: on which handle a method exists, and which arguments the handle has already.

use super::context::Context;
use super::fault::Planned;
use crate::model::{Input, Operation, ParamLocation, Scope};
use crate::names::Resource;

/// The handle that has a method.
#[derive(Clone, Copy, Debug)]
pub(super) enum Receiver<'a> {
    /// That of every scope.
    Any,
    /// That of the client itself.
    Root,
    /// That below a prefix which fills this placeholder.
    Scoped(&'a str),
}

impl Receiver<'_> {
    /// Whether the handle has the value of this input already.
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

/// Whether the path of an operation begins with the prefix of a scope.
pub(super) fn is_below(operation: &Operation, scope: &Scope) -> bool {
    operation
        .path
        .strip_prefix(&scope.prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Context<'_> {
    /// Whether any operation of a resource exists below a prefix.
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
