//! A walk over accounts that workers on several machines share.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use futures_core::Stream;
use redis::Script;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::runtime::{Error, ErrorKind, Result};

use super::server::{Redis, millis, random_id};

/// After this time, a lease that is not extended expires.
const DEFAULT_LEASE: Duration = Duration::from_secs(30);
/// After this time, Redis forgets a walk that is not used.
const DEFAULT_KEEP: Duration = Duration::from_secs(7 * 86_400);
/// The pause between attempts to get an account, if other workers have all accounts.
const POLL_INTERVAL: Duration = Duration::from_millis(200);
/// How many accounts one command adds.
const BATCH: usize = 500;

static SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("walk.lua")));

/// A walk over many accounts that workers on several machines share, for example all sub accounts of a primary account.
///
/// First, one worker lists the accounts, and the others wait ([`fill`](Self::fill)). Then each worker takes accounts,
/// one at a time ([`next`](Self::next)). A worker holds a lease on its account, so that no other worker gets the
/// account. The worker extends the lease as long as it lives. If it dies, the lease expires, and another worker gets
/// the account.
///
/// The work for an account runs **at least once**. If a worker dies before [`Lease::done`] reaches Redis, the work runs
/// again. If a worker cannot extend its lease, for example while its machine is suspended, two workers can work on the
/// account at once. Therefore, a second run must do no harm.
///
/// If Redis loses its data, [`next`](Self::next) fails until a worker calls `fill` again. Then the work for all
/// accounts runs again.
///
/// ```ignore
/// let walk = SharedWalk::new(&redis, "nightly-2026-01-31");
/// walk.fill(zoom.accounts().list().items(), |account| account.id.to_string()).await?;
/// while let Some(lease) = walk.next().await? {
///     match zoom.sub_account(lease.account()).users().get_summary().await {
///         Ok(_) => lease.done().await?,
///         Err(error) => lease.failed(&error.to_string()).await?,
///     };
/// }
/// ```
#[derive(Clone)]
pub struct SharedWalk {
    redis: Redis,
    name: Arc<str>,
    lease: Duration,
    keep: Duration,
}

/// How many accounts of a [`SharedWalk`] are in each state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WalkProgress {
    /// Whether all accounts are in the list.
    pub is_listed: bool,
    /// The number of accounts that no worker has yet.
    pub waiting: u64,
    /// The number of accounts that a worker has.
    pub leased: u64,
    /// The number of accounts whose work is done, without failures.
    pub done: u64,
    /// The number of accounts whose work failed.
    pub failed: u64,
}

impl SharedWalk {
    /// Creates a walk. Workers with the same name and the same [prefix](Redis::prefix) share one walk. Use a new name
    /// for each run, such as a name with a date.
    ///
    /// The name must not contain braces.
    #[must_use]
    pub fn new(redis: &Redis, name: impl Into<String>) -> Self {
        Self {
            redis: redis.clone(),
            name: name.into().into(),
            lease: DEFAULT_LEASE,
            keep: DEFAULT_KEEP,
        }
    }

    /// Sets the time after which other workers get the accounts of a dead worker. Default: 30 s. During this time, a
    /// living worker extends its lease three times.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets how long Redis keeps the walk after it was last used. Default: 7 days.
    #[must_use]
    pub fn keep(mut self, time: Duration) -> Self {
        self.keep = time;
        self
    }

    /// Adds the accounts of a list, and returns when the list is complete. `id` returns the id of an account.
    ///
    /// All workers call this method. One of them reads the list. The others wait and do not read their streams. If the
    /// worker that reads the list dies, another one starts again at the first account. An account that is already in
    /// the walk is not added again.
    pub async fn fill<T>(
        &self,
        accounts: impl Stream<Item = Result<T>> + Send,
        mut id: impl FnMut(T) -> String + Send,
    ) -> Result<()> {
        let owner = random_id()?;
        let arguments = [owner.clone(), millis(self.lease)];
        loop {
            match self.run::<u64>("list", &arguments).await? {
                0 => return Ok(()),
                1 => break,
                _ => sleep(POLL_INTERVAL).await,
            }
        }
        let _renewal = self.renew("renew_list", vec![owner.clone(), millis(self.lease)]);
        let mut accounts = pin!(accounts);
        let mut batch = Vec::new();
        loop {
            let next = poll_fn(|context| accounts.as_mut().poll_next(context)).await;
            let is_end = next.is_none();
            match next {
                Some(Ok(account)) => batch.push(id(account)),
                Some(Err(error)) => {
                    // This worker stops reading, so another one may read the list now.
                    drop(self.run::<u64>("end_list", &[owner, "0".to_owned()]).await);
                    return Err(error);
                }
                None => {}
            }
            if batch.len() >= BATCH || (is_end && !batch.is_empty()) {
                self.run::<u64>("add", &batch).await?;
                batch.clear();
            }
            if is_end {
                let arguments = [owner, "1".to_owned()];
                if self.run::<u64>("end_list", &arguments).await? == 0 {
                    let message =
                        "another worker reads the list, or Redis lost its data; call `fill` again";
                    return Err(Error::new(ErrorKind::Other, message));
                }
                return Ok(());
            }
        }
    }

