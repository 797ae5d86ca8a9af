//! Server-to-server OAuth: an app that acts for its own account.
//!
//! The credentials are sent only to the token endpoint.

use std::sync::Arc;
use std::time::Duration;

use crate::runtime::{
    Authorize, BoxFuture, Rejection, Request, Result, Scheme, SchemeKind, Secret,
};

use super::cloud::Cloud;
use super::endpoint::Endpoint;
use super::store::{MemoryStore, TokenStore};
use super::token_manager::{Config, Grant, TokenManager};

/// The credentials of a server-to-server OAuth app, for API v2.
///
/// The first call requests a token, and all calls share it. The client renews the token a minute before it expires. If
/// Zoom rejects the token earlier, the client renews the token and retries the call once. If the token lacks a scope,
/// there is no retry, because a new token would lack the same scope.
///
/// If several calls need a new token, they wait for the same renewal. If it fails, all of them fail with the same
/// error. The next call starts a new renewal.
///
/// The response to a token request names the region of the account. The client sends calls to this region, unless you
/// set a URL on the client or the call.
///
/// To call its sub accounts, an app of a primary account needs `:master` scopes. Clones of these credentials share one
/// token. `Debug` output contains no secrets.
#[derive(Clone, Debug)]
pub struct ServerToServer {
    tokens: TokenManager,
}

impl ServerToServer {
    /// Creates the credentials from the account id, client id and client secret that Zoom's app marketplace shows.
    #[must_use]
    pub fn new(
        account_id: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            tokens: TokenManager::new(Config {
                grant: Grant::Account {
                    account_id: account_id.into(),
                },
                endpoint: Endpoint::new(client_id.into(), Some(client_secret.into())),
                store: Arc::new(MemoryStore::new()),
            }),
        }
    }

    /// Sets the cloud of the account, which determines the hosts of the OAuth endpoints and of the API. Default:
    /// [`Cloud::Commercial`]. Zoom for Government needs no other setting.
    #[must_use]
    pub fn cloud(self, cloud: Cloud) -> Self {
        self.with_config(|config| config.endpoint.cloud = cloud)
    }

    /// Sets the base URL of `/oauth/token`. Default: the URL of the [`cloud`](Self::cloud).
    ///
    /// Plain `http` is accepted for loopback hosts only. If the URL is invalid, `ClientBuilder::build` fails.
    #[must_use]
    pub fn oauth_url(self, url: impl Into<String>) -> Self {
        self.with_config(|config| config.endpoint.own_base = Some(url.into()))
    }

    /// Sets the store that keeps the token, so that several processes can share it. Default: a [`MemoryStore`].
    #[must_use]
    pub fn store(self, store: impl TokenStore) -> Self {
        self.with_config(|config| config.store = Arc::new(store))
    }

    /// Sets the timeout of one request to the token endpoint. Default: 10 s. The timeout of the call also limits this
    /// request.
    #[must_use]
    pub fn token_timeout(self, timeout: Duration) -> Self {
        self.with_config(|config| config.endpoint.timeout = timeout)
    }

    fn with_config(self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.tokens.config();
        change(&mut config);
        Self {
            tokens: TokenManager::new(config),
        }
    }
}

impl Authorize for ServerToServer {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::OAuth2
    }

    fn check(&self) -> Result<()> {
        self.tokens.check()
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
