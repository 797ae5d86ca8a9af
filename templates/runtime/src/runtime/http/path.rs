//! Fills a path template, such as `/users/{userId}`.
//!
//! The path must have the same segments as the template, whatever the values contain. Therefore, `/`, `?`, `#` and `%`
//! in a value are encoded, and a value that makes a segment empty, `.` or `..` is an error.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::escape::escape_path;
use crate::runtime::http::style::{self, Ambiguous, ParamStyle, Text};
use crate::runtime::json::tree::Tree;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::ParamValues;

/// How a value is encoded in a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathEncoding {
    /// Encodes the value once.
    #[default]
    Segment,
    /// Encodes the value twice if it starts with `/` or contains `//`, otherwise once. Some servers decode a path
    /// before they split it into segments. After a single encoding, such a server would find empty segments.
    DoubleWhenSlash,
}

/// The encoded value of a path placeholder.
#[derive(Clone)]
pub(crate) struct PathValue {
    name: Cow<'static, str>,
    /// The encoded value; `None` if the value is absent or empty.
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
        // The commas between the elements of a list are not encoded (style `simple` of OpenAPI).
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

    /// Creates the value from a list or an object. `style` is a parameter style of OpenAPI.
    pub(crate) fn styled(
        name: Cow<'static, str>,
        value: Tree,
        style: ParamStyle,
    ) -> std::result::Result<Self, Ambiguous> {
        let is_secret = value.is_secret();
        let encoded = style::text(Text::Path, &name, value, style)?;
        Ok(Self {
            name,
            encoded: encoded.filter(|text| !text.is_empty()),
            is_secret,
        })
    }
}

impl PathValue {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether errors and `Debug` must hide the value.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// Returns the encoded value; `None` if the value is absent or a secret.
    pub(crate) fn encoded(&self) -> Option<&str> {
        self.encoded.as_deref().filter(|_| !self.is_secret)
    }
}

fn encode(text: String, encoding: PathEncoding) -> String {
    // Most ids need no encoding.
    if text.bytes().all(is_unreserved) {
        return text;
    }
    let once = escape_path(&text);
    match encoding {
        PathEncoding::DoubleWhenSlash if text.starts_with('/') || text.contains("//") => {
            escape_path(&once)
        }
        PathEncoding::Segment | PathEncoding::DoubleWhenSlash => once,
    }
}

/// Whether a path is sent or shown, which decides whether it contains secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// The path is sent, so it contains secrets.
    Sent,
    /// The path is shown, for example in an error, so it hides secrets.
    Hidden,
}

/// Fills the placeholders of a template and appends the path to `to`. If the template ends with a query, as in
/// `/objects?uploads`, returns this query.
pub(crate) fn render(
    template: &str,
    values: &[PathValue],
    secrets: Secrets,
    to: &mut String,
) -> Result<Option<String>> {
    let (template, query) = match split_at_byte(template, b'?') {
        Some((template, query)) => {
            let mut filled = String::new();
            fill(query, values, Secrets::Sent, &mut filled)?;
            (template, Some(filled))
        }
        None => (template, None),
    };
    let Some(segments) = template.strip_prefix('/') else {
        return Err(build_error(format!(
            "path `{template}` does not start with `/`"
        )));
    };
    let mut next = Some(segments);
    while let Some(rest) = next {
        let segment;
        (segment, next) = match split_at_byte(rest, b'/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        to.push('/');
        let start = to.len();
        fill(segment, values, Secrets::Sent, to)?;
        let filled = to.get(start..).unwrap_or_default();
        // An empty segment in the template itself is valid, as in `a//b` or `a/`. A value must not make a segment
        // empty.
        let is_empty = filled.is_empty() && !segment.is_empty();
        if is_empty || is_dots(filled) {
            return Err(build_error(format!(
                "invalid path segment `{segment}`: its value is empty, `.` or `..`"
            )));
        }
        if secrets == Secrets::Hidden && values.iter().any(|value| value.is_secret) {
            to.truncate(start);
            fill(segment, values, secrets, to)?;
        }
    }
    Ok(query)
}

/// Splits at the first occurrence of an ASCII byte. `str::split_once` is slower for short strings.
fn split_at_byte(text: &str, at: u8) -> Option<(&str, &str)> {
    let index = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..index)?, text.get(index + 1..)?))
}

/// Returns whether a segment is `.` or `..`, also if its dots are percent-encoded.
fn is_dots(segment: &str) -> bool {
    let may_be = segment.starts_with(['.', '%']) && segment.len() <= "%2e%2e".len();
    may_be && {
        let decoded = percent_decode_str(segment).decode_utf8_lossy();
        decoded == "." || decoded == ".."
    }
}

/// Appends one segment and fills its placeholders.
fn fill(segment: &str, values: &[PathValue], secrets: Secrets, to: &mut String) -> Result<()> {
    let mut rest = segment;
    while let Some((literal, after)) = split_at_byte(rest, b'{') {
        let Some((name, after)) = split_at_byte(after, b'}') else {
            return Err(build_error(format!(
                "path segment `{segment}` has an unclosed `{{`"
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
            "path `{literal}` contains invalid characters"
        )));
    }
    to.push_str(literal);
    Ok(())
}

/// Returns whether a byte is an unreserved character (RFC 3986, section 2.3). Unreserved characters need no encoding.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Returns whether a byte may occur in an encoded path (RFC 3986, section 3.3). `%` starts a percent-encoded byte.
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
