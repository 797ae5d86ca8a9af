//! Walks over the accounts below one or more primary accounts.
//!
//! [`Client::for_each_sub_account`] covers the sub accounts of one account. A [`Tree`] covers several primary
//! accounts and can resume after an interruption. Both report every account or an error, and keep at most one page of
//! each list in memory.
//!
//! # Three tiers
//!
//! | Tier | Account | Name in the API | Created by | May contain |
//! |---|---|---|---|---|
//! | 1 | Primary account | *master account* | Zoom, on request | accounts of tiers 2 and 3 |
//! | 2 | Second-level primary account | *sub reseller* | Zoom, on request | accounts of tier 3 |
//! | 3 | Sub account | *sub account* | a primary account | no accounts |
//!
//! A primary account creates a sub account in the web portal or with
//! [`accounts.create`](crate::v2::accounts::AccountsHandle::create).
//!
//! Most partners have two tiers: a primary account and its sub accounts. With three tiers, the top primary account
//! owns primary accounts, and each of those creates and manages its own sub accounts. There is no fourth tier.
//!
//! A user belongs to exactly one account of any tier. Each account has one owner, who is one of its users. In a list,
//! [`reseller`](crate::v2::accounts::AccountSummary::reseller) marks an account that may have sub accounts.
//!
//! # What a token can reach
//!
//! A token belongs to one account. The token of a primary account needs master scopes and a role that manages sub
//! accounts. It can:
//!
//! - call its own account, with `zoom.users()` and similar methods, or with the account id `me`;
//! - call each of its sub accounts, with [`Client::sub_account`];
//! - list the accounts below one of its second-level primary accounts, with
//!   [`sub_reseller_id`](crate::v2::accounts::AccountListParams::sub_reseller_id);
//! - create an account below a second-level primary account, with
//!   [`AccountCreate::sub_reseller_id`](crate::v2::accounts::AccountCreate::sub_reseller_id);
//! - buy and change plans of the sub accounts that it pays for.
//!
//! It cannot:
//!
//! - call another primary account or its sub accounts;
//! - create a primary account of any tier;
//! - delete an account. [`accounts.disassociate`](crate::v2::accounts::AccountsHandle::disassociate) detaches a sub account, which
//!   then continues to exist on its own.
//!
//! Zoom does not document whether the top account may call accounts two tiers below. Expect error code 2001 (account
//! not found). Use the credentials of the second-level account for everything except listing.
//!
//! A token of a sub account can call that account only. An OAuth app that is installed on a primary account is not
//! installed on its sub accounts.
//!
//! # Walks
//!
//! Use one client for each primary account whose credentials you have.
//!
//! ```no_run
//! use zoom_accounts::Client;
//! use zoom_accounts::hierarchy::{Tree, Visit};
//! use zoom_accounts::runtime::Bearer;
//!
//! # async fn example() -> zoom_accounts::Result<()> {
//! let top = Client::builder().auth(Bearer::new("token")).build()?;
//! let partner = Client::builder().auth(Bearer::new("another token")).build()?;
//! let mut walk = Tree::new()
//!     .primary("top", &top)
//!     .primary("partner", &partner)
//!     .concurrency(8)
//!     .for_each(async |found| found.scope().accounts().get().await);
//! while let Some(visit) = walk.next().await {
//!     match visit {
//!         Visit::Account { account, outcome: Ok(details), .. } => println!("{}: {details:?}", account.id),
//!         Visit::Account { account, outcome: Err(error), .. } => eprintln!("{}: {error}", account.id),
//!         Visit::RootFailed { root, error } => eprintln!("failed to read the list of {root}: {error}"),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```
#![cfg(feature = "accounts")]

mod found_account;
mod position;
mod root;
mod sub_accounts;
mod tree;
mod walk;

pub use found_account::FoundAccount;
pub use position::Position;
pub use sub_accounts::SubAccounts;
pub use tree::Tree;
pub use walk::{Visit, Walk};

use crate::Client;
use crate::v2::SubAccount;
use crate::v2::accounts::AccountSummary;

impl Client {
    /// Runs `work` for each sub account of the account of the credentials, for up to `concurrency` accounts at a time.
    ///
    /// The work gets the scope of the sub account and its entry in the list. The stream returns each outcome with
    /// that entry, in order of completion. An error in an outcome does not stop the stream. All work runs on the task
    /// that polls the stream, and only while it is polled. A `concurrency` of 0 counts as 1.
    ///
    /// An `Err` item means that the list could not be read further. It follows the outcomes of all accounts before
    /// the error and is the last item.
    ///
    /// For several primary accounts, or to resume an interrupted walk, use [`Tree`](crate::hierarchy::Tree).
    pub fn for_each_sub_account<T, F, W>(&self, concurrency: usize, mut work: F) -> SubAccounts<T>
    where
        F: FnMut(SubAccount, AccountSummary) -> W + Send + 'static,
        W: Future<Output = T> + Send + 'static,
    {
        let tree = Tree::new().primary("", self).concurrency(concurrency);
        SubAccounts::new(tree.for_each(move |found| {
            let scope = found.scope();
            work(scope, found.account)
        }))
    }
}
