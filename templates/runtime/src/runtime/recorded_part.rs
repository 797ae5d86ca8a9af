//! Parts of a body that a mock was sent, decoded.
//!
//! In: the content type and the bytes of a `multipart/form-data` body. Out: its [`RecordedPart`]s. It must not share code with what
//! writes such bodies, and must not show their contents in `Debug`.

use std::fmt;

use bytes::Bytes;

use crate::runtime::Json;

/// A part of a body of several parts.
#[derive(Clone)]
pub struct RecordedPart {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    body: Bytes,
}

impl RecordedPart {
    /// The name of the member that it is the value of.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file, if it is one.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content type, if it names one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The contents.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The contents as text; `None` if they are not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }

    /// The contents decoded from JSON; `None` if they are none.
    #[must_use]
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RecordedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedPart")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("body_len", &self.body.len())
            .finish()
    }
}

/// The parts of a body; `None` if it is not of several parts, or not written as it must be.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<RecordedPart>> {
    let (kind, boundary) = content_type.split_once("; boundary=")?;
    if kind != "multipart/form-data" {
        return None;
    }
    let first = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let mut rest = body.slice_ref(body.strip_prefix(first.as_bytes())?);
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = position(part, next.as_bytes())?;
        parts.push(read(&rest.slice_ref(part.get(..end)?))?);
        rest = rest.slice_ref(part.get(end.checked_add(next.len())?..)?);
    }
    (&*rest == b"--\r\n" || &*rest == b"--").then_some(parts)
}

/// One part, of headers, an empty line and contents.
fn read(part: &Bytes) -> Option<RecordedPart> {
    let end = position(part, b"\r\n\r\n")?;
    let head = std::str::from_utf8(part.get(..end)?).ok()?;
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            (name.trim().eq_ignore_ascii_case(wanted)).then_some(value.trim())
        })
    };
    let disposition = header("content-disposition")?.strip_prefix("form-data")?;
    Some(RecordedPart {
        name: parameter(disposition, "name")?,
        file_name: parameter(disposition, "filename"),
        content_type: header("content-type").map(str::to_owned),
        body: part.slice_ref(part.get(end.checked_add(4)?..)?),
    })
}

/// A parameter in quotes.
fn parameter(text: &str, name: &str) -> Option<String> {
    let (_, value) = text.split_once(&format!("; {name}=\""))?;
    let (value, _) = value.split_once('"')?;
    Some(
        value
            .replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n"),
    )
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
