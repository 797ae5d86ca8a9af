//! Spans and events of the crate `tracing`. They need the feature `tracing`.
//!
//! Each call is a span with attribute names of OpenTelemetry. Retries and waits are events in the span. Spans and
//! events must not contain ids, queries, bodies or secrets. Therefore, a span contains the path template
//! `/users/{userId}` and not the path. The only exception is the request id, which users quote to the support of a
//! service.

#[cfg(feature = "tracing")]
pub(crate) use self::on::{CallSpan, rate_limit_wait, repaired, retry};

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::{CallSpan, rate_limit_wait, repaired, retry};

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use tracing::field::{Empty, debug};
    use tracing::{Instrument, Level, Span};

    use crate::runtime::error::{Error, Result};
    use crate::runtime::http::request::Request;
    use crate::runtime::http::response::RawResponse;
    use crate::runtime::json::repair::Repairs;
    use crate::runtime::operation::Operation;

    /// The target of all spans and events. It is the name of the crate, so that filters need no names of private
    /// modules.
    const TARGET: &str = env!("CARGO_CRATE_NAME");

    /// Waits below this time are normal, so their events have the level `DEBUG`.
    const SHORT_WAIT: Duration = Duration::from_secs(1);

    /// Longer waits have events of the level `WARN`, and all other waits have the level `INFO`.
    const LONG_WAIT: Duration = Duration::from_secs(60);

    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn new(request: &Request, host: &str) -> Self {
            Self(tracing::span!(
                target: TARGET,
                Level::DEBUG,
                "call",
                otel.name = request.operation().id,
                otel.kind = "client",
                http.request.method = request.method().as_str(),
                url.template = request.path_template(),
                server.address = host,
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
                request_id = Empty,
                error.kind = Empty,
                error.code = Empty,
            ))
        }

        /// Runs a call within the span and records the result.
        pub(crate) async fn around(
            self,
            call: impl Future<Output = Result<Box<RawResponse>>>,
        ) -> Result<Box<RawResponse>> {
            let result = call.instrument(self.0.clone()).await;
            let (status, attempts, request_id) = match &result {
                Ok(response) => (
                    Some(response.head().status()),
                    response.attempts,
                    response.request_id(),
                ),
                Err(error) => {
                    self.0.record("error.kind", debug(error.kind()));
                    self.0.record("error.code", error.code());
                    (Error::status(error), error.attempts(), error.request_id())
                }
            };
            // `http.request.resend_count` is the number of retries. OpenTelemetry omits the value 0.
            let resent = attempts.checked_sub(1).filter(|resent| *resent > 0);
            self.0.record("http.request.resend_count", resent);
            self.0.record("request_id", request_id);
            self.0.record(
                "http.response.status_code",
                status.map(|status| status.as_u16()),
            );
            result
        }
    }

    /// Creates an event for a retry: the number of the failed attempt, its error, and the pause before the next
    /// attempt.
    pub(crate) fn retry(attempt: u32, error: &Error, pause: Duration) {
        tracing::event!(
            target: TARGET,
            Level::WARN,
            attempt,
            pause = debug(pause),
            error.kind = debug(error.kind()),
            error.code = error.code(),
            http.response.status_code = Error::status(error).map(|status| status.as_u16()),
            request_id = error.request_id(),
            "retrying a failed call",
        );
    }

    /// Creates an event for a response that differs from its document and was repaired. The event has no paths, because a
    /// path may contain the keys of maps.
    pub(crate) fn repaired(operation: &Operation, repairs: &Repairs) {
        let first = repairs.list().first();
        tracing::event!(
            target: TARGET,
            Level::DEBUG,
            operation = operation.id,
            repairs = repairs.count(),
            first = first.map(|repair| repair.kind.name()),
            "repaired a response that differs from its document",
        );
    }

    /// Creates an event for a wait for a rate limit. `at_most` is the longest wait that the call allows.
    pub(crate) fn rate_limit_wait(limit: &str, wait: Duration, at_most: Option<Duration>) {
        macro_rules! waiting {
            ($level:expr) => {
                tracing::event!(
                    target: TARGET,
                    $level,
                    limit,
                    wait = debug(wait),
                    at_most = at_most.map(debug),
                    "waiting for a rate limit",
                )
            };
        }
        if wait < SHORT_WAIT {
            waiting!(Level::DEBUG);
        } else if wait <= LONG_WAIT {
            waiting!(Level::INFO);
        } else {
            waiting!(Level::WARN);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use crate::runtime::error::{Error, Result};
    use crate::runtime::http::request::Request;
    use crate::runtime::http::response::RawResponse;
    use crate::runtime::json::repair::Repairs;
    use crate::runtime::operation::Operation;

    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn new(_: &Request, _: &str) -> Self {
            Self
        }

        pub(crate) fn around<F: Future<Output = Result<Box<RawResponse>>>>(self, call: F) -> F {
            let Self = self;
            call
        }
    }

    pub(crate) fn repaired(_: &Operation, _: &Repairs) {}

    pub(crate) fn retry(_: u32, _: &Error, _: Duration) {}

    pub(crate) fn rate_limit_wait(_: &str, _: Duration, _: Option<Duration>) {}
}
