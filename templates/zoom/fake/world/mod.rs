//! The state of the fake: accounts and everything in them, as plain data.

pub(crate) mod account;
pub(crate) mod collection;
pub(crate) mod plan_names;
pub(crate) mod plans;
pub(crate) mod user;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use account::{Account, AccountKind};
use user::text;

use super::random::Random;

/// The id of the account that Zoom set up for the partner.
pub(crate) const PRIMARY_ACCOUNT: &str = "primary0000000000fake0";

/// All accounts of the fake.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) random: Random,
    /// The accounts by id. Accounts that left their primary account remain here.
    pub(crate) accounts: BTreeMap<String, Account>,
    /// The accounts in the order in which they were created.
    pub(crate) order: Vec<String>,
    /// The account and the id of each user, by email address in lower case. An address belongs to one user at most.
    emails: BTreeMap<String, (String, String)>,
    /// The day of the last call, such as `2026-01-15`.
    today: String,
}

impl World {
    /// Creates a world without accounts.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            random: Random::new(seed),
            accounts: BTreeMap::new(),
            order: Vec::new(),
            emails: BTreeMap::new(),
            today: String::new(),
        }
    }

    /// Begins a day, unless it has begun. Plans that expire end.
    pub(crate) fn begin_day(&mut self, today: String) {
        if self.today != today {
            for account in self.accounts.values_mut() {
                account.plans.expire(&today);
            }
            self.today = today;
        }
    }

    /// Returns the day, such as `2026-01-15`.
    pub(crate) fn today(&self) -> &str {
        &self.today
    }

    /// Adds an account.
    pub(crate) fn add_account(&mut self, account: Account) {
        self.order.push(account.id.clone());
        self.accounts.insert(account.id.clone(), account);
    }

    /// Removes an account and its users.
    pub(crate) fn remove_account(&mut self, id: &str) {
        self.accounts.remove(id);
        self.order.retain(|other| other != id);
        self.emails.retain(|_, (account, _)| account != id);
    }

    /// Returns the account with an API key and an API secret.
    pub(crate) fn find_key_pair(&self, key: &str, secret: &str) -> Option<&Account> {
        let mut accounts = self.accounts.values();
        accounts.find(|account| account.key_pair.0 == key && account.key_pair.1 == secret)
    }

    /// Returns an account.
    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id)
    }

    /// Returns an account.
    pub(crate) fn account_mut(&mut self, id: &str) -> Option<&mut Account> {
        self.accounts.get_mut(id)
    }

    /// Returns the accounts directly below an account, in the order in which they were created.
    pub(crate) fn children<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a Account> {
        let accounts = self.order.iter().filter_map(|id| self.accounts.get(id));
        accounts.filter(move |account| account.parent.as_deref() == Some(parent))
    }

    /// Returns whether calls with the credentials of `caller` may act on an account: on the caller's own account, and on
    /// the accounts directly below it.
    pub(crate) fn may_reach(&self, caller: &str, account: &str) -> bool {
        caller == account
            || self
                .account(account)
                .is_some_and(|account| account.parent.as_deref() == Some(caller))
    }

    /// Returns whether an account may have sub accounts.
    pub(crate) fn is_primary(&self, id: &str) -> bool {
        self.account(id)
            .is_some_and(|account| account.kind == AccountKind::Primary)
    }

    /// Returns the account and the id of the user with an email address.
    pub(crate) fn find_email(&self, email: &str) -> Option<(&str, &str)> {
        let (account, user) = self.emails.get(&email_key(email))?;
        Some((account, user))
    }

    /// Returns the account and the id of each user, by email address in lower case.
    pub(crate) fn emails(&self) -> &BTreeMap<String, (String, String)> {
        &self.emails
    }

    /// Records that an email address belongs to a user.
    pub(crate) fn take_email(&mut self, email: &str, account: &str, user: &str) {
        let owner = (account.to_owned(), user.to_owned());
        self.emails.insert(email_key(email), owner);
    }

    /// Makes a pending user active. Returns whether a user with this email address was pending.
    pub(crate) fn activate(&mut self, email: &str) -> bool {
        let Some((account, id)) = self.emails.get(&email_key(email)).cloned() else {
            return false;
        };
        let account = self.account_mut(&account);
        let Some(user) = account.and_then(|account| account.user_mut(&id)) else {
            return false;
        };
        let pending = text(user, "status") == "pending";
        if pending {
            user.insert("status".to_owned(), "active".into());
            user.insert("verified".to_owned(), 1.into());
        }
        pending
    }

    /// Makes an email address available again.
    pub(crate) fn free_email(&mut self, email: &str) {
        self.emails.remove(&email_key(email));
    }
}

fn email_key(email: &str) -> String {
    email.to_lowercase()
}
