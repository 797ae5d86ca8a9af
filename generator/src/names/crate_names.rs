//! Every name of a crate, as plain data. [`Identifiers`](super::Identifiers) reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::layout::{ModuleNames, TablePart};
use super::lock::Lock;
use super::tables::{OperationNames, Resource, TypeNames};
use crate::model::{GroupId, OperationId, TypeId};

/// Every name of a crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Names {
    /// The types that are emitted.
    pub(super) types: BTreeMap<TypeId, TypeNames>,
    /// The operations, in the order of the model.
    pub(super) operations: Vec<OperationNames>,
    /// The resources, by API and then by name.
    pub(super) resources: Vec<Resource>,
    /// The statics of security schemes: by API and name of the scheme.
    pub(super) schemes: BTreeMap<(GroupId, String), String>,
    /// The public modules, by API and name.
    pub(super) modules: Vec<ModuleNames>,
    /// The modules that hold the table of operations.
    pub(super) table: Vec<TablePart>,
    /// The tests of examples, in the order of the analysis.
    pub(super) examples: Vec<String>,
    /// What the lock is to hold after this run.
    #[serde(skip)]
    pub lock: Lock,
}

impl Names {
    /// The names of an operation.
    pub(super) fn operation(&self, id: OperationId) -> Option<&OperationNames> {
        self.operations.get(id.index())
    }

    /// The resource that an operation belongs to.
    pub(super) fn resource_of(&self, operation: OperationId) -> Option<&Resource> {
        self.resources
            .iter()
            .find(|resource| resource.operations.contains(&operation))
    }
}
