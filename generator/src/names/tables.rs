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
    /// The public module that contains the type: the module of a resource, or `types` if several resources use the type.
    pub(super) home: String,
}

/// The names of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OperationNames {
    /// The method.
    pub(super) method: String,
    /// The static that describes the operation.
    pub(super) constant: String,
    /// Its public id, such as `v1.accounts.create`.
    pub(super) id: String,
    /// Its arguments, in the order of its inputs.
    pub(super) arguments: Vec<String>,
    /// The alias for the type of the operation's parameters, if the type is named after another operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) params: Option<String>,
}

/// A group of operations that share a handle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// Its API.
    pub group: GroupId,
    /// The name of the resource in the document.
    pub(super) key: String,
    /// Its key as an identifier.
    #[serde(skip)]
    pub(super) stem: String,
    /// The module, and the method that returns the handle. Both have the name of the stem, or another name if the stem is already
    /// used.
    pub(super) ident: String,
    /// The handle's type.
    pub(super) handle: String,
    /// Its operations.
    pub operations: Vec<OperationId>,
    /// The cargo feature of the resource, if all its operations have the same feature.
    pub feature: Option<String>,
}
