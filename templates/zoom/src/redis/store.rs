//! A store that keeps a token in Redis.
//!
//! A refresh token works only once, so two workers must not use the same one. Therefore, a worker locks the token while
//! it renews the token. A worker can lose its lock without noticing, for example while its machine is suspended.
//! Therefore, each lock has a number, and the server compares the numbers when a worker saves a token.

use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use redis::Script;
use tokio::runtime::Handle;
use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::auth::{StoreLock, Token, TokenStore};
use crate::runtime::{BoxFuture, Error, ErrorKind, Result};

use super::server::{Redis, millis, random_id};

/// How long to wait for the lock by default.
const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(20);
/// After this time, a lock that is not extended expires.
const DEFAULT_LEASE: Duration = Duration::from_secs(15);
/// How long Redis keeps a token after it was last saved or locked.
const KEEP: Duration = Duration::from_secs(400 * 86_400);
/// The shortest and the longest pause between attempts to take the lock.
const POLL_INTERVALS: (Duration, Duration) =
    (Duration::from_millis(20), Duration::from_millis(250));

/// Takes the lock. Returns the number of the lock. If another worker holds it, returns 0 and the remaining time of that
/// lock.
static LOCK: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        if redis.call('GET', KEYS[1]) == ARGV[1] then
            -- The connection broke before the reply, so the client sent the command again.
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
        elseif not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
            return {0, redis.call('PTTL', KEYS[1])}
        end
        local number = redis.call('HINCRBY', KEYS[2], 'number', 1)
        redis.call('PEXPIRE', KEYS[2], ARGV[3])
        return {number, 0}",
    )
});

/// Extends the lock if it belongs to this owner.
static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        return redis.call('PEXPIRE', KEYS[1], ARGV[2])",
    )
});

/// Releases the lock if it belongs to this owner.
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        return redis.call('DEL', KEYS[1])",
    )
});

/// Saves a token. If a worker with a later lock has already saved a token, the later token stays. The number 0 means
/// that the caller holds no lock.
static SAVE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local saved = tonumber(redis.call('HGET', KEYS[1], 'saved') or '0')
        local number = tonumber(ARGV[1])
        if number == 0 then
            number = redis.call('HINCRBY', KEYS[1], 'number', 1)
        end
        if number < saved then return 0 end
        redis.call('HSET', KEYS[1], 'token', ARGV[2], 'saved', number)
        local last = tonumber(redis.call('HGET', KEYS[1], 'number') or '0')
        if last < number then redis.call('HSET', KEYS[1], 'number', number) end
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1",
    )
});

static LOAD: LazyLock<Script> =
    LazyLock::new(|| Script::new("return redis.call('HGET', KEYS[1], 'token')"));

/// A [`TokenStore`] that keeps a token in Redis, for workers on several machines.
///
/// One worker at a time locks the token and renews it, and the other workers use the saved token. A worker extends its
/// lock as long as it lives. If it dies, the lock expires.
///
/// A worker can lose its lock, for example while its machine is suspended. When it then saves its token, another worker
/// may have saved a newer one. In this case, [`save`](TokenStore::save) keeps the newer token and returns no error.
/// Otherwise, it saves the token, because each refresh token works only once.
///
/// Redis contains the token in clear text. Use TLS, a password, and a Redis user that only the workers know. If Redis
/// loses the token of an `AuthorizationCode` app, a user must authorize the app again. Therefore, turn on the
/// persistence of Redis (`appendonly yes`) for such an app.
///
/// ```ignore
/// let redis = Redis::new("rediss://redis.example.com")?;
/// let app = ServerToServer::from_env()?.store(RedisStore::new(&redis, "reseller"));
/// ```
#[derive(Clone)]
pub struct RedisStore {
    redis: Redis,
    name: Arc<str>,
    lock_timeout: Duration,
    lease: Duration,
    local: Arc<Local>,
}

/// The state of the lock in this process. All clones of a store share it.
#[derive(Default)]
struct Local {
    /// Only one clone at a time holds the lock. Therefore, `number` always belongs to the caller of `save`.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// The number of the lock; 0 if no clone holds the lock.
    number: Mutex<u64>,
}

impl Local {
    fn set_number(&self, number: u64) {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = number;
    }
}

impl RedisStore {
    /// Creates a store. Workers with the same name and the same [prefix](Redis::prefix) share one token. Use one name
    /// for each app and account.
    ///
    /// The name must not contain braces.
    #[must_use]
    pub fn new(redis: &Redis, name: impl Into<String>) -> Self {
        Self {
            redis: redis.clone(),
            name: name.into().into(),
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
            lease: DEFAULT_LEASE,
            local: Arc::default(),
        }
    }

