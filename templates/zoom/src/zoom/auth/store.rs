//! Where tokens are kept between calls, and between processes.
//!
//! In: a token. Out: the same one later. A store must not give out a token that it was not given, and must not show one.

use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::{BoxFuture, Result};

use super::token::Token;

/// Keeps one token: of one app, for one account or user.
///
/// It is asked when a token has to be renewed, not for each call. What is renewed is saved before it is used, and a store that
/// fails makes the call fail: a refresh token can be used once, and one that is not kept is lost.
///
/// Before a token is renewed, the store is locked and asked again, so that processes which share a store share one token. A
/// store of your own that several processes use should give a lock that holds between them. Its `Debug` is shown with that of the
/// client, and must show no token.
pub trait TokenStore: Send + Sync + fmt::Debug + 'static {
    /// The token that was saved last, if there is one.
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>>;

    /// Keeps this token in the place of the last one. Once it is done, a crash must not lose the token.
    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>>;

    /// Waits until nobody else renews the token, and keeps others out until what it gives is dropped. No lock by default, which
    /// suits a store that one process uses.
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

/// Keeps others from renewing the token of a store until it is dropped.
pub struct StoreLock(
    #[expect(dead_code, reason = "it is there to be dropped")] Option<Box<dyn Send>>,
);

impl StoreLock {
    /// Keeps nobody out.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Keeps others out as long as this value lives.
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

/// Keeps a token in memory: it ends with the process.
#[derive(Default)]
pub struct MemoryStore {
    token: Mutex<Option<Token>>,
}

impl MemoryStore {
    /// A store without a token.
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
