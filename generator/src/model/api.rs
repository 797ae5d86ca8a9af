//! The APIs of a model, with their servers, security schemes, typed ids and scopes.

use serde::Serialize;

use super::{Alternative, GroupId, ParamLocation, TypeId};
use crate::source::Span;
use crate::text::Markdown;

/// An API: documents that share servers, security schemes and a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The name of the API, such as `v1`.
    pub name: String,
    /// The Rust module of the API. `None` for the root of the crate.
    pub module: Option<String>,
    /// The client method that returns the API, such as `v2`. `None` if the resources of the API are methods of the
    /// client itself.
    pub accessor: Option<String>,
    /// The Cargo feature that enables the API.
    pub feature: Option<String>,
    /// The `title` of the API's documents.
    pub title: Markdown,
    /// The `version` of the API's documents.
    pub version: Markdown,
    /// The `description` of the API's documents.
    pub docs: Markdown,
    /// The base URL of the API's paths.
    pub server: String,
    /// The security schemes, in document order.
    pub schemes: Vec<Scheme>,
    /// The security requirements of operations without their own requirements. A request must fulfill one of them.
    /// `None` if the documents declare none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Vec<Alternative>>,
    /// The path of the Rust function that reads error responses, such as `crate::errors::v1`.
    pub errors: Option<String>,
    /// The name of the response header with the request id.
    pub request_id_header: Option<String>,
    /// A notice for the docs of every operation.
    pub notice: Option<Markdown>,
    /// For an API that consists of events: the union of all events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<TypeId>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheme {
    /// The name of the scheme in the document.
    pub name: String,
    /// The kind of the scheme.
    pub kind: SchemeKind,
    /// The description of the scheme.
    pub docs: Markdown,
}

/// The kinds of security schemes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SchemeKind {
    /// An API key.
    ApiKey {
        /// Where the key is sent.
        location: ParamLocation,
        /// The name of the parameter with the key.
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
    /// Any other kind, such as `digest`. Only hand-written code can add credentials of this kind.
    Other(String),
}

/// A typed id: a string that identifies one kind of object, such as a user.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdType {
    /// The name of the id type, such as `UserId`.
    pub name: String,
    /// A description of the identified object.
    pub docs: Markdown,
}

/// A path prefix such as `/accounts/{accountId}`. Each mirrored operation also exists at the same path below this
/// prefix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scope {
    /// The client method that opens the scope.
    pub accessor: String,
    /// The name of the scope's type.
    pub type_name: String,
    /// The API of the scope.
    pub group: GroupId,
    /// The path template of the prefix, such as `/accounts/{accountId}`.
    pub prefix: String,
    /// The name of the placeholder in the prefix.
    pub parameter: String,
    /// The id type of the placeholder.
    pub id: String,
    /// The docs of the scope.
    pub docs: Markdown,
    /// The location of the scope in the manifest.
    #[serde(skip)]
    pub span: Span,
}

impl Scope {
    /// Returns whether a path equals the prefix or is below the prefix.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        path.strip_prefix(&self.prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
