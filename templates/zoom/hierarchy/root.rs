//! A root of a walk: one list of sub accounts.
//!
//! The root requests the next page when the work for the last account of the current page has started.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::Client;
use crate::hierarchy::found_account::FoundAccount;
use crate::hierarchy::position::RootPosition;
use crate::ids::AccountId;
use crate::runtime::{Error, ErrorKind, Items, Result, WorkLog};
use crate::v2::accounts::{AccountListParams, AccountPage, AccountSummary};

/// A root whose list has not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) name: Arc<str>,
    client: Client,
    /// The second-level account whose sub accounts are listed; `None` for the account of the client's credentials.
    second_level: Option<AccountId>,
    /// Whether an earlier root has the same name.
    is_duplicate: bool,
}

impl Root {
    pub(super) fn new(name: String, client: &Client, second_level: Option<AccountId>) -> Self {
        Self {
            name: name.into(),
            client: Client::from(client.core().for_walk()),
            second_level,
            is_duplicate: false,
        }
    }

    /// Marks the root as a duplicate, because an earlier root has the same name.
    pub(super) fn duplicate(mut self) -> Self {
        self.is_duplicate = true;
        self
    }

    /// Opens the list. If there is no `page_size`, pages have the maximum size.
    pub(super) fn open(self, page_size: Option<u32>) -> Result<OpenRoot> {
        if self.is_duplicate {
            let message = format!("duplicate root name `{}`", self.name);
            return Err(Error::new(ErrorKind::Config, message));
        }
        Ok(OpenRoot {
            list: self.list(page_size),
            root: self,
            page_size,
            next: None,
            seen: BTreeSet::new(),
            has_news: false,
            is_incomplete: false,
            end: None,
            pending: 0,
        })
    }

    fn list(&self, page_size: Option<u32>) -> Items<AccountPage> {
        let mut params = AccountListParams::default();
        if let Some(id) = &self.second_level {
            params = params.sub_reseller_id(id);
        }
        let mut list = self.client.accounts().list().params(params);
        if let Some(size) = page_size {
            list = list.page_size(size);
        }
        list.items()
    }
}

/// A root whose list is open.
#[derive(Debug)]
pub(super) struct OpenRoot {
    pub(super) root: Root,
    page_size: Option<u32>,
    list: Items<AccountPage>,
    /// The next account whose work can start.
    next: Option<AccountSummary>,
    /// The ids of all accounts in the list so far.
    seen: BTreeSet<AccountId>,
    /// Whether the list has returned a new account since it was last opened.
    has_news: bool,
    /// Whether an entry of the list could not be decoded.
    is_incomplete: bool,
    /// How the list ended: an error if it could not be read to its end. `None` if the list has not ended.
    end: Option<Result<()>>,
    /// The number of accounts in progress, including those whose outcome the walk has not returned yet.
    pub(super) pending: usize,
}

impl OpenRoot {
    /// Returns the next account whose work can start.
    pub(super) fn next(&mut self) -> Option<FoundAccount> {
        Some(FoundAccount {
            root: Arc::clone(&self.root.name),
            account: self.next.take()?,
            client: self.root.client.clone(),
        })
    }

    /// Returns the number of accounts that this walk listed.
    pub(super) fn listed(&self) -> u64 {
        self.seen.len().try_into().unwrap_or(u64::MAX)
    }

    /// Returns the total number of accounts, as the list reports it.
    pub(super) fn total_records(&self) -> Option<u64> {
        self.list.total()
    }

    /// Reads the list until the work for an account can start, or until the list ends. Returns `Pending` if an account
    /// already waits for its work. Returns an error for an entry that could not be decoded.
    pub(super) fn poll_list(
        &mut self,
        done: &WorkLog,
        context: &mut Context<'_>,
    ) -> Poll<Result<()>> {
        if self.next.is_some() || self.end.is_some() {
            return Poll::Pending;
        }
        loop {
            match ready!(Pin::new(&mut self.list).poll_next(context)) {
                Some(Ok(account)) => {
                    // Zoom may list an account twice if accounts change between two pages.
                    if !self.seen.insert(account.id.clone()) {
                        continue;
                    }
                    self.has_news = true;
                    if !done.is_done(account.id.as_str()) {
                        self.next = Some(account);
                        return Poll::Ready(Ok(()));
                    }
                }
                Some(Err(error)) if !self.list.is_failed() => {
                    self.is_incomplete = true;
                    return Poll::Ready(Err(error));
                }
                // The work for a page took so long that the page token expired. The list starts again and gets new
                // tokens.
                Some(Err(error)) if error.is_page_expired() && self.has_news => {
                    self.has_news = false;
                    self.list = self.root.list(self.page_size);
                }
                Some(Err(error)) => {
                    self.end = Some(Err(error));
                    return Poll::Ready(Ok(()));
                }
                None => {
                    self.end = Some(Ok(()));
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }

    /// Returns how the list ended, once all its accounts are finished. Also updates the position of the root.
    pub(super) fn take_end(&mut self, position: &mut RootPosition) -> Option<Result<()>> {
        if self.pending > 0 || self.next.is_some() {
            return None;
        }
        let end = self.end.take()?;
        if end.is_ok() && !self.is_incomplete {
            let seen = &self.seen;
            let accounts = &mut position.accounts;
            // If an account is no longer in the list, its work cannot be repeated.
            accounts.retain_failed(|id| seen.contains(&AccountId::from(id)));
            position.is_finished = accounts.failed_count() == 0;
        }
        Some(end)
    }
}
