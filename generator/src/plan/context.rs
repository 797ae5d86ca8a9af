//! The inputs of the stage `plan`.

use super::fault::{Fault, Planned};
use crate::model::{Group, GroupId, Model, Operation, OperationId, Scope, TypeDef, TypeId};
use crate::names::{Identifiers, Name, Resource};
use crate::refine::{Analysis, Usage};

/// The inputs of the stage `plan`, with methods that find items in them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) model: &'a Model,
    pub(super) analysis: &'a Analysis,
    pub(super) names: Identifiers<'a>,
    /// The name of the crate in Rust paths: `my_crate` for the package `my-crate`.
    pub(super) package: &'a Name,
}

impl<'a> Context<'a> {
    pub(super) fn group(self, id: GroupId) -> Planned<&'a Group> {
        let group = self.model.group(id);
        group.ok_or_else(|| Fault::missing("API", id.index()))
    }

    pub(super) fn operation(self, id: OperationId) -> Planned<&'a Operation> {
        let operation = self.model.operation(id);
        operation.ok_or_else(|| Fault::missing("operation", id.index()))
    }

    pub(super) fn ty(self, id: TypeId) -> Planned<&'a TypeDef> {
        let def = self.model.ty(id);
        def.ok_or_else(|| Fault::missing("type", id.index()))
    }

    pub(super) fn usage(self, id: TypeId) -> Usage {
        self.analysis.usage.get(&id).cloned().unwrap_or_default()
    }

    /// Lists the scopes of an API. Each scope has its position in the model.
    pub(super) fn scopes(self, group: GroupId) -> impl Iterator<Item = (usize, &'a Scope)> {
        let all = self.model.scopes.iter().enumerate();
        all.filter(move |(_, scope)| scope.group == group)
    }

    /// Returns the Cargo features of a resource and of its API.
    pub(super) fn features(self, resource: &Resource) -> Planned<Vec<String>> {
        let outer = self.group(resource.group)?.feature.clone();
        Ok(outer.into_iter().chain(resource.feature.clone()).collect())
    }

    /// Finds the operation that users should call instead of a deprecated operation. Other APIs are searched first.
    /// `successor` contains its HTTP method and path, such as `POST /accounts`.
    pub(super) fn successor(self, operation: &Operation, successor: &str) -> Option<OperationId> {
        let matches = |other: &Operation| {
            let is_itself = other.method == operation.method && other.path == operation.path;
            (other.group != operation.group || !is_itself)
                && format!("{} {}", other.method.as_str(), other.path) == successor
        };
        let others = self.model.iter_operations();
        let found = others.filter(|(_, other)| matches(other));
        let found = found.min_by_key(|(_, other)| other.group == operation.group);
        found.map(|(id, _)| id)
    }
}
