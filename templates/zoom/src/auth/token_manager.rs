//! The token that all calls share, and its renewal.
//!
//! Only one renewal runs at a time, even if many calls need a token. The renewal is a separate task, so canceling a
//! call does not cancel the renewal. All waiting calls get the same token or the same error. A token must be saved in
//! the store before it is used.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::errors::missing_scopes;
use crate::runtime::{BaseUrl, Error, ErrorKind, Rejection, Request, Result, Secret, Transport};

use super::endpoint::{Endpoint, Form, check_not_empty};
use super::region;
use super::store::{StoreLock, TokenStore};
use super::token::{Token, renewal_margin};
use super::token_error::TokenError;

/// The pause after a failed renewal, if the current token is still valid.
const RENEWAL_PAUSE: Duration = Duration::from_secs(5);
/// How many renewals one call waits for. A renewal can end without a result, for example because its runtime shuts
/// down.
const MAX_WAITS: usize = 3;

/// The OAuth grant with which the client requests tokens.
#[derive(Clone, Debug)]
pub(super) enum Grant {
    /// Account credentials: the app acts for its own account.
    Account { account_id: String },
    /// Refresh token: the app acts for a user.
    #[cfg(feature = "oauth")]
    User {
        /// The refresh token to use if the store contains no token.
        refresh_token: Option<Secret>,
    },
}

impl Grant {
    /// Returns the value of [`Token::owner`], which identifies these credentials.
    fn owner(&self, endpoint: &Endpoint) -> String {
        let (base, client_id) = (endpoint.base(), &endpoint.client_id);
        match self {
            Self::Account { account_id } => format!("{base} account {account_id} app {client_id}"),
            #[cfg(feature = "oauth")]
            Self::User { .. } => format!("{base} user of app {client_id}"),
        }
    }

    /// Checks that no credential is empty.
    fn check(&self) -> Result<()> {
        match self {
            Self::Account { account_id } => check_not_empty("account id", account_id),
            #[cfg(feature = "oauth")]
            Self::User { refresh_token } => match refresh_token {
                Some(token) => check_not_empty("refresh token", token.expose()),
                None => Ok(()),
            },
        }
    }

    /// Checks the credentials and returns the form fields of a token request. `last` is the token that was saved last.
    fn form(&self, last: Option<&Token>) -> Result<Form, TokenError> {
        self.check().map_err(|error| TokenError::config(&error))?;
        match (self, last) {
            (Self::Account { account_id }, _) => Ok(vec![
                ("grant_type", Secret::new("account_credentials")),
                ("account_id", Secret::new(account_id.as_str())),
            ]),
            #[cfg(feature = "oauth")]
            (Self::User { refresh_token }, last) => {
                let last = last.and_then(|last| last.refresh_token.as_ref());
                let token = last.or(refresh_token.as_ref()).ok_or_else(|| {
                    let message = "no user has authorized the app; exchange a code first";
                    TokenError::new(ErrorKind::Auth, message)
                })?;
                Ok(vec![
                    ("grant_type", Secret::new("refresh_token")),
                    ("refresh_token", token.clone()),
                ])
            }
        }
    }
}

/// How to request tokens, and where to store them.
#[derive(Clone, Debug)]
pub(super) struct Config {
    pub(super) grant: Grant,
    pub(super) endpoint: Endpoint,
    pub(super) store: Arc<dyn TokenStore>,
}

/// Manages a token. All clones of the credentials share it.
#[derive(Clone)]
pub(super) struct TokenManager(Arc<Shared>);

struct Shared {
    config: Config,
    owner: String,
    state: Mutex<State>,
    /// The lock that a token request holds, so that only one request runs at a time.
    request: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    active: Option<Arc<ActiveToken>>,
    /// The version of the newest token. It increases with each new token.
    version: u64,
    /// The newest access token. If the store still contains it, another process has not renewed it, so this process
    /// must.
    newest: Option<Secret>,
    /// A token that could not be saved. The next renewal must save it before it is used.
    unsaved: Option<Token>,
    renewal: Option<RenewalReceiver>,
}

/// Receives the result of a renewal; `None` while the renewal runs.
type RenewalReceiver = watch::Receiver<Option<RenewalOutcome>>;
type RenewalOutcome = Result<Arc<ActiveToken>, TokenError>;

/// A valid token.
#[derive(Clone)]
struct ActiveToken {
    access_token: Secret,
    region: Option<BaseUrl>,
    version: u64,
    renew_at: Instant,
    expires_at: Instant,
}

/// The token for a call, or the renewal to wait for.
enum Lookup {
    Active(Arc<ActiveToken>),
    Pending(RenewalReceiver),
}

