//! The credentials that a fake accepts.

use super::world::PRIMARY_ACCOUNT;
use super::{FakeZoom, onboarding};

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

impl FakeZoom {
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
