//! APIs: their servers, credentials, typed ids and scopes.

use serde::Serialize;

use super::{GroupId, ParamLocation};
use crate::source::Span;

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

impl Scope {
    /// Whether a path is below the prefix.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        path.strip_prefix(&self.prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
