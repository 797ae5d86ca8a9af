//! The one error type of a client.
//!
//! In: whatever went wrong, and what was known of the call by then. Out: an [`Error`], one pointer wide, whose `Display` is one
//! useful line. It must not show secrets: no query, no body, no header value in `Display` or `Debug`.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::runtime::failure::{Failure, FieldError};
use crate::runtime::operation::Operation;
use crate::runtime::response::ResponseHead;
use crate::runtime::transport::{BoxError, TransportError, TransportErrorKind};

/// A result whose error is an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The most bytes of a body that an error keeps.
const MAX_BODY: usize = 64 * 1024;

/// The most characters of a server's message that `Display` shows.
const MAX_MESSAGE: usize = 500;

/// What went wrong, in the large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client, or an option of the call, is not set up right. Nothing was sent.
    Config,
    /// There are no credentials for the operation, or the server refused them.
    Auth,
    /// The request could not be built, as of a path parameter that is empty. Nothing was sent.
    Build,
    /// There was no connection to the server. Nothing was sent.
    Connect,
    /// The time allowed was over before the response was there. The server may have done the work.
    Timeout,
    /// The server reports a failure.
    Api,
    /// The server reports too many requests. It did not do the work.
    RateLimited,
    /// The response does not have the form that it should.
    Decode,
    /// A body could not be read to its end, or was too long. The server may have done the work.
    Body,
    /// Anything else. The server may have done the work.
    Other,
}

/// What went wrong with a call, or with setting up a client.
///
/// One line of text says it all; its [`source`](StdError::source) is never repeated in it:
///
/// ```text
/// v1.accounts.create: user existing (code 1005, HTTP 200)
/// ```
///
/// Where a decision depends on it, ask [`kind`](Error::kind), [`code`](Error::code) or one of the predicates, not the text.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// Our own words; the server's are in the failure.
    message: String,
    /// What failed, where that is not the call itself.
    context: Option<String>,
    operation: Option<&'static Operation>,
    url: Option<String>,
    head: Option<ResponseHead>,
    failure: Failure,
    body: Option<Bytes>,
    json_path: Option<String>,
    /// How often the request was sent.
    attempts: u32,
    source: Option<BoxError>,
}

/// Making errors: for transports, authorizers and decoders.
impl Error {
    /// An error of this kind, with this message: lower case, without a dot at its end, without secrets.
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
            json_path: None,
            attempts: 0,
            source: None,
        }))
    }

    /// Adds what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds what it was that failed, where that is not the call itself but something that the call needs, such as a token: it
    /// stands before the message.
    #[must_use]
    pub fn with_context(mut self, context: impl Into<String>) -> Self {
        self.0.context = Some(context.into());
        self
    }

    /// Adds the URL that it is about, which must hold no secret and no query, unless there is one.
    #[must_use]
    pub fn with_url(self, url: &str) -> Self {
        self.at(url)
    }

    /// Adds what a server says of the failure.
    #[must_use]
    pub fn with_failure(mut self, failure: Failure) -> Self {
        self.0.failure = failure;
        self
    }

    /// Adds the response that it is about. Of the body, the first 64 KiB are kept.
    #[must_use]
    pub fn with_response(mut self, head: ResponseHead, body: &Bytes) -> Self {
        self.0.head = Some(head);
        self.0.body = Some(match body.get(..MAX_BODY) {
            // A copy, so that the rest can go.
            Some(start) if body.len() > MAX_BODY => Bytes::copy_from_slice(start),
            _ => body.clone(),
        });
        self
    }

    /// Adds the place in the JSON that it is about.
    pub(crate) fn with_json_path(mut self, path: String) -> Self {
        self.0.json_path = Some(path);
        self
    }

    /// Adds how often the request was sent.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds the operation, unless there is one.
    pub(crate) fn of(mut self, operation: &'static Operation) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    /// Adds the URL, which must hold no secret, unless there is one.
    pub(crate) fn at(mut self, url: &(impl fmt::Display + ?Sized)) -> Self {
        self.0.url.get_or_insert_with(|| url.to_string());
        self
    }
}

