//! Paths: a template such as `/users/{userId}` and the values of its placeholders.
//!
//! In: a template and values. Out: a path that has exactly the segments of the template. It must not let a value change the shape
//! of the path: `/`, `?`, `#` and `%` are encoded, and a segment that would be empty, `.` or `..` is an error.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::params::ParamValues;

/// All but the unreserved characters of RFC 3986, 2.3.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How a value of a path is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathEncoding {
    /// Once, as (part of) one segment.
    #[default]
    Segment,
    /// Twice if the value begins with `/` or holds `//`, for servers that decode before they split and would find empty segments;
    /// otherwise once.
    DoubleWhenSlash,
}

/// The value of a placeholder, encoded.
#[derive(Clone)]
pub(crate) struct PathValue {
    name: Cow<'static, str>,
    /// `None` for a value that has no text, or an empty one.
    encoded: Option<String>,
    is_secret: bool,
}

impl PathValue {
    pub(crate) fn new(
        name: Cow<'static, str>,
        values: ParamValues,
        encoding: PathEncoding,
    ) -> Self {
        let is_secret = values.is_secret();
        let is_absent = values.iter().all(str::is_empty);
        let (first, rest) = values.into_parts();
        let mut encoded = encode(first.unwrap_or_default(), encoding);
        // The commas between the elements of a list stay as they are (OpenAPI's style `simple`).
        for text in rest {
            encoded.push(',');
            encoded.push_str(&encode(text, encoding));
        }
        Self {
            name,
            encoded: (!is_absent).then_some(encoded),
            is_secret,
        }
    }
}

impl PathValue {
    /// The name of the placeholder.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the value must not be shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// The value as it stands in the URL, unless it is absent or a secret.
    pub(crate) fn encoded(&self) -> Option<&str> {
        self.encoded.as_deref().filter(|_| !self.is_secret)
    }
}

fn encode(text: String, encoding: PathEncoding) -> String {
    // As most ids are.
    if text.bytes().all(is_unreserved) {
        return text;
    }
    let once = utf8_percent_encode(&text, ENCODED).to_string();
    match encoding {
        PathEncoding::DoubleWhenSlash if text.starts_with('/') || text.contains("//") => {
            utf8_percent_encode(&once, ENCODED).to_string()
        }
        PathEncoding::Segment | PathEncoding::DoubleWhenSlash => once,
    }
}

/// Whether the values that are secrets stand in a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// As it is sent.
    Sent,
    /// As it is shown.
    Hidden,
}

/// Fills the placeholders of a template, which may end in a query of its own, as `/objects?uploads` does. The path is added to the text
/// that is given; the query of the template is what comes back.
pub(crate) fn render(
    template: &str,
    values: &[PathValue],
    secrets: Secrets,
    to: &mut String,
) -> Result<Option<String>> {
    let (template, query) = match cut(template, b'?') {
        Some((template, query)) => {
            let mut filled = String::new();
            fill(query, values, Secrets::Sent, &mut filled)?;
            (template, Some(filled))
        }
        None => (template, None),
    };
    let Some(segments) = template.strip_prefix('/') else {
        return Err(build_error(format!(
            "path `{template}` does not begin with `/`"
        )));
    };
    let mut next = Some(segments);
    while let Some(rest) = next {
        let segment;
        (segment, next) = match cut(rest, b'/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        to.push('/');
        let begin = to.len();
        fill(segment, values, Secrets::Sent, to)?;
        let filled = to.get(begin..).unwrap_or_default();
        // `a//b` and `a/` are for a template to write, not for a value to make.
        let is_empty = filled.is_empty() && !segment.is_empty();
        if is_empty || is_dots(filled) {
            return Err(build_error(format!(
                "value of `{segment}` would change the path: it is empty, `.` or `..`"
            )));
        }
        if secrets == Secrets::Hidden && values.iter().any(|value| value.is_secret) {
            to.truncate(begin);
            fill(segment, values, secrets, to)?;
        }
    }
    Ok(query)
}

/// What is before and behind the first such byte of ASCII. The search of the standard library is made for longer texts.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Whether a segment is `.` or `..`, in whichever way they are encoded.
fn is_dots(segment: &str) -> bool {
    let may_be = segment.starts_with(['.', '%']) && segment.len() <= "%2e%2e".len();
    may_be && {
        let decoded = percent_decode_str(segment).decode_utf8_lossy();
        decoded == "." || decoded == ".."
    }
}

/// Adds one segment, with its placeholders filled. It may have none or several.
fn fill(segment: &str, values: &[PathValue], secrets: Secrets, to: &mut String) -> Result<()> {
    let mut rest = segment;
    while let Some((literal, after)) = cut(rest, b'{') {
        let Some((name, after)) = cut(after, b'}') else {
            return Err(build_error(format!(
                "path segment `{segment}` has a `{{` without `}}`"
            )));
        };
        push_literal(to, literal)?;
        let Some(value) = values.iter().rfind(|value| *value.name == *name) else {
            return Err(build_error(format!("path parameter `{name}` is missing")));
        };
        let Some(encoded) = &value.encoded else {
            return Err(build_error(format!("path parameter `{name}` is empty")));
        };
        let is_hidden = value.is_secret && secrets == Secrets::Hidden;
        to.push_str(if is_hidden { "***" } else { encoded });
        rest = after;
    }
    push_literal(to, rest)
}

fn push_literal(to: &mut String, literal: &str) -> Result<()> {
    if !literal.bytes().all(is_path) {
        return Err(build_error(format!(
            "path text `{literal}` holds characters that a path cannot"
        )));
    }
    to.push_str(literal);
    Ok(())
}

/// Whether a character stands for itself in every place of a URL (RFC 3986, 2.3).
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether a path may hold a character as it is, or as part of one that is encoded (RFC 3986, 3.3).
fn is_path(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(
            byte,
            b'!' | b'$' | b'&'..=b',' | b';' | b'=' | b':' | b'@' | b'%'
        )
}

fn build_error(message: String) -> Error {
    Error::new(ErrorKind::Build, message)
}
