//! The handles that have a method, and the path parameters that these handles already know.

use super::context::Context;
use super::fault::Planned;
use crate::model::{Input, Operation, ParamLocation, Scope};
use crate::names::Resource;

/// Which handles have a method.
#[derive(Clone, Copy, Debug)]
pub(super) enum Receiver<'a> {
    /// The handles that the client returns, and the handles that scopes return.
    Any,
    /// Only the handles that the client returns: `client.users()`.
    Root,
    /// Only the handles that one scope returns, such as `client.sub_account(id).users()`. The text is the placeholder
    /// in the path prefix of the scope.
    Scoped(&'a str),
}

impl Receiver<'_> {
    /// Returns whether the scope already contains the value of this input, as `sub_account(id)` contains `accountId`.
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

/// Returns whether the path of an operation starts with the prefix of a scope.
pub(super) fn is_below(operation: &Operation, scope: &Scope) -> bool {
    operation
        .path
        .strip_prefix(&scope.prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Context<'_> {
    /// Returns whether a resource has an operation that exists below the prefix of a scope.
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
