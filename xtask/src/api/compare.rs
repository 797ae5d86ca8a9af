//! Compares the public items in rustdoc's list with the entries of `API.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::entry::{Entry, TOP};
use super::listing::Listing;
use super::rustdoc::{Documentation, Id};
use super::surface::{Place, Surface, implementations, members, own_entry};
use super::text::{list, reduced, replaced, ty};

#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// The number of public items that rustdoc lists, by kind.
    pub(crate) counts: BTreeMap<String, usize>,
    /// Public items that `API.txt` does not list.
    pub(crate) missing: Vec<Entry>,
    /// Items of `API.txt` that rustdoc does not list.
    pub(crate) unknown: Vec<Entry>,
    /// Items whose types differ: the entry for rustdoc's item, and the type in `API.txt`.
    pub(crate) different: Vec<(Entry, String)>,
    /// Lines of `API.txt` that cannot be parsed.
    pub(crate) unreadable: Vec<String>,
}

impl Comparison {
    pub(crate) fn of(docs: &Documentation, listing: Listing) -> Self {
        let aliases = aliases(docs);
        let entries = listing.entries.into_iter();
        let mut listed = Listed::new(entries.map(|entry| entry.without(&aliases)).collect());
        let mut found = Self {
            unreadable: listing.unknown,
            ..Self::default()
        };
        let surface = Surface::of(docs);
        let mut homes: BTreeMap<Id, Place> = BTreeMap::new();
        for (id, places) in &surface.items {
            let Some(item) = docs.item(*id) else { continue };
            let own = places.iter().filter_map(|place| {
                let entry = own_entry(item, place)?;
                listed.contains(&entry).then(|| place.clone())
            });
            // If an item has several public paths, the path that `API.txt` contains is used. If `API.txt` does not
            // contain the item, the shortest path is used.
            let Some(home) = own
                .min_by_key(by_length)
                .or_else(|| places.iter().min_by_key(|place| by_length(place)).cloned())
            else {
                continue;
            };
            found.expect(&mut listed, own_entry(item, &home), &home.1);
            for member in members(docs, item, &home) {
                found.expect(&mut listed, Some(member), &home.1);
            }
            for (section, name) in places.iter().filter(|place| **place != home) {
                let entry = Entry::new(section, format!("use {name}"), String::new());
                found.expect(&mut listed, Some(entry), name);
            }
            homes.insert(*id, home);
        }
        for (section, name) in &surface.externs {
            let entry = Entry::new(section, format!("use {name}"), String::new());
            found.expect(&mut listed, Some(entry), name);
        }
        for block in implementations(docs, &surface) {
            let home = block.owner.and_then(|id| homes.get(&id));
            let (section, owner) = home.cloned().unwrap_or_default();
            let entry = Entry {
                section,
                ..block.entry
            };
            found.expect(&mut listed, Some(entry.without(&aliases)), &owner);
        }
        found.missing.sort();
        found.unknown = listed.unused();
        found
    }

    /// Looks up an entry in `API.txt`. A missing entry or a different type is recorded.
    fn expect(&mut self, listed: &mut Listed, entry: Option<Entry>, owner: &str) {
        let Some(entry) = entry else { return };
        let kind = entry.key.split(' ').next().unwrap_or_default();
        *self.counts.entry(kind.to_owned()).or_insert(0) += 1;
        match listed.take(&entry, owner) {
            None => self.missing.push(entry),
            Some(detail) if detail != entry.detail => self.different.push((entry, detail)),
            Some(_) => {}
        }
    }

    /// Returns whether `API.txt` lists exactly the items and types of rustdoc.
    pub(crate) fn is_clean(&self) -> bool {
        self.missing.is_empty()
            && self.unknown.is_empty()
            && self.different.is_empty()
            && self.unreadable.is_empty()
    }
}

