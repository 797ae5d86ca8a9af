//! The roots and settings of a walk. The first request is sent when the walk is first polled.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Client;
use crate::hierarchy::found_account::FoundAccount;
use crate::hierarchy::position::Position;
use crate::hierarchy::root::Root;
use crate::hierarchy::walk::{Settings, Walk};
use crate::ids::AccountId;
use crate::runtime::{WorkOutcome, wait_for_rate_limits};

/// The accounts below one or more primary accounts.
///
/// A root is one list of sub accounts. It is the list of the account of a client's credentials
/// ([`primary`](Tree::primary)), or the list of a second-level account below that account
/// ([`second_level`](Tree::second_level)). Each root has a name, which is in the items of the walk and in positions.
#[derive(Clone, Debug, Default)]
#[must_use = "a tree does nothing until `for_each` or `accounts` walks it"]
pub struct Tree {
    roots: Vec<Root>,
    settings: Settings,
    position: Position,
}

impl Tree {
    /// Creates a tree without roots.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a root: the sub accounts of the account that the client's credentials belong to. This account may be the
    /// top account or a second-level account.
    ///
    /// Each root needs its own name. If two roots have the same name, the walk returns
    /// [`Visit::RootFailed`](crate::hierarchy::Visit::RootFailed) with
    /// [`ErrorKind::Config`](crate::runtime::ErrorKind::Config) for the second one.
    pub fn primary(self, name: impl Into<String>, client: &Client) -> Self {
        self.root(name.into(), client, None)
    }

    /// Adds a root: the accounts below a second-level primary account. The client's account lists them with the
    /// parameter `sub_reseller_id`.
    ///
    /// Calls to these accounts may fail; see [`FoundAccount::scope`].
    pub fn second_level(
        self,
        name: impl Into<String>,
        client: &Client,
        id: impl Into<AccountId>,
    ) -> Self {
        self.root(name.into(), client, Some(id.into()))
    }

    fn root(mut self, name: String, client: &Client, second_level: Option<AccountId>) -> Self {
        let root = Root::new(name, client, second_level);
        self.roots.push(root);
        self
    }

    /// Sets how many accounts may be in progress at a time, in all roots together. Default: 8. Minimum: 1.
    pub fn concurrency(mut self, accounts: usize) -> Self {
        self.settings.concurrency = accounts.max(1);
        self
    }

    /// Sets how many roots may be open at a time. Default: 4. Minimum: 1.
    ///
    /// The walk keeps one page of each open root in memory.
    pub fn max_open_roots(mut self, roots: usize) -> Self {
        self.settings.max_open_roots = roots.max(1);
        self
    }

    /// Sets the number of accounts per page, from 1 to 300. Default: 300.
    ///
    /// A page token expires after 15 minutes. If the work for one page takes longer, the walk lists the accounts again
    /// from the first page, and skips those that it has already visited.
    pub fn page_size(mut self, accounts: u32) -> Self {
        self.settings.page_size = Some(accounts);
        self
    }

    /// Resumes an earlier walk from its [position](Walk::position).
    ///
    /// The names of the roots must be the same as in the earlier walk. A finished root is skipped. The walk lists the
    /// accounts of any other root again, and skips those that are done. It repeats the work for accounts that failed.
    pub fn resume(mut self, position: Position) -> Self {
        self.position = position;
        self
    }

    /// Walks over the tree and runs `work` once for each account.
    ///
    /// The walk returns each account with its outcome. The account whose work ends first comes first. An error in an
    /// outcome does not stop the walk. The work makes progress only while the walk is polled, on the task that polls
    /// it.
    ///
    /// An account is done if its work returns `Ok` or `()`. For work that cannot fail, wrap the value in
    /// [`Done`](crate::runtime::Done).
    ///
    /// All calls that `work` awaits wait for rate limits as long as necessary. To limit the waits, set a
    /// `rate_limit_timeout` on the client or the call.
    pub fn for_each<T, F, W>(self, mut work: F) -> Walk<T>
    where
        T: WorkOutcome,
        F: FnMut(FoundAccount) -> W + Send + 'static,
        W: Future<Output = T> + Send + 'static,
    {
        let mut names = BTreeSet::new();
        let roots = self.roots.into_iter().map(|root| {
            let is_new = names.insert(Arc::clone(&root.name));
            if is_new { root } else { root.duplicate() }
        });
        let work = move |found| Box::pin(wait_for_rate_limits(work(found))) as _;
        Walk::new(
            roots.collect(),
            self.settings,
            self.position,
            Box::new(work),
        )
    }

    /// Walks over the tree without any work and returns the accounts. The accounts of one root are in the order of its
    /// list.
    pub fn accounts(self) -> Walk<()> {
        self.for_each(|_| std::future::ready(()))
    }
}
