//! The error type of a client.
//!
//! An [`Error`] contains the cause of the error and the details of the call, and has the size of a pointer. `Display`
//! must be one line. `Display` and `Debug` must not show secrets: no query, no body and no header value.

mod recovery;
pub(crate) mod transport_error;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::runtime::error::transport_error::{
    BodyTooLong, BoxError, TransportError, TransportErrorKind,
};
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::failure::{Failure, FieldError};
use crate::runtime::operation::failure_class::FailureClass;
use crate::runtime::operation::outcome::Outcome;
use crate::runtime::operation::response_head::ResponseHead;
use crate::runtime::operation::{Operation, Safety};

/// A result with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The maximum number of bytes of a body that an error keeps.
const MAX_BODY: usize = 64 * 1024;

/// The maximum number of characters of a server's message that `Display` shows.
const MAX_MESSAGE: usize = 500;

/// The error of a call, or of the configuration of a client.
///
/// `Display` is one line, which does not repeat the [`source`](StdError::source):
///
/// ```text
/// v1.accounts.create: user existing (code 1005, HTTP 200)
/// ```
///
/// To handle an error, check [`kind`](Error::kind), [`code`](Error::code) or one of the predicates, not the text.
/// [`outcome`](Error::outcome) returns what the server did with the request. [`is_transient`](Error::is_transient)
/// returns whether a later call can succeed:
///
/// ```ignore
/// match client.users().get("1").await {
///     Ok(user) => Some(user),
///     Err(error) if error.is_not_found() => None,
///     Err(error) => return Err(error),
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// The message that this crate writes. `failure` contains the message that the server sent.
    message: String,
    /// The step in which the error occurred, such as "token request".
    context: Option<String>,
    operation: Option<&'static Operation>,
    url: Option<String>,
    head: Option<ResponseHead>,
    failure: Failure,
    body: Option<Bytes>,
    /// Whether `body` is only the first part of the response body.
    is_body_truncated: bool,
    json_path: Option<String>,
    /// The number of times that the request was sent.
    attempts: u32,
    /// What the server did in all attempts of the call.
    outcome: Option<Outcome>,
    /// The safety of this call. `Call::idempotent` can change the safety of the operation.
    safety: Option<Safety>,
    source: Option<BoxError>,
}

/// Constructors and setters. Authorizers, rate limiters and decoders use them.
impl Error {
    /// Creates an error from its category and a message. Write the message in lower case, without a final period and
    /// without secrets.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            context: None,
            operation: None,
            url: None,
            head: None,
            failure: Failure::new(),
            body: None,
            is_body_truncated: false,
            json_path: None,
            attempts: 0,
            outcome: None,
            safety: None,
            source: None,
        }))
    }

    /// Sets the cause of this error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Sets the step in which the error occurred, such as "token request". `Display` shows this step before the
    /// message.
    #[must_use]
    pub fn with_context(mut self, context: impl Into<String>) -> Self {
        self.0.context = Some(context.into());
        self
    }

    /// Sets the URL, unless the error already has a URL. The URL must not contain a query or secrets.
    #[must_use]
    pub fn with_url(self, url: &str) -> Self {
        self.with_target(url)
    }

    /// Sets the failure that the server reported, with its code and message.
    #[must_use]
    pub fn with_failure(mut self, failure: Failure) -> Self {
        self.0.failure = failure;
        self
    }

    /// Sets the response. Only the first 64 KiB of the body are kept.
    #[must_use]
    pub fn with_response(mut self, head: ResponseHead, body: &Bytes) -> Self {
        self.0.head = Some(head);
        self.0.is_body_truncated = body.len() > MAX_BODY;
        self.0.body = Some(match body.get(..MAX_BODY) {
            // Copy the bytes, so that the memory of the complete body is freed.
            Some(start) if body.len() > MAX_BODY => Bytes::copy_from_slice(start),
            _ => body.clone(),
        });
        self
    }

    /// Sets the path to the JSON value that could not be decoded.
    pub(crate) fn with_json_path(mut self, path: String) -> Self {
        self.0.json_path = Some(path);
        self
    }

    /// Sets the number of times that the request was sent.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets what the server did in all attempts of the call.
    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = Some(outcome);
        self
    }

    /// Sets the safety of the call.
    pub(crate) fn with_safety(mut self, safety: Safety) -> Self {
        self.0.safety = Some(safety);
        self
    }

    /// Sets the operation, unless the error already has an operation.
    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    /// Sets the URL, unless the error already has a URL. The URL must not contain secrets.
    pub(crate) fn with_target(mut self, url: &(impl fmt::Display + ?Sized)) -> Self {
        self.0.url.get_or_insert_with(|| url.to_string());
        self
    }
}

