//! Names the statics that describe operations and security schemes.
//!
//! In: the model and the names of the operations. Out: a unique name for each static.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::{shouty, shouty_spelled};
use super::letters::letter;
use crate::model::{GroupId, Model, Operation};

/// The static that lists all operations.
const ALL: &str = "ALL";

/// The names of statics that are already used.
#[derive(Debug, Default)]
pub(super) struct Statics {
    taken: BTreeSet<String>,
}

impl Statics {
    /// Reserves the names of the statics that belong to no operation: `ALL`, and two statics of each API.
    pub(super) fn of(model: &Model) -> Self {
        let groups = model.groups.iter().filter_map(|group| shouty(&group.name));
        let names = groups.flat_map(|group| [format!("{group}_REQUEST"), group]);
        Self {
            taken: names.chain([ALL.to_owned()]).collect(),
        }
    }

    /// Returns the first free name for the static of an operation. Two further statics have names that start with this
    /// name, one for the pagination and one for the server. These names must be free too.
    pub(super) fn operation(&mut self, names: &[String], operation: &Operation) -> String {
        let own = |name: &str| {
            let pages = operation.pages.as_ref().map(|_| format!("{name}_PAGES"));
            let server = operation.server.as_ref();
            let server = server.map(|_| format!("{name}_SERVER"));
            let all = [Some(name.to_owned()), pages, server];
            all.into_iter().flatten().collect::<Vec<_>>()
        };
        let last = names.last().map_or(ALL, String::as_str);
        let lettered = (0..).map(|index| format!("{last}_{}", letter(index)));
        let mut all = names.iter().cloned().chain(lettered);
        let is_free = |name: &String| own(name).iter().all(|name| !self.taken.contains(name));
        let name = all.find(is_free).unwrap_or_default();
        self.taken.extend(own(&name));
        name
    }

    /// Names the static of each security scheme. The name may have no letters, or may already be used. Then `SCHEME` or
    /// `CREDENTIALS` is appended.
    pub(super) fn schemes(&mut self, model: &Model) -> BTreeMap<(GroupId, String), String> {
        let mut names = BTreeMap::new();
        for (id, group) in model.iter_groups() {
            for scheme in &group.schemes {
                let (api, key) = (&group.name, &scheme.name);
                let plain = shouty(key).and_then(|_| shouty(&format!("{api} {key}")));
                let described = ["scheme", "credentials"]
                    .iter()
                    .filter_map(|kind| shouty(&format!("{api} {key} {kind}")));
                let spelled = shouty_spelled(&format!("{api} {key}"));
                let offered = plain.into_iter().chain(described).chain(spelled);
                let lettered =
                    (0..).filter_map(|index| shouty(&format!("{api} {}", letter(index))));
                let mut all = offered.chain(lettered);
                let name = all.find(|name| self.taken.insert(name.clone()));
                names.insert((id, key.clone()), name.unwrap_or_default());
            }
        }
        names
    }
}
