//! Percent-encoding of the parts of a request.
//!
//! In: text. Out: encoded text, whose characters cannot end the value or start another value. This module must not know
//! the meaning of the text.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters to encode: all except the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters to encode in a query if reserved characters are kept. `&`, `#`, `+` and `%` are always encoded,
/// because they would change the meaning of the query. Brackets are encoded too, because a query cannot contain
/// brackets.
const RESERVED_KEPT: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The characters that RFC 6265 does not allow in the value of a cookie.
const COOKIE_ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// Encodes a text as a part of a path or of a query.
pub(crate) fn escape_path(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The part of a request that contains pairs of names and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Form,
    Cookie,
}

impl Place {
    /// Returns the word for a parameter in error messages, such as `query parameter`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Query => "query parameter",
            Self::Form => "form field",
            Self::Cookie => "cookie",
        }
    }

    /// Encodes a name or a value.
    pub(crate) fn escape(self, text: &str) -> String {
        match self {
            Self::Query => escape_path(text),
            Self::Form => form_urlencoded::byte_serialize(text.as_bytes()).collect(),
            Self::Cookie => utf8_percent_encode(text, COOKIE_ENCODED).to_string(),
        }
    }

    /// Encodes a value, and keeps reserved characters such as `/`. The value of a cookie is encoded like in
    /// [`escape`](Self::escape).
    pub(crate) fn escape_kept(self, text: &str) -> String {
        match self {
            Self::Query | Self::Form => utf8_percent_encode(text, RESERVED_KEPT).to_string(),
            Self::Cookie => self.escape(text),
        }
    }
}
