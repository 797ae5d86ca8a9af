//! Walks over the accounts below one or more primary accounts.
//!
//! [`Client::for_each_sub_account`] visits the sub accounts of one account. A [`Tree`] visits the sub accounts of
//! several primary accounts, and can resume after an interruption. Both return a stream of accounts and errors. In
//! memory, both keep the ids of all accounts, and at most one page of each list.
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
//! Most partners have two tiers: a primary account and its sub accounts. With three tiers, the top account owns
//! second-level primary accounts. Each of these creates and manages its own sub accounts. There is no fourth tier.
//!
//! A user belongs to exactly one account, which can be in any tier. Each account has one owner, who is one of its
//! users. In a list of accounts, [`reseller`](crate::v2::accounts::AccountSummary::reseller) marks an account that may
//! have sub accounts.
//!
//! # What a token can reach
//!
//! A token belongs to one account. To manage sub accounts, the token of a primary account needs master scopes and a
//! role that may manage sub accounts. The token can:
//!
//! - call its own account, with `zoom.users()` and similar methods, or with the account id `me`;
//! - call each of its sub accounts, with [`Client::sub_account`];
//! - list the accounts below one of its second-level primary accounts, with
//!   [`sub_reseller_id`](crate::v2::accounts::AccountListParams::sub_reseller_id);
//! - create an account below a second-level primary account, with
//!   [`AccountCreate::sub_reseller_id`](crate::v2::accounts::AccountCreate::sub_reseller_id);
//! - buy and change plans for the sub accounts that are billed to the primary account.
//!
//! The token cannot:
//!
//! - call another primary account or its sub accounts;
//! - create a primary account of any tier;
//! - delete an account. [`accounts.disassociate`](crate::v2::accounts::AccountsHandle::disassociate) detaches a sub
//!   account, which then continues to exist as an independent account.
//!
//! Zoom does not document whether the top account may call accounts two tiers below it. Expect error code 2001 (account
//! not found). Use the credentials of the second-level account for all calls except listing accounts.
//!
//! The token of a sub account can call only that account. Installing an OAuth app on a primary account does not install
//! it on the sub accounts.
//!
//! # Walks
//!
//! Create one client for each primary account whose credentials you have.
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
use crate::runtime::WorkOutcome;
use crate::v2::SubAccount;
use crate::v2::accounts::AccountSummary;

impl Client {
    /// Runs `work` for each sub account of the account that the credentials belong to. At most `concurrency` accounts
    /// are in progress at a time.
    ///
    /// `work` receives the scope of the sub account and the entry of the account in the list. The stream returns that
    /// entry with the outcome of the work, in order of completion. An error in an outcome does not stop the stream. All
    /// work runs on the task that polls the stream, and only during polls. A `concurrency` of 0 means 1. An outcome is a
    /// `Result`, `()` or [`Done`](crate::runtime::Done).
    ///
    /// An `Err` item means that an entry of the list could not be decoded, or that the list could not be read to its
    /// end. After an error of an entry, the stream continues. If the list could not be read, the error is the last item,
    /// and all accounts that were listed before the error precede it.
    ///
    /// For several primary accounts, or to resume an interrupted walk, use [`Tree`](crate::hierarchy::Tree).
    pub fn for_each_sub_account<T, F, W>(&self, concurrency: usize, mut work: F) -> SubAccounts<T>
    where
        T: WorkOutcome,
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
