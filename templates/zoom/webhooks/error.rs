//! The errors of signature checks.

use std::fmt;

/// The reason why a request is not accepted: it is not from Zoom, or it is too old.
///
/// The messages contain no secrets and no parts of the request, so you can log and return them. Respond to a request
/// with a wrong signature with status 401.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum VerifyError {
    /// A header is missing. Contains the name of the header.
    MissingHeader(&'static str),
    /// The timestamp is not a number of seconds.
    InvalidTimestamp,
    /// The signature does not fit the timestamp and the body, with any of the secret tokens.
    WrongSignature,
    /// The signature is right, but the timestamp is too far in the past or in the future. Either somebody sends an old
    /// request again, or a clock is wrong.
    Stale,
    /// The signature is right, but the body is not a JSON object.
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
