//! The token that all calls share, and its renewal.
//!
//! In: a grant, an endpoint and a store. Out: a token that is good for a while. However many calls want one, one renewal is under
//! way at a time. It runs as a task of its own, so that no call that gives up takes it along; who waits gets what it brings, be it
//! a token or an error. A token must not be used before the store has it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::runtime::{BaseUrl, Error, ErrorKind, Rejection, Request, Result, Secret, Transport};
use crate::zoom::scopes::missing_scopes;

use super::denied::Denied;
use super::endpoint::{Endpoint, Form};
use super::region;
use super::store::{StoreLock, TokenStore};
use super::token::{Token, margin};

/// How long a renewal that failed is not tried again while the token is still good.
const PAUSE: Duration = Duration::from_secs(5);
/// How often a call waits for a renewal that is lost, as with a runtime that shuts down.
const TRIES: usize = 3;

/// What a token is asked for with.
#[derive(Clone, Debug)]
pub(super) enum Grant {
    /// The app's own rights in its account.
    Account {
        /// The id of the account.
        account_id: String,
    },
    /// What a user allowed the app.
    #[cfg(feature = "oauth")]
    User {
        /// What the first token is asked for with, where the store has none.
        refresh_token: Option<Secret>,
    },
}

impl Grant {
    /// Whose tokens these are, for a store.
    fn owner(&self, endpoint: &Endpoint) -> String {
        let (base, client_id) = (&endpoint.base, &endpoint.client_id);
        match self {
            Self::Account { account_id } => format!("{base} account {account_id} app {client_id}"),
            #[cfg(feature = "oauth")]
            Self::User { .. } => format!("{base} user of app {client_id}"),
        }
    }

    /// The fields that ask for the token after this one.
    fn form(&self, last: Option<&Token>) -> Result<Form, Denied> {
        match (self, last) {
            (Self::Account { account_id }, _) if account_id.is_empty() => {
                Err(Denied::new(ErrorKind::Auth, "account id is empty"))
            }
            (Self::Account { account_id }, _) => Ok(vec![
                ("grant_type", Secret::new("account_credentials")),
                ("account_id", Secret::new(account_id.as_str())),
            ]),
            #[cfg(feature = "oauth")]
            (Self::User { refresh_token }, last) => {
                let last = last.and_then(|last| last.refresh_token.as_ref());
                let token = last.or(refresh_token.as_ref()).ok_or_else(|| {
                    let message = "no user has authorized the app: exchange a code first";
                    Denied::new(ErrorKind::Auth, message)
                })?;
                Ok(vec![
                    ("grant_type", Secret::new("refresh_token")),
                    ("refresh_token", token.clone()),
                ])
            }
        }
    }
}

/// How tokens are come by.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) grant: Grant,
    pub(super) endpoint: Endpoint,
    pub(super) store: Arc<dyn TokenStore>,
}

/// The token that all clones share.
#[derive(Clone)]
pub(super) struct Tokens(Arc<Shared>);

struct Shared {
    setup: Setup,
    owner: String,
    state: Mutex<State>,
    /// Held by whoever talks to the token endpoint.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    held: Option<Arc<Held>>,
    /// Of the last token that was held.
    version: u64,
    /// The last access token that was held. Once it has to be renewed, it is not to be taken from the store again.
    last: Option<Secret>,
    /// A token that the store failed to keep. Its refresh token is the only one that works.
    unsaved: Option<Token>,
    renewal: Option<Waiting>,
}

/// What came of a renewal; `None` before it is done.
type Waiting = watch::Receiver<Option<Outcome>>;
type Outcome = Result<Arc<Held>, Denied>;

/// A token that is good for a while.
#[derive(Clone)]
struct Held {
    access_token: Secret,
    region: Option<BaseUrl>,
    version: u64,
    renew_at: Instant,
    dies_at: Instant,
}

/// Which token a call uses.
enum Look {
    Held(Arc<Held>),
    Waiting(Waiting),
}

