//! The names of types, operations and resources, as plain data.

use serde::Serialize;

use crate::model::{GroupId, OperationId};

/// The names of a type.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TypeNames {
    /// The type.
    pub(super) ident: String,
    /// The fields of a struct, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fields: Vec<String>,
    /// The variants of an enum, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) variants: Vec<String>,
    /// The variants of a union, one for each alternative, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) arms: Vec<String>,
    /// The field that keeps unknown properties.
    pub(super) extra: String,
    /// The public module of its API that holds it: a resource's, or `types` for those that several use.
    pub(super) home: String,
}

/// The names of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OperationNames {
    /// The method.
    pub(super) method: String,
    /// The static that describes it.
    pub(super) constant: String,
    /// Its public id, such as `v1.accounts.create`.
    pub(super) id: String,
    /// Its arguments, in the order of its inputs.
    pub(super) arguments: Vec<String>,
    /// Its name for the type of its parameters, where that is the type of another operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) params: Option<String>,
}

/// A group of operations with a handle of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// Its API.
    pub group: GroupId,
    /// What the document calls it.
    pub(super) key: String,
    /// Its key as an identifier.
    #[serde(skip)]
    pub(super) stem: String,
    /// The module, and the method that leads to it: the stem, or another name where that is taken.
    pub(super) ident: String,
    /// The handle's type.
    pub(super) handle: String,
    /// Its operations.
    pub operations: Vec<OperationId>,
    /// The cargo feature that switches it, if all its operations have the same.
    pub feature: Option<String>,
}
