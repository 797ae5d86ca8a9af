//! The argument of the work function of a walk: the account to work on.

use std::sync::Arc;

use crate::Client;
use crate::v2::SubAccount;
use crate::v2::accounts::AccountSummary;

/// An account that a walk has found. The work function receives it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FoundAccount {
    /// The name of the root.
    pub root: Arc<str>,
    /// The entry of the account in the list of sub accounts.
    pub account: AccountSummary,
    pub(super) client: Client,
}

impl FoundAccount {
    /// Returns the scope of this account. Use it for calls to the account, with the credentials of its root. The calls
    /// wait for rate limits as long as necessary. To limit the waits, set a `rate_limit_timeout` on the client or the
    /// call.
    ///
    /// Below a [`Tree::second_level`](crate::hierarchy::Tree::second_level) root, the account is not a direct sub
    /// account of the caller. Therefore, Zoom may reject calls to it.
    #[must_use]
    pub fn scope(&self) -> SubAccount {
        self.client.sub_account(&self.account.id)
    }

    /// Returns the client of the root. Its calls wait for rate limits as long as necessary, as those of
    /// [`scope`](FoundAccount::scope) do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}
