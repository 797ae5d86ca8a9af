//! Chooses the operations that the import writes.

use std::collections::BTreeMap;

use super::chosen::{Chosen, FILE};
use super::list::{self, Listed};
use super::publisher::{Publisher, key};
use super::work::Work;
use crate::import::native::is_native;

impl<'a> Work<'a> {
    /// Returns the operations that the import writes, sorted by document and path.
    pub(super) fn choose(&mut self, publisher: &'a Publisher<'a>) -> Vec<Chosen<'a>> {
        let options = self.options;
        let prefix = options.mirror_prefix.as_deref();
        let listed: BTreeMap<(String, String), Listed> = list::read(&options.list)
            .into_iter()
            .map(|listed| (listed.key(prefix), listed))
            .collect();
        let mut found = Vec::new();
        let mut calls: BTreeMap<String, String> = BTreeMap::new();
        for row in self.tables.names.rows() {
            self.enter(row.cell(FILE).unwrap_or_default());
            let Some(named) = Listed::parse(row.key()) else {
                let line = format!("names.tsv:{}: `{}`", row.line, row.key());
                self.here.review.add("rows without an operation", line);
                continue;
            };
            let listed = listed.get(&named.key(prefix));
            if !options.list.is_empty() && listed.is_none() {
                self.here
                    .review
                    .add("operations that the list lacks", row.key());
                continue;
            }
            let path = listed.map_or(named.path.as_str(), |listed| listed.path.as_str());
            let below = prefix.and_then(|prefix| path.strip_prefix(prefix));
            let below =
                below.filter(|below| below.starts_with('/') && !is_native(path, &options.native));
            let chosen = Chosen {
                published: publisher.find(&named.method, path, prefix),
                method: named.method,
                path: below.unwrap_or(path).to_owned(),
                is_mirrored: below.is_some(),
                row,
            };
            if let Some(other) = calls.insert(chosen.call(), chosen.title()) {
                let line = format!("{}: {other}, {}", chosen.call(), chosen.title());
                self.here.review.add("duplicate method names", line);
            }
            if chosen.published.is_empty() {
                self.here
                    .review
                    .add("operations without a document", chosen.title());
                continue;
            }
            found.push(chosen);
        }
        found.sort_by_key(|chosen| {
            let order = ["get", "post", "put", "patch", "delete"];
            let method = order.iter().position(|method| *method == chosen.method);
            // The documents of a folder follow, so that they never take an operation id of the other documents.
            let folders = chosen.file().matches('/').count();
            (
                folders,
                chosen.file().to_owned(),
                chosen.path.clone(),
                method,
            )
        });
        name_placeholders(&mut found);
        found
    }
}

/// In paths that differ only in the names of placeholders, such as `/users/{id}` and `/users/{userId}`, uses the names
/// of the first path.
fn name_placeholders(found: &mut [Chosen<'_>]) {
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for chosen in found {
        let key = key(&chosen.path, None);
        let path = paths.entry(key).or_insert_with(|| chosen.path.clone());
        if *path != chosen.path {
            chosen.path.clone_from(path);
        }
    }
}
