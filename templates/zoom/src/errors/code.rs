//! Reads the Zoom error code of an error.

use crate::error_codes::ZoomCode;
use crate::runtime::Error;

/// Returns the Zoom code of an error; `None` if the error has no code.
///
/// An OAuth error code, such as `invalid_client`, is returned as [`ZoomCode::Unknown`].
#[must_use]
pub fn zoom_code(error: &Error) -> Option<ZoomCode> {
    Some(read(error.code()?))
}

/// Converts the code in an error body.
pub(super) fn read(code: &str) -> ZoomCode {
    match code.parse::<i64>() {
        Ok(number) => ZoomCode::from(number),
        Err(_) => ZoomCode::Unknown(code.into()),
    }
}
