//! The sub accounts of one account, as a stream.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::hierarchy::walk::{Visit, Walk};
use crate::runtime::{Progress, Result, WorkOutcome};
use crate::v2::accounts::AccountSummary;

/// A stream of sub accounts, each with the outcome of its work; see
/// [`Client::for_each_sub_account`](crate::Client::for_each_sub_account).
#[derive(Debug)]
#[must_use = "a stream does nothing unless it is polled"]
pub struct SubAccounts<T> {
    walk: Walk<T>,
}

impl<T: WorkOutcome> SubAccounts<T> {
    pub(super) fn new(walk: Walk<T>) -> Self {
        Self { walk }
    }

    /// Returns the next account and its outcome; `None` after the last item.
    pub async fn next(&mut self) -> Option<Result<(AccountSummary, T)>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the progress of the walk.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.walk.progress()
    }
}

impl<T: WorkOutcome> Stream for SubAccounts<T> {
    type Item = Result<(AccountSummary, T)>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let item = match ready!(Pin::new(&mut self.walk).poll_next(context)) {
                Some(Visit::Account {
                    account, outcome, ..
                }) => Ok((*account, outcome)),
                Some(Visit::EntryFailed { error, .. } | Visit::RootFailed { error, .. }) => {
                    Err(error)
                }
                Some(Visit::RootFinished { .. }) => continue,
                None => return Poll::Ready(None),
            };
            return Poll::Ready(Some(item));
        }
    }
}