impl TokenManager {
    pub(super) fn new(config: Config) -> Self {
        let owner = config.grant.owner(&config.endpoint);
        Self(Arc::new(Shared {
            config,
            owner,
            state: Mutex::default(),
            request: tokio::sync::Mutex::default(),
        }))
    }

    /// Returns a copy of the configuration. A manager that is created from it starts without a token.
    pub(super) fn config(&self) -> Config {
        self.0.config.clone()
    }

    /// Checks the configuration without a request.
    pub(super) fn check(&self) -> Result<()> {
        self.0.config.grant.check()?;
        self.0.config.endpoint.check()
    }

    /// Adds the token to a request.
    pub(super) async fn authorize(&self, request: &mut Request) -> Result<()> {
        let token = self.token(&Arc::clone(request.transport())).await?;
        request.set_bearer(&token.access_token);
        request.set_credentials_version(token.version);
        let region = token.region.as_ref();
        let server = request.operation().server;
        let cloud = self.0.config.endpoint.cloud;
        if let Some(url) = region::base_url(cloud, region, server) {
            request.set_default_base_url(url);
        }
        Ok(())
    }

    /// Drops the token that the server rejected, unless there is already a newer one. Returns whether a retry can
    /// succeed.
    pub(super) fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        // A new token would have the same scopes.
        if !missing_scopes(rejection.error()).is_empty() {
            return false;
        }
        let Some(version) = rejection.credentials_version() else {
            return false;
        };
        let mut state = self.0.state();
        state.active.take_if(|token| token.version == version);
        true
    }

    /// Returns a valid token. If necessary, waits for a renewal.
    async fn token(&self, transport: &Arc<dyn Transport>) -> Result<Arc<ActiveToken>> {
        for _ in 0..MAX_WAITS {
            let mut renewal = match self.lookup(transport)? {
                Lookup::Active(token) => return Ok(token),
                Lookup::Pending(renewal) => renewal,
            };
            // `wait_for` returns a guard, which must be dropped at the end of this statement.
            let outcome = match renewal.wait_for(Option::is_some).await {
                Ok(outcome) => outcome.clone(),
                Err(_) => None,
            };
            if let Some(outcome) = outcome {
                return outcome.map_err(|error| error.to_error());
            }
        }
        Err(TokenError::new(ErrorKind::Other, "token renewal was interrupted").to_error())
    }

    /// Returns the current token, or the renewal to wait for. If the token must be renewed, starts a renewal.
    fn lookup(&self, transport: &Arc<dyn Transport>) -> Result<Lookup> {
        let mut state = self.0.state();
        let now = Instant::now();
        let active = state.active.as_ref();
        if let Some(token) = active.filter(|token| now < token.renew_at) {
            return Ok(Lookup::Active(Arc::clone(token)));
        }
        let renewal = match &state.renewal {
            // If the task of the renewal ended without a result, `has_changed` fails. Then a new renewal must start.
            Some(renewal) if renewal.has_changed().is_ok() => renewal.clone(),
            _ => self.start_renewal(transport)?,
        };
        state.renewal = Some(renewal.clone());
        let active = state.active.as_ref();
        // While a renewal runs, calls use the old token as long as it is valid.
        Ok(match active.filter(|token| now < token.expires_at) {
            Some(token) => Lookup::Active(Arc::clone(token)),
            None => Lookup::Pending(renewal),
        })
    }

    fn start_renewal(&self, transport: &Arc<dyn Transport>) -> Result<RenewalReceiver> {
        let handle = runtime()?;
        let (sender, receiver) = watch::channel(None);
        let (shared, transport) = (Arc::clone(&self.0), Arc::clone(transport));
        handle.spawn(async move {
            let _request = shared.request.lock().await;
            let outcome = match shared.current() {
                // In the meantime, the exchange of an authorization code has saved a new token.
                Some(token) => Ok(token),
                None => shared
                    .renew(&transport)
                    .await
                    .map(|token| shared.activate(token)),
            };
            sender.send_replace(Some(shared.finish(outcome)));
        });
        Ok(receiver)
    }

    /// Exchanges an authorization code for a token, and saves the token.
    ///
    /// A code works only once. Therefore, the exchange continues even if the caller drops the future.
    #[cfg(feature = "oauth")]
    pub(super) async fn exchange(&self, transport: &Arc<dyn Transport>, form: Form) -> Result<()> {
        let (shared, transport) = (Arc::clone(&self.0), Arc::clone(transport));
        let exchange = runtime()?.spawn(async move {
            let _request = shared.request.lock().await;
            let _lock = shared.lock().await?;
            let token = shared.request_token(&transport, form).await?;
            let token = shared.save(token).await?;
            shared.activate(token);
            Ok(())
        });
        match exchange.await {
            Ok(result) => result.map_err(|error: TokenError| error.to_error()),
            Err(error) => {
                let message = "the exchange of the authorization code was interrupted";
                Err(Error::new(ErrorKind::Other, message).with_source(error))
            }
        }
    }
}

