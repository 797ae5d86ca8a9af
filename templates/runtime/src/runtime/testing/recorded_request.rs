//! Requests that the mock transport recorded.
//!
//! `Debug` must not show the values of a request.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};

use crate::runtime::json::Json;
use crate::runtime::operation::Operation;
use crate::runtime::testing::recorded_part::{self, RecordedPart};

/// A request that a [`MockTransport`](crate::runtime::testing::MockTransport) received.
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

    /// Returns the operation of the request; `None` for a request that is not a call, such as a token request.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the encoded path, starting with the path of the base URL.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the name or address of the host, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the decoded names and values of the query.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of the header with this name; `None` if the header is absent or is not ASCII text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the decoded names and values of the form body; empty if the body is not a form.
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

    /// Returns the decoded parts of the body; empty if the body is not `multipart/form-data`.
    #[must_use]
    pub fn parts(&self) -> Vec<RecordedPart> {
        self.header(CONTENT_TYPE.as_str())
            .and_then(|kind| recorded_part::parts(kind, &self.body))
            .unwrap_or_default()
    }

    /// Returns the first part with this name.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<RecordedPart> {
        self.parts().into_iter().find(|part| part.name() == name)
    }

    /// Returns the body, decoded from JSON; `None` if the body is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A test may use real credentials, so the output must not show values.
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
