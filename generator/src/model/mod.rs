//! What a crate is to offer, in the terms of HTTP and of data: the output of `lower`.
//!
//! Plain owned data. OpenAPI's vocabulary has ended here, Rust's has not begun: no name in this module is an identifier
//! yet, no decision on emitted text is made. It imports nothing of ours but places ([`Pointer`], [`Span`]).

mod operation;
mod types;

pub use operation::{
    Alternative, Body, BodyKind, Input, Method, Operation, PageKind, PageRule, Place, Safety,
    Success,
};
pub use types::{
    Access, Arm, Base, Context, Docs, Encoding, Field, IntKind, Presence, Role, Shape, Step, Ty,
    TypeDef, TypeId, Variant, VariantValue,
};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::source::{Pointer, Span};

/// Everything that one run is to emit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Model {
    /// The APIs, such as a v1 and a v2.
    pub groups: Vec<Group>,
    /// Every type with a name, by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// Every operation, in the order of the documents.
    pub operations: Vec<Operation>,
    /// Types that are to be emitted although no operation may use them, such as the bodies of webhooks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<TypeId>,
    /// The typed ids that the documents use, by name.
    pub ids: Vec<IdType>,
    /// Prefixes below which operations are offered as well.
    pub scopes: Vec<Scope>,
    /// Whether the docs of each method show a call of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shows_calls: bool,
}

impl Model {
    /// The type of that id.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.index())
    }

    /// The members of a type that is a struct.
    #[must_use]
    pub fn fields(&self, id: TypeId) -> Option<&[Field]> {
        match &self.ty(id)?.shape {
            Shape::Struct { fields, .. } => Some(fields),
            Shape::Enum { .. } | Shape::Union { .. } | Shape::Alias(_) => None,
        }
    }

    /// Those types and every type with a name that they consist of.
    #[must_use]
    pub fn reached(&self, from: impl IntoIterator<Item = TypeId>) -> BTreeSet<TypeId> {
        let mut open: Vec<TypeId> = from.into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.parts(id));
            }
        }
        found
    }

    /// The types with a name that a type mentions.
    #[must_use]
    pub fn parts(&self, id: TypeId) -> Vec<TypeId> {
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
        /// Where it travels.
        place: Place,
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
    /// Index of its API in [`Model::groups`].
    pub group: usize,
    /// The path template, such as `/accounts/{accountId}`.
    pub prefix: String,
    /// The placeholder in it.
    pub parameter: String,
    /// The id type of the placeholder.
    pub id: String,
    /// What it is for.
    pub docs: String,
}
