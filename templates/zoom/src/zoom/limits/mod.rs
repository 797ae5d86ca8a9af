//! Keeping to Zoom's rate limits, so that a client is not refused for asking too often.
//!
//! In: the plan of the account, and each call before it is sent. Out: leave to send it, in the order in which calls came. It must
//! not admit one call more than the table has, in any second, minute or day, wherever that begins. That is why this counts by
//! itself: a bucket that refills (GCRA, as the crates for this have it) admits a burst of its whole size and goes on refilling, which
//! makes almost twice the limit in the worst second.
//!
//! `table` and `special` are the data, `ledger` counts one quota, `book` plans over all of them, `headers` reads what Zoom says.

mod book;
mod headers;
mod ledger;
mod special;
mod table;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::runtime::{
    BoxFuture, Error, ErrorKind, Failure, RateLimit, RateLimitContext, ResponseHead, Result,
};

use book::{Book, Need, Turn};
use headers::Told;
use ledger::Now;
use special::{Per, specials};
use table::{Quota, family, quotas};

pub use table::{Label, Plan};

/// Holds calls back so that an account's rate limits are kept, for
/// [`ClientBuilder::limiter`](crate::runtime::ClientBuilder::limiter).
///
/// Limits are per account: one limiter is for one account. Its clones count together, also in several clients. Calls of the same
/// class go in the order in which they came; one that is dropped gives its place back. A call that would have to wait longer than
/// its time fails at once with [`ErrorKind::RateLimited`], and its
/// [`retry_after`](crate::runtime::Error::retry_after) tells how long.
///
/// What Zoom says in `X-RateLimit-…` headers makes limits narrower, never wider: other apps of the account count too. A limit of the
/// day that was reached holds all calls of that class until Zoom lets them again.
///
/// ```ignore
/// let limiter = RateLimiter::new(Plan::BusinessPlus);
/// let client = Client::builder().auth(app).limiter(limiter.clone()).build()?;
/// ```
#[derive(Clone)]
pub struct RateLimiter(Arc<Shared>);

struct Shared {
    setup: Setup,
    book: Mutex<Book>,
    /// Told when those who wait have to look again.
    changed: Notify,
}

/// By what days are told.
type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

#[derive(Clone)]
struct Setup {
    plan: Plan,
    unlabelled: Label,
    is_per_sub_account: bool,
    clock: Clock,
}

impl RateLimiter {
    /// Keeps to the limits of this plan, counting all calls against the account of the caller.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self::with(Setup {
            plan,
            unlabelled: Label::Medium,
            is_per_sub_account: false,
            clock: Arc::new(SystemTime::now),
        })
    }

    /// Counts calls about a sub account (`/accounts/{accountId}/…`) against that sub account, by the same plan. Zoom does not say
    /// against which of the two it counts them.
    #[must_use]
    pub fn per_sub_account(self) -> Self {
        self.changed(|setup| setup.is_per_sub_account = true)
    }

    /// Counts calls that Zoom gives no label as if they had this one. [`Label::Medium`] by default.
    #[must_use]
    pub fn unlabelled(self, label: Label) -> Self {
        self.changed(|setup| setup.unlabelled = label)
    }

    /// Tells days by this clock, which end at midnight UTC. [`SystemTime::now`] by default.
    #[must_use]
    pub fn clock(self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.changed(|setup| setup.clock = Arc::new(now))
    }

    fn with(setup: Setup) -> Self {
        Self(Arc::new(Shared {
            setup,
            book: Mutex::default(),
            changed: Notify::new(),
        }))
    }

    /// One of another setup, which has counted nothing yet.
    fn changed(&self, change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = self.0.setup.clone();
        change(&mut setup);
        Self::with(setup)
    }
}

impl RateLimit for RateLimiter {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let needs = self.0.setup.needs(context).all();
            let turn = self
                .0
                .update(|book, now| book.come(needs, context.deadline(), now));
            self.0.wait(turn).await.map_err(|wait| {
                Error::new(
                    ErrorKind::RateLimited,
                    "rate limit of the account leaves no room within the time of the call",
                )
                .with_failure(Failure::new().retry_after(wait))
            })
        })
    }

    fn observe(&self, context: &RateLimitContext, head: &ResponseHead) {
        let told = Told::read(head);
        if told.says_nothing() {
            return;
        }
        let needs = self.0.setup.needs_labelled(context, told.label);
        self.0.update(|book, now| told.note(book, &needs, now));
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let setup = &self.0.setup;
        f.debug_struct("RateLimiter")
            .field("plan", &setup.plan)
            .field("unlabelled", &setup.unlabelled)
            .field("is_per_sub_account", &setup.is_per_sub_account)
            .finish_non_exhaustive()
    }
}

