//! Responses, before and after decoding.
//!
//! A [`RawResponse`] is not decoded yet. A [`Response`] has the decoded value together with the raw response. This
//! module also reads the failure that a response reports.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::body_slot::BodySlot;
use crate::runtime::http::decode::{self, DecodeFailure};
use crate::runtime::http::redirect;
use crate::runtime::json::field::JsonField;
use crate::runtime::json::repair::{self, Repairs};
use crate::runtime::json::strict;
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::failure::read_common_failure;
use crate::runtime::operation::failure_class::FailureClass;
use crate::runtime::operation::response_head::ResponseHead;

/// A response before decoding. Its body is complete, and it reports no failure.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) operation: &'static Operation,
    /// The URL that errors may show, without query and secrets.
    pub(crate) url: Uri,
    /// The number of times that the request was sent.
    pub(crate) attempts: u32,
    pub(crate) head: ResponseHead,
    pub(crate) body: Bytes,
    /// Whether fields that the type does not define are an error.
    pub(crate) is_strict: bool,
    /// The body as a stream, which replaces `body`. `None` if the caller gets a decoded value.
    pub(crate) stream: Option<BodySlot>,
}

impl RawResponse {
    /// Returns the operation of the call.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the status and the headers.
    #[must_use]
    pub fn head(&self) -> &ResponseHead {
        &self.head
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Takes the body. A stream can be taken only once.
    pub(crate) fn take_body(&self) -> Body {
        match &self.stream {
            Some(stream) => stream.take().unwrap_or_default(),
            None => self.body.clone().into(),
        }
    }

    /// Decodes the body from JSON strictly, with the `Deserialize` implementation of `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        strict::reading(self.is_strict, || decode::value(&self.body))
            .map_err(|failure| self.decode_error(failure))
    }

    /// Decodes the body from JSON leniently, with the [`JsonField`] implementation of `T`.
    pub fn decode<T: JsonField>(&self) -> Result<T> {
        strict::reading(self.is_strict, || decode::field(&self.body))
            .map_err(|failure| self.decode_error(failure))
    }

    /// Decodes one item of a list. `item` is the JSON text of the item, and `path` is its path in the body. If decoding
    /// fails, the error has the JSON of the item as its body.
    pub(crate) fn decode_item<T: JsonField>(&self, item: &str, path: &str) -> Result<T> {
        let decoded = strict::reading(self.is_strict, || decode::field(item.as_bytes()));
        decoded.map_err(|failure| {
            let failure = failure.within(path);
            let body = Bytes::copy_from_slice(item.as_bytes());
            let error = self.error(ErrorKind::Decode, failure.message("list item"));
            failure.explain(error.with_response(self.head.clone(), &body))
        })
    }

    /// Decodes one part of a stream. `json` is the JSON of the part, and `text` is what the server sent. If decoding
    /// fails, the error has this text as its body. `what` names the part for the message.
    pub(crate) fn decode_part<T: JsonField>(
        &self,
        json: &str,
        text: &str,
        what: &str,
    ) -> Result<T> {
        let decoded = strict::reading(self.is_strict, || decode::field(json.as_bytes()));
        decoded.map_err(|failure| {
            let error = self.part_error(ErrorKind::Decode, failure.message(what), text);
            failure.explain(error)
        })
    }

    /// Creates an error whose body is the text of one part of a stream.
    pub(crate) fn part_error(
        &self,
        kind: ErrorKind,
        message: impl Into<String>,
        text: &str,
    ) -> Error {
        let body = Bytes::copy_from_slice(text.as_bytes());
        self.error(kind, message)
            .with_response(self.head.clone(), &body)
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

    /// Returns the id of the request, if the server sent one.
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.head.header(self.operation.server.request_id_header?)
    }

    /// Creates an error with the details of this response.
    #[must_use]
    pub fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message)
            .with_operation(self.operation)
            .with_target(&self.url)
            .with_attempts(self.attempts)
            .with_response(self.head.clone(), &self.body)
    }

    /// Creates the error for a body that could not be decoded.
    fn decode_error(&self, failure: DecodeFailure) -> Error {
        let error = self.error(ErrorKind::Decode, failure.message("response"));
        failure.explain(error)
    }

    /// Creates the error of a response that reports a failure; `None` if the response reports no failure.
    pub(crate) fn failure(&self) -> Option<Error> {
        let reported = self
            .operation
            .server
            .failure_reader
            .and_then(|read| read(&self.head, &self.body));
        let status = self.head.status();
        let failure = match reported {
            Some(failure) => failure,
            None if status.is_success() => return None,
            None => read_common_failure(&self.body).unwrap_or_default(),
        };
        let kind = (failure.kind).or(failure.class.map(FailureClass::kind));
        let kind = kind.unwrap_or(match status {
            StatusCode::UNAUTHORIZED => ErrorKind::Auth,
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
            _ => ErrorKind::Api,
        });
        Some(
            self.error(kind, self.default_message())
                .with_failure(failure),
        )
    }

    /// Returns the error message of a failure for which the server sent no message.
    fn default_message(&self) -> String {
        let status = self.head.status();
        if status.is_redirection() {
            if let Some(target) = redirect::target(self.head.headers(), &self.url) {
                let host = target.host().unwrap_or_default();
                return format!("server redirects to `{host}`, and redirects are not followed");
            }
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
            .field("is_strict", &self.is_strict)
            .field("is_streamed", &self.stream.is_some())
            .finish()
    }
}

/// A decoded value together with its response.
///
/// [`Call::with_response`](crate::runtime::Call::with_response) returns this type.
pub struct Response<T> {
    value: T,
    repairs: Repairs,
    raw: RawResponse,
}

impl<T> Response<T> {
    /// Decodes a response.
    pub(crate) fn decode(
        raw: &RawResponse,
        decode: impl FnOnce(&RawResponse) -> Result<T>,
    ) -> Result<Self> {
        let (value, repairs) = repair::collecting(|| decode(raw));
        Ok(Self {
            value: value?,
            repairs,
            raw: raw.clone(),
        })
    }

    /// Returns the decoded value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the decoded value and drops the response.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.head.status()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.raw.head.headers()
    }

    /// Returns the value of the header with this name; `None` if the header is absent or is not ASCII text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.head.header(name)
    }

    /// Returns the id that the server gave to the request. Quote the id when you contact the support team of the
    /// service.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// Returns how many times the client sent the request, including retries.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// Returns the body, exactly as the server sent it. The body is empty if the caller gets it as a stream.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.raw.body
    }

    /// Returns the repairs: where the response differs from its document, and was still read. For example, the server
    /// sent `null` for a list. See also [`body`](Self::body).
    #[must_use]
    pub fn repairs(&self) -> &Repairs {
        &self.repairs
    }

    /// Decodes the body from JSON as another type. The type [`Json`](crate::runtime::Json) keeps everything that the
    /// server sent.
    pub fn json<U: DeserializeOwned>(&self) -> Result<U> {
        self.raw.json()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("repairs", &self.repairs)
            .field("raw", &self.raw)
            .finish()
    }
}
