//! Operations: what can be called.

use serde::Serialize;

use super::{Docs, Encoding, GroupId, Origin, ParamLocation, Presence, Ty, TypeId};

/// A method on a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Where it is described.
    pub origin: Origin,
    /// Its API.
    pub group: GroupId,
    /// The document's name for it.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/users/{userId}`.
    pub path: String,
    /// The resource that it belongs to, as the document says it.
    pub resource: String,
    /// A method name that the document demands.
    pub name: Option<String>,
    /// One line on what it does.
    pub summary: String,
    /// What it does.
    pub docs: Docs,
    /// What must hold before a call, each a sentence.
    pub prerequisites: Vec<String>,
    /// The server's own error codes and their meaning.
    pub error_codes: Vec<(String, String)>,
    /// What replaces it, such as `POST /accounts`.
    pub successor: Option<String>,
    /// What a caller gives.
    pub inputs: Vec<Input>,
    /// The body that is not made of parameters.
    pub body: Option<Body>,
    /// What comes back.
    pub success: Success,
    /// What failures tell: the status as the document writes it, and the type of the body.
    pub failures: Vec<(String, Ty)>,
    /// Alternatives of credentials; empty asks for none.
    pub security: Vec<Alternative>,
    /// OAuth scopes, any of which suffices.
    pub scopes: Vec<String>,
    /// Finer scopes, any of which suffices.
    pub granular_scopes: Vec<String>,
    /// Whether it may be repeated.
    pub safety: Safety,
    /// The label of its rate limit.
    pub rate: Option<String>,
    /// The cargo feature that switches it, besides that of its API.
    pub feature: Option<String>,
    /// Media types that its body may be sent as, besides the one of the body.
    pub takes: Vec<String>,
    /// Media types that its answer may be asked for in, besides the one that is read.
    pub gives: Vec<String>,
    /// How its pages follow each other.
    pub pages: Option<PageRule>,
    /// Whether it is offered below scopes too.
    pub mirrored: bool,
    /// An address of its own that its path is relative to.
    pub server: Option<String>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Method {
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
    ];

    /// The method's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Trace => "TRACE",
        }
    }
}

/// What a caller gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Input {
    /// One value, an argument of its own.
    Argument {
        /// Its name on the wire.
        wire: String,
        /// A name that the document demands.
        name: Option<String>,
        /// Where it is sent.
        location: ParamLocation,
        /// Its type.
        ty: Ty,
        /// Whether it may be absent; only required ones are arguments.
        presence: Presence,
        /// How it is written.
        encoding: Encoding,
        /// What it means.
        docs: Docs,
    },
    /// Several values in one struct.
    Params {
        /// The struct.
        ty: TypeId,
        /// Whether it has to be given.
        required: bool,
    },
}

/// A body that is one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// How it is encoded.
    pub kind: BodyKind,
    /// The media type.
    pub media_type: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it has to be given.
    pub required: bool,
}

/// How a body is encoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// Text, as it is.
    Text,
    /// Bytes, as they are.
    Bytes,
}

/// What comes back when all went well.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Success {
    /// No body.
    Empty,
    /// A JSON body of that type.
    Json(Ty),
    /// A JSON body of that type, or none.
    OptionalJson(Ty),
    /// Text.
    Text,
    /// Bytes, as a stream.
    Bytes,
}

/// Schemes that are needed together; empty means none.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Alternative {
    /// Names of schemes of the operation's API.
    pub schemes: Vec<String>,
}

/// Whether a call may be repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Safety {
    /// It changes nothing.
    Safe,
    /// Twice is as good as once.
    Idempotent,
    /// Twice is not once.
    Unsafe,
}

/// How the pages of a list follow each other.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PageRule {
    /// The style.
    pub kind: PageKind,
    /// The member of the answer that holds the items.
    pub items: String,
    /// The request's name for the token or the page number.
    pub request: String,
    /// The request's name for the size of a page.
    pub size: Option<String>,
    /// The most items a page may have; 0 when it is not stated.
    pub max_size: u32,
    /// The member of the answer that holds the next token or the number of this page.
    pub response: String,
    /// The member of the answer that holds the number of pages.
    pub count: Option<String>,
    /// Where the request's values are sent.
    pub location: ParamLocation,
}

/// The styles of pages.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum PageKind {
    /// Each page names the token of the next.
    Token,
    /// Pages are counted from 1.
    Number,
}
