//! Changes, and the report that lists them.

use super::entry::Entry;
use super::level::Level;
use super::rule::Rule;

/// What happened to an item.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// The item is new.
    Added,
    /// The item differs.
    Changed,
    /// The item no longer exists.
    Removed,
}

impl Effect {
    /// Returns the word for the effect, such as `added`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// A change of a public item, a feature or a dependency.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// The rule that decides the level.
    pub rule: Rule,
    /// What happened to the item.
    pub effect: Effect,
    /// The kind of the item, such as `struct` or `feature`.
    pub kind: String,
    /// The path of the item, such as `v2::users::User.name`.
    pub path: String,
    /// The old text of the item. Empty for an added item.
    pub old: String,
    /// The new text of the item. Empty for a removed item.
    pub new: String,
    /// The number of fields, variants, methods and traits that were added or removed with the item.
    pub parts: usize,
    /// The location in a document that causes the change. `None` if no document defines the item, or if the location of a
    /// removed item is not known.
    pub place: Option<String>,
}

impl Change {
    /// Returns the level of the change.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.rule.level()
    }
}

/// The differences of two crates. The strongest changes come first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// The changes, sorted by level and path.
    pub changes: Vec<Change>,
}

impl Report {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by(|left, right| {
            let level = right.level().cmp(&left.level());
            let order = |change: &Change| (change.effect, change.rule);
            // Each method has a static in the table of operations. The methods come first.
            let is_static = |change: &Change| change.kind == "static";
            level
                .then_with(|| is_static(left).cmp(&is_static(right)))
                .then_with(|| left.path.cmp(&right.path))
                .then_with(|| order(left).cmp(&order(right)))
        });
        Self { changes }
    }

    /// Returns the level of the strongest change.
    #[must_use]
    pub fn level(&self) -> Level {
        let levels = self.changes.iter().map(Change::level);
        levels.max().unwrap_or(Level::Patch)
    }

    /// Counts the items with an effect. The parts of added and removed items count too.
    #[must_use]
    pub fn count(&self, effect: Effect) -> usize {
        let found = self.changes.iter().filter(|change| change.effect == effect);
        found.map(|change| 1 + change.parts).sum()
    }

    /// Sets the location of each change.
    pub fn locate(&mut self, mut place: impl FnMut(&Change) -> Option<String>) {
        for change in &mut self.changes {
            change.place = place(change);
        }
    }
}

/// Collects the changes of a module.
pub(super) struct Found<'r> {
    pub(super) module: &'r str,
    pub(super) changes: Vec<Change>,
}

impl Found<'_> {
    /// Adds a change of an item. An added item has no old line, and a removed item has no new line.
    pub(super) fn push(&mut self, rule: Rule, old: Option<&Entry<'_>>, new: Option<&Entry<'_>>) {
        let Some(shown) = new.or(old) else { return };
        let effect = match (old, new) {
            (None, _) => Effect::Added,
            (_, None) => Effect::Removed,
            _ => Effect::Changed,
        };
        let text = |entry: Option<&Entry<'_>>| entry.map(Entry::shown).unwrap_or_default();
        self.changes.push(Change {
            rule,
            effect,
            kind: shown.kind.to_owned(),
            path: self.path(shown),
            old: text(old),
            new: text(new),
            parts: 0,
            place: None,
        });
    }

    /// Adds a change of a whole item with its parts.
    pub(super) fn push_whole(
        &mut self,
        rule: Rule,
        (old, new): (Option<&Entry<'_>>, Option<&Entry<'_>>),
        parts: usize,
    ) {
        self.push(rule, old, new);
        if let Some(change) = self.changes.last_mut() {
            change.parts = parts;
        }
    }

    fn path(&self, entry: &Entry<'_>) -> String {
        let name = if entry.name.is_empty() {
            entry.text
        } else {
            entry.name
        };
        if self.module.is_empty() {
            name.to_owned()
        } else {
            format!("{}::{name}", self.module)
        }
    }
}
