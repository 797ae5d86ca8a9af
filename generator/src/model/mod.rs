//! What a crate is to offer, in the terms of HTTP and of data: the output of `lower`.
//!
//! Plain owned data. OpenAPI's vocabulary has ended here, Rust's has not begun: no name in this module is an identifier
//! yet, no decision on emitted text is made. It imports nothing of ours but places ([`Pointer`], [`Span`]).

mod index;
mod operation;
mod types;

pub use index::{GroupId, OperationId, TypeId};
pub use operation::{
    Alternative, Body, BodyKind, Input, Method, Operation, PageKind, PageRule, ParamLocation,
    Safety, Success,
};
pub use types::{
    Access, Arm, Base, Context, Docs, Encoding, Example, Field, IntKind, Presence, Role, Shape,
    Step, Ty, TypeDef, Variant, VariantValue,
};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::source::{Pointer, Span};

/// Everything that one run is to emit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Model {
    /// The APIs, such as a v1 and a v2, by [`GroupId`].
    pub groups: Vec<Group>,
    /// Every type with a name, by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// Every operation, in the order of the documents, by [`OperationId`].
    pub operations: Vec<Operation>,
    /// Types that are to be emitted although no operation may use them, such as the bodies of webhooks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<TypeId>,
    /// The typed ids that the documents use, by name.
    pub ids: Vec<IdType>,
    /// Prefixes below which operations are offered as well.
    pub scopes: Vec<Scope>,
    /// Whether the docs of each method contain an example call.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub doc_examples: bool,
}

impl Scope {
    /// Whether a path is below the prefix.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        path.strip_prefix(&self.prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl Model {
    /// The API of that id.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(id.index())
    }

    /// The operation of that id.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> Option<&Operation> {
        self.operations.get(id.index())
    }

    /// The type of that id.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }

    /// Mutable access to the API of that id.
    pub fn group_mut(&mut self, id: GroupId) -> Option<&mut Group> {
        self.groups.get_mut(id.index())
    }

    /// Mutable access to the operation of that id.
    pub fn operation_mut(&mut self, id: OperationId) -> Option<&mut Operation> {
        self.operations.get_mut(id.index())
    }

    /// Mutable access to the type of that id.
    pub fn ty_mut(&mut self, id: TypeId) -> Option<&mut TypeDef> {
        self.types.get_mut(id.index())
    }

    /// Every API with its id.
    pub fn iter_groups(&self) -> impl Iterator<Item = (GroupId, &Group)> {
        let groups = self.groups.iter().enumerate();
        groups.map(|(index, group)| (GroupId::new(index), group))
    }

    /// Every operation with its id.
    pub fn iter_operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        let operations = self.operations.iter().enumerate();
        operations.map(|(index, operation)| (OperationId::new(index), operation))
    }

    /// The operations of an API with their ids.
    pub fn operations_of(&self, group: GroupId) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.iter_operations()
            .filter(move |(_, operation)| operation.group == group)
    }

    /// Every type with its id.
    pub fn iter_types(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        let types = self.types.iter().enumerate();
        types.map(|(index, def)| (TypeId::new(index), def))
    }

    /// Adds a type.
    pub fn add_type(&mut self, def: TypeDef) -> TypeId {
        let id = TypeId::new(self.types.len());
        self.types.push(def);
        id
    }

    /// The fields of a type that is a struct.
    #[must_use]
    pub fn fields(&self, id: TypeId) -> Option<&[Field]> {
        match &self.ty(id)?.shape {
            Shape::Struct { fields, .. } => Some(fields),
            Shape::Enum { .. } | Shape::Union { .. } | Shape::Alias(_) => None,
        }
    }

    /// These types and every named type that they refer to, directly or not.
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

    /// The named types that a type refers to directly.
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

/// Where a thing comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Origin {
    /// Path of the document.
    pub document: String,
    /// The node in it.
    pub pointer: Pointer,
    /// Its place, for diagnostics.
    #[serde(skip)]
    pub span: Span,
}

/// One API: documents that share servers, credentials and a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its name, such as `v1`.
    pub name: String,
    /// The module that holds it; `None` is the root of the crate.
    pub module: Option<String>,
    /// The method of the client that leads to it; `None` puts its resources on the client itself.
    pub accessor: Option<String>,
    /// The cargo feature that switches it.
    pub feature: Option<String>,
    /// The title of its documents.
    pub title: String,
    /// The version that its documents state.
    pub version: String,
    /// The documents' own description.
    pub docs: String,
    /// The address that its paths are relative to.
    pub server: String,
    /// The ways to authenticate, in the order of the document.
    pub schemes: Vec<Scheme>,
    /// Path of the function that reads failures out of answers.
    pub errors: Option<String>,
    /// The header that names a request in the server's logs.
    pub request_id_header: Option<String>,
    /// What is to be said at each operation.
    pub notice: Option<String>,
}

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// What it is.
    pub kind: SchemeKind,
    /// What the document says of it.
    pub docs: String,
}

/// The kinds of credentials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SchemeKind {
    /// A key that travels under a name.
    ApiKey {
        /// Where it is sent.
        location: ParamLocation,
        /// Under which name.
        name: String,
    },
    /// HTTP Basic.
    Basic,
    /// A bearer token.
    Bearer,
    /// OAuth 2.
    OAuth2,
    /// `OpenID` Connect.
    OpenIdConnect,
}

/// A typed id: text that means one kind of thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdType {
    /// The name that the documents give it.
    pub name: String,
    /// What it identifies.
    pub docs: String,
}

/// A path prefix that stands for a thing of its own, below which mirrored operations are offered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scope {
    /// The method of the client that opens it.
    pub accessor: String,
    /// The type's name.
    pub type_name: String,
    /// Its API.
    pub group: GroupId,
    /// The path template, such as `/accounts/{accountId}`.
    pub prefix: String,
    /// The placeholder in it.
    pub parameter: String,
    /// The id type of the placeholder.
    pub id: String,
    /// What it is for.
    pub docs: String,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
}
