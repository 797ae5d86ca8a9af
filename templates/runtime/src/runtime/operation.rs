//! What is known of an operation before it is called: plain data that emitted code writes as statics.
//!
//! In: nothing. Out: [`Operation`], [`Server`], [`Scheme`] and [`Pagination`], all built by `const fn`s so that a table of
//! operations says only what is not the default. It must not hold anything of one client or of one call.

use std::fmt;

use http::Method;

use crate::runtime::failure::Failure;
use crate::runtime::response::ResponseHead;

/// Reads the failure that a server reports in a response, if it reports one.
///
/// It is asked about every response, whatever its status, since some servers report failures under a status of success.
pub type FailureReader = fn(&ResponseHead, &[u8]) -> Option<Failure>;

/// A server that operations are sent to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The name by which [`ClientBuilder::server_url`](crate::runtime::ClientBuilder::server_url) finds it.
    pub name: &'static str,
    /// The URL that paths of operations are put behind.
    pub url: &'static str,
    /// Reads the failures that this server reports in its own form.
    pub failure_reader: Option<FailureReader>,
    /// The response header that names a request towards the support of the service.
    pub request_id_header: Option<&'static str>,
}

impl Server {
    /// A server of this name at this URL.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self {
            name,
            url,
            failure_reader: None,
            request_id_header: None,
        }
    }

    /// Sets the function that reads this server's own form of failures.
    #[must_use]
    pub const fn failure_reader(mut self, reader: FailureReader) -> Self {
        self.failure_reader = Some(reader);
        self
    }

    /// Sets the response header that holds the id of a request, in lower case.
    #[must_use]
    pub const fn request_id_header(mut self, name: &'static str) -> Self {
        self.request_id_header = Some(name);
        self
    }
}

/// Stands where a document names no server: a call then needs a base URL from the client or from the caller.
static NO_SERVER: Server = Server::new("", "");

/// A security scheme, by the name that the API's document gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scheme {
    /// The name of the scheme.
    pub name: &'static str,
    /// How it works.
    pub kind: SchemeKind,
}

impl Scheme {
    /// A scheme of this name and kind.
    #[must_use]
    pub const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }
}

/// How a security scheme works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A key that is sent with each request.
    ApiKey {
        /// Where the key stands in the request.
        location: ParamLocation,
        /// The name that it has there.
        name: &'static str,
    },
    /// User name and password in the `authorization` header.
    Basic,
    /// A token in the `authorization` header.
    Bearer,
    /// A token that an OAuth 2 server gives out, in the `authorization` header.
    OAuth2,
    /// A token that an OpenID Connect server gives out, in the `authorization` header.
    OpenIdConnect,
}

/// Where a key stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamLocation {
    /// In the query of the URL.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// In the form that is the body of the request.
    Form,
}

/// What may happen when an operation is sent twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Safety {
    /// It changes nothing.
    Safe,
    /// It changes something, but the second time leaves what the first time left.
    Idempotent,
    /// The second time may do the work again.
    #[default]
    Unsafe,
}

/// How an operation relates to a [`Scoped`](crate::runtime::Scoped) prefix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScopeRelation {
    /// It is not called within a scope.
    #[default]
    None,
    /// It exists with and without the prefix, and its path is written without.
    Mirrored,
    /// Its path is written with the prefix.
    Native,
}

/// How an operation gives out a list page by page: the names that its requests use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pagination {
    /// What marks the place of a page in the list.
    pub style: PageStyle,
    /// The parameter that carries the token or the number of the page.
    pub page_param: &'static str,
    /// The parameter that carries the size of a page; empty if there is none.
    pub size_param: &'static str,
    /// The largest size of a page; 0 where the document names none.
    pub max_size: u32,
    /// Whether the two parameters travel in the form that is the body, not in the query.
    pub in_form: bool,
}

/// What marks the place of a page in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// Each page names the token of the next.
    Token,
    /// Pages are numbered from 1.
    Number,
}

impl Pagination {
    /// Pages that name the token of the next: parameter of the token, parameter of the size, largest size (0 = not stated).
    #[must_use]
    pub const fn token(token: &'static str, size: &'static str, max_size: u32) -> Self {
        Self {
            style: PageStyle::Token,
            page_param: token,
            size_param: size,
            max_size,
            in_form: false,
        }
    }

