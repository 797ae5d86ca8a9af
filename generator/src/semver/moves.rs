//! Finds items that have moved to another module.

use std::collections::BTreeMap;

use super::change::{Change, Effect};
use super::listing::Group;
use super::rule::Rule;

/// The items that were removed, and the items that were added. An item has moved if its lines are the same in both.
#[derive(Debug, Default)]
pub(super) struct Moves<'a> {
    /// The modules of removed items, by the lines of the item.
    removed: BTreeMap<Vec<&'a str>, Place<'a>>,
    added: BTreeMap<Vec<&'a str>, Place<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    module: &'a str,
    name: &'a str,
}

impl Place<'_> {
    fn path(self) -> String {
        if self.module.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}::{}", self.module, self.name)
        }
    }
}

impl<'a> Moves<'a> {
    pub(super) fn remove(&mut self, name: &'a str, module: &'a str, group: &Group<'a>) {
        let place = Place { module, name };
        self.removed.entry(group.lines.clone()).or_insert(place);
    }

    pub(super) fn add(&mut self, name: &'a str, module: &'a str, group: &Group<'a>) {
        let place = Place { module, name };
        self.added.entry(group.lines.clone()).or_insert(place);
    }

    /// Replaces the two changes of each item that has moved by one change.
    pub(super) fn report(&self, changes: &mut Vec<Change>) {
        let mut old_paths = BTreeMap::new();
        let mut new_paths = BTreeMap::new();
        for (lines, old) in self.removed.iter().filter(|(_, old)| !old.name.is_empty()) {
            if let Some(new) = self.added.get(lines) {
                new_paths.insert(new.path(), old.path());
                old_paths.insert(old.path(), new.path());
            }
        }
        if old_paths.is_empty() {
            return;
        }
        changes.retain_mut(|change| match change.rule {
            Rule::ItemRemove => {
                if let Some(new) = old_paths.get(&change.path) {
                    change.rule = Rule::ItemMove;
                    change.effect = Effect::Changed;
                    change.old = format!("{} {}", change.kind, change.path);
                    change.new = format!("{} {new}", change.kind);
                    change.parts = 0;
                }
                true
            }
            Rule::ItemNew => !new_paths.contains_key(&change.path),
            _ => true,
        });
    }
}
