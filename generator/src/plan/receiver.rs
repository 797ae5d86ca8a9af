//! Receivers of methods: the handles that have a method, and the path parameters that a scope fills.

use super::context::Context;
use super::fault::Planned;
use crate::model::{Input, Operation, ParamLocation, Scope};
use crate::names::Resource;

/// The handles that have a method.
#[derive(Clone, Copy, Debug)]
pub(super) enum Receiver<'a> {
    /// The handles of the client and of every scope.
    Any,
    /// The handle of the client only: `client.users()`.
    Root,
    /// The handle of a scope, such as `client.sub_account(id).users()`. The value is the placeholder in the scope's path
    /// prefix.
    Scoped(&'a str),
}

impl Receiver<'_> {
    /// Whether the scope of the handle fills the input, as `sub_account(id)` fills `accountId`.
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
