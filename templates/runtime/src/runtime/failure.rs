//! What a server says of its own failure.
//!
//! In: the head and the body of a response. Out: a [`Failure`], made by the server's own reader or by [`read`], which knows the
//! shapes that are common. It must not decide what a caller sees: `error` does that.

use std::time::Duration;

use serde_json::Value;

use crate::runtime::error::ErrorKind;

/// A failure that a server reports, as far as it could be read.
///
/// ```ignore
/// let failure = Failure::new().code("300").message("Validation failed.").field("email", "Invalid field.");
/// assert_eq!(failure.fields.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The server's own code, as text.
    pub code: Option<String>,
    /// What the server says in words.
    pub message: Option<String>,
    /// What is wrong with single fields of the request.
    pub fields: Vec<FieldError>,
    /// The kind of error that this is, where the HTTP status does not tell.
    pub kind: Option<ErrorKind>,
    /// Whether the failure means that the thing asked for does not exist, where the HTTP status does not tell.
    pub not_found: bool,
    /// Whether the failure means that the token of a page is no longer good.
    pub page_expired: bool,
    /// How long to wait before the next try, where no header tells.
    pub retry_after: Option<Duration>,
}

/// What a server says is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The name or path of the field; empty if the server names none.
    pub field: String,
    /// What is wrong with it; empty if the server does not say.
    pub message: String,
}

impl FieldError {
    /// An error of this field.
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl Failure {
    /// A failure of which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the server's own code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets what the server says in words.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Adds what is wrong with one field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.fields.push(FieldError::new(field, message));
        self
    }

    /// Sets the kind of error, where the HTTP status does not tell: [`ErrorKind::Auth`] for refused credentials,
    /// [`ErrorKind::RateLimited`] for too many requests.
    #[must_use]
    pub fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Says that the thing asked for does not exist.
    #[must_use]
    pub fn not_found(mut self) -> Self {
        self.not_found = true;
        self
    }

    /// Says that the token of a page is not good, or no longer: the list has to be read from its begin.
    #[must_use]
    pub fn page_expired(mut self) -> Self {
        self.page_expired = true;
        self
    }

    /// Sets how long to wait before the next try.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

/// Reads a body in one of the shapes that are common: `{code, message}`, `{error: {code, message}}`,
/// `{error: "…", error_description: "…"}`, `{errors: [{field, message}]}` and problem details (`{title, detail}`).
pub(crate) fn read(body: &[u8]) -> Option<Failure> {
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
    // OAuth: `error` is the code, in a word; where nothing explains it, it is all there is to say.
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

/// The first of these members that holds a text or a number; an empty text counts as absent.
fn first_text(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match value.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