    /// Sets how long a call waits while another worker renews the token. Default: 20 s.
    ///
    /// After this time, the call fails with [`ErrorKind::Timeout`]. This time must be longer than the
    /// [lease](Self::lease).
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Sets the time after which the lock of a dead worker expires. Default: 15 s. During this time, a living worker
    /// extends its lock three times.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Returns the keys of the lock and of the token.
    fn keys(&self) -> Result<[String; 2]> {
        let start = self.redis.keys("token", &self.name)?;
        Ok([format!("{start}lock"), format!("{start}token")])
    }

    async fn take_lock(&self) -> Result<StoreLock> {
        let start = Instant::now();
        let late = || {
            let (name, limit) = (&self.name, self.lock_timeout);
            let message = format!("token `{name}` in Redis is still locked after {limit:?}");
            Error::new(ErrorKind::Timeout, message)
        };
        let turn = Arc::clone(&self.local.turn).lock_owned();
        let turn = timeout(self.lock_timeout, turn).await.map_err(|_| late())?;
        let [lock, token] = self.keys()?;
        let owner = random_id()?;
        let (shortest, longest) = POLL_INTERVALS;
        let mut interval = shortest;
        let keys = [lock.clone(), token];
        let arguments = [owner.clone(), millis(self.lease), millis(KEEP)];
        loop {
            let (number, left): (u64, i64) = self.redis.run(&LOCK, &keys, &arguments).await?;
            if number > 0 {
                self.local.set_number(number);
                return Ok(StoreLock::holding(self.held(lock, owner, turn)));
            }
            if start.elapsed() >= self.lock_timeout {
                return Err(late());
            }
            let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
            sleep(interval.min(left.max(shortest))).await;
            interval = (interval * 2).min(longest);
        }
    }

    /// Extends the lock regularly, until the returned value is dropped.
    fn held(&self, lock: String, owner: String, turn: OwnedMutexGuard<()>) -> HeldLock {
        let redis = self.redis.clone();
        let keys = [lock];
        let renewal = {
            let (redis, keys) = (redis.clone(), keys.clone());
            let (arguments, pause) = ([owner.clone(), millis(self.lease)], self.lease / 3);
            tokio::spawn(async move {
                loop {
                    sleep(pause).await;
                    // If this fails, the next attempt may still be in time.
                    if let Ok(0) = redis.run::<u64>(&RENEW, &keys, &arguments).await {
                        return;
                    }
                }
            })
        };
        HeldLock {
            redis,
            keys,
            owner,
            renewal,
            handle: Handle::current(),
            local: Arc::clone(&self.local),
            turn: Some(turn),
        }
    }
}

/// A lock that is held. Dropping this value releases the lock.
struct HeldLock {
    redis: Redis,
    /// The key of the lock.
    keys: [String; 1],
    owner: String,
    renewal: JoinHandle<()>,
    handle: Handle,
    local: Arc<Local>,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.renewal.abort();
        self.local.set_number(0);
        let (redis, turn) = (self.redis.clone(), self.turn.take());
        let (keys, arguments) = (self.keys.clone(), [std::mem::take(&mut self.owner)]);
        self.handle.spawn(async move {
            // If the release fails, the lock expires.
            drop(redis.run::<u64>(&RELEASE, &keys, &arguments).await);
            drop(turn);
        });
    }
}

impl TokenStore for RedisStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>> {
        Box::pin(async {
            let [_, token] = self.keys()?;
            let json: Option<Vec<u8>> = self.redis.run(&LOAD, &[token], &[]).await?;
            let Some(json) = json else {
                return Ok(None);
            };
            // The source of the error is dropped, because its message may quote the token.
            serde_json::from_slice(&json).map(Some).map_err(|_| {
                let message = format!("value of token `{}` in Redis is not a token", self.name);
                Error::new(ErrorKind::Other, message)
            })
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            let json = serde_json::to_string(token)
                .map_err(|_| Error::new(ErrorKind::Other, "failed to serialize the token"))?;
            let number = *(self.local.number.lock()).unwrap_or_else(PoisonError::into_inner);
            let [_, token] = self.keys()?;
            let arguments = [number.to_string(), json, millis(KEEP)];
            // The reply 0 means that Redis has a newer token. All workers should use the newer one, so this is not an
            // error.
            let _: u64 = self.redis.run(&SAVE, &[token], &arguments).await?;
            Ok(())
        })
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock>> {
        Box::pin(self.take_lock())
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("redis", &self.redis)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
