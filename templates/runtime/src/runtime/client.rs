//! The part of a client that all its calls share.
//!
//! In: what the builder was told. Out: a [`Core`], which is cheap to clone, and requests made from it. It must not know the
//! operations: emitted code passes them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method};

use crate::runtime::auth::Authorize;
use crate::runtime::limit::RateLimit;
use crate::runtime::operation::{Operation, Server};
use crate::runtime::request_builder::RequestBuilder;
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::transport::Transport;
use crate::runtime::url::BaseUrl;

/// The part of a client that all its calls share: connections, credentials and settings. Cloning it is cheap.
#[derive(Clone)]
pub struct Core(Arc<Settings>);

/// What the builder was told.
pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) authorizers: Vec<Arc<dyn Authorize>>,
    /// Sent with each request that has none of the same name.
    pub(crate) headers: HeaderMap,
    /// Of a whole call.
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) limiter: Option<Arc<dyn RateLimit>>,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    /// In the place of every server that has none in `server_urls`.
    pub(crate) base_url: Option<BaseUrl>,
    /// By the names of servers.
    pub(crate) server_urls: BTreeMap<String, BaseUrl>,
    pub(crate) allow_insecure_http: bool,
}

impl Core {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Begins a request of this operation.
    pub fn request<P>(&self, operation: &'static Operation) -> RequestBuilder<P> {
        RequestBuilder::new(self.clone(), operation)
    }

    /// Begins a request that no operation describes: its server, its credentials and its failures are those of the operation given.
    ///
    /// The path may hold placeholders, as `/users/{id}` does, which [`RequestBuilder::path`] fills.
    pub fn custom_request(
        &self,
        like: &'static Operation,
        method: Method,
        path: impl Into<String>,
    ) -> RequestBuilder {
        RequestBuilder::new(self.clone(), like).target(method, path.into())
    }

    /// The transport.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.0.transport
    }

    /// The URL that requests to this server go to in the place of its own, if one was given.
    pub(crate) fn given_url(&self, server: &Server) -> Option<&BaseUrl> {
        let of_server = self.0.server_urls.get(server.name);
        of_server.or(self.0.base_url.as_ref())
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("transport", &self.0.transport)
            .field("authorizers", &self.0.authorizers)
            .field("headers", &self.0.headers.keys().collect::<Vec<_>>())
            .field("timeout", &self.0.timeout)
            .field("retry", &self.0.retry)
            .field("limiter", &self.0.limiter)
            .field("max_response_bytes", &self.0.max_response_bytes)
            .field("base_url", &self.0.base_url)
            .field("server_urls", &self.0.server_urls)
            .finish_non_exhaustive()
    }
}
