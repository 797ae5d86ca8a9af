//! A collection of items, such as the users of an account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The largest key of the next item in a snapshot.
const MAX_KEY: u64 = u64::MAX / 2;

/// The items of a collection, in the order in which they were created.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Collection {
    next: u64,
    items: BTreeMap<u64, Item>,
    /// The key of each item in `items`, by id.
    keys: BTreeMap<String, u64>,
}

/// An item with everything that is known about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    /// The properties that were written and those that the fake has chosen.
    pub(crate) value: Map<String, Value>,
}

impl Collection {
    /// Adds an item. An item with the same id is replaced and keeps its place.
    pub(crate) fn insert(&mut self, id: &str, value: Map<String, Value>) {
        let key = *self.keys.entry(id.to_owned()).or_insert(self.next);
        if key == self.next {
            self.next = self.next.saturating_add(1);
        }
        let id = id.to_owned();
        self.items.insert(key, Item { id, value });
    }

    /// Returns an item.
    pub(crate) fn get(&self, id: &str) -> Option<&Item> {
        self.items.get(self.keys.get(id)?)
    }

    /// Returns an item.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.items.get_mut(self.keys.get(id)?)
    }

    /// Removes an item and returns it.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Item> {
        let key = self.keys.remove(id)?;
        self.items.remove(&key)
    }

    /// Returns the items in the order in which they were created.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Item> {
        self.items.values()
    }

    /// Returns the items in the order in which they were created.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.items.values_mut()
    }

    /// Returns whether each item has a key of its own, below the key of the next item. There must be keys for more items.
    pub(crate) fn is_consistent(&self) -> bool {
        let has_key =
            |(key, item): (&u64, &Item)| *key < self.next && self.keys.get(&item.id) == Some(key);
        self.next <= MAX_KEY
            && self.keys.len() == self.items.len()
            && self.items.iter().all(has_key)
    }

    /// Returns the number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}
