//! Tokens that an app signs by itself, of the app type that Zoom no longer has.
//!
//! In: an API key and an API secret. Out: a token that is good for minutes. The secret signs, and must not be sent.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::runtime::{
    Authorize, BoxFuture, Error, ErrorKind, Request, Result, Scheme, SchemeKind, Secret,
};

/// `{"alg":"HS256","typ":"JWT"}`.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
/// The bytes that SHA-256 takes in at once.
const BLOCK: usize = 64;

/// The key pair of a JWT app, for API v2.
///
/// **Zoom ended JWT apps in 2023.** This is for gateways and tests that still take their tokens; in earnest, use
/// [`ServerToServer`](super::ServerToServer).
///
/// Each call is sent with a token of its own, signed by HMAC with SHA-256, which names the key and is good for five minutes.
/// `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct Jwt {
    key: String,
    secret: Secret,
    life: Duration,
}

impl Jwt {
    /// Signs for this API key with this API secret.
    #[must_use]
    pub fn new(api_key: impl Into<String>, api_secret: impl Into<Secret>) -> Self {
        Self {
            key: api_key.into(),
            secret: api_secret.into(),
            life: Duration::from_secs(300),
        }
    }

    /// Makes tokens that are good for so long, in whole seconds. Five minutes by default.
    #[must_use]
    pub fn life(mut self, life: Duration) -> Self {
        self.life = life;
        self
    }

    /// The token of a call that is sent at this time.
    ///
    /// An empty key or secret is an error of the kind [`ErrorKind::Auth`].
    pub fn token(&self, now: SystemTime) -> Result<Secret> {
        #[derive(Serialize)]
        struct Claims<'a> {
            iss: &'a str,
            exp: u64,
        }
        for (value, what) in [
            (self.key.as_str(), "api key"),
            (self.secret.expose(), "api secret"),
        ] {
            if value.is_empty() {
                return Err(Error::new(ErrorKind::Auth, format!("{what} is empty")));
            }
        }
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let claims = Claims {
            iss: &self.key,
            exp: now.saturating_add(self.life).as_secs(),
        };
        let claims = serde_json::to_vec(&claims).map_err(|error| {
            Error::new(ErrorKind::Build, "token cannot be written").with_source(error)
        })?;
        let signed = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(claims));
        let seal = hmac(self.secret.expose().as_bytes(), signed.as_bytes());
        Ok(Secret::new(format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(seal)
        )))
    }
}

impl Authorize for Jwt {
    fn supports(&self, scheme: &Scheme) -> bool {
        matches!(scheme.kind, SchemeKind::OAuth2 | SchemeKind::Bearer)
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let done = (self.token(SystemTime::now())).map(|token| request.set_bearer(&token));
        Box::pin(std::future::ready(done))
    }
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        fill(&mut block, &Sha256::digest(key));
    } else {
        fill(&mut block, key);
    }
    let inner = Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x36))
        .chain_update(text)
        .finalize();
    Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

/// Copies bytes to the begin of a block that is at least as long.
fn fill(block: &mut [u8], bytes: &[u8]) {
    for (to, from) in block.iter_mut().zip(bytes) {
        *to = *from;
    }
}
