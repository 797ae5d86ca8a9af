//! The part of a client that all its calls share.
//!
//! The builder creates a [`Core`] from its settings. Cloning it is cheap. This module does not depend on particular
//! operations: generated code passes the operations as arguments.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::runtime::auth::Authorize;
use crate::runtime::call::observer::Observer;
use crate::runtime::call::rate_limit::RateLimit;
use crate::runtime::call::retry::{RetryBudget, RetryPolicy};
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::operation::server::Server;

/// The part of a client that all its calls share: connections, credentials and settings. Cloning a `Core` is cheap.
#[derive(Clone)]
pub struct Core {
    settings: Arc<Settings>,
    /// Whether the calls of this core wait for rate limits as long as necessary.
    is_for_walk: bool,
}

pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) authorizers: Vec<Arc<dyn Authorize>>,
    /// Default headers. A request that has a header of the same name keeps its own value.
    pub(crate) headers: HeaderMap,
    /// The default limit for the total time of a call.
    pub(crate) timeout: Duration,
    /// How long a call may wait for rate limits by default.
    pub(crate) rate_limit_timeout: Option<Duration>,
    pub(crate) max_response_bytes: usize,
    pub(crate) limiter: Option<Arc<dyn RateLimit>>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    /// The URL of all servers that are not in `server_urls`; `None` if the builder sets no base URL.
    pub(crate) base_url: Option<BaseUrl>,
    /// The URLs of single servers, by the name of the server.
    pub(crate) server_urls: BTreeMap<String, BaseUrl>,
    pub(crate) allow_insecure_http: bool,
}

impl Core {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
            is_for_walk: false,
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns a core for a walk, which makes many calls. Its calls wait for rate limits as long as necessary, and
    /// these waits do not count towards the timeout of a call. To limit the waits, set a
    /// [`rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout) on the client or the call. Everything
    /// else is shared with this core.
    #[must_use]
    pub fn for_walk(&self) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            is_for_walk: true,
        }
    }

    pub(crate) fn is_for_walk(&self) -> bool {
        self.is_for_walk
    }

    /// Returns the transport of the client.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.settings.transport
    }

    /// Returns the URL that replaces the URL of this server; `None` if the builder sets no URL for it.
    pub(crate) fn url_override(&self, server: &Server) -> Option<&BaseUrl> {
        let server_url = self.settings.server_urls.get(server.name);
        server_url.or(self.settings.base_url.as_ref())
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("transport", &self.settings.transport)
            .field("authorizers", &self.settings.authorizers)
            .field("headers", &self.settings.headers.keys().collect::<Vec<_>>())
            .field("timeout", &self.settings.timeout)
            .field("rate_limit_timeout", &self.settings.rate_limit_timeout)
            .field("retry", &self.settings.retry)
            .field("limiter", &self.settings.limiter)
            .field("observer", &self.settings.observer)
            .field("max_response_bytes", &self.settings.max_response_bytes)
            .field("base_url", &self.settings.base_url)
            .field("server_urls", &self.settings.server_urls)
            .finish_non_exhaustive()
    }
}