impl Tokens {
    pub(super) fn new(setup: Setup) -> Self {
        let owner = setup.grant.owner(&setup.endpoint);
        Self(Arc::new(Shared {
            setup,
            owner,
            state: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }))
    }

    /// The setup, to be changed: what it is changed to begins without a token.
    pub(super) fn setup(&self) -> Setup {
        self.0.setup.clone()
    }

    /// Puts a token into a request.
    pub(super) async fn authorize(&self, request: &mut Request) -> Result<()> {
        let held = self.token(&Arc::clone(request.transport())).await?;
        request.set_bearer(&held.access_token);
        request.set_credentials_version(held.version);
        let region = held.region.as_ref();
        let server = request.operation().server;
        if let Some(url) = region.and_then(|region| region::base_url(region, server)) {
            request.set_default_base_url(url);
        }
        Ok(())
    }

    /// Gives up the token that was refused, and no newer one. Whether another try is worth it.
    pub(super) fn handle_rejection(&self, rejection: &Rejection<'_>) -> bool {
        // A new token has the scopes of the last one.
        if !missing_scopes(rejection.error()).is_empty() {
            return false;
        }
        let Some(version) = rejection.credentials_version() else {
            return false;
        };
        let mut state = self.0.state();
        state.held.take_if(|held| held.version == version);
        true
    }

    /// A token that is good, as soon as there is one.
    async fn token(&self, transport: &Arc<dyn Transport>) -> Result<Arc<Held>> {
        for _ in 0..TRIES {
            let mut waiting = match self.look(transport)? {
                Look::Held(held) => return Ok(held),
                Look::Waiting(waiting) => waiting,
            };
            // The guard of the value must not live on.
            let outcome = match waiting.wait_for(Option::is_some).await {
                Ok(outcome) => outcome.clone(),
                Err(_) => None,
            };
            if let Some(outcome) = outcome {
                return outcome.map_err(|denied| denied.error());
            }
        }
        Err(Denied::new(ErrorKind::Other, "renewal of the token was cut off").error())
    }

    /// The token that is there, or the renewal to wait for. A renewal begins if it is time for one.
    fn look(&self, transport: &Arc<dyn Transport>) -> Result<Look> {
        let mut state = self.0.state();
        let now = Instant::now();
        if let Some(held) = state.held.as_ref().filter(|held| now < held.renew_at) {
            return Ok(Look::Held(Arc::clone(held)));
        }
        let waiting = match &state.renewal {
            // One whose task is gone will bring nothing.
            Some(waiting) if waiting.has_changed().is_ok() => waiting.clone(),
            _ => self.start(transport)?,
        };
        state.renewal = Some(waiting.clone());
        // The last minute of the old token is there so that nobody has to wait.
        Ok(
            match state.held.as_ref().filter(|held| now < held.dies_at) {
                Some(held) => Look::Held(Arc::clone(held)),
                None => Look::Waiting(waiting),
            },
        )
    }

    /// Begins a renewal.
    fn start(&self, transport: &Arc<dyn Transport>) -> Result<Waiting> {
        let handle = runtime()?;
        let (sender, waiting) = watch::channel(None);
        let (shared, transport) = (Arc::clone(&self.0), Arc::clone(transport));
        handle.spawn(async move {
            let _turn = shared.turn.lock().await;
            let outcome = match shared.fresh() {
                // An exchange was faster.
                Some(held) => shared.finish(Ok(held)),
                None => shared.finish(
                    shared
                        .renew(&transport)
                        .await
                        .map(|token| shared.hold(token)),
                ),
            };
            sender.send_replace(Some(outcome));
        });
        Ok(waiting)
    }

