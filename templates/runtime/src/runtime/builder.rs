//! Setting up a client.
//!
//! In: credentials, limits, URLs. Out: a client of the type that emitted code gives. It must not read anything from the
//! environment of the process.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;

use crate::runtime::auth::Authorize;
use crate::runtime::client::{Core, Settings};
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::limit::RateLimit;
use crate::runtime::params::Param;
use crate::runtime::request::header_values;
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::transport::Transport;
use crate::runtime::url::BaseUrl;

/// What requests name as their sender, unless the caller has another name.
const DEFAULT_USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Sets up a client. What is given wrong comes out of [`build`](ClientBuilder::build).
#[must_use = "a client is made by `build`"]
pub struct ClientBuilder<C> {
    transport: Option<Arc<dyn Transport>>,
    authorizers: Vec<Arc<dyn Authorize>>,
    headers: Result<HeaderMap>,
    timeout: Duration,
    connect_timeout: Duration,
    max_response_bytes: usize,
    limiter: Option<Arc<dyn RateLimit>>,
    retry: RetryPolicy,
    base_url: Option<String>,
    server_urls: BTreeMap<String, String>,
    allow_insecure_http: bool,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// A client without credentials: 30 s for a call, 10 s of them for a connection, responses up to 32 MiB.
    pub fn new() -> Self {
        let builder = Self {
            transport: None,
            authorizers: Vec::new(),
            headers: Ok(HeaderMap::new()),
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_response_bytes: 32 * 1024 * 1024,
            limiter: None,
            retry: RetryPolicy::new(),
            base_url: None,
            server_urls: BTreeMap::new(),
            allow_insecure_http: false,
            client: PhantomData,
        };
        builder.user_agent(DEFAULT_USER_AGENT)
    }

    /// Adds credentials. It may be called several times: for each scheme, the first that serves it does.
    pub fn auth(mut self, authorizer: impl Authorize) -> Self {
        self.authorizers.push(Arc::new(authorizer));
        self
    }

    /// Sends requests by this transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Limits the time of a call, from its begin to the last byte of its response, with what credentials, waits and repetitions take.
    /// 30 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Limits the time for a connection to be there. 10 s by default. A transport that was given with
    /// [`transport`](ClientBuilder::transport) has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Limits the length of a response's body. 32 MiB by default; a longer one is an error of the kind [`ErrorKind::Body`].
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Repeats calls by this policy. By default up to 3 attempts are made; [`RetryPolicy::none`] makes one.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sends no request before this allows it. The client and its clones share it, and other clients can be given the same. None
    /// by default.
    pub fn limiter(mut self, limiter: impl RateLimit) -> Self {
        self.limiter = Some(Arc::new(limiter));
        self
    }

    /// Sends requests for every server to this URL instead, except for those named in
    /// [`server_url`](ClientBuilder::server_url). Plain `http` is for loopback hosts only.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends requests for the server of this name to this URL instead.
    pub fn server_url(mut self, server: impl Into<String>, url: impl Into<String>) -> Self {
        self.server_urls.insert(server.into(), url.into());
        self
    }

    /// Lets requests travel over plain `http` to any host. Whoever is on the way can then read credentials.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_insecure_http = true;
        self
    }

    /// Sends this header with each request that has none of the same name.
    pub fn header(mut self, name: &str, value: impl Param) -> Self {
        if let Ok(headers) = &mut self.headers {
            match header_values(name, &value) {
                Ok((name, values)) => {
                    headers.remove(&name);
                    for value in values {
                        headers.append(&name, value);
                    }
                }
                Err(error) => self.headers = Err(error),
            }
        }
        self
    }

    /// Names the sender of requests. The name and version of this crate by default.
    pub fn user_agent(self, name: &str) -> Self {
        self.header(USER_AGENT.as_str(), name)
    }
}

impl<C: From<Core>> ClientBuilder<C> {
    /// Makes the client.
    pub fn build(self) -> Result<C> {
        let headers = self.headers.map_err(|error| {
            Error::new(ErrorKind::Config, "client has an invalid header").with_source(error)
        })?;
        let allow = self.allow_insecure_http;
        let base_url = self
            .base_url
            .map(|url| BaseUrl::parse(&url, allow))
            .transpose()?;
        let server_urls = (self.server_urls.into_iter())
            .map(|(name, url)| Ok((name, BaseUrl::parse(&url, allow)?)))
            .collect::<Result<_>>()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        let settings = Settings {
            transport,
            authorizers: self.authorizers,
            headers,
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
            limiter: self.limiter,
            retry: self.retry,
            retry_budget: RetryBudget::new(&self.retry),
            base_url,
            server_urls,
            allow_insecure_http: allow,
        };
        Ok(Core::new(settings).into())
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(crate::runtime::reqwest::ReqwestTransport::new(
        connect_timeout,
    )?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Duration) -> Result<Arc<dyn Transport>> {
    Err(Error::new(
        ErrorKind::Config,
        "client has no transport: give it one, or turn on the feature `reqwest`",
    ))
}

impl<C> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // URLs are not shown: what is wrong with one may be that it holds a password.
        f.debug_struct("ClientBuilder")
            .field("transport", &self.transport)
            .field("authorizers", &self.authorizers)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("limiter", &self.limiter)
            .finish_non_exhaustive()
    }
}
