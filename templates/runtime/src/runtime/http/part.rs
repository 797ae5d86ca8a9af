//! Encodes parts as a `multipart/form-data` body, including files.
//!
//! The [`Body`] yields one part at a time. If a file is a stream, this module must not hold the whole file in memory.
//! Reading the file starts when the request is sent.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue};

use crate::runtime::error::transport_error::TransportError;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::file::File;
use crate::runtime::operation::error_kind::ErrorKind;

/// The default content type of a JSON part.
const JSON: &str = "application/json";

/// The default content type of a file.
const BYTES: &str = "application/octet-stream";

#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    content: Content,
    /// The content type of the part. If the file has its own content type, the client sends the one of the file.
    content_type: Option<String>,
}

#[derive(Clone)]
pub(crate) enum Content {
    Text(String),
    Json(Vec<u8>),
    File(File),
}

impl Part {
    pub(crate) fn new(name: &str, content: Content) -> Self {
        Self {
            name: name.to_owned(),
            content,
            content_type: None,
        }
    }

    pub(crate) fn typed(mut self, content_type: Option<&str>) -> Self {
        self.content_type = content_type.map(str::to_owned);
        self
    }

    /// Returns whether the part can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        match &self.content {
            Content::Text(_) | Content::Json(_) => true,
            Content::File(file) => file.is_repeatable(),
        }
    }
}

/// Encodes form fields, followed by parts. Returns the content type of the request and the body.
pub(crate) fn encode(form: &[(String, String)], parts: Vec<Part>) -> Result<(HeaderValue, Body)> {
    let form = form.iter();
    let form = form.map(|(name, text)| Part::new(name, Content::Text(text.clone())));
    let parts: Vec<Part> = form.chain(parts).collect();
    let boundary = boundary(&parts);
    let mut bodies = VecDeque::with_capacity(2 * parts.len() + 1);
    let mut line_end = "";
    for part in parts {
        let (head, body) = head_and_body(part)?;
        bodies.push_back(Body::from(format!("{line_end}--{boundary}\r\n{head}\r\n")));
        bodies.push_back(body);
        line_end = "\r\n";
    }
    bodies.push_back(Body::from(format!("{line_end}--{boundary}--\r\n")));
    let length = bodies
        .iter()
        .try_fold(0_u64, |sum, body| sum.checked_add(body.length()?));
    let body = Body::from_stream(Sequence(bodies));
    let body = match length {
        Some(length) => body.with_length(length),
        None => body,
    };
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let content_type = HeaderValue::try_from(content_type).map_err(|error| {
        Error::new(
            ErrorKind::Build,
            "invalid content type of the multipart body",
        )
        .with_source(error)
    })?;
    Ok((content_type, body))
}

fn head_and_body(part: Part) -> Result<(String, Body)> {
    let name = quoted(&part.name);
    let mut head = format!("content-disposition: form-data; name={name}");
    let (default, body) = match part.content {
        Content::Text(text) => (None, text.into()),
        Content::Json(json) => (Some(JSON), json.into()),
        Content::File(file) => {
            head.push_str("; filename=");
            head.push_str(&quoted(file.name()));
            return file_part(head, part.content_type.as_deref(), file);
        }
    };
    head.push_str("\r\n");
    if let Some(kind) = part.content_type.as_deref().or(default) {
        push_header(
            &mut head,
            CONTENT_TYPE.as_str(),
            kind,
            &format!("the part {name}"),
        )?;
    }
    Ok((head, body))
}

fn file_part(mut head: String, kind: Option<&str>, file: File) -> Result<(String, Body)> {
    let kind = file.stated_content_type().or(kind);
    let name = quoted(file.name());
    let what = format!("the file {name}");
    head.push_str("\r\n");
    push_header(
        &mut head,
        CONTENT_TYPE.as_str(),
        kind.unwrap_or(BYTES),
        &what,
    )?;
    for (header, value) in file.headers() {
        // The code above writes `content-type` and `content-disposition`, so these headers of the file are skipped.
        if ["content-type", "content-disposition"].contains(&&*header.to_ascii_lowercase()) {
            let message = format!("header `{header}` of {what} is already set");
            return Err(Error::new(ErrorKind::Build, message));
        }
        push_header(&mut head, header, value, &what)?;
    }
    Ok((head, file.take_contents()?))
}

/// Appends a header of a part. `what` names the part for error messages.
fn push_header(head: &mut String, name: &str, value: &str, what: &str) -> Result<()> {
    let is_valid = HeaderName::try_from(name).is_ok() && HeaderValue::from_str(value).is_ok();
    if !is_valid {
        let what = match name {
            "content-type" => format!("invalid content type of {what}"),
            _ => format!("invalid header `{name}` of {what}"),
        };
        return Err(Error::new(ErrorKind::Build, what));
    }
    head.push_str(name);
    head.push_str(": ");
    head.push_str(value);
    head.push_str("\r\n");
    Ok(())
}

/// Puts a name in quotes as browsers do: quotes and line breaks are percent-encoded. All other characters are kept,
/// also those that are not ASCII.
fn quoted(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push('"');
    for character in name.chars() {
        match character {
            '"' => quoted.push_str("%22"),
            '\r' => quoted.push_str("%0D"),
            '\n' => quoted.push_str("%0A"),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Creates a random boundary that does not occur in text parts or JSON parts.
///
/// Files are not searched for the boundary. The boundary has 128 random bits, so no file contains it by chance, and
/// nobody can predict it.
fn boundary(parts: &[Part]) -> String {
    let is_in = |part: &Part, boundary: &str| match &part.content {
        Content::Text(text) => text.contains(boundary),
        Content::Json(json) => {
            let mut windows = json.windows(boundary.len());
            windows.any(|window| window == boundary.as_bytes())
        }
        Content::File(_) => false,
    };
    loop {
        // Each `RandomState` has different random keys.
        let [left, right] = [0_u8, 1].map(|half| RandomState::new().hash_one(half));
        let boundary = format!("part-{left:016x}{right:016x}");
        if !parts.iter().any(|part| is_in(part, &boundary)) {
            return boundary;
        }
    }
}

/// Several bodies as one.
struct Sequence(VecDeque<Body>);

impl Stream for Sequence {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = self.0.front_mut() {
            if let Some(chunk) = ready!(body.poll_chunk(context)) {
                return Poll::Ready(Some(chunk));
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }
}
