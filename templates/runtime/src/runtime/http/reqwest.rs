//! The default transport, which sends requests with `reqwest`. It needs the feature `reqwest`.
//!
//! This module must not follow redirects, because it could send credentials to another host. The module
//! `call::download` follows the redirects of downloads. Errors of the transport must not show URLs.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::{fmt, io, iter};

use bytes::Bytes;
use futures_core::Stream;
use http::uri::{Authority, Scheme};
use http_body::{Body as _, Frame, SizeHint};
use reqwest::Url;

use crate::runtime::error::Result;
use crate::runtime::error::transport_error::{TransportError, TransportErrorKind};
use crate::runtime::http::body::Body;
use crate::runtime::http::connection::ConnectionOptions;
use crate::runtime::http::reqwest_client::{Clients, Proxied};
use crate::runtime::http::transport::{BoxFuture, Transport};
use crate::runtime::http::url::is_loopback;
use crate::runtime::operation::Operation;

/// The number of bytes to allocate for the path and the query of a URL.
const RESERVED: usize = 128;

/// A transport that sends requests with a `reqwest::Client`. The transport keeps a pool of connections. By default, it
/// uses no proxy. [`ClientBuilder::proxy`](crate::runtime::ClientBuilder::proxy) sets a proxy.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The client that uses the proxy, and the proxy. `None` if the transport has no proxy.
    proxied: Option<Arc<Proxied>>,
    origin: Arc<Mutex<Option<Origin>>>,
}

/// The parsed URL of the last server, kept for the next request. Most clients call only one server, so the host need
/// not be parsed again.
struct Origin {
    scheme: Scheme,
    authority: Authority,
    /// The URL of the server with a long path in place of the real one. This path is never sent. It makes each clone of
    /// the URL large enough for the path of a request.
    url: Url,
}

impl ReqwestTransport {
    /// Creates a transport that limits the time to connect. The transport does not follow redirects, and uses no proxy.
    ///
    /// Fails with [`ErrorKind::Config`](crate::runtime::ErrorKind::Config) if TLS cannot be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self> {
        Self::with_options(&ConnectionOptions {
            connect_timeout: Some(connect_timeout),
            ..ConnectionOptions::default()
        })
    }

    pub(crate) fn with_options(options: &ConnectionOptions) -> Result<Self> {
        let clients = Clients::new(options)?;
        Ok(Self {
            proxied: clients.proxied.map(Arc::new),
            ..Self::from_client(clients.direct)
        })
    }

    /// Creates a transport from your own `reqwest::Client`, for example to set other certificates.
    ///
    /// Build the client with `redirect::Policy::none()`, so that it does not send credentials to another host. Also set
    /// `retry::never()`, because the client of this crate already retries calls. The argument is a type of `reqwest`
    /// 0.13. A minor version of this crate may use a new version of `reqwest`, and the argument then has the new type.
    #[must_use]
    pub fn from_client(client: reqwest::Client) -> Self {
        Self {
            client,
            proxied: None,
            origin: Arc::default(),
        }
    }

    /// Returns the proxy for requests to this host. Requests to loopback hosts such as `localhost` never use a proxy.
    fn proxy_for(&self, host: Option<&str>) -> Option<Arc<Proxied>> {
        let proxied = self.proxied.as_ref();
        proxied.filter(|_| !host.is_some_and(is_loopback)).cloned()
    }

    /// Converts a URL to reqwest's type.
    fn url(&self, uri: &http::Uri) -> Result<Url, TransportError> {
        let mut url = self.origin(uri)?;
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }

    /// Returns the URL of the server, with a long path in place of the real one.
    fn origin(&self, uri: &http::Uri) -> Result<Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            let message = "url of the request is not absolute";
            return Err(TransportError::new(TransportErrorKind::Other, message));
        };
        let mut last = self.origin.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last {
            if last.scheme == *scheme && last.authority.as_str() == authority.as_str() {
                return Ok(last.url.clone());
            }
        }
        let url = Url::parse(&format!("{scheme}://{authority}/{:_<RESERVED$}", ""))
            .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
        *last = Some(Origin {
            scheme: scheme.clone(),
            authority: authority.clone(),
            url: url.clone(),
        });
        Ok(url)
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let url = match self.url(request.uri()) {
            Ok(url) => url,
            Err(error) => return Box::pin(std::future::ready(Err(error))),
        };
        let authority = request.uri().authority().cloned();
        let proxy = self.proxy_for(request.uri().host());
        let client = proxy.as_ref().map_or(&self.client, |proxy| &proxy.client);
        let response = client.execute(to_reqwest(request, url));
        Box::pin(async move {
            let response: http::Response<reqwest::Body> = match response.await {
                Ok(response) => response.into(),
                Err(error) => {
                    let error = transport_error(error);
                    return Err(with_target(error, authority.as_ref(), proxy.as_deref()));
                }
            };
            Ok(response.map(from_reqwest))
        })
    }
}

fn from_reqwest(body: reqwest::Body) -> Body {
    let length = body.size_hint().exact();
    let body = Body::from_stream(Incoming(body));
    match length {
        Some(length) => body.with_length(length),
        None => body,
    }
}

fn to_reqwest(request: http::Request<Body>, url: Url) -> reqwest::Request {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.version_mut() = parts.version;
    *request.body_mut() = Some(match body.into_bytes() {
        Ok(bytes) => bytes.into(),
        Err(chunks) => reqwest::Body::wrap(Outgoing(chunks)),
    });
    request
}

fn transport_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_body() || error.is_decode() || has_source::<TransportError>(&error) {
        TransportErrorKind::Body
    } else if is_lost(&error) {
        TransportErrorKind::ConnectionLost
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}

/// Adds the host and the proxy to the message of a failed connection. The message must not contain a user name or a
/// path.
fn with_target(
    error: TransportError,
    authority: Option<&Authority>,
    proxy: Option<&Proxied>,
) -> TransportError {
    let Some(authority) = authority.filter(|_| error.kind() == TransportErrorKind::Connect) else {
        return error;
    };
    let port = authority.port_u16().map(|port| format!(":{port}"));
    let (host, port) = (authority.host(), port.unwrap_or_default());
    let proxy = proxy.map_or("", |proxy| &proxy.shown);
    error.with_message(format!("cannot connect to `{host}{port}`{proxy}"))
}

/// Returns whether the connection broke before the head of the response arrived: the server closed, reset or aborted
/// it. If the response is not HTTP, the error is a different one.
fn is_lost(error: &reqwest::Error) -> bool {
    let is_lost = |error: &hyper::Error| !error.is_parse() && !error.is_user();
    sources(error).any(|error| {
        error.is::<io::Error>() || error.downcast_ref::<hyper::Error>().is_some_and(is_lost)
    })
}

/// Returns whether the error or one of its sources has this type.
fn has_source<T: StdError + 'static>(error: &reqwest::Error) -> bool {
    sources(error).any(<dyn StdError>::is::<T>)
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    iter::successors(error.source(), |&error| error.source())
}

/// Adapts the body of a request to the body type of reqwest.
struct Outgoing(Body);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.0.poll_chunk(context).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.0
            .length()
            .map(SizeHint::with_exact)
            .unwrap_or_default()
    }
}

/// Adapts the body of a reqwest response to [`Body`].
struct Incoming(reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                // Trailers are ignored.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                    Ok(_) | Err(_) => {}
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(body_error(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}

fn body_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Body
    };
    TransportError::new(kind, error.without_url())
}
