//! All names of a crate as texts. [`Identifiers`](super::Identifiers) returns them as validated identifiers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::layout::{ModuleNames, TablePart};
use super::lock::Lock;
use super::tables::{OperationNames, Resource, TypeNames};
use crate::model::{GroupId, OperationId, TypeId};

/// All names of a crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Names {
    /// The names of all types that are generated.
    pub(super) types: BTreeMap<TypeId, TypeNames>,
    /// The names of the operations, in the order of the model.
    pub(super) operations: Vec<OperationNames>,
    /// The resources, sorted by API and name.
    pub(super) resources: Vec<Resource>,
    /// The names of the statics for security schemes. The key is the API and the name of the scheme.
    pub(super) schemes: BTreeMap<(GroupId, String), String>,
    /// The public modules, sorted by API and name.
    pub(super) modules: Vec<ModuleNames>,
    /// The files that contain the table of operations.
    pub(super) table: Vec<TablePart>,
    /// The names of the examples, in the order of the analysis.
    pub(super) examples: Vec<String>,
    /// The name lock, updated by this run.
    #[serde(skip)]
    pub lock: Lock,
}

impl Names {
    /// Returns the names of an operation.
    pub(super) fn operation(&self, id: OperationId) -> Option<&OperationNames> {
        self.operations.get(id.index())
    }

    /// Returns the resource that an operation belongs to.
    pub(super) fn resource_of(&self, operation: OperationId) -> Option<&Resource> {
        self.resources
            .iter()
            .find(|resource| resource.operations.contains(&operation))
    }
}
