//! What the work of a walk is given.

use std::sync::Arc;

use crate::Client;
use crate::v2::SubAccount;
use crate::v2::accounts::AccountSummary;

/// An account that a walk found, passed to the work for the account.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FoundAccount {
    /// The name of the root.
    pub root: Arc<str>,
    /// The entry of the account in the list.
    pub account: AccountSummary,
    pub(super) client: Client,
}

impl FoundAccount {
    /// Returns the scope of this account, for calls with the credentials of its root.
    ///
    /// Below a [`Tree::second_level`](crate::hierarchy::Tree::second_level) root, Zoom may reject such calls, because the account is not a sub account of
    /// the caller.
    #[must_use]
    pub fn scope(&self) -> SubAccount {
        self.client.sub_account(&self.account.id)
    }

    /// Returns the client of the root.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}