    /// Asks for a token with a code, and holds it once the store has it. It goes on if the caller does not wait for its end: a code
    /// can be used once.
    #[cfg(feature = "oauth")]
    pub(super) async fn exchange(&self, transport: &Arc<dyn Transport>, form: Form) -> Result<()> {
        let (shared, transport) = (Arc::clone(&self.0), Arc::clone(transport));
        let exchange = runtime()?.spawn(async move {
            let _turn = shared.turn.lock().await;
            let _lock = shared.lock().await?;
            let endpoint = &shared.setup.endpoint;
            let token = endpoint.ask(&transport, form, &shared.owner).await?;
            let token = shared.keep(token).await?;
            shared.hold(token);
            Ok(())
        });
        match exchange.await {
            Ok(done) => done.map_err(|denied: Denied| denied.error()),
            Err(error) => {
                let message = "exchange of the code was cut off";
                Err(Error::new(ErrorKind::Other, message).with_source(error))
            }
        }
    }
}

/// The runtime that renewals run on.
fn runtime() -> Result<Handle> {
    Handle::try_current().map_err(|error| {
        Error::new(ErrorKind::Config, "tokens need a Tokio runtime").with_source(error)
    })
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that is held, if it is not time to renew it.
    fn fresh(&self) -> Option<Arc<Held>> {
        let held = self.state().held.clone();
        held.filter(|held| Instant::now() < held.renew_at)
    }

    async fn lock(&self) -> Result<StoreLock, Denied> {
        let lock = self.setup.store.lock().await;
        lock.map_err(|error| Denied::store("be locked", error))
    }

    /// Gets a token: the one that somebody else has renewed and saved, or a new one.
    async fn renew(&self, transport: &Arc<dyn Transport>) -> Result<Token, Denied> {
        let store = &self.setup.store;
        let _lock = self.lock().await?;
        let unsaved = self.state().unsaved.clone();
        let last = match unsaved {
            Some(token) => Some(self.keep(token).await?),
            None => (store.load().await)
                .map_err(|error| Denied::store("load", error))?
                .filter(|token| token.owner == self.owner),
        };
        if let Some(token) = last.as_ref().filter(|token| self.is_good(token)) {
            return Ok(token.clone());
        }
        let form = self.setup.grant.form(last.as_ref())?;
        let endpoint = &self.setup.endpoint;
        let mut token = endpoint.ask(transport, form, &self.owner).await?;
        if token.refresh_token.is_none() {
            token.refresh_token = last.and_then(|last| last.refresh_token);
        }
        self.keep(token).await
    }

    /// Saves a token. One that cannot be saved is not used, but is kept in mind for the next try.
    async fn keep(&self, token: Token) -> Result<Token, Denied> {
        let saved = self.setup.store.save(&token).await;
        let mut state = self.state();
        match saved {
            Ok(()) => {
                state.unsaved = None;
                Ok(token)
            }
            Err(error) => {
                state.unsaved = Some(token);
                Err(Denied::store("save", error))
            }
        }
    }

    /// Whether a token of the store can be used as it is.
    fn is_good(&self, token: &Token) -> bool {
        let is_spent = self.state().last.as_ref() == Some(&token.access_token);
        !is_spent && token.left() > margin(Duration::MAX)
    }

    /// Holds a token that the store has.
    fn hold(&self, token: Token) -> Arc<Held> {
        let mut state = self.state();
        let now = Instant::now();
        state.version += 1;
        let left = token.left();
        let held = Arc::new(Held {
            region: token.api_url.as_deref().and_then(region::region),
            access_token: token.access_token,
            version: state.version,
            renew_at: now + left.saturating_sub(margin(left)),
            dies_at: now + left,
        });
        state.last = Some(held.access_token.clone());
        state.held = Some(Arc::clone(&held));
        held
    }

    /// Ends a renewal.
    fn finish(&self, outcome: Outcome) -> Outcome {
        let mut state = self.state();
        state.renewal = None;
        if let (Err(_), Some(held)) = (&outcome, &mut state.held) {
            let held = Arc::make_mut(held);
            held.renew_at = (Instant::now() + PAUSE).min(held.dies_at);
        }
        outcome
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("setup", &self.0.setup)
            .finish_non_exhaustive()
    }
}
