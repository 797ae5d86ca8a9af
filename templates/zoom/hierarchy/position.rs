//! Where a walk is, to go on from there in another process.
//!
//! In: what a walk has handed over. Out: a [`Position`], which serde writes and reads. It must not grow with the accounts that were
//! visited: it knows those of one page for each root.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::AccountId;

/// Where a walk is, for each of its roots by name: the token of the page at hand, which accounts of it are done, or that the root is
/// finished.
///
/// An account is done once the walk gave its outcome; what was still at work is done again by the walk that goes on. Zoom lets
/// tokens expire after 15 minutes: the root of one that is refused then fails, and [`forget`](Position::forget) has it read
/// from its begin. What serde makes of it may get more members in later versions, which read that of earlier ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    #[serde(default)]
    pub(super) roots: BTreeMap<String, Place>,
}

/// Where one root is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Of the page at hand; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    /// The accounts of that page that are done.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) done: BTreeSet<AccountId>,
    /// How many accounts the pages before had.
    #[serde(default)]
    pub(super) before: u64,
    #[serde(default)]
    pub(super) is_finished: bool,
}

impl Position {
    /// The names of the roots that were begun.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// Whether the list of the root of this name was read to its end, and all its accounts are done.
    #[must_use]
    pub fn is_finished(&self, root: &str) -> bool {
        self.roots.get(root).is_some_and(|place| place.is_finished)
    }

    /// Forgets the root of this name, so that a walk reads its list from the begin.
    pub fn forget(&mut self, root: &str) {
        self.roots.remove(root);
    }
}
