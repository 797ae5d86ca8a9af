//! The OAuth endpoints: they authorize apps, and issue and revoke tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::params::{Denial, Params, Sender, sender};
use super::permission;
use super::{AccessToken, App, Challenge, Code, Grant, RefreshToken, TOKEN_LIFETIME};
use crate::fake::exchange::{Reply, Request};
use crate::fake::failure::Failure;
use crate::fake::state::State;

/// How long an authorization code is valid, in seconds.
const CODE_LIFETIME: u64 = 300;

const INVALID_REQUEST: Denial = Denial::new("invalid_request", "Bad Request");
const INVALID_CODE: Denial = Denial::new("invalid_grant", "Invalid authorization code");
const EXPIRED_CODE: Denial = Denial::new("invalid_grant", "Expired authorization code");
const INVALID_REDIRECT: Denial = Denial::new("invalid_request", "Invalid redirect uri");
const INVALID_VERIFIER: Denial = Denial::new("invalid_grant", "Invalid code verifier");
const INVALID_REFRESH: Denial = Denial::new("invalid_grant", "Invalid Token!");
const UNSUPPORTED_GRANT: Denial = Denial::new("unsupported_grant_type", "Unsupported grant type");

/// An OAuth endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Authorize,
    Token,
    Revoke,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 3] = [Self::Authorize, Self::Token, Self::Revoke];

    /// Returns the endpoint with the path of a request.
    pub(crate) fn find(request: &Request) -> Option<Self> {
        match request.path.as_str() {
            "/oauth/authorize" => Some(Self::Authorize),
            "/oauth/token" => Some(Self::Token),
            "/oauth/revoke" => Some(Self::Revoke),
            _ => None,
        }
    }

    /// Returns the method of the endpoint.
    fn method(self) -> Method {
        match self {
            Self::Authorize => Method::GET,
            Self::Token | Self::Revoke => Method::POST,
        }
    }

    /// Returns the name of the endpoint, in the form of the id of an operation.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Authorize => "oauth.authorize",
            Self::Token => "oauth.token",
            Self::Revoke => "oauth.revoke",
        }
    }

    /// Responds to a request.
    pub(crate) fn answer(self, state: &mut State, url: &str, request: &Request) -> Reply {
        if request.method != self.method() {
            return Failure::wrong_method(&request.method, &[self.method()]).into_reply();
        }
        let params = Params::of(request);
        if params.has_duplicate() {
            return INVALID_REQUEST.into_reply();
        }
        let result = match self {
            Self::Authorize => authorize(state, &params),
            Self::Token => token(state, url, request, &params),
            Self::Revoke => revoke(state, request, &params),
        };
        result.unwrap_or_else(Denial::into_reply)
    }
}

/// Approves an app at once and redirects to it. The user is the owner of the account.
fn authorize(state: &mut State, params: &Params) -> Result<Reply, Denial> {
    let id = params.get("client_id").ok_or(INVALID_REQUEST)?;
    let redirect_uri = params.get("redirect_uri");
    // The parameters of the redirect would be a part of the fragment.
    let redirect_uri = redirect_uri.filter(|uri| !uri.contains('#'));
    let redirect_uri = redirect_uri.ok_or(INVALID_REDIRECT)?;
    let mut apps = state.tokens.apps.iter();
    let app = apps.find(|app| app.client_id == id).cloned();
    let app = app.ok_or(Denial::new("invalid_client", "Invalid client_id"))?;
    if params.get("response_type") != Some("code") {
        return redirect(redirect_uri, "error", "unsupported_response_type", params);
    }
    let Ok(challenge) = challenge(params) else {
        return redirect(redirect_uri, "error", "invalid_request", params);
    };
    let user_id = owner(state, &app).ok_or(INVALID_REQUEST)?;
    let code = state.tokens.secret(state.world.seed, "code");
    state.tokens.codes.insert(
        code.clone(),
        Code {
            client_id: app.client_id,
            user_id,
            redirect_uri: redirect_uri.to_owned(),
            challenge,
            expires_at: state.clock.seconds() + CODE_LIFETIME,
        },
    );
    redirect(redirect_uri, "code", &code, params)
}

/// Returns the challenge of PKCE. Without a method, the method is `plain`.
fn challenge(params: &Params) -> Result<Option<Challenge>, Denial> {
    let Some(value) = params.get("code_challenge") else {
        return Ok(None);
    };
    let hashed = match params.get("code_challenge_method") {
        None | Some("plain") => false,
        Some("S256") => true,
        Some(_) => return Err(INVALID_REQUEST),
    };
    let value = value.to_owned();
    Ok(Some(Challenge { value, hashed }))
}

/// Redirects to an app with a parameter and the state of the request.
fn redirect(uri: &str, name: &str, value: &str, params: &Params) -> Result<Reply, Denial> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value);
    if let Some(state) = params.get("state") {
        query.append_pair("state", state);
    }
    let separator = if uri.contains('?') { '&' } else { '?' };
    let location = format!("{uri}{separator}{}", query.finish());
    if http::HeaderValue::from_str(&location).is_err() {
        return Err(INVALID_REDIRECT);
    }
    Ok(Reply::empty(302).header("location", location))
}

