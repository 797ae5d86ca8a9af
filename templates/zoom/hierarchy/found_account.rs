//! The argument of the work function of a walk.

use std::sync::Arc;

use crate::Client;
use crate::v2::SubAccount;
use crate::v2::accounts::AccountSummary;

/// An account that a walk found. The walk passes it to the work function.
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
    /// Returns the scope of this account, for calls with the credentials of its root. The calls wait for rate limits
    /// without a limit, unless the client or the call has a `rate_limit_timeout`.
    ///
    /// Below a [`Tree::second_level`](crate::hierarchy::Tree::second_level) root, Zoom may reject such calls, because
    /// the account is not a direct sub account of the caller.
    #[must_use]
    pub fn scope(&self) -> SubAccount {
        self.client.sub_account(&self.account.id)
    }

    /// Returns the client of the root. Its calls wait for rate limits like those of [`scope`](FoundAccount::scope).
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}
