//! How Zoom says that a call failed.
//!
//! In: the head and the body of an answer. Out: the failure that it tells, or `None`. The body decides, not the status:
//! v1 reports failures under any status, and v2 has been seen to answer 200 with an error code. What is no JSON object, or
//! has another shape, tells nothing here: the runtime then goes by the status, and by the shapes that are common.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::Value;

use crate::runtime::{ErrorKind, Failure, ResponseHead};

/// What a failure of v1 bears: answers without it are not parsed twice.
static ERROR: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"error\""));

/// What a failure of v2 bears under a status of success.
static CODE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"code\""));

/// Reads failures of API v1: an `error` member, `{"error": {"code": 102, "message": "…"}}`.
///
/// Code 102 is of kind [`ErrorKind::Auth`], code 403 (the request limit) of kind [`ErrorKind::RateLimited`]; the codes for
/// users, accounts and plans that do not exist, which are v2's, make
/// [`Error::is_not_found`](crate::runtime::Error::is_not_found) true.
#[must_use]
pub fn v1(_head: &ResponseHead, body: &[u8]) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Envelope {
        error: Value,
    }
    ERROR.find(body)?;
    let error = object::<Envelope>(body)?.error;
    // These say that there is no error.
    if matches!(error, Value::Null | Value::Bool(false)) {
        return None;
    }
    let code = error.get("code").and_then(text);
    let message = error.get("message").and_then(text).or_else(|| text(&error));
    let failure = with(code.as_deref(), message);
    Some(match code.as_deref() {
        Some("102") => failure.kind(ErrorKind::Auth),
        Some("403") => failure.kind(ErrorKind::RateLimited),
        Some("1001" | "2001" | "2010") => failure.not_found(),
        _ => failure,
    })
}

/// Reads failures of API v2: a `code` with a `message` (or an `error_message`) and, for validation, the fields.
///
/// Code 300 about the token of a page, which lives for 15 minutes, makes
/// [`Error::is_page_expired`](crate::runtime::Error::is_page_expired) true.
/// Under a 2xx status only a number other than 0 that comes with a text is a failure. Codes 124, 4700 and 4711 (a scope that
/// the token lacks) are of kind [`ErrorKind::Auth`], code 429 of kind [`ErrorKind::RateLimited`]; the codes for users,
/// accounts, plans, roles, rooms, meetings, groups and their members, divisions and reports that do not exist make
/// [`Error::is_not_found`](crate::runtime::Error::is_not_found) true whatever the status.
#[must_use]
pub fn v2(head: &ResponseHead, body: &[u8]) -> Option<Failure> {
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
    if is_success && CODE.find(body).is_none() {
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
    let mut failure = with(code.as_deref(), message);
    for error in envelope.errors.as_array().into_iter().flatten() {
        // Either may be missing.
        let part = |name: &str| error.get(name).and_then(text);
        failure = match (part("field"), part("message")) {
            (None, None) => failure,
            (field, message) => {
                failure.field(field.unwrap_or_default(), message.unwrap_or_default())
            }
        };
    }
    Some(match code.as_deref() {
        Some("124" | "4700" | "4711") => failure.kind(ErrorKind::Auth),
        Some("429") => failure.kind(ErrorKind::RateLimited),
        Some("300") if is_about_page_token(&failure) => failure.page_expired(),
        Some(
            "1001" | "1012" | "1034" | "2001" | "2010" | "3001" | "4130" | "4131" | "5010"
            | "40406",
        ) => failure.not_found(),
        _ => failure,
    })
}

/// Whether a failure of code 300, which tells all kinds of wrong values, is about the token of a page. Those live for 15 minutes.
fn is_about_page_token(failure: &Failure) -> bool {
    let message = failure.message.as_deref().unwrap_or_default();
    let message = message.to_ascii_lowercase().replace('_', " ");
    message.contains("next page token")
}

/// Reads a JSON object. Serde takes the items of a list for members as well, which these are not.
fn object<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Option<T> {
    if body.trim_ascii_start().starts_with(b"{") {
        serde_json::from_slice(body).ok()
    } else {
        None
    }
}

fn with(code: Option<&str>, message: Option<String>) -> Failure {
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

/// A scalar as text; `None` for empty text and for what is no scalar.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
