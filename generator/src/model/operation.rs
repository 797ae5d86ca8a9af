//! Operations.

use serde::Serialize;

use super::{Docs, Encoding, GroupId, Origin, ParamLocation, Presence, Ty, TypeId};
use crate::text::Markdown;

/// An HTTP method on a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Its origin.
    pub origin: Origin,
    /// Its API.
    pub group: GroupId,
    /// Its `operationId`.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/users/{userId}`.
    pub path: String,
    /// The name of its resource in the document.
    pub resource: String,
    /// The name of its method, if the document sets one.
    pub name: Option<String>,
    /// A one-line summary.
    pub summary: Markdown,
    /// Its docs.
    pub docs: Docs,
    /// Prerequisites of a call, each a sentence.
    pub prerequisites: Vec<Markdown>,
    /// Error codes of the server and their meaning.
    pub error_codes: Vec<(String, Markdown)>,
    /// The operation that replaces it, such as `POST /accounts`.
    pub successor: Option<String>,
    /// The inputs besides the body.
    pub inputs: Vec<Input>,
    /// The body, unless it is a form.
    pub body: Option<Body>,
    /// The result of a successful call.
    pub success: Success,
    /// The error responses: the status in the document, and the type of the body.
    pub failures: Vec<(String, Ty)>,
    /// Alternative security requirements. Empty if none is needed.
    pub security: Vec<Alternative>,
    /// OAuth scopes. One of them is enough.
    pub scopes: Vec<String>,
    /// Granular scopes. One of them is enough.
    pub granular_scopes: Vec<String>,
    /// Whether a call may be retried.
    pub safety: Safety,
    /// The label of its rate limit.
    pub rate: Option<String>,
    /// The Cargo feature that enables it, in addition to the feature of its API.
    pub feature: Option<String>,
    /// Other media types of the request body.
    pub takes: Vec<String>,
    /// Other media types of the response.
    pub gives: Vec<String>,
    /// The value of the `accept` header. `None` if it is the default for the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// Its pagination.
    pub pages: Option<PageRule>,
    /// Whether the operation also exists below the path prefixes of scopes.
    pub mirrored: bool,
    /// Its own server, if its path is not relative to the server of the API.
    pub server: Option<String>,
}

/// An HTTP method.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Method {
    /// A method that HTTP itself does not define.
    Custom(String),
    /// DELETE
    Delete,
    /// GET
    Get,
    /// HEAD
    Head,
    /// OPTIONS
    Options,
    /// PATCH
    Patch,
    /// POST
    Post,
    /// PUT
    Put,
    /// QUERY
    Query,
    /// TRACE
    Trace,
}

impl Method {
    /// Every method, in the order of the OpenAPI specification's path item.
    pub const ALL: &'static [Self] = &[
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// Returns the method's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Custom(name) => name,
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Query => "QUERY",
            Self::Trace => "TRACE",
        }
    }
}

/// An input of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Input {
    /// A single value.
    Argument {
        /// Its name on the wire.
        wire: String,
        /// Its Rust name, if the document sets one.
        name: Option<String>,
        /// Where it is sent.
        location: ParamLocation,
        /// Its type.
        ty: Ty,
        /// Whether it may be absent. Only required values are arguments.
        presence: Presence,
        /// Its serialization.
        encoding: Encoding,
        /// Its docs.
        docs: Docs,
    },
    /// Several values in one struct.
    Params {
        /// The struct.
        ty: TypeId,
        /// Whether it is required.
        required: bool,
    },
}

/// A body that is a single value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// Its kind.
    pub kind: BodyKind,
    /// The media type.
    pub media_type: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it is required.
    pub required: bool,
}

/// The kinds of bodies.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// Plain text.
    Text,
    /// Raw bytes.
    Bytes,
}

/// The result of a successful call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Success {
    /// No body.
    Empty,
    /// A JSON body of the given type.
    Json(Ty),
    /// A JSON body of the given type, or no body.
    OptionalJson(Ty),
    /// Text.
    Text,
    /// Text, or no body.
    OptionalText,
    /// A stream of bytes.
    Bytes,
    /// A stream of bytes, or no body.
    OptionalBytes,
}

/// Security schemes that must be used together. Empty if no credentials are needed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Alternative {
    /// The names of schemes of the operation's API.
    pub schemes: Vec<String>,
}

/// Whether a call may be retried.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Safety {
    /// The operation changes nothing.
    Safe,
    /// A retry has no further effect.
    Idempotent,
    /// A retry may have a further effect.
    Unsafe,
}

/// The pagination of an operation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PageRule {
    /// Its kind.
    pub kind: PageKind,
    /// The property of the response with the items.
    pub items: String,
    /// The parameter for the token or the page number.
    pub request: String,
    /// The parameter for the page size.
    pub size: Option<String>,
    /// The largest page size. 0 if the document does not state it.
    pub max_size: u32,
    /// The property of the response with the next token or the number of this page.
    pub response: String,
    /// The property of the response with the number of pages.
    pub count: Option<String>,
    /// Where the parameters are sent.
    pub location: ParamLocation,
}

/// The kinds of pagination.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum PageKind {
    /// Each page contains the token of the next page.
    Token,
    /// Pages are numbered, starting with 1.
    Number,
}