/// What went wrong.
impl Error {
    /// What went wrong, in the large.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status of the response. A failure can come with a status of success.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.head.as_ref().map(ResponseHead::status)
    }

    /// The server's own code for the failure.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.failure.code.as_deref()
    }

    /// What the server says of the failure in words.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.failure.message.as_deref()
    }

    /// What the server says is wrong with single fields of the request.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.failure.fields
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.head.as_ref().map(ResponseHead::headers)
    }

    /// The header of this name in the response, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.head.as_ref()?.header(name)
    }

    /// The id by which the support of the service finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.header(self.0.operation?.server.request_id_header?)
    }

    /// How long the server asks to wait before the next try, counted from its response.
    ///
    /// `Retry-After` may hold seconds, an HTTP date or an RFC 3339 time; a date counts from the response's own `Date` header, or from
    /// when the response came where that is missing.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0
            .failure
            .retry_after
            .or_else(|| self.0.head.as_ref()?.retry_after())
    }

    /// How often the request was sent, or was begun to be sent: 0 where nothing was, 2 or more where it was repeated.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The URL that was called, without its query and without secrets.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// The body of the response, up to 64 KiB. It may hold secrets.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// The body of the response as text, up to 64 KiB, with replacement characters for what is not UTF-8. It may hold secrets.
    #[must_use]
    pub fn body_text(&self) -> Option<std::borrow::Cow<'_, str>> {
        self.body().map(String::from_utf8_lossy)
    }

    /// Where in the JSON of the response the value is that could not be read, such as `users[3].type`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// The body of the response as a type of the caller's own, if it has that form.
    #[must_use]
    pub fn detail<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.body()?).ok()
    }
}

/// Questions that callers decide by.
impl Error {
    /// Whether the thing asked for does not exist: HTTP 404, or a code of the server that says so.
    ///
    /// *Troubleshooting:* the id may be of another account, and some servers say that a thing does not exist to those who may not
    /// see it.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.failure.not_found
            || (self.0.kind == ErrorKind::Api && self.status() == Some(StatusCode::NOT_FOUND))
    }

    /// Whether the server reports too many requests.
    ///
    /// *Troubleshooting:* wait for [`retry_after`](Error::retry_after). Other clients of the same account count too.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether the token of a page of a list is no longer good.
    ///
    /// *Troubleshooting:* tokens live for some minutes. Read the list again from its begin, and do what takes long with its items
    /// after it was read, or [resume](crate::runtime::Call::page_token) only soon.
    #[must_use]
    pub fn is_page_expired(&self) -> bool {
        self.0.failure.page_expired
    }

    /// Whether the time allowed was over before the response was there.
    ///
    /// *Troubleshooting:* the server may have done the work all the same: ask before you repeat a call that changes something.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether there was no connection to the server, so that nothing was sent.
    ///
    /// *Troubleshooting:* the [`source`](StdError::source) tells names that do not resolve from refused connections and from
    /// certificates that are not trusted.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether there are no credentials for the operation, or the server refused them.
    ///
    /// *Troubleshooting:* without a [`status`](Error::status), the client was given none that the operation takes; with one, they
    /// are wrong or expired, or lack a scope.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Whether the response does not have the form that it should.
    ///
    /// *Troubleshooting:* [`json_path`](Error::json_path) tells where, [`body_text`](Error::body_text) what came instead. The
    /// server did the work.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Body => ErrorKind::Body,
            TransportErrorKind::Other => ErrorKind::Other,
        };
        Self::new(kind, error.kind().as_str()).with_source(error.into_source())
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

/// Writes text of a server on one line and within bounds.
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
            .field("body_len", &self.0.body.as_ref().map(Bytes::len))
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
