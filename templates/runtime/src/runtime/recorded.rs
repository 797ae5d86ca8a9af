//! Requests that a mock was asked, decoded.
//!
//! In: an `http::Request`. Out: a [`RecordedRequest`]. It must not show values of a request in `Debug`.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};

use crate::runtime::recorded_part::{self, RecordedPart};
use crate::runtime::{Json, Operation};

/// A request that a [`MockTransport`](crate::runtime::testing::MockTransport) was asked.
#[derive(Clone)]
pub struct RecordedRequest {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) method: Method,
    pub(crate) path: String,
    host: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

impl RecordedRequest {
    pub(crate) fn new(
        parts: http::request::Parts,
        body: Bytes,
        operation: Option<&'static Operation>,
    ) -> Self {
        Self {
            operation,
            method: parts.method,
            path: parts.uri.path().to_owned(),
            host: parts.uri.host().unwrap_or_default().to_owned(),
            query: decode_pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            headers: parts.headers,
            body,
        }
    }

    /// The operation that it is a call of.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it stands in the URL, encoded, with what the server's URL has before it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name or address of the host that it went to, without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Names and values of the query, decoded.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The header of this name, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Names and values of the form that is the body, decoded; none if it is no form.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        let is_form = self
            .header(CONTENT_TYPE.as_str())
            .is_some_and(|text| text.starts_with("application/x-www-form-urlencoded"));
        if is_form {
            decode_pairs(&self.body)
        } else {
            Vec::new()
        }
    }

    /// The parts of the body, decoded; none if it is not `multipart/form-data`.
    #[must_use]
    pub fn parts(&self) -> Vec<RecordedPart> {
        self.header(CONTENT_TYPE.as_str())
            .and_then(|kind| recorded_part::parts(kind, &self.body))
            .unwrap_or_default()
    }

    /// The part of this name, the first of several.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<RecordedPart> {
        self.parts().into_iter().find(|part| part.name() == name)
    }

    /// The body decoded from JSON; `None` if it is none.
    #[must_use]
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // ParamValues may be secrets, also in a test that was given a real one.
        f.debug_struct("RecordedRequest")
            .field("operation", &self.operation.map(|operation| operation.id))
            .field("method", &self.method)
            .field("path", &self.path)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}

fn decode_pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}