    /// Returns the next account. If other workers have all remaining accounts, waits, because one of these workers may
    /// die. Returns `None` when the work for all accounts is finished.
    ///
    /// If the list is not complete and no worker reads it, fails with [`ErrorKind::Config`]. Call [`fill`](Self::fill)
    /// first.
    pub async fn next(&self) -> Result<Option<Lease>> {
        let owner = random_id()?;
        loop {
            let arguments = [owner.clone(), millis(self.lease)];
            let (code, account): (u64, String) = self.run("take", &arguments).await?;
            match code {
                0 => return Ok(None),
                1 => return Ok(Some(self.lease_of(account, owner))),
                2 => sleep(POLL_INTERVAL).await,
                _ => {
                    let message = format!(
                        "list of walk `{}` is incomplete, and no worker reads it; call `fill`",
                        self.name
                    );
                    return Err(Error::new(ErrorKind::Config, message));
                }
            }
        }
    }

    /// Returns how many accounts are in each state.
    pub async fn progress(&self) -> Result<WalkProgress> {
        let numbers: (u64, u64, u64, u64, u64) = self.run("progress", &[]).await?;
        let (is_listed, waiting, leased, done, failed) = numbers;
        Ok(WalkProgress {
            is_listed: is_listed == 1,
            waiting,
            leased,
            done,
            failed,
        })
    }

    /// Returns the accounts whose work failed, ordered by id. Each has the text that was passed to [`Lease::failed`].
    pub async fn failures(&self) -> Result<Vec<(String, String)>> {
        let mut failures: Vec<(String, String)> = self.run("failures", &[]).await?;
        failures.sort();
        Ok(failures)
    }

    /// Lets workers work on all failed accounts again. Returns the number of these accounts.
    pub async fn retry_failures(&self) -> Result<u64> {
        self.run("retry", &[]).await
    }

    fn lease_of(&self, account: String, owner: String) -> Lease {
        let arguments = vec![account.clone(), owner.clone(), millis(self.lease)];
        Lease {
            renewal: self.renew("renew", arguments),
            walk: self.clone(),
            account,
            owner,
            is_finished: false,
        }
    }

    /// Extends a lease regularly, until the returned value is dropped or the lease is lost.
    fn renew(&self, action: &'static str, arguments: Vec<String>) -> Renewal {
        let walk = self.clone();
        Renewal(tokio::spawn(async move {
            loop {
                sleep(walk.lease / 3).await;
                // If this fails, the next attempt may still be in time.
                if let Ok(0) = walk.run::<u64>(action, &arguments).await {
                    return;
                }
            }
        }))
    }

    async fn run<T: redis::FromRedisValue>(&self, action: &str, arguments: &[String]) -> Result<T> {
        let start = self.redis.keys("walk", &self.name)?;
        let names = [
            "todo", "leases", "owners", "known", "done", "failed", "state",
        ];
        let keys = names.map(|name| format!("{start}{name}"));
        let first = [action.to_owned(), millis(self.keep)];
        let arguments = [&first, arguments].concat();
        self.redis.run(&SCRIPT, &keys, &arguments).await
    }
}

impl fmt::Debug for SharedWalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedWalk")
            .field("redis", &self.redis)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Extends a lease. Dropping this value ends this.
struct Renewal(JoinHandle<()>);

impl Drop for Renewal {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An account that a worker works on. At the end of the work, call [`done`](Self::done) or [`failed`](Self::failed).
///
/// If the value is dropped without such a call, another worker gets the account.
#[must_use = "a dropped lease returns the account to the walk"]
pub struct Lease {
    walk: SharedWalk,
    account: String,
    owner: String,
    #[expect(dead_code, reason = "dropping the renewal ends it")]
    renewal: Renewal,
    is_finished: bool,
}

impl Lease {
    /// Returns the id of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// Records that the work for the account is done. Returns `false` if this worker has lost the lease, for example
    /// because the lease expired. Another worker may then do the work again.
    pub async fn done(self) -> Result<bool> {
        self.finish("done", String::new()).await
    }

    /// Records that the work for the account failed. No worker gets the account again until
    /// [`SharedWalk::retry_failures`] is called. Returns `false` if this worker has lost the lease.
    ///
    /// Redis keeps `reason`, so it must not contain secrets.
    pub async fn failed(self, reason: &str) -> Result<bool> {
        self.finish("failed", reason.to_owned()).await
    }

    async fn finish(mut self, action: &str, reason: String) -> Result<bool> {
        let arguments = [self.account.clone(), self.owner.clone(), reason];
        let finished: u64 = self.walk.run(action, &arguments).await?;
        self.is_finished = true;
        Ok(finished == 1)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Ok(handle) = Handle::try_current() else {
            return;
        };
        if self.is_finished {
            return;
        }
        let walk = self.walk.clone();
        let arguments = [&mut self.account, &mut self.owner].map(std::mem::take);
        handle.spawn(async move {
            // If the command fails, the lease expires.
            drop(walk.run::<u64>("release", &arguments).await);
        });
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
