//! Creates headers from parameters and credentials.
//!
//! A header with a secret is marked as sensitive, so that its value is not logged. Errors must not show values.

use http::{HeaderName, HeaderValue};

use crate::runtime::error::{Error, Result};
use crate::runtime::http::style::{Ambiguous, is_quoted};
use crate::runtime::http::texts::param_values;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::Param;

/// Converts a name and a value into a header. If `value` is absent, the header value is `None`. The elements of a list
/// are separated by commas. An element with a comma is an error, unless the element is in quotes.
pub(crate) fn header_value<V: Param + ?Sized>(
    name: &str,
    value: &V,
) -> Result<(HeaderName, Option<HeaderValue>)> {
    let values = param_values("header", name, value)?;
    let is_secret = values.is_secret();
    let texts = values.into_strings();
    if texts.len() > 1
        && texts
            .iter()
            .any(|text| text.contains(',') && !is_quoted(text))
    {
        let message = Ambiguous(',').message("header", name);
        return Err(Error::new(ErrorKind::Build, message));
    }
    let text = (!texts.is_empty()).then(|| texts.join(","));
    let value = text
        .map(|text| text_value(name, text, is_secret))
        .transpose()?;
    Ok((header_name(name)?, value))
}

pub(crate) fn header_name(name: &str) -> Result<HeaderName> {
    name.parse().map_err(|error| {
        let message = format!("header `{name}` has an invalid name");
        Error::new(ErrorKind::Build, message).with_source(error)
    })
}

/// Converts a text into the value of a header.
pub(crate) fn text_value(name: &str, text: String, is_secret: bool) -> Result<HeaderValue> {
    // The value may be a secret, so the error does not show the value.
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        let message = format!("header `{name}` contains characters that a header cannot");
        Error::new(ErrorKind::Build, message)
    })?;
    value.set_sensitive(is_secret);
    Ok(value)
}

/// Returns the value of the `authorization` header for a token. Returns `None` if the token contains a character that
/// is not allowed in headers.
pub(crate) fn bearer_header(token: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(["Bearer ", token.expose()].concat()).ok()?;
    value.set_sensitive(true);
    Some(value)
}