/// Returns the type of each type alias that has no generic parameters, by its name. rustdoc prints this type instead of
/// the alias in `impl` blocks.
fn aliases(docs: &Documentation) -> BTreeMap<String, String> {
    let items = docs.index.values().filter(|item| item.crate_id == 0);
    let found = items.filter_map(|item| {
        let alias = item.as_kind("type_alias")?;
        let generics = alias
            .get("generics")
            .and_then(|generics| generics.get("params"));
        let ty = reduced(&ty(alias.get("type")?));
        let has_parameters = !list(generics).is_empty();
        (!has_parameters)
            .then(|| Some((item.name.clone()?, ty)))
            .flatten()
    });
    found.collect()
}

fn by_length(place: &Place) -> (usize, Place) {
    (place.0.len(), place.clone())
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: usize = self.counts.values().sum();
        let counts = self
            .counts
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"));
        let counts = counts.collect::<Vec<_>>().join(", ");
        for entry in &self.missing {
            writeln!(f, "missing in API.txt: {entry}")?;
        }
        for entry in &self.unknown {
            writeln!(f, "unknown to rustdoc: {entry}")?;
        }
        for (entry, detail) in &self.different {
            writeln!(
                f,
                "different: {entry}\n  API.txt: {detail}\n  rustdoc: {}",
                entry.detail
            )?;
        }
        for line in &self.unreadable {
            writeln!(f, "not understood: {line}")?;
        }
        writeln!(
            f,
            "{total} public items ({counts}): {} missing in API.txt, {} unknown to rustdoc, {} different, {} lines not understood",
            self.missing.len(),
            self.unknown.len(),
            self.different.len(),
            self.unreadable.len(),
        )
    }
}

impl Entry {
    /// Replaces the type aliases in the key of an `impl` entry by their types.
    fn without(mut self, aliases: &BTreeMap<String, String>) -> Self {
        if self.key.starts_with("impl ") {
            self.key = replaced(&self.key, aliases);
        }
        self
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.section, self.key)
    }
}

/// The entries of `API.txt` that were not looked up yet.
struct Listed {
    /// The types of the entries. The keys are the key of the entry and its section.
    entries: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// The section and the name of each item of a module. Fields and methods are parts of items, so they are not
    /// included.
    names: BTreeSet<Place>,
}

impl Listed {
    fn new(all: Vec<Entry>) -> Self {
        let mut entries: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        let mut names = BTreeSet::new();
        for entry in all {
            let (kind, name) = entry.key.split_once(' ').unwrap_or_default();
            if TOP.contains(&kind) && !name.contains("::") {
                names.insert((entry.section.clone(), name.to_owned()));
            }
            let of_key = entries.entry(entry.key).or_default();
            of_key.entry(entry.section).or_default().push(entry.detail);
        }
        Self { entries, names }
    }

    fn contains(&self, entry: &Entry) -> bool {
        let sections = self.entries.get(&entry.key);
        sections.is_some_and(|sections| sections.contains_key(&entry.section))
    }

    /// Removes an entry from the list, and returns its type. If several entries have the same key, the one with the
    /// same type is removed. `API.txt` may list a method or a trait in another section than its type.
    fn take(&mut self, entry: &Entry, owner: &str) -> Option<String> {
        let sections = self.entries.get_mut(&entry.key)?;
        let is_elsewhere =
            |section: &&String| !self.names.contains(&((*section).clone(), owner.to_owned()));
        let section = if sections.contains_key(&entry.section) {
            entry.section.clone()
        } else if entry.key.starts_with("use ") {
            return None;
        } else {
            sections.keys().find(is_elsewhere)?.clone()
        };
        let details = sections.get_mut(&section)?;
        let at = details.iter().position(|detail| *detail == entry.detail);
        let detail = match at {
            Some(at) => details.swap_remove(at),
            None => details.pop()?,
        };
        if details.is_empty() {
            sections.remove(&section);
        }
        Some(detail)
    }

    fn unused(self) -> Vec<Entry> {
        let mut unused = Vec::new();
        for (key, sections) in self.entries {
            for (section, details) in sections {
                let left = details.into_iter();
                unused.extend(left.map(|detail| Entry::new(&section, key.clone(), detail)));
            }
        }
        unused.sort();
        unused
    }
}
