//! Finds the location in the documents that causes a public item.
//!
//! In: names with their locations. Out: [`Places`], with the paths that `API.txt` contains.

use std::collections::BTreeMap;

use super::super::crate_names::Names;
use super::entry::{Entry, Part, entries};
use super::{Kind, Lock};
use crate::model::Model;
use crate::source::Span;

/// The location of a public item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The location as the lock has it, such as `specs/users.yaml#/paths/~1users/get`.
    pub text: String,
    /// The location in this run. `None` if the item is only in the lock.
    pub span: Option<Span>,
}

/// The locations of public items by their paths, such as `users::User::name`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Places {
    by_path: BTreeMap<String, Place>,
    /// The locations of types by their paths.
    types: BTreeMap<String, Place>,
}

impl Places {
    /// Returns the location of an item, such as `users::UsersHandle::list` or `users::User.name`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Place> {
        let path = path.replace('.', "::");
        self.types.get(&path).or_else(|| self.by_path.get(&path))
    }

    /// Returns the location of the type that contains a field, a variant or a method.
    #[must_use]
    pub fn owner(&self, path: &str) -> Option<&Place> {
        let path = path.replace('.', "::");
        let (owner, _) = path.rsplit_once("::")?;
        self.types.get(owner)
    }

    fn of(entries: &[Entry]) -> Self {
        let mut found = Self::default();
        let modules: BTreeMap<&str, &str> = of_kind(entries, Kind::Api)
            .map(|entry| (entry.place.as_str(), entry.name.as_str()))
            .collect();
        let mut handles: BTreeMap<&str, String> = BTreeMap::new();
        for entry in of_kind(entries, Kind::Resource) {
            let api = entry.place.split('/').next().unwrap_or_default();
            let module = modules.get(api).filter(|module| **module != "crate");
            let ident = entry.name.rsplit('.').next().unwrap_or_default();
            for part in &entry.parts {
                let path = match module {
                    Some(module) => format!("{module}::{ident}::{}", part.name),
                    None => format!("{ident}::{}", part.name),
                };
                handles.insert(&entry.name, path);
            }
        }
        for entry in of_kind(entries, Kind::Method) {
            let Some((resource, method)) = entry.name.rsplit_once('.') else {
                continue;
            };
            if let Some(handle) = handles.get(resource) {
                let paths = [
                    handle.clone(),
                    format!("{handle}::{method}"),
                    table(&entry.name),
                ];
                for path in paths {
                    add(&mut found.by_path, path, &entry.place, entry.span);
                }
            }
        }
        for entry in of_kind(entries, Kind::Type) {
            let path = entry.name.clone();
            add(&mut found.types, path, &entry.place, entry.span);
            for part in &entry.parts {
                let path = format!("{}::{}", entry.name, part.name);
                let span = part.span.or(entry.span);
                add(&mut found.by_path, path, &entry.place, span);
            }
        }
        found
    }
}

fn add(places: &mut BTreeMap<String, Place>, path: String, place: &str, span: Option<Span>) {
    places.entry(path).or_insert_with(|| Place {
        text: place.to_owned(),
        span,
    });
}

/// Returns the path of the static that describes an operation: `users.list` → `ops::USERS_LIST`.
fn table(id: &str) -> String {
    format!("ops::{}", id.replace('.', "_").to_ascii_uppercase())
}

fn of_kind(entries: &[Entry], kind: Kind) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(move |entry| entry.kind == kind)
}

impl Names {
    /// Returns the locations of the items of this run.
    #[must_use]
    pub fn places(&self, model: &Model) -> Places {
        Places::of(&entries(model, self))
    }
}

impl Lock {
    /// Returns the locations of all items in the lock. Removed items stay in the lock.
    #[must_use]
    pub fn places(&self) -> Places {
        let entries = self.lines.iter().map(|((kind, place), line)| Entry {
            kind: *kind,
            place: place.clone(),
            name: line.own.name.clone(),
            span: None,
            parts: (line.parts.iter())
                .map(|(key, part)| Part {
                    key: key.clone(),
                    name: part.name.clone(),
                    span: None,
                })
                .collect(),
        });
        Places::of(&entries.collect::<Vec<_>>())
    }
}
