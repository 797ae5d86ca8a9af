//! Base URLs, such as `https://api.example.com/v2`. Paths of requests are appended to them.
//!
//! A base URL comes from an OpenAPI document, a client or a call. A [`BaseUrl`] contains no credentials. It is
//! encrypted (`https`), unless the host is a loopback host or the client allows insecure HTTP.

use std::net::Ipv4Addr;
use std::sync::Arc;

use http::Uri;
use http::uri::{Parts, PathAndQuery};

use crate::runtime::error::{Error, Result};
use crate::runtime::operation::error_kind::ErrorKind;

/// An absolute URL without user name, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Arc<Parsed>);

#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    text: String,
    uri: Uri,
    /// The path, without a trailing `/`.
    path: String,
}

impl BaseUrl {
    /// Parses a URL. Plain `http` is accepted for loopback hosts only, unless `allow_insecure_http` is set. For an
    /// invalid URL, fails with [`ErrorKind::Config`].
    pub fn parse(text: &str, allow_insecure_http: bool) -> Result<Self> {
        // The URL may contain a password, so the error does not show the URL.
        if text.contains('@') {
            return Err(config_error(
                "base url contains a user name; set credentials with `auth`".to_owned(),
            ));
        }
        let invalid = |why: &str| config_error(format!("base url `{text}` {why}"));
        if text.contains(['?', '#']) {
            return Err(invalid("has a query or a fragment; remove it"));
        }
        let uri: Uri = text
            .parse()
            .map_err(|error| invalid("is invalid").with_source(error))?;
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return Err(invalid("is not absolute; set one with `base_url`"));
        };
        match scheme {
            "https" => {}
            "http" if allow_insecure_http || is_loopback(host) => {}
            "http" => {
                return Err(invalid(
                    "would send credentials unencrypted; use https, or call `allow_insecure_http`",
                ));
            }
            _ => return Err(invalid("is neither https nor http")),
        }
        let text = text.trim_end_matches('/').to_owned();
        let path = uri.path().trim_end_matches('/').to_owned();
        Ok(Self(Arc::new(Parsed { text, uri, path })))
    }

    /// Returns the URL, without a trailing `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns the name or address of the host, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.uri.host().unwrap_or_default()
    }

    /// Returns the path, without a trailing `/`. The path of each request starts with this path.
    pub(crate) fn path(&self) -> &str {
        &self.0.path
    }

    /// Creates a URL on the same server. `path_and_query` must start with the path of the base URL.
    pub(crate) fn with_path(&self, path_and_query: String) -> Result<Uri> {
        // The URL may contain secrets, so neither the message nor the source of this error shows it.
        let invalid = |error: http::Error| {
            Error::new(ErrorKind::Build, "request has an invalid url").with_source(error)
        };
        let path = PathAndQuery::try_from(path_and_query).map_err(|error| invalid(error.into()))?;
        let mut parts = Parts::default();
        parts.scheme = self.0.uri.scheme().cloned();
        parts.authority = self.0.uri.authority().cloned();
        parts.path_and_query = Some(path);
        Uri::from_parts(parts).map_err(|error| invalid(error.into()))
    }
}

/// Returns whether requests to this host stay on the local machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host == "[::1]"
        || host
            .parse()
            .is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

fn config_error(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}
