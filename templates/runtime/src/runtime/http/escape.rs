//! Percent-encodes names and values.
//!
//! After encoding, no character of a text can end a value or start another one, as `&` would in a query.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that are encoded: all except the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that are encoded if a parameter keeps reserved characters such as `/`. `&`, `#`, `+` and `%` are
/// always encoded, because they have a meaning in a query. Brackets are not allowed in a query, so they are encoded
/// too.
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

/// Encodes a text for a path or a query.
pub(crate) fn escape_path(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A part of a request that has pairs of names and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Form,
    Cookie,
}

impl Place {
    /// Returns what error messages call a parameter, such as `query parameter`.
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

    /// Encodes a value, but keeps reserved characters such as `/`. In a cookie, reserved characters are encoded as in
    /// [`escape`](Self::escape).
    pub(crate) fn escape_kept(self, text: &str) -> String {
        match self {
            Self::Query | Self::Form => utf8_percent_encode(text, RESERVED_KEPT).to_string(),
            Self::Cookie => self.escape(text),
        }
    }
}
