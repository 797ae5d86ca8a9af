//! Reads the lines of an item.

use super::entry::Entry;
use super::listing::Group;

/// The lines of an item.
pub(super) struct Parsed<'a> {
    /// The line of the item itself. A function and a macro can have the same name.
    pub(super) heads: Vec<Entry<'a>>,
    /// The fields, variants and methods.
    pub(super) members: Vec<Entry<'a>>,
    /// The traits that the item implements.
    pub(super) implementations: Vec<Entry<'a>>,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(group: &Group<'a>) -> Self {
        let mut found = Self {
            heads: Vec::new(),
            members: Vec::new(),
            implementations: Vec::new(),
        };
        for line in &group.lines {
            let entry = Entry::read(line);
            if entry.kind == "impl" {
                found.implementations.push(entry);
            } else if entry.is_head() || entry.kind.is_empty() {
                found.heads.push(entry);
            } else {
                found.members.push(entry);
            }
        }
        found
    }

    /// Returns the line of the type or trait.
    pub(super) fn ty(&self) -> Option<&Entry<'a>> {
        let kinds = ["struct", "enum", "union", "trait"];
        self.heads.iter().find(|head| kinds.contains(&head.kind))
    }
}
