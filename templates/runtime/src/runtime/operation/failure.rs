//! Failures that servers report in response bodies.
//!
//! The failure reader of a server or [`read_common_failure`] reads a body and creates a [`Failure`]. The module
//! `response` turns the failure into the error of the call.

use std::time::Duration;

use serde_json::Value;

use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::failure_class::FailureClass;

/// A failure that a server reports in a response.
///
/// ```ignore
/// let failure = Failure::new().code("300").message("Validation failed.").field("email", "Invalid field.");
/// assert_eq!(failure.fields.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The error code of the server, as text.
    pub code: Option<String>,
    /// The error message of the server.
    pub message: Option<String>,
    /// The errors that the server reports for single fields of the request.
    pub fields: Vec<FieldError>,
    /// The category of the error. `None` means that `class` or the HTTP status determines the category.
    pub kind: Option<ErrorKind>,
    /// The meaning of the error code. `None` means that the HTTP status determines the class.
    pub class: Option<FailureClass>,
    /// Whether the page token is invalid or expired.
    pub page_expired: bool,
    /// How long to wait before the next attempt. This value takes precedence over the headers of the response.
    pub retry_after: Option<Duration>,
}

/// The error of one request field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The name or path of the field; empty if the server does not name the field.
    pub field: String,
    /// The error message; empty if the server sends no message.
    pub message: String,
}

impl FieldError {
    /// Creates the error of a field.
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl Failure {
    /// Creates a failure without any details.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the error code of the server.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets the error message of the server.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Adds the error of one field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.fields.push(FieldError::new(field, message));
        self
    }

    /// Sets the category of the error, for example [`ErrorKind::Auth`] for rejected credentials or
    /// [`ErrorKind::RateLimited`] for too many requests. By default, the class or the HTTP status determines the
    /// category.
    #[must_use]
    pub fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Sets the meaning of the error code. The class takes precedence over the HTTP status.
    #[must_use]
    pub fn class(mut self, class: FailureClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Records that the page token is invalid or expired, so that the caller must read the list again from the first
    /// page.
    #[must_use]
    pub fn page_expired(mut self) -> Self {
        self.page_expired = true;
        self
    }

    /// Sets how long to wait before the next attempt.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

/// Reads a failure in one of the common formats. The client calls this function for servers without a failure reader.
///
/// The formats are `{code, message}`, `{error: {code, message}}`, `{error: "…", error_description: "…"}`, `{errors:
/// [{field, message}]}` and problem details (`{title, detail}`). Returns `None` if the body has another format.
///
/// Your [`FailureReader`](crate::runtime::FailureReader) can read the special format of its server, and call this
/// function for all other bodies.
#[must_use]
pub fn read_common_failure(body: &[u8]) -> Option<Failure> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let inner = match value.get("error") {
        Some(inner @ Value::Object(_)) => inner,
        _ => &value,
    };
    let mut failure = Failure {
        code: first_text(inner, &["code", "error_code", "errorCode"]),
        message: first_text(
            inner,
            &[
                "message",
                "error_description",
                "error_message",
                "errorMessage",
                "detail",
                "reason",
                "title",
            ],
        ),
        ..Failure::new()
    };
    // In OAuth errors, `error` is the code and another field is the message. If there is no other field with a message,
    // the text in `error` is the message.
    if let Some(word) = value.get("error").and_then(Value::as_str) {
        match failure.message {
            Some(_) => failure.code = failure.code.or_else(|| Some(word.to_owned())),
            None => failure.message = Some(word.to_owned()),
        }
    }
    for list in [
        inner.get("errors"),
        inner.get("details"),
        value.get("errors"),
    ] {
        if let (true, Some(Value::Array(items))) = (failure.fields.is_empty(), list) {
            failure.fields = items.iter().filter_map(read_field).collect();
        }
    }
    let is_empty = failure.code.is_none() && failure.message.is_none() && failure.fields.is_empty();
    (!is_empty).then_some(failure)
}

fn read_field(item: &Value) -> Option<FieldError> {
    if let Value::String(message) = item {
        return Some(FieldError::new("", message.as_str()));
    }
    let field = first_text(item, &["field", "name", "path", "pointer"]);
    let message = first_text(item, &["message", "detail", "reason"]);
    (field.is_some() || message.is_some())
        .then(|| FieldError::new(field.unwrap_or_default(), message.unwrap_or_default()))
}

/// Returns the value of the first field in `names` that is a number or a non-empty string.
fn first_text(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match value.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
