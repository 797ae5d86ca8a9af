//! User OAuth: an app that acts for the user who authorized it.
//!
//! Each refresh token works only once. Therefore, the client must save the next refresh token before it uses the new
//! access token.

use std::sync::Arc;
use std::time::Duration;

use crate::runtime::{
    Authorize, BaseUrl, BoxFuture, Error, ErrorKind, Rejection, Request, Result, Scheme,
    SchemeKind, Secret, Transport,
};

use super::authorization_request::AuthorizationRequest;
use super::cloud::Cloud;
use super::endpoint::Endpoint;
use super::store::{MemoryStore, TokenStore};
use super::token_manager::{Config, Grant, TokenManager};

/// The credentials of an OAuth app that users authorize with the authorization code grant and PKCE.
///
/// 1. Create an [`AuthorizationRequest`], keep it, and send the user's browser to
///    [`authorize_url`](Self::authorize_url).
/// 2. Zoom redirects the browser to the redirect URL, with `code` and `state` in the query. Pass the code and the state
///    to [`exchange`](Self::exchange).
/// 3. Calls now act for the user. The client renews the token a minute before the token expires, or when Zoom rejects
///    the token; see [`ServerToServer`](super::ServerToServer).
///
/// These credentials and their clones act for one user. Set a [`store`](Self::store) that keeps the tokens when the
/// process ends. Each renewal issues a new refresh token and revokes the previous one. If the newest one is lost, the
/// user must authorize the app again. Therefore, the client saves a new token before it uses the token. If saving
/// fails, the call fails. The next call first tries to save the token.
///
/// With the token of a user, operations accept only `me` as the user id. `Debug` output contains no secrets.
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    tokens: TokenManager,
    redirect_url: String,
}

impl AuthorizationCode {
    /// Creates the credentials from the client id, client secret and redirect URL that Zoom's app marketplace shows.
    #[must_use]
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        redirect_url: impl Into<String>,
    ) -> Self {
        Self::with_endpoint(
            Endpoint::new(client_id.into(), Some(client_secret.into())),
            redirect_url.into(),
        )
    }

    /// Creates the credentials of a public client. A public client is an app that cannot keep a secret, such as an app
    /// on the user's own machine.
    #[must_use]
    pub fn public_client(client_id: impl Into<String>, redirect_url: impl Into<String>) -> Self {
        Self::with_endpoint(Endpoint::new(client_id.into(), None), redirect_url.into())
    }

    fn with_endpoint(endpoint: Endpoint, redirect_url: String) -> Self {
        Self {
            tokens: TokenManager::new(Config {
                grant: Grant::User {
                    refresh_token: None,
                },
                endpoint,
                store: Arc::new(MemoryStore::new()),
            }),
            redirect_url,
        }
    }

    /// Sets the cloud of the account, which determines the hosts of the OAuth endpoints and of the API. Default:
    /// [`Cloud::Commercial`]. Zoom for Government needs no other setting.
    #[must_use]
    pub fn cloud(self, cloud: Cloud) -> Self {
        self.with_config(|config| config.endpoint.cloud = cloud)
    }

    /// Sets the base URL of `/oauth/authorize` and `/oauth/token`. Default: the URL of the [`cloud`](Self::cloud).
    ///
    /// Plain `http` is accepted for loopback hosts only.
    #[must_use]
    pub fn oauth_url(self, url: impl Into<String>) -> Self {
        self.with_config(|config| config.endpoint.own_base = Some(url.into()))
    }

    /// Sets the store that keeps the tokens of this user. Default: a [`MemoryStore`].
    #[must_use]
    pub fn store(self, store: impl TokenStore) -> Self {
        self.with_config(|config| config.store = Arc::new(store))
    }

    /// Sets a refresh token. The client uses it if the store contains no token.
    #[must_use]
    pub fn refresh_token(self, token: impl Into<Secret>) -> Self {
        let refresh_token = Some(token.into());
        self.with_config(|config| config.grant = Grant::User { refresh_token })
    }

    /// Sets the timeout of one request to the token endpoint. Default: 10 s.
    #[must_use]
    pub fn token_timeout(self, timeout: Duration) -> Self {
        self.with_config(|config| config.endpoint.timeout = timeout)
    }

    fn with_config(self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.tokens.config();
        change(&mut config);
        Self {
            tokens: TokenManager::new(config),
            redirect_url: self.redirect_url,
        }
    }

    /// Returns the URL of the page on which the user authorizes the app.
    ///
    /// The URL contains the state and the code challenge of the request, but no secret.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the [`oauth_url`](Self::oauth_url) is invalid.
    pub fn authorize_url(&self, request: &AuthorizationRequest) -> Result<String> {
        let endpoint = self.tokens.config().endpoint;
        let base = BaseUrl::parse(endpoint.base(), false)?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &endpoint.client_id)
            .append_pair("redirect_uri", &self.redirect_url)
            .append_pair("state", request.state())
            .append_pair("code_challenge", &request.challenge())
            .append_pair("code_challenge_method", "S256")
            .finish();
        Ok(format!("{}/oauth/authorize?{query}", base.as_str()))
    }

    /// Exchanges the authorization code for tokens and saves them. Calls then act for the user.
    ///
    /// Pass the transport of the client: `client.core().transport()`. A code expires after a few minutes and works only
    /// once. Therefore, the exchange continues even if its future is dropped.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Auth`] if `state` differs from the state of `request`. Nothing is sent then, because the redirect
    /// may belong to another request.
    ///
    /// Also fails if Zoom rejects the code, if the token endpoint cannot be reached, or if the tokens cannot be saved.
    /// [`ErrorKind::Config`] outside of a Tokio runtime.
    pub async fn exchange(
        &self,
        transport: &Arc<dyn Transport>,
        request: &AuthorizationRequest,
        code: impl Into<Secret>,
        state: &str,
    ) -> Result<()> {
        if !request.matches_state(state) {
            let message = "state does not match the authorization request";
            return Err(Error::new(ErrorKind::Auth, message));
        }
        let form = vec![
            ("grant_type", Secret::new("authorization_code")),
            ("code", code.into()),
            ("redirect_uri", Secret::new(self.redirect_url.as_str())),
            ("code_verifier", request.verifier().clone()),
        ];
        self.tokens.exchange(transport, form).await
    }
}

impl Authorize for AuthorizationCode {
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
