//! Responses: as they came, and as a caller gets them.
//!
//! In: status, headers and the whole body. Out: the failure that they report, or a [`RawResponse`] to decode, and on demand a
//! [`Response`] that keeps it beside the value. It must not send anything.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{DATE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::runtime::body::Body;
use crate::runtime::decode::{self, Undecodable};
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::failure::{self, Failure};
use crate::runtime::handover::Handover;
use crate::runtime::member::JsonField;
use crate::runtime::operation::Operation;
use crate::runtime::time::{self, Timestamp};

/// Status and headers of a response.
#[derive(Clone)]
pub struct ResponseHead {
    status: StatusCode,
    headers: HeaderMap,
    /// By this machine's clock; only where a wait is asked for, which may be counted from it.
    received: Option<SystemTime>,
}

impl ResponseHead {
    /// A head of this status with these headers, received now.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        let received = headers.contains_key(RETRY_AFTER).then(SystemTime::now);
        Self {
            status,
            headers,
            received,
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
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

    /// How long the response asks to wait (`Retry-After`): seconds, an HTTP date or an RFC 3339 time, dates counted from the
    /// response's own or, without one, from when it came. A date that is over is no wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.header(RETRY_AFTER.as_str())?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = time::parse_http_date(text).or_else(|| Timestamp::from(text).unix_seconds())?;
        let now = self
            .header(DATE.as_str())
            .and_then(time::parse_http_date)
            .or_else(|| Timestamp::from(self.received?).unix_seconds())?;
        let wait = until.saturating_sub(now);
        Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
    }
}

impl fmt::Debug for ResponseHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers may hold secrets (`set-cookie`).
        f.debug_struct("ResponseHead")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .finish_non_exhaustive()
    }
}

/// A response that reports no failure, with its whole body, not decoded.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) operation: &'static Operation,
    /// Without query and secrets.
    pub(crate) url: Uri,
    /// How often the request was sent.
    pub(crate) attempts: u32,
    pub(crate) head: ResponseHead,
    pub(crate) body: Bytes,
    /// The body in the place of those bytes, where it is handed on as a stream.
    pub(crate) stream: Option<Handover>,
}

impl RawResponse {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Status and headers.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, handed on to the first that asks for it.
    pub(crate) fn take_body(&self) -> Body {
        match &self.stream {
            Some(stream) => stream.take().unwrap_or_default(),
            None => self.body.clone().into(),
        }
    }

    /// Decodes the body from JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        decode::value(&self.body).map_err(|failed| self.undecodable(failed))
    }

    /// Decodes the body from JSON, as tolerantly as [`JsonField`] tells.
    pub fn decode<T: JsonField>(&self) -> Result<T> {
        decode::member(&self.body).map_err(|failed| self.undecodable(failed))
    }

    /// Decodes the body as UTF-8.
    pub fn text(&self) -> Result<String> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(self
                .error(ErrorKind::Decode, "response is not UTF-8")
                .with_source(error)),
        }
    }

    /// An error about this response, with all that is known of it.
    #[must_use]
    pub fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message)
            .of(self.operation)
            .at(&self.url)
            .after(self.attempts)
            .with_response(self.head.clone(), &self.body)
    }

    /// The error for a body that could not be decoded.
    fn undecodable(&self, failed: Undecodable) -> Error {
        let error = self.error(ErrorKind::Decode, failed.message("response"));
        failed.explain(error)
    }

    /// The error for the failure that the response reports, if it reports one.
    pub(crate) fn failure(&self) -> Option<Error> {
        let reported = self
            .operation
            .server
            .failure_reader
            .and_then(|read| read(&self.head, &self.body));
        let status = self.head.status;
        let failure = match reported {
            Some(failure) => failure,
            None if status.is_success() => return None,
            None => failure::read(&self.body).unwrap_or_default(),
        };
        let kind = failure.kind.unwrap_or(match status {
            StatusCode::UNAUTHORIZED => ErrorKind::Auth,
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
            _ => ErrorKind::Api,
        });
        Some(self.error(kind, self.describe()).with_failure(failure))
    }

    /// What there is to say of a failure about which the server says nothing.
    fn describe(&self) -> String {
        let status = self.head.status;
        if status.is_redirection() && self.head.headers.contains_key(LOCATION) {
            return "server answered with a redirect, which is not followed".to_owned();
        }
        match status.canonical_reason() {
            Some(reason) if !status.is_success() => reason.to_ascii_lowercase(),
            _ => "server reported a failure".to_owned(),
        }
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("url", &self.url)
            .field("attempts", &self.attempts)
            .field("head", &self.head)
            .field("body_len", &self.body.len())
            .field("is_streamed", &self.stream.is_some())
            .finish()
    }
}

/// A value together with the response that it was decoded from.
///
/// [`Call::with_response`](crate::runtime::Call::with_response) makes a call give one.
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: RawResponse) -> Self {
        Self { value, raw }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, without the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.head.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.raw.head.headers()
    }

    /// The header of this name, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.head.header(name)
    }

    /// The id by which the support of the service finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.header(self.raw.operation.server.request_id_header?)
    }

    /// How often the request was sent until this response came.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// The body as it came; empty if the value is the body itself, as a stream.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.raw.body
    }

    /// The body decoded from JSON once more, as another type: [`Json`](crate::runtime::Json) shows all that the server sent.
    pub fn json<U: DeserializeOwned>(&self) -> Result<U> {
        self.raw.json()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("raw", &self.raw)
            .finish()
    }
}

/// Reads the failure in a response in the shapes that are common, as the runtime does where a server has no reader of its own.
///
/// A reader that knows one server's shape can leave all others to this.
#[must_use]
pub fn read_common_failure(body: &[u8]) -> Option<Failure> {
    failure::read(body)
}