fn token(
    state: &mut State,
    url: &str,
    request: &Request,
    params: &Params,
) -> Result<Reply, Denial> {
    let sender = sender(&state.tokens, request, params)?;
    state.tokens.forget(state.clock.seconds());
    let (grant, user_id) = match params.get("grant_type").ok_or(INVALID_REQUEST)? {
        "account_credentials" => {
            sender.require_secret()?;
            if params.get("account_id") != Some(&sender.app.account_id) {
                return Err(INVALID_REQUEST);
            }
            (Grant::ServerToServer, owner(state, &sender.app))
        }
        "client_credentials" => {
            sender.require_secret()?;
            (Grant::App, None)
        }
        "authorization_code" => (Grant::User, Some(redeem(state, &sender, params)?)),
        "refresh_token" => {
            let token = params.get("refresh_token").ok_or(INVALID_REFRESH)?;
            let known = state.tokens.refresh.get(token);
            let known = known.filter(|known| known.client_id == sender.app.client_id);
            if !known.ok_or(INVALID_REFRESH)?.is_public {
                sender.require_secret()?;
            }
            let known = state.tokens.refresh.remove(token);
            (Grant::User, known.map(|known| known.user_id))
        }
        _ => return Err(UNSUPPORTED_GRANT),
    };
    Ok(issue(state, url, sender, grant, user_id))
}

/// Uses an authorization code up. Returns the user who approved the app.
fn redeem(state: &mut State, sender: &Sender, params: &Params) -> Result<String, Denial> {
    let code = params.get("code").ok_or(INVALID_CODE)?;
    let owned = |code: &Code| code.client_id == sender.app.client_id;
    if !state.tokens.codes.get(code).is_some_and(owned) {
        return Err(INVALID_CODE);
    }
    // A code works once, even if another parameter is wrong.
    let code = state.tokens.codes.remove(code).ok_or(INVALID_CODE)?;
    if code.expires_at <= state.clock.seconds() {
        return Err(EXPIRED_CODE);
    }
    if params.get("redirect_uri") != Some(&code.redirect_uri) {
        return Err(INVALID_REDIRECT);
    }
    match &code.challenge {
        Some(challenge) => {
            let verifier = params.get("code_verifier").ok_or(INVALID_VERIFIER)?;
            if !challenge.accepts(verifier) {
                return Err(INVALID_VERIFIER);
            }
        }
        // The challenge may have been removed from the request of the app (RFC 9700, section 2.1.1).
        None if params.get("code_verifier").is_some() => return Err(INVALID_VERIFIER),
        // Without a challenge, only the secret shows that the app is the one that the user approved.
        None => sender.require_secret()?,
    }
    Ok(code.user_id)
}

impl Challenge {
    fn accepts(&self, verifier: &str) -> bool {
        if self.hashed {
            URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == self.value
        } else {
            verifier == self.value
        }
    }
}

/// Issues an access token, and a refresh token if a user approved the app.
fn issue(
    state: &mut State,
    url: &str,
    sender: Sender,
    grant: Grant,
    user_id: Option<String>,
) -> Reply {
    let Sender { app, proved } = sender;
    let seed = state.world.seed;
    let now = state.clock.seconds();
    let tokens = &mut state.tokens;
    if grant == Grant::ServerToServer && tokens.one_at_a_time {
        tokens.access.retain(|_, token| {
            token.client_id != app.client_id || token.grant != Grant::ServerToServer
        });
    }
    let scopes = match grant {
        Grant::App => Some(permission::app_scopes(app.scopes)),
        Grant::ServerToServer | Grant::User => app.scopes,
    };
    let token = tokens.secret(seed, "token");
    let mut body = json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": TOKEN_LIFETIME,
        "scope": scopes.clone().unwrap_or_default().join(" "),
        "api_url": tokens.api_url.as_deref().unwrap_or(url),
    });
    if let (Grant::User, Some(user_id), Some(body)) = (grant, &user_id, body.as_object_mut()) {
        let refresh = tokens.secret(seed, "refresh");
        body.insert("refresh_token".to_owned(), Value::from(refresh.clone()));
        let known = RefreshToken {
            client_id: app.client_id.clone(),
            user_id: user_id.clone(),
            is_public: !proved,
        };
        tokens.refresh.insert(refresh, known);
    }
    tokens.access.insert(
        token,
        AccessToken {
            client_id: app.client_id,
            account_id: app.account_id,
            user_id,
            grant,
            scopes,
            expires_at: now + TOKEN_LIFETIME,
        },
    );
    Reply::json(200, body)
}

/// Revokes an access token or a refresh token of the app. An unknown token does not make the
/// request fail (RFC 7009).
fn revoke(state: &mut State, request: &Request, params: &Params) -> Result<Reply, Denial> {
    let sender = sender(&state.tokens, request, params)?;
    sender.require_secret()?;
    let token = params.get("token").ok_or(INVALID_REQUEST)?;
    let (tokens, id) = (&mut state.tokens, &sender.app.client_id);
    if tokens
        .access
        .get(token)
        .is_some_and(|known| known.client_id == *id)
    {
        tokens.access.remove(token);
    }
    if tokens
        .refresh
        .get(token)
        .is_some_and(|known| known.client_id == *id)
    {
        tokens.refresh.remove(token);
    }
    Ok(Reply::json(200, json!({"status": "success"})))
}

/// Returns the owner of the account of an app.
fn owner(state: &State, app: &App) -> Option<String> {
    let account = state.world.account(&app.account_id)?;
    Some(account.owner_id.clone())
}
