//! Descriptions of operations and servers. Generated code writes them as statics.
//!
//! The types have `const fn` setters, so that generated code writes only the values that differ from the defaults. A
//! static is shared by all clients, so it must not contain the data of one client or of one call.

pub(crate) mod error_kind;
pub(crate) mod failure;
pub(crate) mod failure_class;
pub(crate) mod outcome;
pub(crate) mod pagination;
pub(crate) mod response_head;
pub(crate) mod scheme;
pub(crate) mod server;
pub(crate) mod streaming;

use std::fmt;

use http::Method;

use crate::runtime::operation::pagination::Pagination;
use crate::runtime::operation::scheme::Scheme;
use crate::runtime::operation::server::Server;
use crate::runtime::operation::streaming::Streaming;

/// The server of an operation for which the OpenAPI document defines no server. The client or the call must set a base
/// URL.
static NO_SERVER: Server = Server::new("", "");

/// Whether sending an operation twice can do harm (RFC 9110, section 9.2). The client decides about retries by this
/// value, not by the HTTP method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Safety {
    /// The operation only reads.
    Safe,
    /// Sending the operation twice has the same effect as sending it once.
    Idempotent,
    /// Sending the operation twice may have another effect than sending it once. For example, it may create two
    /// accounts.
    #[default]
    Unsafe,
}

/// Whether an operation exists below the path prefix of a [`Scoped`](crate::runtime::Scoped), such as
/// `/accounts/{accountId}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScopeRelation {
    /// The operation does not exist below the prefix.
    #[default]
    None,
    /// The operation exists with and without the prefix. The path of the operation does not contain the prefix.
    Mirrored,
    /// The operation exists below the prefix only. The path of the operation contains the prefix.
    Native,
}

/// An operation of the OpenAPI document.
///
/// Use this data to allow only certain operations, to name metrics, or to list the required permissions. A
/// [`Transport`](crate::runtime::Transport) receives the operation with each request.
#[non_exhaustive]
pub struct Operation {
    /// The id of the operation in this crate, such as `users.list`.
    pub id: &'static str,
    /// The HTTP method, unless [`custom_method`](Self::custom_method) is set.
    pub method: Method,
    /// The name of the HTTP method if [`Method`] has no constant for it, such as `QUERY`.
    pub custom_method: Option<&'static str>,
    /// The path template, such as `/users/{userId}`, relative to the URL of the server.
    pub path: &'static str,
    /// The `operationId` in the OpenAPI document.
    pub operation_id: Option<&'static str>,
    /// The server of the operation.
    pub server: &'static Server,
    /// The default value of the `accept` header: the media types of the responses. `None` means JSON, or any media type
    /// if the response is not decoded as JSON.
    pub accept: Option<&'static str>,
    /// The security requirements. The outer list contains alternatives, and a request must satisfy one of them. An
    /// inner list contains schemes, and the request needs credentials for all of them. An empty inner list makes
    /// credentials optional. With an empty outer list, no credentials are sent.
    pub security: &'static [&'static [&'static Scheme]],
    /// Whether sending the operation twice can do harm, which decides about retries.
    pub safety: Safety,
    /// The pagination, if the operation returns a list in pages.
    pub pagination: Option<&'static Pagination>,
    /// The stream that the operation can return, if its items have a known encoding. See
    /// [`Events`](crate::runtime::Events) and [`Records`](crate::runtime::Records).
    pub streaming: Option<Streaming>,
    /// The OAuth scopes in the security requirements. The documentation of the method says which of them a token needs.
    pub scopes: &'static [&'static str],
    /// The granular OAuth scopes, for services that have both classic and granular scopes. One of them is enough. A
    /// token with the classic [`scopes`](Self::scopes) needs none.
    pub granular_scopes: &'static [&'static str],
    /// The label of the rate limit that applies to the operation.
    pub rate_limit: Option<&'static str>,
    /// Whether the OpenAPI document marks the operation as deprecated.
    pub deprecated: bool,
    /// Whether the operation exists below the path prefix of a scope.
    pub scope_relation: ScopeRelation,
}

impl Operation {
    /// Creates an operation from an id, a method and a path template. All other fields have their defaults.
    #[must_use]
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            custom_method: None,
            path,
            operation_id: None,
            server: &NO_SERVER,
            accept: None,
            security: &[],
            safety: Safety::Unsafe,
            pagination: None,
            streaming: None,
            scopes: &[],
            granular_scopes: &[],
            rate_limit: None,
            deprecated: false,
            scope_relation: ScopeRelation::None,
        }
    }

    /// Creates a `GET` operation, which is safe.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::GET, path).safety(Safety::Safe)
    }

    /// Creates a `POST` operation, which is not idempotent.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::POST, path)
    }

    /// Creates a `PUT` operation, which is idempotent.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::PUT, path).safety(Safety::Idempotent)
    }

    /// Creates a `PATCH` operation, which is not idempotent.
    #[must_use]
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::PATCH, path)
    }

    /// Creates a `DELETE` operation, which is idempotent.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::DELETE, path).safety(Safety::Idempotent)
    }

    /// Creates an operation with an HTTP method that has no constant in [`Method`], such as `QUERY`.
    #[must_use]
    pub const fn custom(id: &'static str, method: &'static str, path: &'static str) -> Self {
        let mut operation = Self::new(id, Method::POST, path);
        operation.custom_method = Some(method);
        operation
    }

    /// Sets the `operationId` in the OpenAPI document.
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

    /// Sets the default value of the `accept` header. The text must be a valid header value.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Sets the security requirements.
    #[must_use]
    pub const fn security(mut self, alternatives: &'static [&'static [&'static Scheme]]) -> Self {
        self.security = alternatives;
        self
    }

    /// Sets whether sending the operation twice can do harm, which decides about retries.
    #[must_use]
    pub const fn safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// Sets the pagination.
    #[must_use]
    pub const fn pagination(mut self, pagination: &'static Pagination) -> Self {
        self.pagination = Some(pagination);
        self
    }

    /// Sets the stream that the operation can return.
    #[must_use]
    pub const fn streaming(mut self, streaming: Streaming) -> Self {
        self.streaming = Some(streaming);
        self
    }

    /// Sets the OAuth scopes in the security requirements.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets the granular OAuth scopes. One of them is enough. A token with the classic [`scopes`](Self::scopes) needs none.
    #[must_use]
    pub const fn granular_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.granular_scopes = scopes;
        self
    }

    /// Sets the label of the rate limit.
    #[must_use]
    pub const fn rate_limit(mut self, label: &'static str) -> Self {
        self.rate_limit = Some(label);
        self
    }

    /// Marks the operation as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Marks the operation as [`ScopeRelation::Mirrored`].
    #[must_use]
    pub const fn scope_mirrored(mut self) -> Self {
        self.scope_relation = ScopeRelation::Mirrored;
        self
    }

    /// Marks the operation as [`ScopeRelation::Native`].
    #[must_use]
    pub const fn scope_native(mut self) -> Self {
        self.scope_relation = ScopeRelation::Native;
        self
    }
}

impl Operation {
    /// Returns the HTTP method of requests.
    #[must_use]
    pub fn request_method(&self) -> Method {
        let custom = self.custom_method.map(str::as_bytes);
        let custom = custom.and_then(|name| Method::from_bytes(name).ok());
        custom.unwrap_or_else(|| self.method.clone())
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The other fields are long, and the id is enough to identify the operation.
        f.debug_struct("Operation")
            .field("id", &self.id)
            .field("method", &self.request_method())
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
