//! A fake of Zoom on a loopback socket.
//!
//! The fake has state and rules: an account that is created can be read, listed and changed, and a call that breaks one
//! of Zoom's rules fails with Zoom's error code. Use it in tests, and to try this client without a partner contract.
//!
//! The page `/_fake` of a running fake shows its accounts, its last calls and its events. Programs in other languages
//! control the fake with these requests. The bodies are JSON:
//!
//! - `POST /_fake/clock` with `{"advance_seconds": 60}` moves the clock forward.
//! - `GET /_fake/snapshot` returns the state, and `PUT /_fake/snapshot` replaces it.
//! - `POST /_fake/invitations` with `{"email": "ada@acme.example"}` accepts an invitation.
//! - `GET /_fake/calls` returns the last calls, the oldest first.
//!
//! Other websites cannot send these requests from a browser: the header `host` must be an IP address or a name without a
//! dot, and the header `origin`, if present, must be the fake's own.

mod access;
pub(crate) mod api;
pub(crate) mod budgets;
mod builder;
pub(crate) mod calendar;
pub(crate) mod call;
pub(crate) mod clock;
mod deliver;
mod door;
pub(crate) mod exchange;
pub(crate) mod failure;
pub(crate) mod faults;
mod html;
pub(crate) mod journal;
mod onboarding;
pub(crate) mod outbox;
mod page;
pub(crate) mod pages;
mod pipeline;
#[doc(hidden)]
pub mod probe;
#[doc(hidden)]
pub mod program;
pub(crate) mod random;
mod rules;
mod server;
mod settings;
mod sign;
mod snapshot;
pub(crate) mod state;
pub(crate) mod tokens;
pub(crate) mod world;

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::task::{JoinHandle, JoinSet};

pub use self::access::FakeApp;
pub use self::budgets::FakePlan;
pub use self::builder::{FakeZoomBuilder, Tiers};
pub use self::deliver::SubscribeError;
pub use self::faults::{Fault, FaultError, FaultRule};
pub use self::journal::FakeCall;
pub use self::snapshot::SnapshotError;

use self::server::Shared;
use self::world::PRIMARY_ACCOUNT;
use crate::auth::{ApiKeyPair, ServerToServer};
use crate::ids::AccountId;
use crate::{Client, ClientBuilder};

/// A running fake of Zoom. It stops when it is dropped.
#[derive(Debug)]
pub struct FakeZoom {
    shared: Arc<Shared>,
    client: Client,
    task: JoinHandle<()>,
    /// The tasks that deliver events, one for each subscription. They end when this set is dropped.
    deliveries: Mutex<JoinSet<()>>,
}

impl FakeZoom {
    /// Returns a builder.
    pub fn builder() -> FakeZoomBuilder {
        FakeZoomBuilder::new()
    }

    /// Starts a fake with the default configuration.
    ///
    /// # Errors
    ///
    /// Fails if no socket is available.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns the URL of the fake, such as `http://127.0.0.1:4000`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// Returns a client with the credentials of the primary account.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Returns the builder of a client with the credentials of the primary account.
    pub fn client_builder(&self) -> ClientBuilder<Client> {
        client_builder(&self.shared)
    }

    /// Returns the id of the primary account.
    #[must_use]
    pub fn primary_account(&self) -> AccountId {
        AccountId::from(PRIMARY_ACCOUNT)
    }

    /// Returns the id of the second-level primary account, if the partner has three tiers.
    #[must_use]
    pub fn second_level_account(&self) -> Option<AccountId> {
        let state = self.shared.state();
        let account = state.world.account(onboarding::SECOND_LEVEL_ACCOUNT)?;
        Some(AccountId::from(account.id.as_str()))
    }

    /// Returns the builder of a client with the credentials of the second-level primary account. The credentials are
    /// valid only if the partner has three tiers.
    pub fn second_level_client_builder(&self) -> ClientBuilder<Client> {
        let account = onboarding::SECOND_LEVEL_ACCOUNT;
        let (id, secret) = (
            onboarding::SECOND_CLIENT_ID,
            onboarding::SECOND_CLIENT_SECRET,
        );
        with_app(&self.shared.url, ServerToServer::new(account, id, secret))
    }

    /// Returns the API key and the API secret of the primary account, for API v1.
    #[must_use]
    pub fn primary_key_pair(&self) -> ApiKeyPair {
        let state = self.shared.state();
        let account = state.world.account(PRIMARY_ACCOUNT);
        let (key, secret) = account
            .map(|account| account.key_pair.clone())
            .unwrap_or_default();
        ApiKeyPair::new(key, secret)
    }

    /// Lets API v1 return the API key and the API secret of an account. Zoom Support enables this on request. Returns
    /// whether the account exists.
    #[must_use = "the account may not exist"]
    pub fn enable_key_pair(&self, account: &AccountId) -> bool {
        let mut state = self.shared.state();
        let account = state.world.account_mut(account.as_str());
        account
            .map(|account| account.shows_key_pair = true)
            .is_some()
    }

    /// Marks the plans of an account as a bundle. For a primary account, marks them as bulk licenses. Then, calls that
    /// change the plans of this account or of its sub accounts fail with code 2100. Returns whether the account exists.
    #[must_use = "the account may not exist"]
    pub fn set_bundled(&self, account: &AccountId) -> bool {
        let mut state = self.shared.state();
        let account = state.world.account_mut(account.as_str());
        account
            .map(|account| account.plans.bundled = true)
            .is_some()
    }

    /// Returns the time of the fake's clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        let time = SystemTime::UNIX_EPOCH.checked_add(self.shared.state().clock.now());
        time.unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// Moves the fake's clock forward, to 9999-01-01T00:00:00Z at the latest. Tokens, pages, rate limits and retries of
    /// events follow this clock.
    pub fn advance(&self, by: Duration) {
        self.shared.state().advance(by);
    }

    /// Accepts the invitation of a user, who is then active. Returns whether a user with this email address was
    /// pending.
    pub fn accept_invitation(&self, email: &str) -> bool {
        self.shared.state().world.activate(email)
    }
}

impl Drop for FakeZoom {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn client_builder(shared: &Shared) -> ClientBuilder<Client> {
    let (id, secret) = (onboarding::CLIENT_ID, onboarding::CLIENT_SECRET);
    with_app(
        &shared.url,
        ServerToServer::new(PRIMARY_ACCOUNT, id, secret),
    )
}

fn with_app(url: &str, app: ServerToServer) -> ClientBuilder<Client> {
    let builder = Client::builder().server_url("v2", format!("{url}/v2"));
    #[cfg(feature = "v1")]
    let builder = builder.server_url("v1", format!("{url}/v1"));
    builder.auth(app.oauth_url(url))
}
