//! The apps that may call the fake, and the tokens that the fake issues.

pub(crate) mod oauth;
mod params;
pub(crate) mod permission;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::exchange::Request;
use super::failure::Failure;
use super::random::Random;

/// How long an access token is valid, in seconds.
const TOKEN_LIFETIME: u64 = 3600;
/// How long the fake remembers an expired access token, in seconds. A forgotten token is reported as invalid, not as
/// expired.
const MEMORY: u64 = 86_400;

/// An app with its credentials.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// The account that the app belongs to.
    pub(crate) account_id: String,
    /// The scopes of the app. `None` means every scope.
    pub(crate) scopes: Option<Vec<String>>,
}

/// How a client obtained an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grant {
    /// With the account id. The token acts for the owner of the account.
    ServerToServer,
    /// With the permission of a user.
    User,
    /// With the credentials of the app only. The token acts for no user.
    App,
}

/// An access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) client_id: String,
    pub(crate) account_id: String,
    /// The user that the token acts for.
    pub(crate) user_id: Option<String>,
    pub(crate) grant: Grant,
    /// The scopes of the token. `None` means every scope.
    pub(crate) scopes: Option<Vec<String>>,
    /// The time in seconds at which the token expires.
    pub(crate) expires_at: u64,
}

/// A refresh token.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct RefreshToken {
    client_id: String,
    user_id: String,
    /// Whether the app obtained the token without its secret. Otherwise, a refresh needs the secret.
    is_public: bool,
}

/// An authorization code.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Code {
    client_id: String,
    user_id: String,
    redirect_uri: String,
    challenge: Option<Challenge>,
    /// The time in seconds at which the code expires.
    expires_at: u64,
}

/// A challenge of PKCE.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Challenge {
    value: String,
    /// Whether the challenge is the SHA-256 hash of the verifier. Otherwise, it is the verifier itself.
    hashed: bool,
}

/// All apps and tokens.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tokens {
    apps: Vec<App>,
    access: BTreeMap<String, AccessToken>,
    refresh: BTreeMap<String, RefreshToken>,
    codes: BTreeMap<String, Code>,
    /// The number of secrets that were issued: tokens and codes.
    issued: u64,
    /// Whether a new server-to-server token revokes the earlier ones of the app.
    pub(crate) one_at_a_time: bool,
    /// The API host that token responses name. `None` means the address that the client uses.
    pub(crate) api_url: Option<String>,
}

impl Tokens {
    /// Adds an app. An app with the same client id is replaced.
    pub(crate) fn add_app(&mut self, app: App) {
        self.apps.retain(|other| other.client_id != app.client_id);
        self.apps.push(app);
    }

    /// Returns the first app of an account.
    pub(crate) fn app_of(&self, account_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.account_id == account_id)
    }

    /// Sets the scopes of all apps.
    pub(crate) fn set_scopes(&mut self, scopes: &[String]) {
        for app in &mut self.apps {
            app.scopes = Some(scopes.to_vec());
        }
    }

    /// Returns the valid token of a request.
    pub(crate) fn of_request(&self, request: &Request, now: u64) -> Result<&AccessToken, Failure> {
        let token = bearer(request).and_then(|token| self.access.get(token));
        let token = token.ok_or_else(invalid_token)?;
        if token.expires_at <= now {
            return Err(expired_token());
        }
        Ok(token)
    }

    /// Lets the token of a request expire now. Returns whether the request has a valid token.
    pub(crate) fn expire(&mut self, request: &Request, now: u64) -> bool {
        let token = bearer(request).and_then(|token| self.access.get_mut(token));
        let Some(token) = token.filter(|token| token.expires_at > now) else {
            return false;
        };
        token.expires_at = now;
        true
    }

    /// Revokes the token of a request. Returns whether the request has a valid token.
    pub(crate) fn revoke(&mut self, request: &Request, now: u64) -> bool {
        let token = bearer(request).and_then(|token| self.access.remove(token));
        token.is_some_and(|token| token.expires_at > now)
    }

    /// Returns a new secret with a prefix that names its kind.
    fn secret(&mut self, seed: u64, kind: &str) -> String {
        self.issued = self.issued.wrapping_add(1);
        let mut random = Random::of_texts(seed, &[kind, &self.issued.to_string()]);
        format!("fake-{kind}-{}", random.id())
    }

    /// Forgets what expired long ago.
    fn forget(&mut self, now: u64) {
        self.access
            .retain(|_, token| token.expires_at.saturating_add(MEMORY) > now);
        self.codes
            .retain(|_, code| code.expires_at.saturating_add(MEMORY) > now);
    }
}

fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Returns the failure for a token that the fake did not issue or that was revoked.
pub(crate) fn invalid_token() -> Failure {
    Failure::new(401, 124, "Invalid access token.")
}

/// Returns the failure for a token whose time is over.
pub(crate) fn expired_token() -> Failure {
    Failure::new(401, 124, "Access token is expired.")
}
