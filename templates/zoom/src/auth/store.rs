//! Stores that keep tokens between calls and between processes.

use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::{BoxFuture, Result};

use super::token::Token;

/// A store that keeps one token of one app, for one account or user.
///
/// The client does not use the store for each call, but only to renew the token. It saves the new token before it uses
/// the token. If the store fails, the call fails too. Each refresh token works only once. If a new one is lost before
/// it is saved, the user must authorize the app again.
///
/// Before a renewal, the client locks the store and loads the token again. Thus, processes with a common store share
/// one token. If several processes use your own store, its lock must also exclude other processes. The `Debug` output
/// of the client includes the one of the store, which must not contain a token.
pub trait TokenStore: Send + Sync + fmt::Debug + 'static {
    /// Loads the last saved token, if there is one.
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>>;

    /// Saves a token in place of the previous one. When the future completes, the token must be safe, even after a
    /// crash.
    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>>;

    /// Locks the store for a renewal. If the store is already locked, waits. Dropping the returned value releases the
    /// lock.
    ///
    /// By default, takes no lock. This is enough for a store that only one process uses.
    fn lock(&self) -> BoxFuture<'_, Result<StoreLock>> {
        Box::pin(ready(Ok(StoreLock::none())))
    }
}

impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>> {
        (**self).load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        (**self).save(token)
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock>> {
        (**self).lock()
    }
}

/// The lock of a [`TokenStore`]. Only the process that holds the lock renews the token.
pub struct StoreLock(
    #[expect(dead_code, reason = "dropping the guard releases the lock")] Option<Box<dyn Send>>,
);

impl StoreLock {
    /// Creates a lock that locks nothing.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Creates a lock that releases `guard` when it is dropped.
    #[must_use]
    pub fn holding(guard: impl Send + 'static) -> Self {
        Self(Some(Box::new(guard)))
    }
}

impl fmt::Debug for StoreLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreLock").finish_non_exhaustive()
    }
}

/// A [`TokenStore`] that keeps the token in memory until the process ends.
#[derive(Default)]
pub struct MemoryStore {
    token: Mutex<Option<Token>>,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>> {
        let token = (self.token.lock()).unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(Ok(token.clone())))
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Box::pin(ready(Ok(())))
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}
