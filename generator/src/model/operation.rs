//! The operations of a model, with their inputs, bodies, results and pagination.

use serde::Serialize;

use super::{Docs, Encoding, GroupId, Origin, ParamLocation, Presence, Ty, TypeId};
use crate::text::Markdown;

/// An operation: an HTTP method on a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// The OpenAPI node of the operation.
    pub origin: Origin,
    /// The API of the operation.
    pub group: GroupId,
    /// The `operationId`.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/users/{userId}`.
    pub path: String,
    /// The name of the resource, such as `users`.
    pub resource: String,
    /// The name of the Rust method, if the document sets a name.
    pub name: Option<String>,
    /// A one-line summary.
    pub summary: Markdown,
    /// The docs of the operation.
    pub docs: Docs,
    /// The prerequisites of a call, one sentence each.
    pub prerequisites: Vec<Markdown>,
    /// The error codes that the server can send, each with its meaning.
    pub error_codes: Vec<(String, Markdown)>,
    /// The operation to use instead of this deprecated operation, such as `POST /accounts`.
    pub successor: Option<String>,
    /// The parameters, and the fields of a form body.
    pub inputs: Vec<Input>,
    /// The request body. The fields of a form body are in `inputs` instead.
    pub body: Option<Body>,
    /// The result of a successful call.
    pub success: Success,
    /// The stream that the operation can return instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<ResponseStream>,
    /// The error responses: their statuses and body types.
    pub failures: Vec<(String, Ty)>,
    /// The security requirements. A request must fulfill one of them. Empty if a call needs no credentials.
    pub security: Vec<Alternative>,
    /// Sets of OAuth scopes. A token must have all scopes of one set.
    pub scopes: Vec<Vec<String>>,
    /// Granular OAuth scopes. A token must have one of them.
    pub granular_scopes: Vec<String>,
    /// Whether a call may be retried.
    pub safety: Safety,
    /// The kind of rate limit that applies to the operation.
    pub rate: Option<String>,
    /// The Cargo feature of the operation. A call needs this feature and the feature of the API.
    pub feature: Option<String>,
    /// The other media types that the server accepts for the request body, besides the one that the generated method
    /// sends.
    pub takes: Vec<String>,
    /// The other media types of successful responses, besides the ones that the generated method reads.
    pub gives: Vec<String>,
    /// The value of the `accept` header. `None` if the default applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// The pagination of the operation.
    pub pages: Option<PageRule>,
    /// Whether the operation also exists below the path prefixes of scopes.
    pub mirrored: bool,
    /// The URL of the server, if the operation does not use the server of the API.
    pub server: Option<String>,
}

impl Operation {
    /// Iterates over the types that a successful call returns: the type of the result, and the type of the items of a
    /// stream.
    pub fn results(&self) -> impl Iterator<Item = &Ty> {
        let result = match &self.success {
            Success::Json(ty) | Success::OptionalJson(ty) => Some(ty),
            Success::Empty
            | Success::Text
            | Success::OptionalText
            | Success::Bytes
            | Success::OptionalBytes => None,
        };
        let item = self.stream.as_ref().map(|stream| &stream.item);
        result.into_iter().chain(item)
    }

    /// Iterates over mutable references to the types that a successful call returns.
    pub fn results_mut(&mut self) -> impl Iterator<Item = &mut Ty> {
        let result = match &mut self.success {
            Success::Json(ty) | Success::OptionalJson(ty) => Some(ty),
            Success::Empty
            | Success::Text
            | Success::OptionalText
            | Success::Bytes
            | Success::OptionalBytes => None,
        };
        let item = self.stream.as_mut().map(|stream| &mut stream.item);
        result.into_iter().chain(item)
    }
}

/// A stream of items that arrive one after the other.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct ResponseStream {
    /// The media type.
    pub media_type: String,
    /// What the items are.
    pub kind: StreamKind,
    /// The type of the items.
    pub item: Ty,
}

/// The kinds of streams.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum StreamKind {
    /// Server-sent events whose data is JSON. The items are the data.
    JsonEvents,
    /// Server-sent events whose data is text.
    TextEvents,
    /// Server-sent events. The items are whole events with the properties `data`, `event`, `id` and `retry`.
    EventObjects,
    /// JSON values.
    Records,
}

/// An HTTP method.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Method {
    /// A method without a variant, such as `PURGE`.
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
    /// All HTTP methods that are keys of a path item, in the order of the OpenAPI specification.
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
        /// The name of the parameter in the request.
        wire: String,
        /// The Rust name, if the document sets a name.
        name: Option<String>,
        /// Where the value is sent.
        location: ParamLocation,
        /// The type of the value.
        ty: Ty,
        /// Whether the value may be absent. Only required values are arguments.
        presence: Presence,
        /// How the value is written in the request.
        encoding: Encoding,
        /// The docs of the value.
        docs: Docs,
    },
    /// Several values in one struct.
    Params {
        /// The struct with the values.
        ty: TypeId,
        /// Whether at least one value is required.
        required: bool,
    },
}

/// A request body that is a single value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Body {
    /// The kind of the body.
    pub kind: BodyKind,
    /// The media type.
    pub media_type: String,
    /// The type of the body.
    pub ty: Ty,
    /// Whether the body is required.
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
    /// A sequence of JSON values of the given type.
    Records,
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

/// A security requirement: the security schemes that a request must use together. Without schemes, a request needs no
/// credentials.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Alternative {
    /// The names of security schemes of the API.
    pub schemes: Vec<String>,
}

/// Whether a call may be retried.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Safety {
    /// The operation changes nothing on the server.
    Safe,
    /// A retry has no further effect.
    Idempotent,
    /// A retry may have a further effect.
    Unsafe,
}

/// The pagination of an operation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PageRule {
    /// The kind of the pagination.
    pub kind: PageKind,
    /// The response property with the items.
    pub items: String,
    /// The request parameter with the page token or the page number.
    pub request: String,
    /// The request parameter with the page size.
    pub size: Option<String>,
    /// The maximum page size. 0 if the document does not contain it.
    pub max_size: u32,
    /// The response property with the token of the next page, or with the number of the current page. Empty if the response
    /// has no such property. For pages after an item, the property of the items with their id.
    pub response: String,
    /// The response property that is `true` if more pages follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// The response property with the number of pages.
    pub count: Option<String>,
    /// The response property with the total number of items, if the response has this property.
    pub total: Option<String>,
    /// Where the request parameters are sent.
    pub location: ParamLocation,
}

impl PageRule {
    /// Creates a rule with the name of the request parameter only.
    #[must_use]
    pub fn named(kind: PageKind, request: &str) -> Self {
        Self {
            kind,
            items: String::new(),
            request: request.to_owned(),
            size: None,
            max_size: 0,
            response: String::new(),
            more: None,
            count: None,
            total: None,
            location: ParamLocation::Query,
        }
    }
}

/// The kinds of pagination.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum PageKind {
    /// Each page contains the token of the next page.
    Token,
    /// Pages are numbered, starting with 1.
    Number,
    /// The number of items before the page selects a page.
    Offset,
    /// The id of the last item of the previous page selects a page.
    LastId,
}
