//! Bodies of several parts, `multipart/form-data`, among them files.
//!
//! In: the parts of a request. Out: a content type and a [`Body`] that gives one part after the other. It must not hold the
//! contents of a file that is a stream, and must not begin to read one before the request is sent.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::runtime::body::Body;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::file::{File, Files};
use crate::runtime::params::{ListStyle, Param, ParamValues};
use crate::runtime::request::Request;
use crate::runtime::transport::TransportError;

/// The content type of a file that names none.
const BYTES: &str = "application/octet-stream";

/// One part of a body.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Text(String),
    Json(Vec<u8>),
    File(File),
}

impl Part {
    fn new(name: &str, content: Content) -> Self {
        Self {
            name: name.to_owned(),
            content,
        }
    }

    /// Whether the part can be sent again.
    pub(crate) fn is_repeatable(&self) -> bool {
        match &self.content {
            Content::Text(_) | Content::Json(_) => true,
            Content::File(file) => file.is_repeatable(),
        }
    }
}

/// Adding parts: a request that has any is sent as `multipart/form-data`.
impl Request {
    /// Adds a text as a part of the body: a list adds one for each element.
    pub fn part<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.part_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list as parts of the body, or as one.
    pub fn part_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        let texts = style.join(ParamValues::of(value).into_texts());
        let parts = texts.into_iter().map(Content::Text);
        self.parts.extend(parts.map(|text| Part::new(name, text)));
    }

    /// Adds a value as a part that is JSON, also if it is only text; `null` adds nothing.
    pub fn part_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match serde_json::to_vec(value) {
            Ok(json) if json == b"null" => {}
            Ok(json) => self.parts.push(Part::new(name, Content::Json(json))),
            Err(error) => self.fail_part(name, error),
        }
    }

    /// Adds a value as its kind asks for: an object as a part that is JSON, a text, number or boolean as text, a list one part for
    /// each element; `null` adds nothing.
    pub fn part_value<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match serde_json::to_value(value) {
            Ok(Value::Array(items)) => {
                for item in items {
                    self.part_element(name, item);
                }
            }
            Ok(value) => self.part_element(name, value),
            Err(error) => self.fail_part(name, error),
        }
    }

    fn part_element(&mut self, name: &str, value: Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.part(name, &text),
            Value::Bool(_) | Value::Number(_) => self.part(name, &value.to_string()),
            Value::Array(_) | Value::Object(_) => self.part_json(name, &value),
        }
    }

    /// Adds a file, or several of them, as parts of the body.
    pub fn file<F: Files + ?Sized>(&mut self, name: &str, files: &F) {
        let mut found = Vec::new();
        files.append_to(&mut found);
        let parts = found.into_iter().map(Content::File);
        self.parts.extend(parts.map(|file| Part::new(name, file)));
    }

    fn fail_part(&mut self, name: &str, error: serde_json::Error) {
        let message = format!("part `{name}` cannot be written as JSON");
        self.fail(Error::new(ErrorKind::Build, message).with_source(error));
    }
}

/// The content type and the body of these parts, with the fields of a form before them.
pub(crate) fn encode(form: Vec<(String, String)>, parts: Vec<Part>) -> Result<(HeaderValue, Body)> {
    let form = (form.into_iter()).map(|(name, text)| Part::new(&name, Content::Text(text)));
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
            "body of several parts has no content type",
        )
        .with_source(error)
    })?;
    Ok((content_type, body))
}

fn head_and_body(part: Part) -> Result<(String, Body)> {
    let name = quoted(&part.name);
    let disposition = format!("content-disposition: form-data; name={name}");
    Ok(match part.content {
        Content::Text(text) => (format!("{disposition}\r\n"), text.into()),
        Content::Json(json) => {
            let head = format!("{disposition}\r\ncontent-type: application/json\r\n");
            (head, json.into())
        }
        Content::File(file) => {
            let file_name = quoted(file.name());
            let kind = file.stated_type().unwrap_or(BYTES);
            if HeaderValue::from_str(kind).is_err() {
                let message = format!("content type of the file {file_name} is none");
                return Err(Error::new(ErrorKind::Build, message));
            }
            let head = format!("{disposition}; filename={file_name}\r\ncontent-type: {kind}\r\n");
            (head, file.take_contents()?)
        }
    })
}

/// A name in quotes, as browsers write it: what would end it or the line is percent-encoded, all else stays, also beyond ASCII.
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

/// What parts the parts: random, and in none of the texts.
///
/// Files are not searched. Nobody can know a boundary before it is sent, and 128 random bits stand in no file by chance.
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
        // Each `RandomState` has keys of its own, from the system's randomness.
        let [left, right] = [0_u8, 1].map(|half| RandomState::new().hash_one(half));
        let boundary = format!("part-{left:016x}{right:016x}");
        if !parts.iter().any(|part| is_in(part, &boundary)) {
            return boundary;
        }
    }
}

/// Bodies, one after the other.
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
