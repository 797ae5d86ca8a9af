//! The part of a client that all its calls share.
//!
//! In: the settings of the builder. Out: a [`Core`], which is cheap to clone. This module must not know particular
//! operations: generated code passes the operations as arguments.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::runtime::auth::Authorize;
use crate::runtime::call::rate_limit::RateLimit;
use crate::runtime::call::retry::{RetryBudget, RetryPolicy};
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::operation::server::Server;

/// The part of a client that all its calls share: connections, credentials and settings. Cloning a `Core` is cheap.
#[derive(Clone)]
pub struct Core(Arc<Settings>);

pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) authorizers: Vec<Arc<dyn Authorize>>,
    /// Default headers. A request that has a header of the same name keeps its own value.
    pub(crate) headers: HeaderMap,
    /// The default limit for the total time of a call.
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) limiter: Option<Arc<dyn RateLimit>>,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    /// The URL for all servers that are not in `server_urls`; `None` if the builder sets no base URL.
    pub(crate) base_url: Option<BaseUrl>,
    /// The URLs of single servers, by the name of the server.
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

    /// Returns the transport of the client.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.0.transport
    }

    /// Returns the URL that replaces the URL of a server; `None` if the builder sets no URL for the server.
    pub(crate) fn url_override(&self, server: &Server) -> Option<&BaseUrl> {
        let server_url = self.0.server_urls.get(server.name);
        server_url.or(self.0.base_url.as_ref())
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
