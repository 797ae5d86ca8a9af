//! The credentials that a fake accepts.

use super::tokens::App;
use super::world::PRIMARY_ACCOUNT;
use super::{FakeZoom, onboarding};
use crate::ids::AccountId;

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
    pub fn app_of(&self, account: &AccountId) -> Option<FakeApp> {
        let state = self.shared.state();
        state.tokens.app_of(account.as_str()).map(FakeApp::of)
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
}
