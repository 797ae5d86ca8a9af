//! An account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::collection::Collection;
use super::plans::Plans;

/// The path of the users in [`Account::collections`].
pub(crate) const USERS: &str = "/users";

/// Whether an account may have sub accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountKind {
    /// A primary account, which only Zoom sets up.
    Primary,
    /// A sub account.
    Sub,
}

/// Who pays for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PayMode {
    /// The primary account.
    Master,
    /// The account itself.
    Sub,
}

impl PayMode {
    /// Returns the value in API v2.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Master => "master",
            Self::Sub => "sub",
        }
    }
}

/// An account and everything in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    /// The number of the account, which is a different value than the id.
    pub(crate) number: String,
    pub(crate) kind: AccountKind,
    /// The account above. It is `None` for the top account, and for an account that was disassociated.
    pub(crate) parent: Option<String>,
    /// The id of the user that owns the account.
    pub(crate) owner_id: String,
    pub(crate) created_at: String,
    pub(crate) pay_mode: PayMode,
    /// How the account is billed in API v1: `0` automatically, `1` by invoice.
    pub(crate) collection_method: String,
    pub(crate) plans: Plans,
    /// The API key and API secret of API v1.
    pub(crate) key_pair: (String, String),
    /// Whether API v1 returns the key pair. Zoom turns this on for each account.
    pub(crate) shows_key_pair: bool,
    /// The other properties, such as `account_name`.
    pub(crate) profile: Map<String, Value>,
    /// The documents by path, such as `/settings` or `/users/{id}/settings`.
    pub(crate) documents: BTreeMap<String, Map<String, Value>>,
    /// The collections by path, such as `/users` or `/groups/{id}/members`.
    pub(crate) collections: BTreeMap<String, Collection>,
}

impl Account {
    /// Returns a collection. A collection that does not exist is empty.
    pub(crate) fn collection(&self, path: &str) -> Option<&Collection> {
        self.collections.get(path)
    }

    /// Returns a collection. A collection that does not exist is created.
    pub(crate) fn collection_mut(&mut self, path: &str) -> &mut Collection {
        self.collections.entry(path.to_owned()).or_default()
    }

    /// Returns a user.
    pub(crate) fn user(&self, id: &str) -> Option<&Map<String, Value>> {
        let user = self.collection(USERS)?.get(id)?;
        Some(&user.value)
    }

    /// Returns a user.
    pub(crate) fn user_mut(&mut self, id: &str) -> Option<&mut Map<String, Value>> {
        let user = self.collection_mut(USERS).get_mut(id)?;
        Some(&mut user.value)
    }

    /// Returns the users in the order in which they were created.
    pub(crate) fn users(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        let users = self.collection(USERS).into_iter();
        users
            .flat_map(Collection::iter)
            .map(|user| (user.id.as_str(), &user.value))
    }

    /// Returns the email address of the owner.
    pub(crate) fn owner_email(&self) -> &str {
        let owner = self.user(&self.owner_id);
        owner
            .and_then(|owner| owner.get("email")?.as_str())
            .unwrap_or_default()
    }

    /// Returns the name of the account.
    pub(crate) fn name(&self) -> &str {
        let name = self.profile.get("account_name").and_then(Value::as_str);
        name.unwrap_or_default()
    }

    /// Removes the documents and collections at a path and below it.
    pub(crate) fn remove_below(&mut self, path: &str) {
        let below = |key: &str| {
            key.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.documents.retain(|key, _| !below(key));
        self.collections.retain(|key, _| !below(key));
    }
}
