//! Accounts below accounts, and walking over all of them.
//!
//! In: clients of primary accounts. Out: [`Tree`] and [`Client::sub_accounts_for_each`], streams of the accounts below them with what
//! was done for each. It must not leave an account out without saying so, nor hold more than a page of each list.
//!
//! # Three tiers
//!
//! | Tier | Account | Made by | May have below it |
//! |------|---------|---------|-------------------|
//! | 1 | Primary account (*master account* in the names of the API) | Zoom, on request | sub accounts and second-level primary accounts |
//! | 2 | Second-level primary account (*sub reseller* in the names of the API) | Zoom, on request | sub accounts |
//! | 3 | Sub account | a primary account, by the portal or by [`accounts.create`](crate::v2::Accounts::create) | nothing |
//!
//! Most partners have two tiers: a primary account and its sub accounts. With three, the primary account at the top owns primary
//! accounts, each of which creates and looks after sub accounts of its own. There is no fourth tier. A user belongs to
//! exactly one account, whatever its tier; each account has one owner, who is a user of it. A row of a list says by
//! [`reseller`](crate::v2::AccountSummary::reseller) that its account may have sub accounts.
//!
//! # What a token reaches
//!
//! A token belongs to one account. That of a primary account, with master scopes and a role that manages sub accounts:
//!
//! - reaches its own account, by `zoom.users()` and the like, or with the id `me`;
//! - reaches each of its sub accounts, by [`Client::sub_account`];
//! - can list what stands below one of its second-level primary accounts: it gives that account's id as
//!   [`sub_reseller_id`](crate::v2::AccountListParams::sub_reseller_id). By the member of the same name of
//!   [`AccountCreate`](crate::v2::AccountCreate::sub_reseller_id) a new account comes to stand there;
//! - does not reach another primary account, nor that one's sub accounts. Zoom does not say whether the account at the top may call
//!   for accounts two tiers below. Expect a refusal (code 2001: no such account), and use the credentials of the
//!   second-level account for more than listing;
//! - cannot make a primary account of any tier, nor delete an account: letting one go
//!   ([`accounts.disassociate`](crate::v2::Accounts::disassociate)) leaves it alive on its own;
//! - can buy and change plans only for those sub accounts that it pays for.
//!
//! A token of a sub account reaches that account only. An OAuth app that is installed on the primary account is not installed on
//! its sub accounts.
//!
//! # Walking
//!
//! [`Client::sub_accounts_for_each`] is for one account's sub accounts, [`Tree`] for several clients: one for each primary account
//! whose credentials are at hand.
//!
//! ```no_run
//! use zoom_accounts::Client;
//! use zoom_accounts::auth::Bearer;
//! use zoom_accounts::hierarchy::{Tree, Visit};
//!
//! # async fn example() -> zoom_accounts::Result<()> {
//! let top = Client::builder().auth(Bearer::new("token")).build()?;
//! let partner = Client::builder().auth(Bearer::new("another token")).build()?;
//! let mut walk = Tree::new()
//!     .primary("top", &top)
//!     .primary("partner", &partner)
//!     .at_once(8)
//!     .for_each(async |found| found.scope().accounts().get().await);
//! while let Some(visit) = walk.next().await {
//!     match visit {
//!         Visit::Account { account, outcome: Ok(details), .. } => println!("{}: {details:?}", account.id),
//!         Visit::Account { account, outcome: Err(error), .. } => eprintln!("{}: {error}", account.id),
//!         Visit::Failed { root, error } => eprintln!("the list of {root} breaks off: {error}"),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```
#![cfg(feature = "accounts")]

mod branch;
mod position;
mod sub_accounts;
mod tree;
mod walk;

pub use position::Position;
pub use sub_accounts::SubAccounts;
pub use tree::{Found, Tree};
pub use walk::{Visit, Walk};

use crate::Client;
use crate::v2::{AccountSummary, SubAccount};

impl Client {
    /// Does something for each sub account of the account that the credentials belong to, for as many of them at a time as `at_once`
    /// says (none is taken as one).
    ///
    /// The work gets the sub account to make calls of, and its row of the list. What it gives, an error too, comes out beside that row, in
    /// the order in which it is done; one account's error ends nothing. What happens runs on the task that reads the stream, and only
    /// while it is read. For several primary accounts, and to go on after a stop, see [`Tree`](crate::hierarchy::Tree).
    ///
    /// An `Err` of the stream itself says that the list could not be read on: it comes after the outcomes of all accounts that the
    /// list gave until then, and is the last item.
    pub fn sub_accounts_for_each<T, F, W>(&self, at_once: usize, mut work: F) -> SubAccounts<T>
    where
        F: FnMut(SubAccount, AccountSummary) -> W + Send + 'static,
        W: Future<Output = T> + Send + 'static,
    {
        let tree = Tree::new().primary("", self).at_once(at_once);
        SubAccounts::new(tree.for_each(move |found| {
            let scope = found.scope();
            work(scope, found.account)
        }))
    }
}