/// The details of an error.
impl Error {
    /// Returns the category of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the HTTP status of the response; `None` if there was no response. The status can be a success status
    /// such as 200, because some servers report failures with it.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.head.as_ref().map(ResponseHead::status)
    }

    /// Returns the error code of the server.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.failure.code.as_deref()
    }

    /// Returns the error message of the server.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.failure.message.as_deref()
    }

    /// Returns the errors that the server reports for single fields of the request.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.failure.fields
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.head.as_ref().map(ResponseHead::headers)
    }

    /// Returns the value of the response header with this name; `None` if the header is absent or is not ASCII text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.head.as_ref()?.header(name)
    }

    /// Returns the id that the server gave to the request. Quote the id when you contact the support team of the
    /// service.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.header(self.0.operation?.server.request_id_header?)
    }

    /// Returns how long the server asks the client to wait before the next attempt (`Retry-After`), counted from the
    /// arrival of the response.
    ///
    /// The header may contain seconds, an HTTP date or an RFC 3339 time. For a date, the wait is the time from the
    /// `Date` header to this date. Without a `Date` header, the wait starts when the response arrived.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0
            .failure
            .retry_after
            .or_else(|| self.0.head.as_ref()?.retry_after())
    }

    /// Returns how many times the client started to send the request, including attempts that could not connect. The
    /// number is 0 if the call failed before that, for example because of the rate limiter.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the operation of the call.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// Returns the URL of the request, without query and secrets.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// Returns the response body, at most its first 64 KiB ([`is_body_truncated`](Error::is_body_truncated)). The body
    /// may contain secrets.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// Returns whether [`body`](Error::body) is incomplete, because the response body is longer than 64 KiB.
    ///
    /// [`detail`](Error::detail) is then `None`, because incomplete JSON cannot be decoded.
    #[must_use]
    pub fn is_body_truncated(&self) -> bool {
        self.0.is_body_truncated
    }

    /// Returns the [`body`](Error::body) as text. Invalid UTF-8 becomes replacement characters. The text may contain
    /// secrets.
    #[must_use]
    pub fn body_text(&self) -> Option<Cow<'_, str>> {
        self.body().map(String::from_utf8_lossy)
    }

    /// Returns the path to the JSON value that could not be decoded, such as `users[3].type`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Decodes the response body from JSON, for example into the type of an error response.
    ///
    /// Returns `None` if there is no response, if the body is not JSON of type `T`, or if the body is truncated
    /// ([`is_body_truncated`](Error::is_body_truncated)).
    #[must_use]
    pub fn detail<T: DeserializeOwned>(&self) -> Option<T> {
        let body = self.body().filter(|_| !self.is_body_truncated())?;
        serde_json::from_slice(body).ok()
    }
}

