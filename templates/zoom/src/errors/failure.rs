//! Read the error bodies of both API versions.
//!
//! The HTTP status is not enough to detect a failure. API v1 reports failures with any status, and API v2 sometimes
//! sends an error code with status 200. If the body is not a JSON object in one of Zoom's formats, the readers return
//! `None`. The runtime then uses the status and the common formats.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::Value;

use crate::errors::code;
use crate::runtime::{ErrorKind, Failure, ResponseHead, StatusCode};

/// A text in every v1 failure. A body without it cannot be a failure, so it is not parsed.
static V1_MARKER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"error\""));

/// A text in every v2 failure that has a success status.
static V2_MARKER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"code\""));

/// Reads a failure of API v1, such as `{"error": {"code": 102, "message": "…"}}`.
///
/// Code 403 means that the request limit is reached, and becomes [`ErrorKind::RateLimited`].
/// [`ZoomCode::class`](crate::errors::ZoomCode::class) describes all other codes.
#[must_use]
pub fn read_v1_failure(head: &ResponseHead, body: &[u8]) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Envelope {
        error: Value,
    }
    V1_MARKER.find(body)?;
    let error = object::<Envelope>(body)?.error;
    // If `error` is `null` or `false`, the response reports no error.
    if matches!(error, Value::Null | Value::Bool(false)) {
        return None;
    }
    let code = error.get("code").and_then(text);
    let message = error.get("message").and_then(text).or_else(|| text(&error));
    let failure = new_failure(code.as_deref(), message);
    Some(match code.as_deref() {
        Some("403") => failure.kind(ErrorKind::RateLimited),
        _ => with_class(failure, head.status()),
    })
}

/// Reads a failure of API v2: the `code`, the `message` or `error_message`, and the invalid fields.
///
/// If the status is a success status, the body is a failure only if it has a message and a numeric code that is not
/// zero.
///
/// [`ZoomCode::class`](crate::errors::ZoomCode::class) describes what a code means. This class takes precedence over
/// the HTTP status. If code 300 is about a page token,
/// [`Error::is_page_expired`](crate::runtime::Error::is_page_expired) returns `true`.
#[must_use]
pub fn read_v2_failure(head: &ResponseHead, body: &[u8]) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(default)]
        code: Value,
        #[serde(default)]
        message: Value,
        #[serde(default)]
        error_message: Value,
        #[serde(default)]
        errors: Value,
    }
    let is_success = head.status().is_success();
    if is_success && V2_MARKER.find(body).is_none() {
        return None;
    }
    let envelope: Envelope = object(body)?;
    let code = text(&envelope.code);
    let message = text(&envelope.message).or_else(|| text(&envelope.error_message));
    let is_failure = if is_success {
        envelope.code.is_i64() && code.as_deref() != Some("0") && message.is_some()
    } else {
        code.is_some() || message.is_some()
    };
    if !is_failure {
        return None;
    }
    let mut failure = new_failure(code.as_deref(), message);
    for error in envelope.errors.as_array().into_iter().flatten() {
        // An element of `errors` may lack the field or the message.
        let part = |name: &str| error.get(name).and_then(text);
        failure = match (part("field"), part("message")) {
            (None, None) => failure,
            (field, message) => {
                failure.field(field.unwrap_or_default(), message.unwrap_or_default())
            }
        };
    }
    let failure = with_class(failure, head.status());
    Some(match code.as_deref() {
        Some("300") if is_about_page_token(&failure) => failure.page_expired(),
        _ => failure,
    })
}

/// Adds the class of the error code.
fn with_class(failure: Failure, status: StatusCode) -> Failure {
    let code = failure.code.as_deref().map(code::read);
    match code.and_then(|code| code.class(status)) {
        Some(class) => failure.class(class),
        None => failure,
    }
}

/// Returns whether a failure with code 300 means that a page token has expired. Zoom uses code 300 for all invalid
/// values. Page tokens expire after 15 minutes.
fn is_about_page_token(failure: &Failure) -> bool {
    let message = failure.message.as_deref().unwrap_or_default();
    let message = message.to_ascii_lowercase().replace('_', " ");
    message.contains("next page token")
}

/// Parses a JSON object. A JSON array is rejected, because Serde would read the array as a struct.
fn object<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Option<T> {
    if body.trim_ascii_start().starts_with(b"{") {
        serde_json::from_slice(body).ok()
    } else {
        None
    }
}

fn new_failure(code: Option<&str>, message: Option<String>) -> Failure {
    let failure = Failure::new();
    let failure = match code {
        Some(code) => failure.code(code),
        None => failure,
    };
    match message {
        Some(message) => failure.message(message),
        None => failure,
    }
}

/// Returns a scalar as text; `None` if the value is an empty string or not a scalar.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
