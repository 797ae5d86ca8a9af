//! Server-to-server OAuth: an app that acts for its own account.
//!
//! In: the three credentials of the app. Out: an authorizer that asks for a token when a call needs one. It must not send them
//! anywhere but to the token endpoint.

use std::sync::Arc;
use std::time::Duration;

use crate::runtime::{
    Authorize, BoxFuture, Rejection, Request, Result, Scheme, SchemeKind, Secret,
};

use super::endpoint::Endpoint;
use super::store::{MemoryStore, TokenStore};
use super::tokens::{Grant, Setup, Tokens};

/// The credentials of a server-to-server app: for API v2, without a user who would have to agree.
///
/// The first call asks for a token; all calls share it, and it is asked for anew a minute before it ends. A token that Zoom
/// refuses earlier is renewed once, and the call is sent once more. However many calls are under way, they wait for one
/// renewal; if that fails, all of them get its error, and the next call tries again. Calls that lack a scope are not repeated:
/// a new token would lack it too.
///
/// A token names the region of its account, and calls go there, unless the client or the call names a URL.
///
/// An app of the primary account reaches sub accounts by its `:master` scopes. Clones share one token. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct ServerToServer {
    tokens: Tokens,
}

impl ServerToServer {
    /// Takes the account id, the client id and the client secret as Zoom's app marketplace shows them.
    #[must_use]
    pub fn new(
        account_id: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            tokens: Tokens::new(Setup {
                grant: Grant::Account {
                    account_id: account_id.into(),
                },
                endpoint: Endpoint::new(client_id.into(), Some(client_secret.into())),
                store: Arc::new(MemoryStore::new()),
            }),
        }
    }

    /// Asks for tokens below this URL, by `/oauth/token`, in the place of `https://zoom.us`: the government cloud's is
    /// `https://zoomgov.com`. Plain `http` is for loopback hosts only; a URL that cannot be used makes calls fail.
    #[must_use]
    pub fn oauth_url(self, url: impl Into<String>) -> Self {
        self.change(|setup| setup.endpoint.base = url.into())
    }

    /// Keeps tokens in this store, so that processes share one. In memory by default.
    #[must_use]
    pub fn store(self, store: impl TokenStore) -> Self {
        self.change(|setup| setup.store = Arc::new(store))
    }

    /// Limits the time for one answer of the token endpoint. 10 s by default. A call does not wait for it longer than for itself.
    #[must_use]
    pub fn token_timeout(self, timeout: Duration) -> Self {
        self.change(|setup| setup.endpoint.timeout = timeout)
    }

    fn change(self, change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = self.tokens.setup();
        change(&mut setup);
        Self {
            tokens: Tokens::new(setup),
        }
    }
}

impl Authorize for ServerToServer {
    fn supports(&self, scheme: &Scheme) -> bool {
        matches!(scheme.kind, SchemeKind::OAuth2 | SchemeKind::Bearer)
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        _schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.tokens.authorize(request))
    }

    fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        self.tokens.handle_rejection(rejection)
    }
}
