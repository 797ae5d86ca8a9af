//! Security schemes of an API.
//!
//! Generated code has a static [`Scheme`] for each scheme. A scheme contains no credentials.

/// A security scheme of the OpenAPI document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scheme {
    /// The name of the scheme in the OpenAPI document.
    pub name: &'static str,
    /// The kind of credentials.
    pub kind: SchemeKind,
}

impl Scheme {
    /// Creates a scheme from a name and a kind.
    #[must_use]
    pub const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }
}

/// The kind of credentials of a security scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A key that is sent as a parameter.
    ApiKey {
        /// The location of the parameter.
        location: ParamLocation,
        /// The name of the parameter.
        name: &'static str,
    },
    /// A user name and a password, in the `authorization` header.
    Basic,
    /// A bearer token, in the `authorization` header.
    Bearer,
    /// A bearer token of an OAuth 2 server, in the `authorization` header.
    OAuth2,
    /// A bearer token of an OpenID Connect server, in the `authorization` header.
    OpenIdConnect,
    /// Another kind of credentials, with its name in the OpenAPI document, such as `digest` or `mutualTLS`. To send
    /// such credentials, implement [`Authorize`](crate::runtime::Authorize).
    Other(&'static str),
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamLocation {
    /// The query of the URL.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A field of the form body.
    Form,
}
