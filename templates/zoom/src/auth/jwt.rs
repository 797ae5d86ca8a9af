//! JSON Web Tokens, signed with an API key and an API secret.
//!
//! The secret only signs the token, and must never be sent.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use crate::runtime::{
    Authorize, BoxFuture, Error, ErrorKind, Request, Result, Scheme, SchemeKind, Secret,
};

use super::endpoint::check_not_empty;

/// The token header `{"alg":"HS256","typ":"JWT"}` as base64url.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// The API key and API secret of a JWT app, for API v2.
///
/// **Zoom ended JWT apps in 2023.** Use these credentials only for gateways and tests that still accept JWT tokens. For
/// Zoom itself, use [`ServerToServer`](super::ServerToServer).
///
/// Each call has its own token, which is signed with HMAC-SHA-256 and valid for five minutes. `Debug` output does not
/// contain the secret.
#[derive(Clone, Debug)]
pub struct Jwt {
    key: String,
    secret: Secret,
    lifetime: Duration,
}

impl Jwt {
    /// Creates the credentials from an API key and an API secret.
    #[must_use]
    pub fn new(api_key: impl Into<String>, api_secret: impl Into<Secret>) -> Self {
        Self {
            key: api_key.into(),
            secret: api_secret.into(),
            lifetime: Duration::from_secs(300),
        }
    }

    /// Sets how long each token is valid, in whole seconds. Default: five minutes.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Returns a token that is valid from the time `now` on.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the API key or the API secret is empty.
    pub fn token(&self, now: SystemTime) -> Result<Secret> {
        #[derive(Serialize)]
        struct Claims<'a> {
            iss: &'a str,
            exp: u64,
        }
        self.check()?;
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let claims = Claims {
            iss: &self.key,
            exp: now.saturating_add(self.lifetime).as_secs(),
        };
        let claims = serde_json::to_vec(&claims).map_err(|error| {
            Error::new(ErrorKind::Build, "failed to serialize the token").with_source(error)
        })?;
        let signed = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(claims));
        let key = self.secret.expose().as_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| {
            Error::new(ErrorKind::Config, "invalid api secret").with_source(error)
        })?;
        mac.update(signed.as_bytes());
        let signature = mac.finalize().into_bytes();
        Ok(Secret::new(format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }
}

impl Authorize for Jwt {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::OAuth2
    }

    fn check(&self) -> Result<()> {
        check_not_empty("api key", &self.key)?;
        check_not_empty("api secret", self.secret.expose())
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let result = (self.token(SystemTime::now())).map(|token| request.set_bearer(&token));
        Box::pin(std::future::ready(result))
    }
}
