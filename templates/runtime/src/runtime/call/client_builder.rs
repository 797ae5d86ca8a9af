//! The builder of a client.
//!
//! Its settings are credentials, limits and URLs. This module must not read environment variables, unless the program
//! calls [`ClientBuilder::system_proxy`].

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;

use crate::runtime::auth::Authorize;
use crate::runtime::call::api_client::{ApiClient, check_server};
use crate::runtime::call::core::{Core, Settings};
use crate::runtime::call::observer::Observer;
use crate::runtime::call::rate_limit::RateLimit;
use crate::runtime::call::retry::{RetryBudget, RetryPolicy};
use crate::runtime::error::{Error, Result};
use crate::runtime::http::connection::ConnectionOptions;
use crate::runtime::http::header::header_value;
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::Param;

const DEFAULT_USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The builder of a client. If a setting is invalid, [`build`](ClientBuilder::build) fails.
///
/// ```ignore
/// let client = Client::builder()
///     .auth(Bearer::new("token"))
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// ```
#[must_use = "`build` creates the client"]
pub struct ClientBuilder<C> {
    transport: Option<Arc<dyn Transport>>,
    authorizers: Vec<Arc<dyn Authorize>>,
    headers: Result<HeaderMap>,
    timeout: Duration,
    connection: ConnectionOptions,
    rate_limit_timeout: Option<Duration>,
    max_response_bytes: usize,
    limiter: Option<Arc<dyn RateLimit>>,
    observer: Option<Arc<dyn Observer>>,
    retry: RetryPolicy,
    base_url: Option<String>,
    server_urls: BTreeMap<String, String>,
    allow_insecure_http: bool,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// Creates a builder with the default settings: no credentials, no proxy, 30 s per call, 10 s to connect, and 32
    /// MiB per response.
    pub fn new() -> Self {
        let builder = Self {
            transport: None,
            authorizers: Vec::new(),
            headers: Ok(HeaderMap::new()),
            timeout: Duration::from_secs(30),
            connection: ConnectionOptions::default(),
            rate_limit_timeout: None,
            max_response_bytes: 32 * 1024 * 1024,
            limiter: None,
            observer: None,
            retry: RetryPolicy::new(),
            base_url: None,
            server_urls: BTreeMap::new(),
            allow_insecure_http: false,
            client: PhantomData,
        };
        builder.user_agent(DEFAULT_USER_AGENT)
    }

    /// Adds credentials. A client can have several kinds of credentials: call this method once for each. For each
    /// security scheme, the client uses the first credentials that support the scheme. If the credentials are invalid
    /// ([`Authorize::check`]), for example empty, [`build`](ClientBuilder::build) fails.
    pub fn auth(mut self, authorizer: impl Authorize) -> Self {
        self.authorizers.push(Arc::new(authorizer));
        self
    }

    /// Sets the transport. Default: [`ReqwestTransport`](crate::runtime::ReqwestTransport), which needs the feature
    /// `reqwest`.
    ///
    /// The settings of connections, such as [`proxy`](ClientBuilder::proxy), apply only to the default transport. If
    /// you set both, [`build`](ClientBuilder::build) fails.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Limits the total time of a call, including authentication and retries. Default: 30 s. For waits for rate limits,
    /// see [`rate_limit_timeout`](ClientBuilder::rate_limit_timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Limits the total time that a call waits for rate limits. A call waits before a request if the rate limiter
    /// delays it, and after a response that reports too many requests. If a call would have to wait longer than this
    /// limit, it fails immediately with [`ErrorKind::RateLimited`]. With this limit, the waits do not count towards the
    /// timeout of the call. `Duration::MAX` lets calls wait as long as necessary.
    ///
    /// By default, the waits of a single call count towards its timeout. The pages of a list and the calls of a walk
    /// ([`Core::for_walk`]) wait as long as necessary, and these waits do not count towards their timeout.
    pub fn rate_limit_timeout(mut self, timeout: Duration) -> Self {
        self.rate_limit_timeout = Some(timeout);
        self
    }

    /// Limits the size of a response body in bytes. Default: 32 MiB. For a larger body, the call fails with
    /// [`ErrorKind::Body`].
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the retry policy. Default: up to 3 attempts. [`RetryPolicy::none`] turns retries off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the rate limiter. Default: none. All clones of a client share the rate limiter. To share it between several
    /// clients, pass an `Arc`.
    pub fn limiter(mut self, limiter: impl RateLimit) -> Self {
        self.limiter = Some(Arc::new(limiter));
        self
    }

    /// Sets the observer, which receives the events of calls, for example for metrics. Default: none. To use several
    /// observers, write one that calls the others.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the URL of all servers. [`server_url`](ClientBuilder::server_url) takes precedence for a single server.
    /// Plain `http` is accepted for loopback hosts only; see
    /// [`allow_insecure_http`](ClientBuilder::allow_insecure_http).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the URL of one server. Pass a static of the module `ops`, such as `&ops::V2`, so that the compiler checks
    /// the name. A name as text ([`Server::name`](crate::runtime::Server::name)) works too. If no server has this name,
    /// [`build`](ClientBuilder::build) fails, and its error lists the existing names.
    ///
    /// All servers of one OpenAPI document have the same name, so they all get this URL.
    pub fn server_url(mut self, server: impl AsRef<str>, url: impl Into<String>) -> Self {
        self.server_urls
            .insert(server.as_ref().to_owned(), url.into());
        self
    }

