//! Creates the `reqwest` clients of the default transport.
//!
//! An invalid setting is an error that names the setting. No error may show a password. No client may use a proxy,
//! unless the program sets one.

use std::time::Duration;

use reqwest::{ClientBuilder, Proxy, Url};

use crate::runtime::error::{Error, Result};
use crate::runtime::http::connection::ConnectionOptions;
use crate::runtime::operation::error_kind::ErrorKind;

/// The default time limit for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The clients of a transport.
pub(super) struct Clients {
    /// The client that connects without a proxy.
    pub(super) direct: reqwest::Client,
    pub(super) proxied: Option<Proxied>,
}

/// A client that connects through a proxy.
pub(super) struct Proxied {
    pub(super) client: reqwest::Client,
    /// The end of an error message that names the proxy. The text contains no user name and no password.
    pub(super) shown: String,
}

impl Clients {
    pub(super) fn new(options: &ConnectionOptions) -> Result<Self> {
        let proxied = match (&options.proxy, options.is_system_proxy_used) {
            (Some(_), true) => {
                return Err(config("set either `proxy` or `system_proxy`, not both"));
            }
            (Some(url), false) => {
                let (proxy, shown) = parse_proxy(url.expose())?;
                Some(Proxied {
                    client: build(base(options)?.proxy(proxy))?,
                    shown: format!(" through the proxy `{shown}`"),
                })
            }
            (None, true) => Some(Proxied {
                client: build(base(options)?)?,
                shown: " with the proxy settings of the system".to_owned(),
            }),
            (None, false) => None,
        };
        Ok(Self {
            direct: build(base(options)?.no_proxy())?,
            proxied,
        })
    }
}

/// Returns a builder with all settings except the proxy.
fn base(options: &ConnectionOptions) -> Result<ClientBuilder> {
    let mut builder = reqwest::Client::builder()
        .connect_timeout(options.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
        .redirect(reqwest::redirect::Policy::none())
        // The retry policy of the call retries requests, so `reqwest` must not retry them too.
        .retry(reqwest::retry::never().max_retries_per_request(0));
    if let Some(limit) = options.max_idle_connections {
        builder = builder.pool_max_idle_per_host(limit);
    }
    if let Some(timeout) = options.idle_connection_timeout {
        builder = builder.pool_idle_timeout(timeout);
    }
    tls::add_certificates(builder, options)
}

fn build(builder: ClientBuilder) -> Result<reqwest::Client> {
    builder
        .build()
        .map_err(|error| caused("reqwest client cannot be created", error))
}

/// Parses the URL of a proxy. Also returns the URL that errors may show, without user name, password and path.
fn parse_proxy(text: &str) -> Result<(Proxy, String)> {
    // The URL may contain a password, so no message shows the URL.
    let url = Url::parse(text)
        .map_err(|error| config("url of the proxy is invalid").with_source(error))?;
    let Some(host) = url
        .host_str()
        .filter(|_| matches!(url.scheme(), "http" | "https"))
    else {
        return Err(config(
            "url of the proxy is neither `http://…` nor `https://…`",
        ));
    };
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(config(
            "url of the proxy has a path, a query or a fragment; remove it",
        ));
    }
    let port = url.port().map(|port| format!(":{port}"));
    let shown = format!("{}://{host}{}", url.scheme(), port.unwrap_or_default());
    let proxy = Proxy::all(text).map_err(|error| caused("url of the proxy is invalid", error))?;
    Ok((proxy, shown))
}

fn config(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, message)
}

fn caused(message: impl Into<String>, error: reqwest::Error) -> Error {
    config(message).with_source(error.without_url())
}

/// Reads certificates. If several TLS libraries are enabled, uses the library of the operating system.
#[cfg(any(
    feature = "native-tls",
    feature = "rustls",
    feature = "rustls-no-provider"
))]
mod tls {
    use reqwest::{Certificate, ClientBuilder, Identity};

    use super::{caused, config};
    use crate::runtime::error::Result;
    use crate::runtime::http::connection::ConnectionOptions;

    pub(super) fn add_certificates(
        builder: ClientBuilder,
        options: &ConnectionOptions,
    ) -> Result<ClientBuilder> {
        let mut builder = with_backend(builder);
        let mut roots = Vec::new();
        for (index, bytes) in options.root_certificates.iter().enumerate() {
            let invalid =
                |error| caused(format!("root certificate {} is invalid", index + 1), error);
            let parsed = parse_root(bytes).map_err(invalid)?;
            if parsed.is_empty() {
                let message = format!("root certificate {} is empty", index + 1);
                return Err(config(message));
            }
            // `reqwest` ignores an invalid certificate, unless a client trusts only the given certificates. So this
            // client finds invalid ones.
            let probe = reqwest::Client::builder().no_proxy();
            (with_backend(probe).tls_certs_only(parsed.clone()).build()).map_err(invalid)?;
            roots.extend(parsed);
        }
        if !roots.is_empty() {
            builder = builder.tls_certs_merge(roots);
        }
        if let Some(pem) = &options.client_certificate {
            let invalid = |error| caused("client certificate is invalid", error);
            let identity = parse_identity(pem.expose()).map_err(invalid)?;
            let probe = reqwest::Client::builder().no_proxy();
            (with_backend(probe).identity(identity.clone()).build()).map_err(invalid)?;
            builder = builder.identity(identity);
        }
        Ok(builder)
    }

    /// Parses certificates. PEM may contain several certificates, and DER contains one.
    fn parse_root(bytes: &[u8]) -> reqwest::Result<Vec<Certificate>> {
        let marker = b"-----BEGIN ";
        if bytes.windows(marker.len()).any(|part| part == marker) {
            Certificate::from_pem_bundle(bytes)
        } else if bytes.is_empty() {
            Ok(Vec::new())
        } else {
            Certificate::from_der(bytes).map(|certificate| vec![certificate])
        }
    }

    #[cfg(feature = "native-tls")]
    fn with_backend(builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_native()
    }

    #[cfg(not(feature = "native-tls"))]
    fn with_backend(builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_rustls()
    }

    #[cfg(feature = "native-tls")]
    fn parse_identity(pem: &str) -> reqwest::Result<Identity> {
        // Some systems accept only PEM that starts with the key.
        let (mut key, mut certificates) = (String::new(), String::new());
        let mut is_key = false;
        for line in pem.lines() {
            if line.starts_with("-----BEGIN ") {
                is_key = line.contains("PRIVATE KEY");
            }
            let text = if is_key { &mut key } else { &mut certificates };
            text.push_str(line);
            text.push('\n');
        }
        Identity::from_pkcs8_pem(certificates.as_bytes(), key.as_bytes())
    }

    #[cfg(not(feature = "native-tls"))]
    fn parse_identity(pem: &str) -> reqwest::Result<Identity> {
        Identity::from_pem(pem.as_bytes())
    }
}

#[cfg(not(any(
    feature = "native-tls",
    feature = "rustls",
    feature = "rustls-no-provider"
)))]
mod tls {
    use reqwest::ClientBuilder;

    use super::config;
    use crate::runtime::error::Result;
    use crate::runtime::http::connection::ConnectionOptions;

    pub(super) fn add_certificates(
        builder: ClientBuilder,
        options: &ConnectionOptions,
    ) -> Result<ClientBuilder> {
        if options.root_certificates.is_empty() && options.client_certificate.is_none() {
            return Ok(builder);
        }
        Err(config(
            "certificates need a feature for TLS, such as `rustls`",
        ))
    }
}
