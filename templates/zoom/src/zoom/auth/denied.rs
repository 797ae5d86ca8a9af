//! Why there is no token.
//!
//! In: what went wrong with one renewal. Out: an [`Error`] for each of the calls that waited for it. It must not hold what was
//! sent, nor the body of an answer that may hold a token.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::{
    Bytes, Error, ErrorKind, Failure, ResponseHead, StatusCode, TransportError, TransportErrorKind,
    read_common_failure,
};

/// Why there is no token. It is cheap to clone, since many calls may wait for one renewal.
#[derive(Clone, Debug)]
pub(super) struct Denied(Arc<Reason>);

#[derive(Debug)]
struct Reason {
    kind: ErrorKind,
    message: String,
    hint: Option<&'static str>,
    url: Option<String>,
    failure: Failure,
    response: Option<(ResponseHead, Bytes)>,
    cause: Option<Cause>,
}

impl Denied {
    /// For a reason of our own.
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::of(Reason::new(kind, message.into()))
    }

    /// A request that brought no answer back.
    pub(super) fn unanswered(url: &str, error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Body => ErrorKind::Body,
            _ => ErrorKind::Other,
        };
        Self::of(Reason {
            url: Some(url.to_owned()),
            cause: Some(Cause::Transport(Arc::new(error))),
            ..Reason::new(kind, "token endpoint gives no answer".to_owned())
        })
    }

    /// A request that took too long.
    pub(super) fn late(url: &str, limit: Duration) -> Self {
        let message = format!("token endpoint gives no answer within {limit:?}");
        Self::of(Reason {
            url: Some(url.to_owned()),
            ..Reason::new(ErrorKind::Timeout, message)
        })
    }

    /// An answer without a token.
    pub(super) fn answered(url: &str, grant: &str, head: ResponseHead, body: Bytes) -> Self {
        let status = head.status();
        let failure = read_common_failure(&body).unwrap_or_default();
        let kind = match status {
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
            _ if status.is_client_error() => ErrorKind::Auth,
            // An answer of success that says what is wrong.
            _ if status.is_success() && failure.code.is_some() => ErrorKind::Auth,
            _ if status.is_success() => ErrorKind::Decode,
            _ => ErrorKind::Api,
        };
        let message = match kind {
            ErrorKind::RateLimited => "token endpoint has too many requests",
            ErrorKind::Auth => "token endpoint refuses the credentials",
            ErrorKind::Decode => "answer of the token endpoint holds no token",
            _ => "token endpoint fails",
        };
        let hint = (kind == ErrorKind::Auth)
            .then(|| hint(failure.code.as_deref(), grant))
            .flatten();
        // What looks like success may hold a token in a form that was not understood.
        let body = if status.is_success() {
            Bytes::new()
        } else {
            body
        };
        Self::of(Reason {
            hint,
            url: Some(url.to_owned()),
            failure,
            response: Some((head, body)),
            ..Reason::new(kind, message.to_owned())
        })
    }

    /// A store that failed.
    pub(super) fn store(doing: &str, error: Error) -> Self {
        Self::of(Reason {
            cause: Some(Cause::Store(Arc::new(error))),
            ..Reason::new(ErrorKind::Other, format!("token store cannot {doing}"))
        })
    }

    /// What is set up wrong. The error must show no secret.
    pub(super) fn setup(error: &Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }

    fn of(reason: Reason) -> Self {
        Self(Arc::new(reason))
    }

    /// The error for one of the calls that wait.
    pub(super) fn error(&self) -> Error {
        let reason = &*self.0;
        let context = match reason.hint {
            Some(hint) => format!("no access token ({hint})"),
            None => "no access token".to_owned(),
        };
        let mut error = Error::new(reason.kind, reason.message.clone())
            .with_context(context)
            .with_failure(reason.failure.clone());
        if let Some(url) = &reason.url {
            error = error.with_url(url);
        }
        if let Some((head, body)) = &reason.response {
            error = error.with_response(head.clone(), body);
        }
        match &reason.cause {
            Some(cause) => error.with_source(cause.clone()),
            None => error,
        }
    }
}

impl Reason {
    fn new(kind: ErrorKind, message: String) -> Self {
        Self {
            kind,
            message,
            hint: None,
            url: None,
            failure: Failure::new(),
            response: None,
            cause: None,
        }
    }
}

/// What to look at first, by Zoom's code or OAuth's word.
fn hint(code: Option<&str>, grant: &str) -> Option<&'static str> {
    Some(match code? {
        "4702" | "4704" | "invalid_client" => "client id or client secret is wrong",
        "4705" | "unsupported_grant_type" => "app is of another type",
        "4709" => "redirect url is not the app's",
        "4711" => "refresh token is for other scopes: authorize the app again",
        "4717" | "4738" => "app is disabled",
        "4733" | "4734" => "code is used up or expired",
        "4735" => "whoever authorized the app is gone",
        "4740" | "4741" | "invalid_grant" => "token is used up: authorize the app again",
        "invalid_request" if grant == "account_credentials" => "account id may be wrong",
        _ => return None,
    })
}

/// What caused it, shared by all who wait.
#[derive(Clone, Debug)]
enum Cause {
    Transport(Arc<TransportError>),
    Store(Arc<Error>),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Store(error) => error.source(),
        }
    }
}
