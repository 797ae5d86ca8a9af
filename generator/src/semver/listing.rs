//! Reads the text of `API.txt`.
//!
//! In: the text. Out: sections, and on demand the lines of a section, grouped by item. Sections that are equal in two texts are
//! never split into lines, so that comparing two large lists with few differences is fast.

use std::collections::BTreeMap;

use super::entry::Entry;

/// The start of a section title.
const TITLE: &str = "## ";
/// The title of the section for the crate root.
const ROOT: &str = "crate";

/// A section of `API.txt`: the items of one public module.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Section<'a> {
    /// The conditions under which the module exists.
    pub(super) conditions: Vec<&'a str>,
    /// The lines of the section. A module can have several sections.
    texts: Vec<&'a str>,
}

/// An item with its fields, variants, methods and traits.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Group<'a> {
    pub(super) lines: Vec<&'a str>,
}

/// The sections of a list by path. The path of the crate root is empty.
pub(super) fn sections(text: &str) -> BTreeMap<&str, Section<'_>> {
    let mut found: BTreeMap<&str, Section<'_>> = BTreeMap::new();
    let mut rest = start(text);
    while let Some(title) = rest {
        let body = title.get(TITLE.len()..).unwrap_or_default();
        let (heading, lines) = body.split_once('\n').unwrap_or((body, ""));
        let end = next(lines);
        let own = lines.get(..end.unwrap_or(lines.len())).unwrap_or_default();
        rest = end.and_then(|end| lines.get(end..));
        let (path, notes) = Entry::without_notes(heading);
        let path = if path == ROOT { "" } else { path };
        let section: &mut Section<'_> = found.entry(path).or_default();
        section.conditions.extend(notes);
        section.texts.push(own);
    }
    found
}

/// Returns the text from the first title on.
fn start(text: &str) -> Option<&str> {
    if text.starts_with(TITLE) {
        return Some(text);
    }
    next(text).and_then(|at| text.get(at..))
}

/// Returns the offset of the next title that is not at the start of the text.
fn next(text: &str) -> Option<usize> {
    text.find("\n## ").map(|at| at + 1)
}

impl<'a> Section<'a> {
    /// Returns the items of the section by name. An `impl` for a type of another module is in the group without a name.
    pub(super) fn groups(&self) -> BTreeMap<&'a str, Group<'a>> {
        let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
        let lines = self.texts.iter().flat_map(|text| text.lines());
        for line in lines.filter(|line| !line.trim().is_empty()) {
            let owner = Entry::owner(line);
            groups.entry(owner).or_default().lines.push(line);
        }
        groups
    }
}
