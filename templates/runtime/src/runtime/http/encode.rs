//! Encodes a [`Request`] as an `http::Request` for a base URL.
//!
//! This module must not add credentials: the authorizers have already added them.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderValue, Uri};

use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::escape::Place;
use crate::runtime::http::part;
use crate::runtime::http::path::{self, PathValue, Secrets};
use crate::runtime::http::request::Request;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;

/// The number of bytes to allocate for a URL in addition to its path template. The values of placeholders need this
/// space.
const RESERVED: usize = 64;

impl Request {
    /// Builds the URL that errors may show, without query and secrets.
    pub(crate) fn shown_url(&self, base: &BaseUrl, values: &[PathValue]) -> Result<Uri> {
        let mut path = self.path_start(base);
        path::render(&self.path, values, Secrets::Hidden, &mut path)?;
        base.with_path(path)
    }

    /// Returns the path of the base URL. The string has reserved space for the path of the request.
    fn path_start(&self, base: &BaseUrl) -> String {
        let mut path = String::with_capacity(base.path().len() + self.path.len() + RESERVED);
        path.push_str(base.path());
        path
    }

    /// Encodes the request. `shown` is the URL that errors may show. If the request has neither secrets nor a query,
    /// the client also sends this URL.
    pub(crate) fn assemble(
        mut self,
        base: &BaseUrl,
        values: &[PathValue],
        shown: &Uri,
    ) -> Result<http::Request<Body>> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let is_complete = self.query.is_empty()
            && !self.path.bytes().any(|byte| byte == b'?')
            && !values.iter().any(PathValue::is_secret);
        let url = if is_complete {
            shown.clone()
        } else {
            self.url(base, values)?
        };
        let cookies: Vec<String> = self.cookies.encode(Place::Cookie).collect();
        if !cookies.is_empty() {
            self.set_header(COOKIE.as_str(), &Secret::new(cookies.join("; ")));
        }
        let body = self.encode_body()?;
        if let Some(accept) = self.accept {
            match HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes())) {
                Ok(accept) => self.default_header(&ACCEPT, &accept),
                Err(error) => self.fail(
                    Error::new(ErrorKind::Build, "operation accepts an invalid media type")
                        .with_source(error),
                ),
            }
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = url;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// Builds the URL that is sent, including the query and secrets.
    fn url(&self, base: &BaseUrl, values: &[PathValue]) -> Result<Uri> {
        let mut url = self.path_start(base);
        let query = path::render(&self.path, values, Secrets::Sent, &mut url)?;
        let mut separator = '?';
        if let Some(query) = query {
            url.push(separator);
            url.push_str(&query);
            separator = '&';
        }
        for pair in self.query.encode(Place::Query) {
            url.push(separator);
            url.push_str(&pair);
            separator = '&';
        }
        base.with_path(url)
    }

    fn encode_body(&mut self) -> Result<Body> {
        let body = self.body.take();
        if self.form.is_empty() && self.parts.is_empty() {
            return Ok(body.unwrap_or_default());
        }
        if body.is_some() {
            return Err(Error::new(
                ErrorKind::Build,
                "request has both a form and another body",
            ));
        }
        if !self.parts.is_empty() {
            let parts = std::mem::take(&mut self.parts);
            let (content_type, body) = part::encode(self.form.decoded(), parts)?;
            // The new content type contains the boundary of the parts, so it replaces any other content type.
            self.insert_header(CONTENT_TYPE, content_type);
            return Ok(body);
        }
        self.default_header(
            &CONTENT_TYPE,
            &HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        let pairs: Vec<String> = self.form.encode(Place::Form).collect();
        Ok(pairs.join("&").into())
    }
}
