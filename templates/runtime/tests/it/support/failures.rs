//! The failure reader of the test API.

use crate::runtime::{Failure, ResponseHead};

/// Reads a v1 failure from the property `error` of the body. The HTTP status does not matter.
pub(crate) fn v1(_: &ResponseHead, body: &[u8]) -> Option<Failure> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let error = body.get("error")?;
    let message = error.get("message")?.as_str()?;
    Some(
        Failure::new()
            .code(error.get("code")?.to_string())
            .message(message),
    )
}
