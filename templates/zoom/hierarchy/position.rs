//! The position of a walk, from which another process can continue.
//!
//! A position must not grow with the number of visited accounts. It contains at most one page of accounts for each
//! root.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::AccountId;

/// The position of a walk. For each root, it contains the current page and the finished accounts of that page, or the
/// fact that the root is finished.
///
/// An account is finished when the walk has returned its outcome. A resumed walk repeats the work for accounts that
/// were still in progress.
///
/// Zoom's page tokens expire after 15 minutes. If the token of a root has expired, the root fails. Call
/// [`restart`](Position::restart) to read its list from the first page. Later versions of this crate can read positions
/// that earlier versions serialized.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    #[serde(default)]
    pub(super) roots: BTreeMap<String, RootPosition>,
}

/// The position in one root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RootPosition {
    /// The token of the current page; `None` for the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    /// The finished accounts of the current page.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) done: BTreeSet<AccountId>,
    /// The number of accounts on earlier pages.
    #[serde(default)]
    pub(super) before: u64,
    #[serde(default)]
    pub(super) is_finished: bool,
}

impl Position {
    /// Returns the names of the roots that the walk has started.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// Returns whether this root is finished: its whole list was read and all its accounts are finished.
    #[must_use]
    pub fn is_finished(&self, root: &str) -> bool {
        self.roots.get(root).is_some_and(|root| root.is_finished)
    }

    /// Removes the position of this root, so that a walk reads its list from the first page.
    pub fn restart(&mut self, root: &str) {
        self.roots.remove(root);
    }
}
