//! APIs: servers, security schemes, typed ids and scopes.

use serde::Serialize;

use super::{Alternative, GroupId, ParamLocation};
use crate::source::Span;
use crate::text::Markdown;

/// An API: documents that share servers, security schemes and a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its name, such as `v1`.
    pub name: String,
    /// Its module. `None` for the root of the crate.
    pub module: Option<String>,
    /// The method of the client that returns it. `None` if its resources are on the client itself.
    pub accessor: Option<String>,
    /// The Cargo feature that enables it.
    pub feature: Option<String>,
    /// The title of its documents.
    pub title: Markdown,
    /// The version in its documents.
    pub version: Markdown,
    /// The description in its documents.
    pub docs: Markdown,
    /// The URL that its paths are relative to.
    pub server: String,
    /// The security schemes, in the order of the document.
    pub schemes: Vec<Scheme>,
    /// The alternative security requirements of requests without an operation. `None` if the documents have no default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Vec<Alternative>>,
    /// The path of the function that reads error responses.
    pub errors: Option<String>,
    /// The response header with the request id.
    pub request_id_header: Option<String>,
    /// A text that is added to the docs of each operation.
    pub notice: Option<Markdown>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// Its kind.
    pub kind: SchemeKind,
    /// Its description.
    pub docs: Markdown,
}

/// The kinds of security schemes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SchemeKind {
    /// An API key.
    ApiKey {
        /// Where it is sent.
        location: ParamLocation,
        /// The name of the parameter.
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
    /// Another kind, as the document names it. Only hand-written code can add its credentials.
    Other(String),
}

/// A typed id: a string that identifies one kind of object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdType {
    /// Its name in the documents.
    pub name: String,
    /// Its docs, which describe the identified object.
    pub docs: Markdown,
}

/// A path prefix below which mirrored operations also exist.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scope {
    /// The method of the client that returns it.
    pub accessor: String,
    /// The name of its type.
    pub type_name: String,
    /// Its API.
    pub group: GroupId,
    /// The path template, such as `/accounts/{accountId}`.
    pub prefix: String,
    /// The placeholder in it.
    pub parameter: String,
    /// The id type of the placeholder.
    pub id: String,
    /// Its docs.
    pub docs: Markdown,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
}

impl Scope {
    /// Whether a path is below the prefix.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        path.strip_prefix(&self.prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
