//! Basic authentication (RFC 7617): an authorizer that sends a user name and a password.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::runtime::auth::Authorize;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::request::Request;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::scheme::{Scheme, SchemeKind};

/// An authorizer that sends a user name and a password (HTTP basic authentication).
#[derive(Clone, Debug)]
pub struct Basic {
    user: String,
    password: Secret,
}

impl Basic {
    /// Creates an authorizer from a user name and a password. The user name must not contain a colon.
    #[must_use]
    pub fn new(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// Creates the value of the `authorization` header. Use it for a request that you send without this client.
    ///
    /// Fails with [`ErrorKind::Config`] if the user name contains a colon.
    pub fn header_value(&self) -> Result<HeaderValue> {
        if self.user.contains(':') {
            return Err(Error::new(
                ErrorKind::Config,
                "user name contains a colon, which basic authentication does not allow",
            ));
        }
        let pair = Secret::new(format!("{}:{}", self.user, self.password.expose()));
        let text = format!("Basic {}", STANDARD.encode(pair.expose()));
        let mut value = HeaderValue::try_from(text).map_err(|_| {
            Error::new(
                ErrorKind::Config,
                "user name and password cannot be sent in a header",
            )
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl Authorize for Basic {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::Basic
    }

    /// Fails if the user name and the password are both empty. Some services send an API key as one of the two, so one
    /// empty value is valid.
    fn check(&self) -> Result<()> {
        if self.user.is_empty() && self.password.expose().is_empty() {
            let message = "user name and password of `Basic` are empty";
            return Err(Error::new(ErrorKind::Config, message));
        }
        self.header_value().map(drop)
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let result = self
            .header_value()
            .map(|value| request.insert_header(AUTHORIZATION, value));
        Box::pin(std::future::ready(result))
    }
}
