//! A root of a walk: one list of sub accounts.
//!
//! The root requests the next page only when all accounts of the current page are finished.

use std::collections::{BTreeSet, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::Client;
use crate::hierarchy::found_account::FoundAccount;
use crate::hierarchy::position::RootPosition;
use crate::ids::AccountId;
use crate::runtime::{Error, ErrorKind, Page, Pages, Result};
use crate::v2::accounts::{AccountListParams, AccountPage, AccountSummary};

/// A root whose list has not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) name: Arc<str>,
    client: Client,
    /// The second-level account that owns the list; `None` if the owner is the account of the client's credentials.
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

    /// Opens the list at this position.
    pub(super) fn open(self, position: &RootPosition, page_size: u32) -> Result<OpenRoot> {
        if self.is_duplicate {
            let message = format!("duplicate root name `{}`", self.name);
            return Err(Error::new(ErrorKind::Config, message));
        }
        let mut params = AccountListParams::default();
        if let Some(id) = &self.second_level {
            params = params.sub_reseller_id(id);
        }
        let list = self.client.accounts().list().params(params);
        let mut list = list.page_size(page_size);
        if let Some(token) = &position.token {
            list = list.page_token(token.as_str());
        }
        Ok(OpenRoot {
            pages: list.pages(),
            root: self,
            queue: VecDeque::new(),
            total_records: None,
            page_len: None,
            skip: position.done.clone(),
            pending: 0,
        })
    }
}

/// A root whose list is open.
#[derive(Debug)]
pub(super) struct OpenRoot {
    pub(super) root: Root,
    pages: Pages<AccountPage>,
    /// The accounts of the current page for which no work has started.
    queue: VecDeque<AccountSummary>,
    /// The total number of accounts in the list, as the last page reports it.
    pub(super) total_records: Option<u64>,
    /// The number of accounts on the current page; `None` before the first page.
    page_len: Option<u64>,
    /// The accounts on the first page of this walk that an earlier walk has already finished.
    skip: BTreeSet<AccountId>,
    /// The number of accounts in progress, including accounts whose outcome the walk has not returned yet.
    pub(super) pending: usize,
}

impl OpenRoot {
    /// Returns the next account of the current page.
    pub(super) fn next(&mut self) -> Option<FoundAccount> {
        let account = self.queue.pop_front()?;
        Some(FoundAccount {
            root: Arc::clone(&self.root.name),
            account,
            client: self.root.client.clone(),
        })
    }

    /// Returns whether all accounts of the current page are finished.
    pub(super) fn is_page_finished(&self) -> bool {
        self.pending == 0 && self.queue.is_empty()
    }

    /// Polls for the next page and advances the position to it. Returns `true` if there is a page, and `false` at the
    /// end of the list.
    pub(super) fn poll_page(
        &mut self,
        position: &mut RootPosition,
        context: &mut Context<'_>,
    ) -> Poll<Result<bool>> {
        let token = self.pages.next_token();
        let token = token.map(|token| token.as_str().to_owned());
        let page = ready!(Pin::new(&mut self.pages).poll_next(context));
        let page = match page {
            Some(Ok(page)) => page,
            Some(Err(error)) => {
                // The current page is finished, so a resumed walk must start with the page that failed.
                if token.is_some() && self.page_len.is_some() {
                    self.advance(position, token);
                }
                return Poll::Ready(Err(error));
            }
            None => {
                self.advance(position, None);
                position.is_finished = true;
                return Poll::Ready(Ok(false));
            }
        };
        self.total_records = page.total_records.and_then(|count| count.try_into().ok());
        let items = page.into_items();
        let skip = std::mem::take(&mut self.skip);
        self.advance(position, token);
        self.page_len = u64::try_from(items.len()).ok();
        for account in items {
            if skip.contains(&account.id) {
                position.done.insert(account.id);
            } else {
                self.queue.push_back(account);
            }
        }
        Poll::Ready(Ok(true))
    }

    /// Advances a position from the current page to the start of the page with this token.
    fn advance(&self, position: &mut RootPosition, token: Option<String>) {
        *position = RootPosition {
            token,
            before: position.before + self.page_len.unwrap_or(0),
            done: BTreeSet::new(),
            is_finished: false,
        };
    }
}
