//! Parts of recorded `multipart/form-data` bodies.
//!
//! This decoder must not share code with the encoder, because tests would not find a mistake in shared code. `Debug`
//! must not show the contents.

use std::fmt;

use bytes::Bytes;

use crate::runtime::json::Json;

/// A part of a recorded `multipart/form-data` body.
#[derive(Clone)]
pub struct RecordedPart {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    body: Bytes,
}

impl RecordedPart {
    /// Returns the name of the form field.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the file; `None` if the part is not a file.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the content type, if the part has one.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the contents.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the contents as text; `None` if the contents are not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }

    /// Returns the contents, decoded from JSON; `None` if the contents are not JSON.
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

/// Parses the parts of a body; `None` if the body is not valid `multipart/form-data`.
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

/// Parses one part: headers, an empty line and contents.
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

/// Returns the value of a quoted header parameter, such as `name="a"`.
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
