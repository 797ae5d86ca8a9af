//! The position of a walk, with which another process can continue the walk.
//!
//! A position contains ids only. It contains no page tokens, because they expire after 15 minutes. A walk that resumes
//! lists the accounts again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::runtime::WorkLog;

/// The position of a walk: for each root, the accounts that are done, and the accounts whose work failed.
///
/// A position does not expire, because it contains no page tokens. A walk that resumes lists the accounts of each
/// unfinished root again. It skips the accounts that are done. It repeats the work for all other accounts: those whose
/// work failed, and those that were in progress.
///
/// In JSON, each account that is done takes one byte more than its id. An account that failed also takes the text of
/// the reason, at most 100 characters. Later versions of this crate can read the positions of earlier versions.
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
    /// Returns the names of the roots that were started.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// Returns whether this root is finished: its whole list was read, and all its accounts are done.
    #[must_use]
    pub fn is_finished(&self, root: &str) -> bool {
        self.roots.get(root).is_some_and(|root| root.is_finished)
    }

    /// Returns the record of a root: the ids of the accounts that are done, and of those that failed. Returns `None` if
    /// the root was not started.
    #[must_use]
    pub fn accounts(&self, root: &str) -> Option<&WorkLog> {
        self.roots.get(root).map(|root| &root.accounts)
    }

    /// Returns the record of a root, so that you can change it. For example, add the work that another process has done.
    pub fn accounts_mut(&mut self, root: &str) -> &mut WorkLog {
        &mut self.roots.entry(root.to_owned()).or_default().accounts
    }

    /// Returns the accounts whose last attempt failed: the name of the root, the account id, and the reason.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.roots.iter().flat_map(|(name, root)| {
            let failed = root.accounts.failed();
            failed.map(move |(id, reason)| (name.as_str(), id, reason))
        })
    }

    /// Adds the position of another process that walks over the same tree.
    pub fn merge(&mut self, other: Self) {
        for (name, root) in other.roots {
            let own = self.roots.entry(name).or_default();
            own.accounts.merge(root.accounts);
            own.is_finished |= root.is_finished;
        }
    }

    /// Removes the position of this root. The next walk then visits all accounts of the root again.
    pub fn restart(&mut self, root: &str) {
        self.roots.remove(root);
    }
}