    /// Pages that are numbered from 1: parameter of the number, parameter of the size, largest size (0 = not stated).
    #[must_use]
    pub const fn number(number: &'static str, size: &'static str, max_size: u32) -> Self {
        Self {
            style: PageStyle::Number,
            page_param: number,
            size_param: size,
            max_size,
            in_form: false,
        }
    }

    /// The parameters travel in the form that is the body of the request.
    #[must_use]
    pub const fn in_form(mut self) -> Self {
        self.in_form = true;
        self
    }
}

/// An operation of the API, as its document describes it.
///
/// It is what allow-lists, metrics and audits of permissions are made of; a [`Transport`](crate::runtime::Transport) is told it with
/// each request.
#[non_exhaustive]
pub struct Operation {
    /// The name of the operation in this crate, such as `users.list`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The template of the path, such as `/users/{userId}`, behind the server's URL.
    pub path: &'static str,
    /// The document's own `operationId`.
    pub operation_id: Option<&'static str>,
    /// The server that it is sent to.
    pub server: &'static Server,
    /// The ways to authorize it: one of the outer list is enough, and takes all schemes of its inner list. An empty inner list
    /// means that the operation may be called without credentials; an empty outer list, that it takes none.
    pub security: &'static [&'static [&'static Scheme]],
    /// What may happen when it is sent twice.
    pub safety: Safety,
    /// How it gives out a list, if it does.
    pub pagination: Option<&'static Pagination>,
    /// The OAuth scopes one of which a token must have.
    pub scopes: &'static [&'static str],
    /// The finer scopes one of which a token must have, for services that have both kinds.
    pub granular_scopes: &'static [&'static str],
    /// The rate limit that it counts against.
    pub rate_limit: Option<&'static str>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// How it relates to a scope's prefix.
    pub scope_relation: ScopeRelation,
}

impl Operation {
    /// An operation of this id, method and template of a path, with everything else absent.
    #[must_use]
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            operation_id: None,
            server: &NO_SERVER,
            security: &[],
            safety: Safety::Unsafe,
            pagination: None,
            scopes: &[],
            granular_scopes: &[],
            rate_limit: None,
            deprecated: false,
            scope_relation: ScopeRelation::None,
        }
    }

    /// A `GET`, which is safe.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::GET, path).safety(Safety::Safe)
    }

    /// A `POST`, which is not safe to repeat.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::POST, path)
    }

    /// A `PUT`, which is idempotent.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::PUT, path).safety(Safety::Idempotent)
    }

    /// A `PATCH`, which is not safe to repeat.
    #[must_use]
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::PATCH, path)
    }

    /// A `DELETE`, which is idempotent.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::DELETE, path).safety(Safety::Idempotent)
    }

    /// Sets the document's own `operationId`.
    #[must_use]
    pub const fn operation_id(mut self, operation_id: &'static str) -> Self {
        self.operation_id = Some(operation_id);
        self
    }

    /// Sets the server.
    #[must_use]
    pub const fn server(mut self, server: &'static Server) -> Self {
        self.server = server;
        self
    }

    /// Sets the ways to authorize the operation.
    #[must_use]
    pub const fn security(mut self, alternatives: &'static [&'static [&'static Scheme]]) -> Self {
        self.security = alternatives;
        self
    }

    /// Sets what may happen when the operation is sent twice.
    #[must_use]
    pub const fn safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// Makes the operation one that gives out a list page by page.
    #[must_use]
    pub const fn pagination(mut self, pagination: &'static Pagination) -> Self {
        self.pagination = Some(pagination);
        self
    }

    /// Sets the OAuth scopes one of which a token must have.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets the finer scopes one of which a token must have.
    #[must_use]
    pub const fn granular_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.granular_scopes = scopes;
        self
    }

    /// Sets the rate limit that the operation counts against.
    #[must_use]
    pub const fn rate_limit(mut self, label: &'static str) -> Self {
        self.rate_limit = Some(label);
        self
    }

    /// Marks the operation as one that the document advises against.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Marks the operation as one that exists with and without a scope's prefix, and is written without.
    #[must_use]
    pub const fn scope_mirrored(mut self) -> Self {
        self.scope_relation = ScopeRelation::Mirrored;
        self
    }

    /// Marks the operation as one whose path is written with a scope's prefix.
    #[must_use]
    pub const fn scope_native(mut self) -> Self {
        self.scope_relation = ScopeRelation::Native;
        self
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rest is long, static and found by the id.
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
