//! The apps that may call the fake, and the access tokens that the fake issues.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::exchange::{Reply, Request};
use super::failure::Failure;
use super::random::Random;

/// How long an access token is valid, in seconds.
const TOKEN_LIFETIME: u64 = 3600;

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

/// An access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) client_id: String,
    pub(crate) account_id: String,
    /// The scopes of the token. `None` means every scope.
    pub(crate) scopes: Option<Vec<String>>,
    /// The time in seconds at which the token expires.
    pub(crate) expires_at: u64,
}

/// All apps and tokens.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tokens {
    pub(crate) apps: Vec<App>,
    pub(crate) access: BTreeMap<String, AccessToken>,
    /// The number of tokens that were issued.
    pub(crate) issued: u64,
}

impl Tokens {
    /// Answers a request to the token endpoint.
    pub(crate) fn issue(
        &mut self,
        request: &Request,
        now: u64,
        random: &mut Random,
        api_url: &str,
    ) -> Reply {
        let Some(app) = self.app_of(request).cloned() else {
            return Reply::json(
                400,
                json!({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}),
            );
        };
        let token = format!("fake-token-{}", random.id());
        let scope = app.scopes.clone().unwrap_or_default().join(" ");
        self.issued += 1;
        self.access.insert(
            token.clone(),
            AccessToken {
                client_id: app.client_id,
                account_id: app.account_id,
                scopes: app.scopes,
                expires_at: now + TOKEN_LIFETIME,
            },
        );
        Reply::json(
            200,
            json!({
                "access_token": token,
                "token_type": "bearer",
                "expires_in": TOKEN_LIFETIME,
                "scope": scope,
                "api_url": api_url,
            }),
        )
    }

    /// Returns the valid token of a request.
    pub(crate) fn of_request(&self, request: &Request, now: u64) -> Result<&AccessToken, Failure> {
        let header = request.header("authorization").unwrap_or_default();
        let token = header.strip_prefix("Bearer ").unwrap_or_default();
        let token = self.access.get(token);
        let token = token.ok_or_else(|| Failure::new(401, 124, "Invalid access token."))?;
        if token.expires_at <= now {
            return Err(Failure::new(401, 124, "Access token is expired."));
        }
        Ok(token)
    }

    fn app_of(&self, request: &Request) -> Option<&App> {
        use base64::Engine;
        let header = request.header("authorization")?;
        let encoded = header.strip_prefix("Basic ")?;
        let decoded = base64::engine::general_purpose::STANDARD
            .decode(encoded)
            .ok()?;
        let text = String::from_utf8(decoded).ok()?;
        let (id, secret) = text.split_once(':')?;
        let mut apps = self.apps.iter();
        apps.find(|app| app.client_id == id && app.client_secret == secret)
    }
}
