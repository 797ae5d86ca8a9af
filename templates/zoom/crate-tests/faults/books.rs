//! What a task knows about its account from the reports of the client.

use std::collections::{BTreeMap, BTreeSet};

use zoom_accounts::ids::GroupId;

use crate::judge::{Judge, Verdict};

/// Whether a thing exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Present,
    Absent,
    /// The client reported that it does not know.
    Maybe,
}

impl Presence {
    /// Returns whether a thing exists after the call that creates it.
    pub(crate) fn created(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Done => Self::Present,
            Verdict::NotDone => Self::Absent,
            Verdict::Unknown => Self::Maybe,
        }
    }

    /// Returns whether the thing exists after the call that deletes it.
    pub(crate) fn deleted(self, verdict: Verdict) -> Self {
        match verdict {
            Verdict::Done => Self::Absent,
            Verdict::NotDone => self,
            Verdict::Unknown => Self::Maybe,
        }
    }
}

/// A user.
#[derive(Debug)]
pub(crate) struct User {
    pub(crate) presence: Presence,
    /// The possible values of the department. There are several after an update with an unknown outcome.
    pub(crate) depts: BTreeSet<String>,
}

impl User {
    pub(crate) fn new(presence: Presence) -> Self {
        Self {
            presence,
            depts: BTreeSet::from([String::new()]),
        }
    }

    /// Records an update of the department.
    pub(crate) fn set_dept(&mut self, dept: String, verdict: Verdict) {
        match verdict {
            Verdict::Done => self.depts = BTreeSet::from([dept]),
            Verdict::Unknown => drop(self.depts.insert(dept)),
            Verdict::NotDone => {}
        }
    }
}

/// A group.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) presence: Presence,
    /// The id, if the client has returned it.
    pub(crate) id: Option<GroupId>,
    /// The email addresses of the members.
    pub(crate) members: BTreeMap<String, Presence>,
}

/// What a task knows about its account.
#[derive(Debug, Default)]
pub(crate) struct Books {
    /// The users by email address.
    pub(crate) users: BTreeMap<String, User>,
    /// The groups by name.
    pub(crate) groups: BTreeMap<String, Group>,
    /// Whether the account has a plan. `None` before the first order.
    pub(crate) plan: Option<Presence>,
}

impl Books {
    /// Returns the email addresses of the users that exist.
    pub(crate) fn present_users(&self) -> Vec<String> {
        let users = self.users.iter();
        let users = users.filter(|(_, user)| user.presence == Presence::Present);
        users.map(|(email, _)| email.clone()).collect()
    }

    /// Returns the names and ids of the groups that exist.
    pub(crate) fn present_groups(&self) -> Vec<(String, GroupId)> {
        let groups = self.groups.iter();
        let groups = groups.filter(|(_, group)| group.presence == Presence::Present);
        groups
            .filter_map(|(name, group)| Some((name.clone(), group.id.clone()?)))
            .collect()
    }

    /// Records the deletion of a user, who then leaves all groups.
    pub(crate) fn delete_user(&mut self, email: &str, verdict: Verdict) {
        if let Some(user) = self.users.get_mut(email) {
            user.presence = user.presence.deleted(verdict);
        }
        for group in self.groups.values_mut() {
            if let Some(member) = group.members.get_mut(email) {
                if *member != Presence::Absent {
                    *member = member.deleted(verdict);
                }
            }
        }
    }
}

/// Compares a list with what is known. `is_complete` is whether the list was read without an error.
pub(crate) fn compare(
    judge: &Judge,
    place: &str,
    known: &BTreeMap<String, Presence>,
    listed: &[String],
    is_complete: bool,
) {
    let mut seen = BTreeSet::new();
    for name in listed {
        if !seen.insert(name) {
            judge.duplicate(format!("{place}: {name} is listed twice"));
        }
        if matches!(known.get(name), None | Some(Presence::Absent)) {
            judge.wrong(format!(
                "{place}: {name} exists, but was reported as not done"
            ));
        }
    }
    if !is_complete {
        return;
    }
    for (name, presence) in known {
        if *presence == Presence::Present && !seen.contains(name) {
            judge.loss(format!("{place}: {name} is missing"));
        }
    }
}
