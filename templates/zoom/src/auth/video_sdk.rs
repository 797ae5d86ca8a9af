//! The credentials of a Video SDK account.
//!
//! They sign a token for each call of a Video SDK operation. They must not authorize other operations, because these
//! need OAuth.

use std::time::Duration;

use crate::runtime::{Authorize, BoxFuture, Request, Result, Scheme, SchemeKind, Secret};

use super::jwt::Jwt;

/// The API key and API secret of a Video SDK account, for the operations of the Video SDK.
///
/// These operations have no OAuth scopes. All other operations need OAuth credentials. A client can have both:
///
/// ```
/// use zoom_accounts::Client;
/// use zoom_accounts::auth::{ServerToServer, VideoSdk};
///
/// # fn main() -> zoom_accounts::Result<()> {
/// let client = Client::builder()
///     .auth(ServerToServer::new("an account id", "a client id", "a client secret"))
///     .auth(VideoSdk::new("an api key", "an api secret"))
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// Each call has its own token, which is signed with HMAC-SHA-256 and valid for five minutes. `Debug` output does not
/// contain the secret. If you already have a token, pass a [`Bearer`](crate::runtime::Bearer) instead. Add it after the
/// OAuth credentials.
#[derive(Clone, Debug)]
pub struct VideoSdk {
    token: Jwt,
}

impl VideoSdk {
    /// Creates the credentials from an API key and an API secret.
    #[must_use]
    pub fn new(api_key: impl Into<String>, api_secret: impl Into<Secret>) -> Self {
        Self {
            token: Jwt::new(api_key, api_secret),
        }
    }

    /// Sets how long each token is valid, in whole seconds. Default: five minutes.
    #[must_use]
    pub fn lifetime(self, lifetime: Duration) -> Self {
        Self {
            token: self.token.lifetime(lifetime),
        }
    }
}

impl Authorize for VideoSdk {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::Bearer
    }

    fn check(&self) -> Result<()> {
        self.token.check()
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        self.token.authorize(request, schemes)
    }
}
