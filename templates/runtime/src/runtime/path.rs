//! Paths: a template such as `/users/{userId}` and the values of its placeholders.
//!
//! In: a template and values. Out: a path that has exactly the segments of the template. It must not let a value change the shape
//! of the path: `/`, `?`, `#` and `%` are encoded, and a segment that would be empty, `.` or `..` is an error.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::params::Values;

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
    pub(crate) fn new(name: Cow<'static, str>, values: Values, encoding: PathEncoding) -> Self {
        let is_secret = values.is_secret();
        let texts = values.into_texts();
        // The commas between the elements of a list stay as they are (OpenAPI's style `simple`).
        let encoded = texts
            .iter()
            .map(|text| encode(text, encoding))
            .collect::<Vec<_>>()
            .join(",");
        let is_absent = texts.iter().all(String::is_empty);
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

    /// The value as it stands in the URL, unless it is absent or a secret.
    pub(crate) fn encoded(&self) -> Option<&str> {
        self.encoded.as_deref().filter(|_| !self.is_secret)
    }
}

fn encode(text: &str, encoding: PathEncoding) -> String {
    let once = utf8_percent_encode(text, ENCODED).to_string();
    match encoding {
        PathEncoding::DoubleWhenSlash if text.starts_with('/') || text.contains("//") => {
            utf8_percent_encode(&once, ENCODED).to_string()
        }
        PathEncoding::Segment | PathEncoding::DoubleWhenSlash => once,
    }
}

/// A path that is ready to be sent.
pub(crate) struct Rendered {
    /// The path.
    pub(crate) path: String,
    /// The same, with secrets left out.
    pub(crate) shown: String,
    /// The query that the template itself has.
    pub(crate) query: Option<String>,
}

/// Fills the placeholders of a template, which may end in a query of its own, as `/objects?uploads` does.
pub(crate) fn render(template: &str, values: &[PathValue]) -> Result<Rendered> {
    let (template, query) = match template.split_once('?') {
        Some((template, query)) => (template, Some(fill(query, values)?.path)),
        None => (template, None),
    };
    let Some(segments) = template.strip_prefix('/') else {
        return Err(build_error(format!(
            "path `{template}` does not begin with `/`"
        )));
    };
    let mut rendered = Rendered {
        path: String::new(),
        shown: String::new(),
        query,
    };
    for segment in segments.split('/') {
        let filled = fill(segment, values)?;
        let decoded = percent_decode_str(&filled.path).decode_utf8_lossy();
        // `a//b` and `a/` are for a template to write, not for a value to make.
        let is_empty = filled.path.is_empty() && !segment.is_empty();
        if is_empty || decoded == "." || decoded == ".." {
            return Err(build_error(format!(
                "value of `{segment}` would change the path: it is empty, `.` or `..`"
            )));
        }
        rendered.path.push('/');
        rendered.path.push_str(&filled.path);
        rendered.shown.push('/');
        rendered.shown.push_str(&filled.shown);
    }
    Ok(rendered)
}

/// Fills the placeholders of one segment, which may have none or several.
fn fill(segment: &str, values: &[PathValue]) -> Result<Rendered> {
    let mut filled = Rendered {
        path: String::new(),
        shown: String::new(),
        query: None,
    };
    let mut rest = segment;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(build_error(format!(
                "path segment `{segment}` has a `{{` without `}}`"
            )));
        };
        push_literal(&mut filled, literal)?;
        let Some(value) = values.iter().rfind(|value| value.name == name) else {
            return Err(build_error(format!("path parameter `{name}` is missing")));
        };
        let Some(encoded) = &value.encoded else {
            return Err(build_error(format!("path parameter `{name}` is empty")));
        };
        filled.path.push_str(encoded);
        filled
            .shown
            .push_str(if value.is_secret { "***" } else { encoded });
        rest = after;
    }
    push_literal(&mut filled, rest)?;
    Ok(filled)
}

fn push_literal(filled: &mut Rendered, literal: &str) -> Result<()> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(c);
    if !literal.chars().all(is_path) {
        return Err(build_error(format!(
            "path text `{literal}` holds characters that a path cannot"
        )));
    }
    filled.path.push_str(literal);
    filled.shown.push_str(literal);
    Ok(())
}

fn build_error(message: String) -> Error {
    Error::new(ErrorKind::Build, message)
}
