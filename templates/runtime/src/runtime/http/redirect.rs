//! Redirects of downloads.
//!
//! This module reads the target of a redirect and creates the next request, which has no credentials. If the client
//! must not follow the redirect, the module returns the reason. This module must not send anything.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LOCATION,
    RANGE, USER_AGENT,
};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, Uri};

use crate::runtime::http::body::Body;
use crate::runtime::http::url::is_loopback;

/// The maximum number of redirects of one call.
const MAX_REDIRECTS: u32 = 5;

/// The headers that a file host may receive. Any other header could contain credentials.
static HARMLESS: [HeaderName; 8] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_RANGE,
    RANGE,
    USER_AGENT,
];

/// The redirects of a download.
pub(crate) struct Redirects {
    method: Method,
    headers: HeaderMap,
    /// The URL of the call, before any redirect.
    start: Uri,
    /// The URL of the last request.
    current: Uri,
    count: u32,
    allow_insecure_http: bool,
}

impl Redirects {
    /// Starts with the request of a call. Returns `None` if the method is neither `GET` nor `HEAD`, because such a
    /// request is never redirected.
    pub(crate) fn of(request: &Request<Body>, allow_insecure_http: bool) -> Option<Box<Self>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let mut headers = HeaderMap::new();
        for name in &HARMLESS {
            let value = request.headers().get(name);
            if let Some(value) = value.filter(|value| !value.is_sensitive()) {
                headers.insert(name.clone(), value.clone());
            }
        }
        Some(Box::new(Self {
            method: request.method().clone(),
            headers,
            start: request.uri().clone(),
            current: request.uri().clone(),
            count: 0,
            allow_insecure_http,
        }))
    }

    /// Returns the host of the last request.
    pub(crate) fn host(&self) -> &str {
        self.current.host().unwrap_or_default()
    }

    /// Returns the URL of the last request, without path and query, which may contain a signature.
    pub(crate) fn origin(&self) -> String {
        let scheme = self.current.scheme_str().unwrap_or_default();
        // No user name can be in the authority: the client rejects such URLs, and redirects to such URLs.
        let authority = self.current.authority().map_or("", Authority::as_str);
        format!("{scheme}://{authority}")
    }

    /// Returns the next request. If the client must not follow the redirect, returns the reason.
    pub(crate) fn follow(&mut self, headers: &HeaderMap) -> Result<Request<Body>, String> {
        let target = target(headers, &self.current)
            .ok_or("server redirects to no valid url, and this redirect is not followed")?;
        let refuse = |why: &str| {
            let host = target.host().unwrap_or_default();
            Err(format!(
                "server redirects to `{host}`, and this redirect is not followed: {why}"
            ))
        };
        if target.authority() == self.start.authority() {
            return refuse("the host is the server of the api");
        }
        let is_local = [&self.current, &target]
            .iter()
            .all(|url| url.host().is_some_and(is_loopback));
        let is_https = target.scheme() == Some(&Scheme::HTTPS);
        if !is_https && !is_local && !self.allow_insecure_http {
            return refuse("the url is not https");
        }
        if self.count == MAX_REDIRECTS {
            return refuse("there are too many redirects");
        }
        self.count += 1;
        self.current = target.clone();
        let mut request = Request::new(Body::default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = target;
        request.headers_mut().clone_from(&self.headers);
        Ok(request)
    }
}

/// Returns whether the status redirects a download. `301` does not, because it means that the URL in the OpenAPI
/// document is wrong.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    )
}

/// Returns the target of a redirect; `None` if the response has no valid target. A target with a user name or password
/// is invalid.
pub(crate) fn target(headers: &HeaderMap, current: &Uri) -> Option<Uri> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let location = location.split('#').next()?;
    let scheme = current.scheme_str()?;
    let url: Uri = if location.starts_with("//") {
        format!("{scheme}:{location}").parse().ok()?
    } else if location.starts_with('/') {
        let authority = current.authority()?;
        format!("{scheme}://{authority}{location}").parse().ok()?
    } else {
        location.parse().ok()?
    };
    let is_http = matches!(url.scheme_str(), Some("http" | "https"));
    let is_valid = is_http
        && url
            .authority()
            .is_some_and(|authority| !authority.as_str().contains('@'));
    is_valid.then_some(url)
}
