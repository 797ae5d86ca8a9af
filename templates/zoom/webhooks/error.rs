//! The errors of verification.

use std::fmt;

/// The reason why a request is not a genuine and recent event.
///
/// The messages contain no secrets and no parts of the request, so they can be logged and returned. Respond with status
/// 401 to a request with a wrong signature.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum VerifyError {
    /// A header is missing. Contains the name of the header.
    MissingHeader(&'static str),
    /// The timestamp is not a number of seconds.
    InvalidTimestamp,
    /// The signature does not match the timestamp and the body with any of the secrets.
    WrongSignature,
    /// The signature is genuine, but the timestamp is too old or too far in the future. The request can be a replay, or
    /// a clock can be wrong.
    Stale,
    /// The signature is genuine, but the body is not a JSON object.
    NotJson,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingHeader(name) => return write!(f, "the header `{name}` is missing"),
            Self::InvalidTimestamp => "the timestamp is not a number of seconds",
            Self::WrongSignature => "the signature does not match",
            Self::Stale => "the timestamp is too far from the current time",
            Self::NotJson => "the body is not a JSON object",
        })
    }
}

impl std::error::Error for VerifyError {}
