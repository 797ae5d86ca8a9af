//! The model: the HTTP operations and the data types of a generated crate.
//!
//! `lower` creates the model, and `refine` improves it. The model contains no OpenAPI vocabulary, no Rust identifiers and no
//! decisions about generated code.

mod api;
mod error_codes;
mod index;
mod operation;
mod origin;
mod parameter;
mod types;

pub use api::{Group, IdType, Scheme, SchemeKind, Scope};
pub use error_codes::{ErrorCode, ErrorCodes, FailureClass};
pub use index::{GroupId, OperationId, TypeId};
pub use operation::{
    Alternative, Body, BodyKind, Input, Method, Operation, PageKind, PageRule, ResponseStream,
    Safety, StreamKind, Success,
};
pub use origin::Origin;
pub use parameter::{Encoding, Notation, ParamLocation, Style};
pub use types::{
    Access, Alphabet, Arm, Base, Context, Derive, Docs, Example, Field, FixedValue, IntKind,
    Presence, Role, Selector, Shape, Step, Ty, TypeDef, Variant, VariantValue,
};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::text::RustPath;

/// The APIs, types and operations of a generated crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Model {
    /// The APIs, such as v1 and v2, indexed by [`GroupId`].
    pub groups: Vec<Group>,
    /// All named types, indexed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// All operations in document order, indexed by [`OperationId`].
    pub operations: Vec<Operation>,
    /// Types that are generated even if no operation uses them, such as the bodies of webhooks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<TypeId>,
    /// The typed ids that the documents use.
    pub ids: Vec<IdType>,
    /// The types in the documents that the generated crate does not define.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub external: BTreeSet<RustPath>,
    /// The derives that structs and unions have in addition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derives: Vec<Derive>,
    /// The error codes of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_codes: Option<ErrorCodes>,
    /// The path prefixes below which mirrored operations also exist.
    pub scopes: Vec<Scope>,
    /// Whether the docs of each method contain an example call.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub doc_examples: bool,
}

impl Model {
    /// Returns the API with this id.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(id.index())
    }

    /// Returns the operation with this id.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> Option<&Operation> {
        self.operations.get(id.index())
    }

    /// Returns the operation inside of whose inputs or outputs a type is. Returns `None` if the type is in a shared schema.
    #[must_use]
    pub fn operation_around(&self, context: &Context) -> Option<OperationId> {
        let mut base = &context.base;
        for _ in 0..self.types.len() {
            match base {
                Base::Operation(id, _) => return Some(*id),
                Base::Component(_) => return None,
                Base::Type(parent) => base = &self.ty(*parent)?.context.base,
            }
        }
        None
    }

    /// Returns the type with this id.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }

    /// Returns mutable access to the API with this id.
    pub fn group_mut(&mut self, id: GroupId) -> Option<&mut Group> {
        self.groups.get_mut(id.index())
    }

    /// Returns mutable access to the operation with this id.
    pub fn operation_mut(&mut self, id: OperationId) -> Option<&mut Operation> {
        self.operations.get_mut(id.index())
    }

    /// Returns mutable access to the type with this id.
    pub fn ty_mut(&mut self, id: TypeId) -> Option<&mut TypeDef> {
        self.types.get_mut(id.index())
    }

    /// Iterates over the APIs with their ids.
    pub fn iter_groups(&self) -> impl Iterator<Item = (GroupId, &Group)> {
        let groups = self.groups.iter().enumerate();
        groups.map(|(index, group)| (GroupId::new(index), group))
    }

    /// Iterates over the operations with their ids.
    pub fn iter_operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        let operations = self.operations.iter().enumerate();
        operations.map(|(index, operation)| (OperationId::new(index), operation))
    }

    /// Iterates over the operations of an API with their ids.
    pub fn operations_of(&self, group: GroupId) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.iter_operations()
            .filter(move |(_, operation)| operation.group == group)
    }

    /// Iterates over the types with their ids.
    pub fn iter_types(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        let types = self.types.iter().enumerate();
        types.map(|(index, def)| (TypeId::new(index), def))
    }

    /// Adds a type and returns its id.
    pub fn add_type(&mut self, def: TypeDef) -> TypeId {
        let id = TypeId::new(self.types.len());
        self.types.push(def);
        id
    }

    /// Returns the fields of a struct. `None` for other types.
    #[must_use]
    pub fn fields(&self, id: TypeId) -> Option<&[Field]> {
        match &self.ty(id)?.shape {
            Shape::Struct { fields, .. } => Some(fields),
            Shape::Enum { .. } | Shape::Union { .. } | Shape::Alias(_) => None,
        }
    }

    /// Returns the types in `from`, and all named types that these types contain, directly or indirectly.
    #[must_use]
    pub fn reached(&self, from: impl IntoIterator<Item = TypeId>) -> BTreeSet<TypeId> {
        let mut open: Vec<TypeId> = from.into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.mentioned(id));
            }
        }
        found
    }

    /// Returns the named types that a type contains directly.
    #[must_use]
    pub fn mentioned(&self, id: TypeId) -> Vec<TypeId> {
        match self.ty(id).map(|def| &def.shape) {
            Some(Shape::Struct { fields, extra }) => fields
                .iter()
                .map(|field| &field.ty)
                .chain(extra)
                .filter_map(Ty::named)
                .collect(),
            Some(Shape::Union { arms, .. }) => {
                arms.iter().filter_map(|arm| arm.ty.named()).collect()
            }
            Some(Shape::Alias(ty)) => ty.named().into_iter().collect(),
            Some(Shape::Enum { .. }) | None => Vec::new(),
        }
    }
}
