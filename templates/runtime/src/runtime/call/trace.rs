//! A `tracing` span for each call, behind the feature `tracing`.
//!
//! In: a call and its result. Out: a span with OpenTelemetry's attribute names. The span must not contain ids, queries,
//! bodies or secrets. Therefore, the span contains the path template instead of the path.

#[cfg(feature = "tracing")]
pub(crate) use self::on::CallSpan;

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use tracing::field::Empty;
    use tracing::{Instrument, Level, Span};

    use crate::runtime::error::{Error, Result};
    use crate::runtime::http::request::Request;
    use crate::runtime::http::response::RawResponse;

    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn new(request: &Request, host: &str) -> Self {
            Self(tracing::span!(
                Level::DEBUG,
                "call",
                otel.name = request.operation().id,
                otel.kind = "client",
                http.request.method = request.method().as_str(),
                url.template = request.path_template(),
                server.address = host,
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
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
            let (status, attempts) = match &result {
                Ok(response) => (Some(response.head().status()), response.attempts),
                Err(error) => {
                    self.0
                        .record("error.kind", tracing::field::debug(error.kind()));
                    self.0.record("error.code", error.code());
                    (Error::status(error), error.attempts())
                }
            };
            // OpenTelemetry omits `http.request.resend_count` if the request was sent only once.
            let resent = attempts.checked_sub(1).filter(|resent| *resent > 0);
            self.0.record("http.request.resend_count", resent);
            self.0.record(
                "http.response.status_code",
                status.map(|status| status.as_u16()),
            );
            result
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::runtime::error::Result;
    use crate::runtime::http::request::Request;
    use crate::runtime::http::response::RawResponse;

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
}
