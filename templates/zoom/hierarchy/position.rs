//! The position of a walk, from which another process can continue.
//!
//! A position contains ids only. Page tokens expire after 15 minutes, so a resumed walk lists the accounts anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::runtime::WorkLog;

/// The position of a walk: for each root, the accounts that are done, and the accounts whose work failed.
///
/// A position does not expire, because it contains no page tokens. A resumed walk lists the accounts of each unfinished
/// root from the first page. It skips the accounts that are done, and works the accounts that failed again. It also
/// repeats the work for accounts that were still in progress.
///
/// Serialized as JSON, a position takes one byte more than the account id for each account that is done. An account that failed also takes the
/// reason of the failure, at most 100 characters. Later versions of this crate can read positions that earlier versions
/// serialized.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    #[serde(default)]
    pub(super) roots: BTreeMap<String, RootPosition>,
}

/// The position in one root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RootPosition {
    #[serde(default)]
    pub(super) accounts: WorkLog,
    #[serde(default)]
    pub(super) is_finished: bool,
}

impl Position {
    /// Returns the names of the roots that the walk has started.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// Returns whether this root is finished: its whole list was read, and all its accounts are done.
    #[must_use]
    pub fn is_finished(&self, root: &str) -> bool {
        self.roots.get(root).is_some_and(|root| root.is_finished)
    }

    /// Returns the finished work of a root, by account id; `None` if the walk has not started the root.
    #[must_use]
    pub fn accounts(&self, root: &str) -> Option<&WorkLog> {
        self.roots.get(root).map(|root| &root.accounts)
    }

    /// Returns the finished work of a root for changes, for example to record work that another process has done.
    pub fn accounts_mut(&mut self, root: &str) -> &mut WorkLog {
        &mut self.roots.entry(root.to_owned()).or_default().accounts
    }

    /// Returns the accounts whose latest work failed, as root, account id and reason.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.roots.iter().flat_map(|(name, root)| {
            let failed = root.accounts.failed();
            failed.map(move |(id, reason)| (name.as_str(), id, reason))
        })
    }

    /// Adds the position of another process that walks the same tree.
    pub fn merge(&mut self, other: Self) {
        for (name, root) in other.roots {
            let own = self.roots.entry(name).or_default();
            own.accounts.merge(root.accounts);
            own.is_finished |= root.is_finished;
        }
    }

    /// Removes the position of this root, so that a walk works all its accounts again.
    pub fn restart(&mut self, root: &str) {
        self.roots.remove(root);
    }
}