/// Returns the Tokio runtime that runs renewals.
fn runtime() -> Result<Handle> {
    Handle::try_current().map_err(|error| {
        Error::new(ErrorKind::Config, "token renewal needs a Tokio runtime").with_source(error)
    })
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the current token. Returns `None` if it must be renewed.
    fn current(&self) -> Option<Arc<ActiveToken>> {
        let active = self.state().active.clone();
        active.filter(|token| Instant::now() < token.renew_at)
    }

    async fn lock(&self) -> Result<StoreLock, TokenError> {
        let lock = self.config.store.lock().await;
        lock.map_err(|error| TokenError::store("lock", error))
    }

    async fn request_token(
        &self,
        transport: &Arc<dyn Transport>,
        form: Form,
    ) -> Result<Token, TokenError> {
        let endpoint = &self.config.endpoint;
        endpoint.request_token(transport, form, &self.owner).await
    }

    /// Returns the token in the store, if another process has renewed it. Otherwise, requests a new token.
    async fn renew(&self, transport: &Arc<dyn Transport>) -> Result<Token, TokenError> {
        let store = &self.config.store;
        let _lock = self.lock().await?;
        let stored = (store.load().await)
            .map_err(|error| TokenError::store("load", error))?
            .filter(|token| token.owner == self.owner);
        // Saving may have succeeded although it reported an error. Another process may then have renewed this token.
        let unsaved = self.state().unsaved.take();
        let unsaved = unsaved.filter(|unsaved| {
            let stored = stored.as_ref();
            stored.is_none_or(|stored| stored.expires_at <= unsaved.expires_at)
        });
        let last = match unsaved {
            Some(token) => Some(self.save(token).await?),
            None => stored,
        };
        if let Some(token) = last.as_ref().filter(|token| self.is_usable(token)) {
            return Ok(token.clone());
        }
        let form = self.config.grant.form(last.as_ref())?;
        let mut token = self.request_token(transport, form).await?;
        if token.refresh_token.is_none() {
            token.refresh_token = last.and_then(|last| last.refresh_token);
        }
        self.save(token).await
    }

    /// Saves a token. If this fails, the token is not used, and the next renewal first tries to save it again.
    async fn save(&self, token: Token) -> Result<Token, TokenError> {
        let saved = self.config.store.save(&token).await;
        let mut state = self.state();
        match saved {
            Ok(()) => {
                state.unsaved = None;
                Ok(token)
            }
            Err(error) => {
                state.unsaved = Some(token);
                Err(TokenError::store("save", error))
            }
        }
    }

    /// Returns whether a token in the store can be used without a renewal.
    fn is_usable(&self, token: &Token) -> bool {
        let is_known = self.state().newest.as_ref() == Some(&token.access_token);
        !is_known && token.remaining() > renewal_margin(Duration::MAX)
    }

    /// Makes a saved token the current token.
    fn activate(&self, token: Token) -> Arc<ActiveToken> {
        let cloud = self.config.endpoint.cloud;
        let mut state = self.state();
        let now = Instant::now();
        state.version += 1;
        let remaining = token.remaining();
        let active = Arc::new(ActiveToken {
            region: (token.api_url.as_deref())
                .and_then(|url| region::region(url, cloud))
                .or_else(|| region::of_cloud(cloud)),
            access_token: token.access_token,
            version: state.version,
            renew_at: now + remaining.saturating_sub(renewal_margin(remaining)),
            expires_at: now + remaining,
        });
        state.newest = Some(active.access_token.clone());
        state.active = Some(Arc::clone(&active));
        active
    }

    /// Ends a renewal. If it failed and the current token is still valid, delays the next renewal.
    fn finish(&self, outcome: RenewalOutcome) -> RenewalOutcome {
        let mut state = self.state();
        state.renewal = None;
        if let (Err(_), Some(active)) = (&outcome, &mut state.active) {
            let active = Arc::make_mut(active);
            active.renew_at = (Instant::now() + RENEWAL_PAUSE).min(active.expires_at);
        }
        outcome
    }
}

impl fmt::Debug for TokenManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenManager")
            .field("config", &self.0.config)
            .finish_non_exhaustive()
    }
}