/// Predicates that identify the cause of an error.
impl Error {
    /// Returns whether the requested resource does not exist ([`FailureClass::NotFound`]): HTTP 404 or 410, or an
    /// equivalent error code of the server.
    ///
    /// *Troubleshooting:* the id may belong to another account. Some servers also report a missing permission as a
    /// missing resource.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.class() == Some(FailureClass::NotFound)
    }

    /// Returns whether the resource, or another resource with its unique name, already exists
    /// ([`FailureClass::AlreadyExists`]).
    ///
    /// *Troubleshooting:* choose another name, or use the existing resource. If an earlier call had the outcome
    /// [`Outcome::Unknown`], that call may have created the resource.
    #[must_use]
    pub fn is_already_exists(&self) -> bool {
        self.class() == Some(FailureClass::AlreadyExists)
    }

    /// Returns whether the user or the app lacks a permission ([`FailureClass::PermissionDenied`]).
    ///
    /// *Troubleshooting:* add the permission to the role of the user. Some servers report a missing feature with the
    /// same error code.
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        self.class() == Some(FailureClass::PermissionDenied)
    }

    /// Returns whether the plan, the license or the settings do not include the feature
    /// ([`FailureClass::FeatureUnavailable`]).
    ///
    /// *Troubleshooting:* upgrade the plan, assign a license, or enable the setting. The server's
    /// [`message`](Error::message) usually names the feature.
    #[must_use]
    pub fn is_feature_unavailable(&self) -> bool {
        self.class() == Some(FailureClass::FeatureUnavailable)
    }

    /// Returns whether a limit is reached, such as the number of licenses ([`FailureClass::LimitReached`]). For a limit
    /// on requests, see [`is_rate_limited`](Error::is_rate_limited).
    ///
    /// *Troubleshooting:* remove something that counts against the limit, or buy a higher limit.
    #[must_use]
    pub fn is_limit_reached(&self) -> bool {
        self.class() == Some(FailureClass::LimitReached)
    }

    /// Returns whether the current state of the resource does not allow the request ([`FailureClass::Conflict`]). For
    /// example, an order that was shipped cannot be changed.
    ///
    /// *Troubleshooting:* read the resource to see its state, change the state, and repeat the call.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.class() == Some(FailureClass::Conflict)
    }

    /// Returns whether the server rejected a value of the request ([`FailureClass::Invalid`]).
    ///
    /// *Troubleshooting:* if the server names the invalid fields, [`field_errors`](Error::field_errors) returns them.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        self.class() == Some(FailureClass::Invalid)
    }

    /// Returns whether the server rejected the call because of too many requests.
    ///
    /// *Troubleshooting:* wait for [`retry_after`](Error::retry_after). Other programs that call the same account use
    /// the same limits.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Returns whether a page token is invalid or expired.
    ///
    /// *Troubleshooting:* page tokens expire after some minutes. Read the list again from the first page. If the work
    /// for each item takes long, read the whole list before the work. If you saved a token, pass it to
    /// [`page_token`](crate::runtime::Call::page_token) before it expires.
    #[must_use]
    pub fn is_page_expired(&self) -> bool {
        self.0.failure.page_expired
    }

    /// Returns whether the response did not arrive in time.
    ///
    /// *Troubleshooting:* the server may have processed the request. Check the state of the resource before you repeat
    /// the call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the connection was closed after the request was sent and before the response arrived.
    ///
    /// *Troubleshooting:* the server may have processed the request. Check the state of the resource before you repeat
    /// the call.
    #[must_use]
    pub fn is_connection_lost(&self) -> bool {
        self.0.kind == ErrorKind::ConnectionLost
    }

    /// Returns whether the client could not connect to the server. Nothing was sent.
    ///
    /// *Troubleshooting:* check the [`source`](StdError::source). For example, the host name does not resolve, the
    /// server refuses the connection, or the certificate is not trusted.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the client has no credentials for the operation, or the server rejected the credentials.
    ///
    /// *Troubleshooting:* check [`status`](Error::status). Without a status, the client has no credentials that the
    /// operation accepts. With a status, the credentials are wrong or expired, or they lack a scope.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Returns whether the response does not match the OpenAPI document. The server processed the request.
    ///
    /// *Troubleshooting:* [`json_path`](Error::json_path) is the path to the invalid value, and
    /// [`body_text`](Error::body_text) is the response body.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Returns whether a body exceeds the size limit. A retry cannot fix this error.
    fn is_body_too_long(&self) -> bool {
        let source = self.source();
        source.is_some_and(<dyn StdError>::is::<BodyTooLong>)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind() {
            // The source says which setting is missing, so the source becomes the message.
            TransportErrorKind::Config => {
                return Self::new(ErrorKind::Config, error.into_source().to_string());
            }
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::ConnectionLost => ErrorKind::ConnectionLost,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Body => ErrorKind::Body,
            TransportErrorKind::Other => ErrorKind::Other,
        };
        Self::new(kind, error.message()).with_source(error.into_source())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{}: ", operation.id)?;
        }
        if let Some(context) = &self.0.context {
            write!(f, "{context}: ")?;
        }
        match self.message() {
            Some(message) => write_line(f, message)?,
            None => f.write_str(&self.0.message)?,
        }
        for error in self.field_errors().iter().take(3) {
            f.write_str("; ")?;
            if !error.field.is_empty() {
                f.write_char('`')?;
                write_line(f, &error.field)?;
                f.write_str("`: ")?;
            }
            write_line(f, &error.message)?;
        }
        let mut separator = " (";
        for (label, value) in [
            ("code", self.code().map(str::to_owned)),
            (
                "HTTP",
                self.status().map(|status| status.as_u16().to_string()),
            ),
            ("request id", self.request_id().map(str::to_owned)),
            (
                "attempts",
                (self.0.attempts > 1).then(|| self.0.attempts.to_string()),
            ),
        ] {
            if let Some(value) = value {
                write!(f, "{separator}{label} ")?;
                write_line(f, &value)?;
                separator = ", ";
            }
        }
        if separator == ", " {
            f.write_char(')')
        } else {
            Ok(())
        }
    }
}

/// Writes the server's message on one line and truncates a long message.
fn write_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for (count, c) in text.trim().chars().enumerate() {
        if count == MAX_MESSAGE {
            return f.write_char('…');
        }
        f.write_char(if c.is_control() { ' ' } else { c })?;
    }
    Ok(())
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation.map(|operation| operation.id))
            .field("context", &self.0.context)
            .field("message", &self.message().unwrap_or(&self.0.message))
            .field("code", &self.code())
            .field("fields", &self.field_errors())
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("url", &self.0.url)
            .field("json_path", &self.0.json_path)
            .field("attempts", &self.0.attempts)
            .field("outcome", &self.outcome())
            .field("body_len", &self.0.body.as_ref().map(Bytes::len))
            .field("is_body_truncated", &self.0.is_body_truncated)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
