//! What an error means for the caller: what the server did with the request, and whether a later call can succeed.
//!
//! [`Error::outcome`] and [`Error::is_transient`] follow from the kind of the error, the response and the safety of the
//! call. The retry policy follows the same rules. The module `call::retry` decides when and how often a call is
//! retried.

use http::StatusCode;

use crate::runtime::error::Error;
use crate::runtime::operation::Safety;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::failure_class::FailureClass;
use crate::runtime::operation::outcome::Outcome;

/// What the error means for the caller.
impl Error {
    /// Returns what the server did with the request.
    ///
    /// | error | outcome |
    /// |---|---|
    /// | the request was not sent: [`Config`](ErrorKind::Config), [`Build`](ErrorKind::Build), [`Connect`](ErrorKind::Connect), no credentials, failed token request, rate limiter | [`NotSent`](Outcome::NotSent) |
    /// | [`Auth`](ErrorKind::Auth) and [`RateLimited`](ErrorKind::RateLimited) with a status | [`Rejected`](Outcome::Rejected) |
    /// | [`Api`](ErrorKind::Api) with a status below 500, HTTP 501, or an error code that has a [`class`](Error::class) | [`Rejected`](Outcome::Rejected) |
    /// | [`Api`](ErrorKind::Api) with another status from 500 | [`Rejected`](Outcome::Rejected) for safe operations, [`Unknown`](Outcome::Unknown) for others |
    /// | [`Timeout`](ErrorKind::Timeout), [`ConnectionLost`](ErrorKind::ConnectionLost), [`Other`](ErrorKind::Other) | [`Unknown`](Outcome::Unknown) |
    /// | [`Body`](ErrorKind::Body) | [`Rejected`](Outcome::Rejected) with a status from 400 to 499, otherwise [`Unknown`](Outcome::Unknown) |
    /// | [`Decode`](ErrorKind::Decode), [`ListTooLong`](ErrorKind::ListTooLong) | [`Done`](Outcome::Done) |
    ///
    /// If the client retried the call, the outcome covers all attempts. For example, it is `Unknown` if the first
    /// attempt timed out and the second attempt could not connect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome.unwrap_or_else(|| self.own_outcome())
    }

    /// Returns whether a later call can succeed, and can be made without the risk of doing something twice.
    ///
    /// The client retries a call only if this method returns `true` for the error. It does not retry a call whose body
    /// is a stream, or that the rate limiter rejected. It also stops when the attempts, the time or the retry budget
    /// are used up. If you repeat the call yourself, first wait for [`retry_after`](Error::retry_after).
    ///
    /// | error | safe | idempotent | not idempotent |
    /// |---|---|---|---|
    /// | [`Connect`](ErrorKind::Connect), [`RateLimited`](ErrorKind::RateLimited) | yes | yes | yes |
    /// | [`Timeout`](ErrorKind::Timeout), [`ConnectionLost`](ErrorKind::ConnectionLost), [`Other`](ErrorKind::Other) | yes | yes | if nothing was sent |
    /// | [`Body`](ErrorKind::Body), unless the body is too long or the status is 400 to 499 | yes | yes | if nothing was sent |
    /// | [`Api`](ErrorKind::Api) with HTTP 502, 503 or 504, without an error code that has a class | yes | yes | if nothing was sent |
    /// | [`Api`](ErrorKind::Api) with HTTP 500, without an error code that has a class | yes | if nothing was sent | if nothing was sent |
    /// | all others | no | no | no |
    ///
    /// The columns are the [`Safety`] of the operation. *If nothing was sent* means that the call failed in an earlier
    /// step, such as a token request.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        let outcome = self.outcome();
        let may_repeat = self.safety() != Safety::Unsafe || outcome <= Outcome::Rejected;
        match self.kind() {
            ErrorKind::Connect
            | ErrorKind::RateLimited
            | ErrorKind::Timeout
            | ErrorKind::ConnectionLost
            | ErrorKind::Other => may_repeat,
            ErrorKind::Body => may_repeat && !self.is_body_too_long() && !self.is_client_error(),
            // The error code describes the cause of the failure, and a retry does not change the cause.
            ErrorKind::Api if self.0.failure.class.is_some() => false,
            ErrorKind::Api => match self.status() {
                Some(
                    StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT,
                ) => may_repeat,
                Some(StatusCode::INTERNAL_SERVER_ERROR) => {
                    self.safety() == Safety::Safe || outcome == Outcome::NotSent
                }
                _ => false,
            },
            ErrorKind::Config
            | ErrorKind::Auth
            | ErrorKind::Build
            | ErrorKind::Decode
            | ErrorKind::ListTooLong => false,
        }
    }

    /// Returns the class of the failure that the server reported. The server's error code determines the class. If the
    /// code has no class, the HTTP status determines it. Returns `None` if the status has no class either.
    #[must_use]
    pub fn class(&self) -> Option<FailureClass> {
        let status = || match self.kind() {
            ErrorKind::Api | ErrorKind::Auth => FailureClass::of_status(self.status()?),
            ErrorKind::RateLimited => Some(FailureClass::RateLimited),
            _ => None,
        };
        self.0.failure.class.or_else(status)
    }

    /// Returns the outcome of the last attempt, in which the client sent the request.
    fn own_outcome(&self) -> Outcome {
        let status = self.status();
        match self.kind() {
            ErrorKind::Config | ErrorKind::Build | ErrorKind::Connect => Outcome::NotSent,
            ErrorKind::Auth | ErrorKind::RateLimited | ErrorKind::Decode if status.is_none() => {
                Outcome::NotSent
            }
            ErrorKind::Auth | ErrorKind::RateLimited => Outcome::Rejected,
            ErrorKind::Decode | ErrorKind::ListTooLong => Outcome::Done,
            ErrorKind::Body if self.is_client_error() => Outcome::Rejected,
            ErrorKind::Api if status.is_some_and(|status| self.is_clear(status)) => {
                Outcome::Rejected
            }
            ErrorKind::Api
            | ErrorKind::Timeout
            | ErrorKind::ConnectionLost
            | ErrorKind::Body
            | ErrorKind::Other => Outcome::Unknown,
        }
    }

    /// Returns whether a failure with this status means that the server did not execute the request.
    fn is_clear(&self, status: StatusCode) -> bool {
        !status.is_server_error()
            || status == StatusCode::NOT_IMPLEMENTED
            || self.0.failure.class.is_some()
            || self.safety() == Safety::Safe
    }

    /// Returns whether the status is from 400 to 499.
    fn is_client_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_client_error())
    }

    /// Returns the safety of the call. If the error does not belong to a call, returns [`Safety::Unsafe`].
    fn safety(&self) -> Safety {
        let operation = || self.0.operation.map(|operation| operation.safety);
        self.0.safety.or_else(operation).unwrap_or_default()
    }
}
