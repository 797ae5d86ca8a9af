//! User OAuth: an app that acts for a user who allowed it.
//!
//! In: the app's credentials, and the code that Zoom sends back with the user. Out: an authorizer that asks for new tokens with the
//! refresh token of the last. A refresh token can be used once, so the next one must be in the store before anything else happens.

use std::sync::Arc;
use std::time::Duration;

use crate::runtime::{
    Authorize, BaseUrl, BoxFuture, Error, ErrorKind, Rejection, Request, Result, Scheme,
    SchemeKind, Secret, Transport,
};

use super::authorization_request::AuthorizationRequest;
use super::endpoint::Endpoint;
use super::store::{MemoryStore, TokenStore};
use super::tokens::{Grant, Setup, Tokens};

/// The credentials of an app that users authorize, by a code and PKCE.
///
/// 1. Make an [`AuthorizationRequest`], keep it, and send the user's browser to [`authorize_url`](Self::authorize_url).
/// 2. Zoom sends the browser back to the redirect URL, with `code` and `state` in its query. Give both to
///    [`exchange`](Self::exchange).
/// 3. Calls now act for that user. The token is renewed a minute before it ends, or once Zoom refuses it, as that of
///    [`ServerToServer`](super::ServerToServer) is.
///
/// One value, with its clones, stands for one user. Give it a [`store`](Self::store) that outlives the process: each renewal
/// brings a new refresh token and ends the old one, and without the newest the user has to authorize the app again. The new one is
/// saved before the new access token is used; if that fails, the call fails, and the next call saves first.
///
/// Where an operation takes a user's id, such a token works with `me` alone. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    tokens: Tokens,
    redirect_url: String,
}

impl AuthorizationCode {
    /// Takes the client id, the client secret and the redirect URL as Zoom's app marketplace has them.
    #[must_use]
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        redirect_url: impl Into<String>,
    ) -> Self {
        Self::of(
            Endpoint::new(client_id.into(), Some(client_secret.into())),
            redirect_url.into(),
        )
    }

    /// An app that cannot keep a secret, such as one on the user's own machine.
    #[must_use]
    pub fn public(client_id: impl Into<String>, redirect_url: impl Into<String>) -> Self {
        Self::of(Endpoint::new(client_id.into(), None), redirect_url.into())
    }

    fn of(endpoint: Endpoint, redirect_url: String) -> Self {
        Self {
            tokens: Tokens::new(Setup {
                grant: Grant::User {
                    refresh_token: None,
                },
                endpoint,
                store: Arc::new(MemoryStore::new()),
            }),
            redirect_url,
        }
    }

    /// Sends users to this URL's `/oauth/authorize`, and asks for tokens by its `/oauth/token`, in the place of `https://zoom.us`.
    /// Plain `http` is for loopback hosts only.
    #[must_use]
    pub fn oauth_url(self, url: impl Into<String>) -> Self {
        self.change(|setup| setup.endpoint.base = url.into())
    }

    /// Keeps tokens in this store, which is for one user. In memory by default.
    #[must_use]
    pub fn store(self, store: impl TokenStore) -> Self {
        self.change(|setup| setup.store = Arc::new(store))
    }

    /// Begins with this refresh token, where the store has none.
    #[must_use]
    pub fn refresh_token(self, token: impl Into<Secret>) -> Self {
        let refresh_token = Some(token.into());
        self.change(|setup| setup.grant = Grant::User { refresh_token })
    }

    /// Limits the time for one answer of the token endpoint. 10 s by default.
    #[must_use]
    pub fn token_timeout(self, timeout: Duration) -> Self {
        self.change(|setup| setup.endpoint.timeout = timeout)
    }

    fn change(self, change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = self.tokens.setup();
        change(&mut setup);
        Self {
            tokens: Tokens::new(setup),
            redirect_url: self.redirect_url,
        }
    }

    /// The page on which the user decides. It carries the state and the digest of the verifier, and nothing secret.
    ///
    /// It fails with [`ErrorKind::Config`] if the [`oauth_url`](Self::oauth_url) cannot be used.
    pub fn authorize_url(&self, request: &AuthorizationRequest) -> Result<String> {
        let endpoint = self.tokens.setup().endpoint;
        let base = BaseUrl::parse(&endpoint.base, false)?;
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

    /// Exchanges the code that came back with the user for tokens, and saves them. From then on, calls act for that user.
    ///
    /// The transport is that of the client: `client.core().transport()`. A state that is not the request's is an error of the kind
    /// [`ErrorKind::Auth`], and nothing is sent: the answer may be somebody else's. A code lives for minutes and can be used once;
    /// the exchange goes on even if its future is dropped.
    pub async fn exchange(
        &self,
        transport: &Arc<dyn Transport>,
        request: &AuthorizationRequest,
        code: impl Into<Secret>,
        state: &str,
    ) -> Result<()> {
        if !request.is_answered_by(state) {
            let message = "state is not that of the request: the answer belongs to another one";
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
