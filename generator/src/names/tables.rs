//! The names of types, operations and resources as texts.

use serde::Serialize;

use crate::model::{GroupId, OperationId};

/// The names of a type.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TypeNames {
    /// The name of the type.
    pub(super) ident: String,
    /// The field names of a struct, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fields: Vec<String>,
    /// The variant names of an enum, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) variants: Vec<String>,
    /// The variant names of a union, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) arms: Vec<String>,
    /// The name of the field for additional properties.
    pub(super) extra: String,
    /// The public module that contains the type: the module of a resource, or `types` if several resources use the type.
    pub(super) home: String,
}

/// The names of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OperationNames {
    /// The name of the method.
    pub(super) method: String,
    /// The name of the static that describes the operation.
    pub(super) constant: String,
    /// The public id of the operation, such as `v1.accounts.create`.
    pub(super) id: String,
    /// The argument names, in the order of the inputs.
    pub(super) arguments: Vec<String>,
    /// The name of the alias for the struct of parameters, if another operation defines the struct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) params: Option<String>,
}

/// A resource: operations that are methods of the same handle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// The API of the resource.
    pub group: GroupId,
    /// The name of the resource in the document.
    pub(super) key: String,
    /// The name of the resource in the document, converted to an identifier.
    #[serde(skip)]
    pub(super) stem: String,
    /// The name of the module, and of the method that returns the handle. It is the stem, or the stem with `_resource`
    /// if the stem is reserved.
    pub(super) ident: String,
    /// The name of the handle type.
    pub(super) handle: String,
    /// The operations of the resource.
    pub operations: Vec<OperationId>,
    /// The Cargo feature of the resource, if all its operations have the same feature.
    pub feature: Option<String>,
}
