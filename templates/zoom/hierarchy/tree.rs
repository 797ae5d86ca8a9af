//! What a walk is to visit.
//!
//! In: clients, bounds and a position. Out: a [`Walk`]. It must not send anything.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Client;
use crate::hierarchy::branch::Branch;
use crate::hierarchy::position::Position;
use crate::hierarchy::walk::{Bounds, Walk};
use crate::ids::AccountId;
use crate::v2::{AccountSummary, SubAccount};

/// The accounts below one or more primary accounts, to be walked over.
///
/// A root is a list of sub accounts: of the account that a client's credentials belong to ([`primary`](Tree::primary)), or of a
/// second-level account below it ([`second_level`](Tree::second_level)). Each root has a name, by which items and positions know it.
#[derive(Clone, Debug, Default)]
#[must_use = "a tree is walked by `for_each` or `accounts`"]
pub struct Tree {
    roots: Vec<Branch>,
    bounds: Bounds,
    position: Position,
}

/// An account that a walk came to, for the work that is done for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Found {
    /// The name of the root that it stands below.
    pub root: Arc<str>,
    /// Its row of the list.
    pub account: AccountSummary,
    pub(super) client: Client,
}

impl Found {
    /// The calls of this account, by the credentials of its root.
    ///
    /// Below a root by [`Tree::second_level`] Zoom may refuse them, since the account is not the caller's own sub account.
    #[must_use]
    pub fn scope(&self) -> SubAccount {
        self.client.sub_account(&self.account.id)
    }

    /// The client of its root.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Tree {
    /// A tree without roots.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the sub accounts of the account that the credentials of this client belong to: a primary account, of either level.
    ///
    /// A name that is there already is no second root: the walk reports it as a failed one
    /// ([`ErrorKind::Config`](crate::runtime::ErrorKind::Config)).
    pub fn primary(self, name: impl Into<String>, client: &Client) -> Self {
        self.root(name.into(), client, None)
    }

    /// Adds the accounts below a second-level primary account, as the account above it lists them: by `sub_reseller_id`. See
    /// [`Found::scope`] for what may then be done with them.
    pub fn second_level(
        self,
        name: impl Into<String>,
        client: &Client,
        id: impl Into<AccountId>,
    ) -> Self {
        self.root(name.into(), client, Some(id.into()))
    }

    fn root(mut self, name: String, client: &Client, below: Option<AccountId>) -> Self {
        self.roots.push(Branch::new(name, client.clone(), below));
        self
    }

    /// Works for this many accounts at a time, of all roots together: 8 unless it is said, and 1 or more.
    pub fn at_once(mut self, accounts: usize) -> Self {
        self.bounds.tasks = accounts.max(1);
        self
    }

    /// Has this many lists open at a time, with one page of each in memory: 4 unless it is said, and 1 or more.
    pub fn open_roots(mut self, roots: usize) -> Self {
        self.bounds.open = roots.max(1);
        self
    }

    /// Asks for this many accounts in a page: 300 unless it is said, from 1 to 300.
    ///
    /// The next page is asked for when all accounts of a page are done. Where that takes long, smaller pages keep their tokens from
    /// expiring, which they do after 15 minutes.
    pub fn page_size(mut self, accounts: u32) -> Self {
        self.bounds.page_size = accounts;
        self
    }

    /// Goes on from the [position](Walk::position) of a walk before. Its roots are found by their names; roots that it does not know are
    /// read from their begin, and finished ones are not read.
    pub fn resume(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// Walks, and does this work for each account.
    ///
    /// What the work gives is handed on as it is, beside its account and in the order in which it is done. An error among
    /// it ends nothing. All of it runs on the task that reads the stream, and only while it is read.
    pub fn for_each<T, F, W>(self, mut work: F) -> Walk<T>
    where
        F: FnMut(Found) -> W + Send + 'static,
        W: Future<Output = T> + Send + 'static,
    {
        let mut names = BTreeSet::new();
        let roots = self.roots.into_iter().map(|root| {
            let is_new = names.insert(Arc::clone(&root.name));
            if is_new { root } else { root.doubled() }
        });
        let work = move |found| Box::pin(work(found)) as _;
        Walk::new(roots.collect(), self.bounds, self.position, Box::new(work))
    }

    /// Walks, and does nothing but find the accounts. Those of one root come in the order of its list.
    pub fn accounts(self) -> Walk<()> {
        self.for_each(|_| std::future::ready(()))
    }
}
