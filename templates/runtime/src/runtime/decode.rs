//! Reading JSON that a server sent.
//!
//! In: bytes. Out: a value, or why there is none and where. It must not know of responses: `response` adds what is known of one.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::json_path::tracked;
use crate::runtime::member::JsonField;
use crate::runtime::transport::BoxError;

/// Reads JSON that did not come by a call, such as the body of an event or an answer that was stored, as tolerantly as the answers
/// of calls are read.
///
/// # Errors
///
/// One of the kind [`ErrorKind::Decode`], with the path to what could not be read ([`Error::json_path`]).
pub fn from_json<T: JsonField>(json: &[u8]) -> Result<T> {
    member(json).map_err(|failed| {
        let error = Error::new(ErrorKind::Decode, failed.message("text"));
        failed.explain(error)
    })
}

/// Why bytes could not be read.
pub(crate) struct Undecodable {
    reason: Reason,
    /// Where in the document; empty for the whole of it.
    path: String,
    source: BoxError,
}

enum Reason {
    Empty,
    NotJson,
    Form,
}

impl Undecodable {
    fn new(json: &[u8], (source, path): (serde_json::Error, String)) -> Self {
        let reason = match source.classify() {
            _ if json.trim_ascii().is_empty() => Reason::Empty,
            Category::Data => Reason::Form,
            Category::Io | Category::Syntax | Category::Eof => Reason::NotJson,
        };
        Self {
            reason,
            path,
            source: source.into(),
        }
    }

    /// What there is to say of it.
    pub(crate) fn message(&self, what: &str) -> String {
        match self.reason {
            Reason::Empty => format!("{what} is empty where JSON is due"),
            Reason::NotJson => format!("{what} is not JSON"),
            Reason::Form if self.path.is_empty() => {
                format!("{what} does not have the form that it should")
            }
            Reason::Form => format!(
                "{what} does not have the form that it should at `{}`",
                self.path
            ),
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

/// Reads a value that the runtime reads.
pub(crate) fn member<T: JsonField>(json: &[u8]) -> Result<T, Undecodable> {
    let text = text(json)?;
    tracked(|| {
        let mut reader = serde_json::Deserializer::from_str(text);
        let value = T::read(&mut reader)?;
        reader.end().map(|()| value)
    })
    .map_err(|failed| Undecodable::new(json, failed))
}

/// Reads any other, and once more if that fails: the steps to the failure are watched only then, which takes time.
pub(crate) fn value<T: DeserializeOwned>(json: &[u8]) -> Result<T, Undecodable> {
    let text = text(json)?;
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let value = T::deserialize(serde_path_to_error::Deserializer::new(
        &mut reader,
        &mut track,
    ));
    value
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| {
            let path = track.path().to_string();
            let path = if path == "." { String::new() } else { path };
            Undecodable::new(json, (error, path))
        })
}

/// The text that JSON is. To look at all of it at once takes a fraction of the time that a look at each string does.
fn text(json: &[u8]) -> Result<&str, Undecodable> {
    std::str::from_utf8(json).map_err(|error| Undecodable {
        reason: Reason::NotJson,
        path: String::new(),
        source: error.into(),
    })
}
