//! Base URLs: what paths are put behind.
//!
//! In: text of a document, of a client's configuration or of one call. Out: a [`BaseUrl`] that carries no credentials of its own
//! and does not send those of others in clear. It must not touch paths: `path` renders them.

use std::net::Ipv4Addr;
use std::sync::Arc;

use http::Uri;
use http::uri::{Parts, PathAndQuery};

use crate::runtime::error::{Error, ErrorKind, Result};

/// An absolute URL without query, fragment and user name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Arc<Parsed>);

#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    text: String,
    uri: Uri,
    /// The path, without a `/` at its end.
    path: String,
}

impl BaseUrl {
    /// Reads a URL; plain `http` is for loopback hosts only, unless it is allowed. What is no such URL is an error of the kind
    /// [`ErrorKind::Config`].
    pub fn parse(text: &str, allow_insecure_http: bool) -> Result<Self> {
        // Such a URL is not shown: it may hold a password.
        if text.contains('@') {
            return Err(config_error(
                "base url must not hold a user name; give credentials to `auth`".to_owned(),
            ));
        }
        let invalid = |why: &str| config_error(format!("base url `{text}` {why}"));
        if text.contains(['?', '#']) {
            return Err(invalid("must have neither query nor fragment"));
        }
        let uri: Uri = text
            .parse()
            .map_err(|error| invalid("is not a url").with_source(error))?;
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return Err(invalid("is not absolute: set one with `base_url`"));
        };
        match scheme {
            "https" => {}
            "http" if allow_insecure_http || is_loopback(host) => {}
            "http" => {
                return Err(invalid(
                    "would send credentials in clear: use https, or call `allow_insecure_http`",
                ));
            }
            _ => return Err(invalid("is neither https nor http")),
        }
        let text = text.trim_end_matches('/').to_owned();
        let path = uri.path().trim_end_matches('/').to_owned();
        Ok(Self(Arc::new(Parsed { text, uri, path })))
    }

    /// The URL, without a `/` at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The name or address of the host, without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.uri.host().unwrap_or_default()
    }

    /// The path, without a `/` at its end: what those of calls begin with.
    pub(crate) fn path(&self) -> &str {
        &self.0.path
    }

    /// The URL of the same server with this path, which begins with that of the base, and query.
    pub(crate) fn with_path(&self, path_and_query: String) -> Result<Uri> {
        // Neither message nor source of this error shows the URL.
        let invalid = |error: http::Error| {
            Error::new(ErrorKind::Build, "request has no valid url").with_source(error)
        };
        let path = PathAndQuery::try_from(path_and_query).map_err(|error| invalid(error.into()))?;
        let mut parts = Parts::default();
        parts.scheme = self.0.uri.scheme().cloned();
        parts.authority = self.0.uri.authority().cloned();
        parts.path_and_query = Some(path);
        Uri::from_parts(parts).map_err(|error| invalid(error.into()))
    }
}

/// Whether what is sent to this host stays on this machine.
fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host == "[::1]"
        || host
            .parse()
            .is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

fn config_error(message: String) -> Error {
    Error::new(ErrorKind::Config, message)
}