/// What a call counts against.
struct Needs {
    /// By its label.
    common: Vec<Need>,
    /// By itself.
    special: Vec<Need>,
}

impl Needs {
    fn all(self) -> Vec<Need> {
        let mut all = self.special;
        all.extend(self.common);
        all
    }
}

impl Setup {
    fn needs(&self, context: &RateLimitContext) -> Needs {
        self.needs_labelled(context, None)
    }

    /// What a call counts against, by this label if Zoom named one.
    fn needs_labelled(&self, context: &RateLimitContext, label: Option<Label>) -> Needs {
        let (operation, path) = (context.operation(), context.path_template());
        let family = family(operation.server.name, self.plan, path);
        // A request that no operation describes has no label, whatever it was made like.
        let is_own = context.method() == operation.method && path.ends_with(operation.path);
        let own = operation
            .rate_limit
            .filter(|_| is_own)
            .and_then(Label::named);
        let label = label.or(own).unwrap_or(self.unlabelled);
        let account = self.account(context);
        let need = |account: &Arc<str>, quota: &Quota| Need {
            key: (Arc::clone(account), family, quota.pool, quota.span),
            most: quota.most,
        };
        let common = quotas(family, self.plan, label);
        let special = specials(context.method().as_str(), path, self.plan).flat_map(|special| {
            let counted = match special.per {
                Per::Account => Arc::clone(&account),
                Per::Target => filled(context).into(),
            };
            special
                .quotas
                .iter()
                .map(move |quota| need(&counted, quota))
        });
        Needs {
            special: special.collect(),
            common: common.iter().map(|quota| need(&account, quota)).collect(),
        }
    }

    /// Whose calls count together; empty for the caller's own account.
    fn account(&self, context: &RateLimitContext) -> Arc<str> {
        let below = |path: &str| path.strip_prefix("/accounts/").map(str::to_owned);
        let account = below(&filled(context)).filter(|_| self.is_per_sub_account);
        let account = account.as_deref().and_then(|rest| rest.split('/').next());
        match account {
            // These are paths of the caller itself.
            None | Some("me" | "billing") => Arc::default(),
            Some(account) => account.into(),
        }
    }
}

/// The path with its values.
fn filled(context: &RateLimitContext) -> String {
    let segments = context.path_template().split('/').map(|segment| {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let value = name.and_then(|name| context.path_value(name));
        value.unwrap_or(segment)
    });
    segments.collect::<Vec<_>>().join("/")
}

impl Shared {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Now {
        let wall = (self.setup.clock)().duration_since(SystemTime::UNIX_EPOCH);
        Now {
            instant: Instant::now(),
            wall: wall.unwrap_or(Duration::ZERO),
        }
    }

    /// Works on the book, and calls those whom it concerns.
    fn update<T>(&self, work: impl FnOnce(&mut Book, &Now) -> T) -> T {
        let mut book = self.book();
        // Read under the lock, so that time does not go back in the book.
        let result = work(&mut book, &self.now());
        if book.take_moved() {
            self.changed.notify_waiters();
        }
        if book.is_stale() {
            self.changed.notify_one();
        }
        result
    }

    /// Waits until it is the turn of this call, or gives the time that it would have to wait.
    async fn wait(&self, turn: Turn) -> std::result::Result<(), Duration> {
        let (number, mut slot) = match turn {
            Turn::Go => return Ok(()),
            Turn::Refused(wait) => return Err(wait),
            Turn::Wait(number, slot) => (number, slot),
        };
        let mut place = Place {
            shared: self,
            number: Some(number),
        };
        loop {
            let changed = self.changed.notified();
            // Both mean to look again.
            let _ = timeout_at(slot, changed).await;
            match self.update(|book, now| book.again(number, now)) {
                Turn::Wait(_, next) => slot = next,
                turn => {
                    place.number = None;
                    return match turn {
                        Turn::Refused(wait) => Err(wait),
                        _ => Ok(()),
                    };
                }
            }
        }
    }
}

/// The place of a call that waits. Dropped before its turn, it is given back.
struct Place<'a> {
    shared: &'a Shared,
    number: Option<u64>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.shared.update(|book, now| book.leave(number, now));
        }
    }
}
