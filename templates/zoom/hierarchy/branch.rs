//! One list of sub accounts.
//!
//! In: a client, and where its list is to go on. Out: accounts, page by page. It must not ask for a page before it is told that all
//! accounts of the page at hand are done.

use std::collections::{BTreeSet, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::Client;
use crate::hierarchy::position::Place;
use crate::hierarchy::tree::Found;
use crate::ids::AccountId;
use crate::runtime::{Error, ErrorKind, Page, Pages, Result};
use crate::v2::{AccountListParams, AccountPage, AccountSummary};

/// A root, before its list is opened.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) name: Arc<str>,
    client: Client,
    /// The second-level account whose list it is, if not that of the client's own account.
    below: Option<AccountId>,
    /// Whether another root has the name.
    is_doubled: bool,
}

impl Branch {
    pub(super) fn new(name: String, client: Client, below: Option<AccountId>) -> Self {
        Self {
            name: name.into(),
            client,
            below,
            is_doubled: false,
        }
    }

    /// The same, known to have the name of another root.
    pub(super) fn doubled(mut self) -> Self {
        self.is_doubled = true;
        self
    }

    /// Opens the list where it is to go on.
    pub(super) fn open(self, place: &Place, page_size: u32) -> Result<Open> {
        if self.is_doubled {
            let message = format!("two roots have the name `{}`", self.name);
            return Err(Error::new(ErrorKind::Config, message));
        }
        let mut params = AccountListParams::default();
        if let Some(id) = &self.below {
            params = params.sub_reseller_id(id);
        }
        let list = self.client.accounts().list().params(params);
        let mut list = list.page_size(page_size);
        if let Some(token) = &place.token {
            list = list.page_token(token.as_str());
        }
        Ok(Open {
            pages: list.pages(),
            branch: self,
            queue: VecDeque::new(),
            announced: None,
            size: None,
            skip: place.done.clone(),
        })
    }
}

/// A root whose list is being read.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) branch: Branch,
    pages: Pages<AccountPage>,
    /// The accounts of the page at hand that nothing was done for yet.
    queue: VecDeque<AccountSummary>,
    /// How many accounts the list has, by its latest page.
    pub(super) announced: Option<u64>,
    /// How many accounts the page at hand has; none before the first page.
    size: Option<u64>,
    /// Those accounts of the first page that were done before.
    skip: BTreeSet<AccountId>,
}

impl Open {
    /// The next account of the page at hand.
    pub(super) fn next(&mut self) -> Option<Found> {
        let account = self.queue.pop_front()?;
        Some(Found {
            root: Arc::clone(&self.branch.name),
            account,
            client: self.branch.client.clone(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Waits for the next page: `true` if there is one, `false` at the end. The place is moved on to it.
    pub(super) fn poll_page(
        &mut self,
        place: &mut Place,
        context: &mut Context<'_>,
    ) -> Poll<Result<bool>> {
        let token = self.pages.next_token();
        let token = token.map(|token| token.as_str().to_owned());
        let page = ready!(Pin::new(&mut self.pages).poll_next(context));
        let page = match page {
            Some(Ok(page)) => page,
            Some(Err(error)) => {
                // The page at hand is done, so that the one that failed is the one to go on with.
                if token.is_some() && self.size.is_some() {
                    self.leave_page(place, token);
                }
                return Poll::Ready(Err(error));
            }
            None => {
                self.leave_page(place, None);
                place.is_finished = true;
                return Poll::Ready(Ok(false));
            }
        };
        self.announced = page.total_records.and_then(|count| count.try_into().ok());
        let items = page.into_items();
        let skip = std::mem::take(&mut self.skip);
        self.leave_page(place, token);
        self.size = u64::try_from(items.len()).ok();
        for account in items {
            if skip.contains(&account.id) {
                place.done.insert(account.id);
            } else {
                self.queue.push_back(account);
            }
        }
        Poll::Ready(Ok(true))
    }

    /// Moves a place from the page at hand to the begin of that of this token.
    fn leave_page(&self, place: &mut Place, token: Option<String>) {
        *place = Place {
            token,
            before: place.before + self.size.unwrap_or(0),
            done: BTreeSet::new(),
            is_finished: false,
        };
    }
}
