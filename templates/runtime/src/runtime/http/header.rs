//! Headers from parameters and credentials.
//!
//! In: a name and a value. Out: a header, which is marked as sensitive if its value is a secret. Errors must not show
//! values.

use http::{HeaderName, HeaderValue};

use crate::runtime::error::{Error, Result};
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::{Param, ParamValues};

/// Converts a name and a value into headers. A list becomes one header per element.
pub(crate) fn header_values<V: Param + ?Sized>(
    name: &str,
    value: &V,
) -> Result<(HeaderName, Vec<HeaderValue>)> {
    let values = ParamValues::of(value);
    let is_secret = values.is_secret();
    let build = |what: &str| Error::new(ErrorKind::Build, format!("header `{name}` {what}"));
    let header: HeaderName = name
        .parse()
        .map_err(|error| build("has an invalid name").with_source(error))?;
    let values = (values.into_strings().into_iter())
        .map(|text| {
            // The value may be a secret, so the error does not show it.
            let mut value = HeaderValue::try_from(text)
                .map_err(|_| build("contains characters that a header cannot"))?;
            value.set_sensitive(is_secret);
            Ok(value)
        })
        .collect::<Result<_>>()?;
    Ok((header, values))
}

/// Returns the value of the `authorization` header for a token; `None` if the token contains a character that headers
/// do not allow.
pub(crate) fn bearer_header(token: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(["Bearer ", token.expose()].concat()).ok()?;
    value.set_sensitive(true);
    Some(value)
}
