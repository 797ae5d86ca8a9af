//! A request as the fake reads it, and the response that it decides on.

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A request that was read completely.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// The path as it was sent, without the query. Its segments are still percent-encoded.
    pub(crate) path: String,
    /// The decoded pairs of the query, in the order in which they were sent.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Request {
    /// Creates a request from its parts. `target` is the path with the query.
    pub(crate) fn new(method: Method, target: &str, headers: HeaderMap, body: Bytes) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = form_urlencoded::parse(query.as_bytes());
        Self {
            method,
            path: path.to_owned(),
            query: query.into_owned().collect(),
            headers,
            body,
        }
    }

    /// Returns a header as text. Returns `None` if the header is missing or is not ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the media type of the body without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        let media_type = value.split(';').next().unwrap_or_default();
        Some(media_type.trim().to_ascii_lowercase())
    }

    /// Returns the decoded fields of a form. Returns no field if the body is not a form.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        match self.media_type().as_deref() {
            Some("application/x-www-form-urlencoded") => {
                form_urlencoded::parse(&self.body).into_owned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the decoded segments of the path.
    pub(crate) fn segments(&self) -> Vec<String> {
        let path = self.path.trim_start_matches('/');
        path.split('/').map(segment).collect()
    }
}

/// Decodes a segment of a path.
///
/// The UUID of a meeting can contain slashes. Zoom decodes an id twice if it is encoded twice. If such an id is encoded
/// once, it loses the slashes at its start, and the second of two slashes.
fn segment(text: &str) -> String {
    let decoded = decode(text);
    let lower = decoded.to_ascii_lowercase();
    // The characters of base64 that are encoded in a path: `+`, `/` and `=`.
    if ["%2b", "%2f", "%3d"]
        .iter()
        .any(|code| lower.contains(code))
    {
        return decode(&decoded);
    }
    let mut id = decoded.trim_start_matches('/').to_owned();
    while id.contains("//") {
        id = id.replace("//", "/");
    }
    id
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The body of a response.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Empty,
    Json(Value),
    Bytes {
        media_type: &'static str,
        bytes: Bytes,
    },
}

impl Content {
    /// Returns the media type and the bytes of the body. There is no media type if there is no body.
    pub(crate) fn into_bytes(self) -> (Option<&'static str>, Bytes) {
        match self {
            Self::Empty => (None, Bytes::new()),
            Self::Json(value) => {
                let media_type = "application/json;charset=UTF-8";
                (Some(media_type), value.to_string().into())
            }
            Self::Bytes { media_type, bytes } => (Some(media_type), bytes),
        }
    }
}

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Content,
}

impl Reply {
    /// Creates a response with a JSON body.
    pub(crate) fn json(status: u16, value: Value) -> Self {
        Self::new(status, Content::Json(value))
    }

    /// Creates a response without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self::new(status, Content::Empty)
    }

    /// Creates a response with an HTML page.
    pub(crate) fn html(status: u16, text: String) -> Self {
        let content = Content::Bytes {
            media_type: "text/html; charset=utf-8",
            bytes: text.into(),
        };
        Self::new(status, content)
    }

    /// Creates a response with bytes of a media type.
    pub(crate) fn bytes(status: u16, media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self::new(status, Content::Bytes { media_type, bytes })
    }

    fn new(status: u16, content: Content) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content,
        }
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