    /// Allows plain `http` to any host. Credentials are then sent unencrypted.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_insecure_http = true;
        self
    }

    /// Sets a default header. A request that has a header of the same name keeps its own value.
    pub fn header(mut self, name: &str, value: impl Param) -> Self {
        if let Ok(headers) = &mut self.headers {
            match header_value(name, &value) {
                Ok((name, Some(value))) => {
                    headers.insert(name, value);
                }
                Ok((name, None)) => {
                    headers.remove(name);
                }
                Err(error) => self.headers = Err(invalid_header(name, error)),
            }
        }
        self
    }

    /// Sets the `user-agent` header. Default: the name and version of this crate.
    pub fn user_agent(self, name: &str) -> Self {
        self.header(USER_AGENT.as_str(), name)
    }
}

/// Settings of connections. They apply only to the default transport.
impl<C> ClientBuilder<C> {
    /// Limits the time to connect. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connection.connect_timeout = Some(timeout);
        self
    }

    /// Sends all requests through a proxy, except requests to loopback hosts. Default: no proxy. The client does not
    /// read environment variables.
    ///
    /// The URL starts with `http://` or `https://`. It may contain a user name and a password:
    /// `http://user:password@proxy.example.com:3128`. Percent-encode special characters in the user name and the
    /// password.
    ///
    /// For requests to `https` URLs, the proxy sees only the name of the host. For requests to `http` URLs, the proxy
    /// sees everything, including the credentials.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.connection.proxy = Some(url.into());
        self
    }

    /// Uses the proxies in the environment variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`. No proxy is used for
    /// loopback hosts and for the hosts in `NO_PROXY`. With the feature `system-proxy`, the client also uses the proxy
    /// settings of macOS and Windows. [`build`](ClientBuilder::build) reads the variables and settings.
    pub fn system_proxy(mut self) -> Self {
        self.connection.is_system_proxy_used = true;
        self
    }

    /// Trusts a certificate authority, in addition to the authorities that the system trusts. Pass PEM with one or more
    /// certificates, or DER with one certificate. To trust several authorities, call this method several times.
    ///
    /// This setting needs a feature for TLS, such as `rustls`. If a certificate is invalid,
    /// [`build`](ClientBuilder::build) fails.
    pub fn root_certificate(mut self, pem_or_der: impl Into<Vec<u8>>) -> Self {
        self.connection.root_certificates.push(pem_or_der.into());
        self
    }

    /// Sets the certificate with which the client identifies itself to servers (mutual TLS). Pass PEM with the private
    /// key, the certificate, and the certificates of intermediate authorities. With the feature `native-tls`, the key
    /// must be in the format PKCS #8.
    ///
    /// This setting needs a feature for TLS, such as `rustls`. If the certificate or the key is invalid,
    /// [`build`](ClientBuilder::build) fails.
    pub fn client_certificate(mut self, pem: impl Into<Secret>) -> Self {
        self.connection.client_certificate = Some(pem.into());
        self
    }

    /// Limits the number of idle connections that the client keeps for each host. With 0, each connection is closed
    /// after its request. Default: no limit.
    pub fn max_idle_connections(mut self, limit: usize) -> Self {
        self.connection.max_idle_connections = Some(limit);
        self
    }

    /// Closes a connection that was idle for this time. Default: 90 s.
    pub fn idle_connection_timeout(mut self, timeout: Duration) -> Self {
        self.connection.idle_connection_timeout = Some(timeout);
        self
    }
}

impl<C: ApiClient> ClientBuilder<C> {
    /// Creates the client. Fails with [`ErrorKind::Config`] if a setting is invalid. The error names the setting.
    pub fn build(self) -> Result<C> {
        let headers = self.headers?;
        for authorizer in &self.authorizers {
            authorizer.check()?;
        }
        for name in self.server_urls.keys() {
            check_server(C::SERVERS, name)?;
        }
        let allow = self.allow_insecure_http;
        let base_url = self
            .base_url
            .map(|url| BaseUrl::parse(&url, allow))
            .transpose()?;
        let server_urls = (self.server_urls.into_iter())
            .map(|(name, url)| Ok((name, BaseUrl::parse(&url, allow)?)))
            .collect::<Result<_>>()?;
        let transport = match self.transport {
            Some(transport) => {
                self.connection.check_unset()?;
                transport
            }
            None => default_transport(&self.connection)?,
        };
        let settings = Settings {
            transport,
            authorizers: self.authorizers,
            headers,
            timeout: self.timeout,
            rate_limit_timeout: self.rate_limit_timeout,
            max_response_bytes: self.max_response_bytes,
            limiter: self.limiter,
            observer: self.observer,
            retry: self.retry,
            retry_budget: RetryBudget::new(&self.retry),
            base_url,
            server_urls,
            allow_insecure_http: allow,
        };
        Ok(Core::new(settings).into())
    }
}

/// Creates the error for a default header. The value may be a secret, so the error shows only the name.
fn invalid_header(name: &str, error: Error) -> Error {
    let message = format!("default header `{}` is invalid", name.escape_debug());
    Error::new(ErrorKind::Config, message).with_source(error)
}

#[cfg(feature = "reqwest")]
fn default_transport(options: &ConnectionOptions) -> Result<Arc<dyn Transport>> {
    let transport = crate::runtime::http::reqwest::ReqwestTransport::with_options(options)?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &ConnectionOptions) -> Result<Arc<dyn Transport>> {
    Err(Error::new(
        ErrorKind::Config,
        "client has no transport; set one, or enable the feature `reqwest`",
    ))
}

impl<C> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URLs are hidden, because an invalid URL may contain a password.
        f.debug_struct("ClientBuilder")
            .field("transport", &self.transport)
            .field("authorizers", &self.authorizers)
            .field("timeout", &self.timeout)
            .field("rate_limit_timeout", &self.rate_limit_timeout)
            .field("retry", &self.retry)
            .field("limiter", &self.limiter)
            .field("observer", &self.observer)
            .finish_non_exhaustive()
    }
}
