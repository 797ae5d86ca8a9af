//! Decodes JSON. An error contains the path to the invalid value, such as `users[3].type`.
//!
//! This module does not depend on responses. The module `response` adds the details of a response to the error.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::runtime::error::transport_error::BoxError;
use crate::runtime::error::{Error, Result};
use crate::runtime::json::field::{FieldValue, JsonField};
use crate::runtime::json::repair::{self, Repairs};
use crate::runtime::json::strict::is_strict;
use crate::runtime::json::tracked::{Tracked, tracking};
use crate::runtime::operation::error_kind::ErrorKind;

/// Decodes JSON that did not come from a call, such as the body of a webhook or a stored response. The function is as
/// lenient as calls are. For example, it reads the string `"5"` as the number 5.
///
/// ```ignore
/// let user: User = from_json(br#"{"id": "1", "type": "2"}"#)?;
/// ```
///
/// # Errors
///
/// [`ErrorKind::Decode`], with the path to the value that could not be decoded ([`Error::json_path`]).
pub fn from_json<T: JsonField>(json: &[u8]) -> Result<T> {
    from_json_with_repairs(json).map(|(value, _)| value)
}

/// Decodes JSON like [`from_json`], and also returns the repairs: the differences from the document that the client could
/// still read.
///
/// # Errors
///
/// [`ErrorKind::Decode`], with the path to the value that could not be decoded ([`Error::json_path`]).
pub fn from_json_with_repairs<T: JsonField>(json: &[u8]) -> Result<(T, Repairs)> {
    let (value, repairs) = repair::collecting(|| field(json));
    let value = value.map_err(|failure| {
        let error = Error::new(ErrorKind::Decode, failure.message("text"));
        failure.explain(error)
    });
    Ok((value?, repairs))
}

/// The reason why bytes could not be decoded.
pub(crate) struct DecodeFailure {
    reason: Reason,
    /// The path to the value that could not be decoded; empty if it is the whole JSON text.
    path: String,
    source: BoxError,
}

enum Reason {
    /// The input is empty.
    Empty,
    /// The bytes are not JSON.
    Syntax,
    /// The JSON does not match the type.
    Type,
}

impl DecodeFailure {
    fn new(json: &[u8], path: String, source: serde_json::Error) -> Self {
        let reason = match source.classify() {
            _ if json.trim_ascii().is_empty() => Reason::Empty,
            Category::Data => Reason::Type,
            Category::Io | Category::Syntax | Category::Eof => Reason::Syntax,
        };
        Self {
            reason,
            path,
            source: source.into(),
        }
    }

    /// Puts `parent` in front of the path. `parent` is the path to the decoded value within a larger JSON text.
    pub(crate) fn within(mut self, parent: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{parent}{separator}{}", self.path);
        self
    }

    /// Returns the error message. `what` names the decoded data for the message.
    pub(crate) fn message(&self, what: &str) -> String {
        match self.reason {
            Reason::Empty => format!("{what} is empty, expected JSON"),
            Reason::Syntax => format!("{what} is not valid JSON"),
            Reason::Type if self.path.is_empty() => {
                format!("{what} does not match its schema")
            }
            Reason::Type => format!("{what} does not match its schema at `{}`", self.path),
        }
    }

    /// Adds the path and the source to an error.
    pub(crate) fn explain(self, error: Error) -> Error {
        let error = if self.path.is_empty() {
            error
        } else {
            error.with_json_path(self.path)
        };
        error.with_source(self.source)
    }
}

/// Decodes JSON leniently, with the [`JsonField`] implementation of `T`. Reports the repairs to the module `repair`.
///
/// To find a path, the decoder must track the path, which is slow. Therefore, the first pass neither tracks the path
/// nor repairs values that need more than a look at their JSON. Only after an error, or if a value was repaired, a second
/// pass repairs values and finds the paths.
pub(crate) fn field<T: JsonField>(json: &[u8]) -> Result<T, DecodeFailure> {
    let text = text_of(json)?;
    match repair::fast(|| serde_json::from_str(text)) {
        (Ok(FieldValue(value)), false) => Ok(value),
        // Tests must see every difference from the document.
        _ if is_strict() => with_path(text).map(|FieldValue(value)| value),
        _ => {
            let (value, repairs) = repair::repairing(|| with_path(text));
            let FieldValue(value) = value?;
            repair::report(repairs);
            Ok(value)
        }
    }
}

/// Decodes JSON strictly, with the `Deserialize` implementation of `T`. Only after an error, a second pass finds the
/// path of the error.
pub(crate) fn value<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeFailure> {
    let text = text_of(json)?;
    serde_json::from_str(text).or_else(|_| with_path(text))
}

/// Checks that JSON is UTF-8. Checking the whole text once is faster than checking each string.
fn text_of(json: &[u8]) -> Result<&str, DecodeFailure> {
    std::str::from_utf8(json).map_err(|error| DecodeFailure {
        reason: Reason::Syntax,
        path: String::new(),
        source: error.into(),
    })
}

fn with_path<T: DeserializeOwned>(text: &str) -> Result<T, DecodeFailure> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = tracking(|| {
        let value = T::deserialize(Tracked::new(&mut reader))?;
        reader.end().map(|()| value)
    });
    value.map_err(|(error, path)| DecodeFailure::new(text.as_bytes(), path, error))
}
