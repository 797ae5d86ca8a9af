//! The error of a token request.
//!
//! If the request fails, each call that waits for the token gets an [`Error`]. The error must not contain the request,
//! or the body of a response that may contain a token.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::{
    Bytes, Error, ErrorKind, Failure, ResponseHead, StatusCode, TransportError, TransportErrorKind,
    read_common_failure,
};

/// The reason why a token request failed. Cloning it is cheap, because many calls may wait for the token.
#[derive(Clone, Debug)]
pub(super) struct TokenError(Arc<Details>);

#[derive(Debug)]
struct Details {
    kind: ErrorKind,
    message: String,
    hint: Option<&'static str>,
    url: Option<String>,
    failure: Failure,
    response: Option<(ResponseHead, Bytes)>,
    cause: Option<Cause>,
}

impl TokenError {
    /// Creates the error for a problem that the client found itself.
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::from_details(Details::new(kind, message.into()))
    }

    /// Creates the error for a request that got no response.
    pub(super) fn transport(url: &str, error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Config => ErrorKind::Config,
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::ConnectionLost => ErrorKind::ConnectionLost,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Body => ErrorKind::Body,
            _ => ErrorKind::Other,
        };
        Self::from_details(Details {
            url: Some(url.to_owned()),
            cause: Some(Cause::Transport(Arc::new(error))),
            ..Details::new(kind, "no response from the token endpoint".to_owned())
        })
    }

    /// Creates the error for a request that timed out.
    pub(super) fn timeout(url: &str, timeout: Duration) -> Self {
        let message = format!("no response from the token endpoint within {timeout:?}");
        Self::from_details(Details {
            url: Some(url.to_owned()),
            ..Details::new(ErrorKind::Timeout, message)
        })
    }

    /// Creates the error for a response that contains no token.
    pub(super) fn response(url: &str, grant: &str, head: ResponseHead, body: Bytes) -> Self {
        let status = head.status();
        let failure = read_common_failure(&body).unwrap_or_default();
        let kind = match status {
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
            _ if status.is_client_error() => ErrorKind::Auth,
            // The server reports an error with a success status.
            _ if status.is_success() && failure.code.is_some() => ErrorKind::Auth,
            _ if status.is_success() => ErrorKind::Decode,
            _ => ErrorKind::Api,
        };
        let message = match kind {
            ErrorKind::RateLimited => "too many requests to the token endpoint",
            ErrorKind::Auth => "token endpoint rejected the credentials",
            ErrorKind::Decode => "response of the token endpoint does not contain a token",
            _ => "token endpoint failed",
        };
        let hint = (kind == ErrorKind::Auth)
            .then(|| hint(failure.code.as_deref(), grant))
            .flatten();
        // The body of a successful response may contain a token in an unknown format.
        let body = if status.is_success() {
            Bytes::new()
        } else {
            body
        };
        Self::from_details(Details {
            hint,
            url: Some(url.to_owned()),
            failure,
            response: Some((head, body)),
            ..Details::new(kind, message.to_owned())
        })
    }

    /// Creates the error for a failure of the token store.
    pub(super) fn store(action: &str, error: Error) -> Self {
        Self::from_details(Details {
            cause: Some(Cause::Store(Arc::new(error))),
            ..Details::new(ErrorKind::Other, format!("token store failed to {action}"))
        })
    }

    /// Creates the error for an invalid configuration. The error must not contain a secret.
    pub(super) fn config(error: &Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }

    fn from_details(details: Details) -> Self {
        Self(Arc::new(details))
    }

    /// Returns the error for one of the waiting calls.
    pub(super) fn to_error(&self) -> Error {
        let details = &*self.0;
        let context = match details.hint {
            Some(hint) => format!("no access token ({hint})"),
            None => "no access token".to_owned(),
        };
        let mut error = Error::new(details.kind, details.message.clone())
            .with_context(context)
            .with_failure(details.failure.clone());
        if let Some(url) = &details.url {
            error = error.with_url(url);
        }
        if let Some((head, body)) = &details.response {
            error = error.with_response(head.clone(), body);
        }
        match &details.cause {
            Some(cause) => error.with_source(cause.clone()),
            None => error,
        }
    }
}

impl Details {
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

/// Returns the likely cause of an error with this Zoom code or OAuth error code.
fn hint(code: Option<&str>, grant: &str) -> Option<&'static str> {
    Some(match code? {
        "4702" | "4704" | "invalid_client" => "client id or client secret is wrong",
        "4705" | "unsupported_grant_type" => "app type does not support this grant",
        "4709" => "redirect url is not registered for the app",
        "4711" => "scopes of the app changed: authorize the app again",
        "4717" | "4738" => "app is disabled",
        "4733" | "4734" => "code is expired or already used",
        "4735" => "user who authorized the app no longer exists",
        "4740" | "4741" | "invalid_grant" => "token is expired or revoked: authorize the app again",
        "invalid_request" if grant == "account_credentials" => "account id may be wrong",
        _ => return None,
    })
}

/// The source of the error. All waiting calls share it.
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
