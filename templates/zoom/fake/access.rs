//! The credentials that a fake accepts.

use super::tokens::App;
use super::world::PRIMARY_ACCOUNT;
use super::{FakeZoom, client_builder, onboarding};
use crate::auth::ServerToServer;
use crate::{Client, Result};

/// The credentials of an app. They work only with one fake.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FakeApp {
    /// The account that the app belongs to.
    pub account_id: String,
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: String,
}

impl FakeApp {
    pub(super) fn of(app: &App) -> Self {
        Self {
            account_id: app.account_id.clone(),
            client_id: app.client_id.clone(),
            client_secret: app.client_secret.clone(),
        }
    }
}

impl FakeZoom {
    /// Returns the app of an account. Returns `None` if the account has no app.
    #[must_use]
    pub fn app_of(&self, account_id: &str) -> Option<FakeApp> {
        let state = self.shared.state();
        state.tokens.app_of(account_id).map(FakeApp::of)
    }

    /// Returns the app of the primary account.
    #[must_use]
    pub fn app(&self) -> FakeApp {
        FakeApp {
            account_id: PRIMARY_ACCOUNT.to_owned(),
            client_id: onboarding::CLIENT_ID.to_owned(),
            client_secret: onboarding::CLIENT_SECRET.to_owned(),
        }
    }

    /// Returns a new client with the credentials of the app of an account. Returns `None` if the account has no app.
    ///
    /// # Errors
    ///
    /// Fails if the client cannot be built.
    pub fn client_of(&self, account_id: &str) -> Result<Option<Client>> {
        let Some(app) = self.app_of(account_id) else {
            return Ok(None);
        };
        let url = self.url();
        let app = ServerToServer::new(app.account_id, app.client_id, app.client_secret);
        let builder = client_builder(&self.shared).auth(app.oauth_url(url));
        builder.build().map(Some)
    }
}
