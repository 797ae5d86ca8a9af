//! The kinds of faults.

use serde::{Deserialize, Serialize};

use super::rule::FaultRule;

/// A fault that a fake injects into calls.
///
/// A fault affects only calls in which it can occur. For example, the token of a call without an access token cannot
/// expire. A response without a list cannot have a row of a wrong type.
///
/// In JSON, a fault is its name in lower case, such as `"reset_after"`. A fault with a value is an object, such as
/// `{"delay": {"milliseconds": 500}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fault {
    /// The request is applied at once, and the response is delayed.
    Delay {
        /// The real time until the response, in milliseconds. Maximum: 600,000.
        milliseconds: u64,
    },
    /// The connection is reset (TCP RST). The request is not applied.
    ResetBefore,
    /// The request is applied, and then the connection is reset (TCP RST) without a response.
    ResetAfter,
    /// The request is applied. The connection is closed after half of the response body.
    TruncatedBody,
    /// The request is applied. The response is not valid JSON.
    MalformedJson,
    /// HTTP 429 for too many calls in a second. API v1 responds with code 403. The request is not applied.
    RateLimitPerSecond,
    /// HTTP 429 for too many calls in a day. `Retry-After` is the next midnight UTC of the fake's clock. API v1
    /// responds with code 403. The request is not applied.
    RateLimitPerDay,
    /// HTTP 429 for another call to the same resource at the same time. API v1 responds with code 403. The request is
    /// not applied.
    RateLimitConcurrent,
    /// HTTP 500 with an HTML page. The request is not applied.
    InternalServerError,
    /// HTTP 502 with an HTML page. The request is not applied.
    BadGateway,
    /// HTTP 503 with an HTML page. The request is not applied.
    ServiceUnavailable,
    /// The access token of the call expires. The request is not applied.
    TokenExpired,
    /// The access token of the call is revoked. The request is not applied.
    TokenRevoked,
    /// The request is applied. The response arrives in 16 pieces.
    Drip {
        /// The real time before each piece, in milliseconds. Maximum: 60,000.
        milliseconds: u64,
    },
    /// The request is applied. The header `content-length` is larger than the body, and then the connection is closed.
    ContentLengthTooLong,
    /// The request is applied. The header `content-length` is half of the size of the body, and all of the body is sent.
    ContentLengthTooShort,
    /// HTTP 307 to another host. The request is not applied.
    Redirect {
        /// The other host, such as `https://api-eu.zoom.example`. The path and the query of the request are appended.
        to: String,
    },
    /// HTTP 200 with the body of a failure: code 200, "No permission." The request is not applied.
    FailureWithStatus200,
    /// The request is applied. The first row of the list in the response has a wrong type.
    WrongRowType,
}

impl Fault {
    /// The names of all kinds of faults, as [`Fault::name`] returns them.
    pub const NAMES: &'static [&'static str] = &[
        "delay",
        "reset_before",
        "reset_after",
        "truncated_body",
        "malformed_json",
        "rate_limit_per_second",
        "rate_limit_per_day",
        "rate_limit_concurrent",
        "internal_server_error",
        "bad_gateway",
        "service_unavailable",
        "token_expired",
        "token_revoked",
        "drip",
        "content_length_too_long",
        "content_length_too_short",
        "redirect",
        "failure_with_status200",
        "wrong_row_type",
    ];

    /// Returns the name of the fault in JSON and in [`FakeZoom::fault_counts`](crate::fake::FakeZoom::fault_counts),
    /// such as `reset_after`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::ResetBefore => "reset_before",
            Self::ResetAfter => "reset_after",
            Self::TruncatedBody => "truncated_body",
            Self::MalformedJson => "malformed_json",
            Self::RateLimitPerSecond => "rate_limit_per_second",
            Self::RateLimitPerDay => "rate_limit_per_day",
            Self::RateLimitConcurrent => "rate_limit_concurrent",
            Self::InternalServerError => "internal_server_error",
            Self::BadGateway => "bad_gateway",
            Self::ServiceUnavailable => "service_unavailable",
            Self::TokenExpired => "token_expired",
            Self::TokenRevoked => "token_revoked",
            Self::Drip { .. } => "drip",
            Self::ContentLengthTooLong => "content_length_too_long",
            Self::ContentLengthTooShort => "content_length_too_short",
            Self::Redirect { .. } => "redirect",
            Self::FailureWithStatus200 => "failure_with_status200",
            Self::WrongRowType => "wrong_row_type",
        }
    }

    /// Returns a rule for the calls of an operation: see [`FaultRule::on`].
    pub fn on(self, operation: impl Into<String>) -> FaultRule {
        FaultRule::from(self).on(operation)
    }

    /// Returns a rule for this number of calls: see [`FaultRule::times`].
    pub fn times(self, times: u32) -> FaultRule {
        FaultRule::from(self).times(times)
    }

    /// Returns a rule for random calls: see [`FaultRule::probability`].
    pub fn probability(self, probability: f64) -> FaultRule {
        FaultRule::from(self).probability(probability)
    }
}
