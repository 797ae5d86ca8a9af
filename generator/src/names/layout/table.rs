//! Chooses the files that contain the table of operations.

use std::collections::BTreeSet;

use serde::Serialize;

use super::topics::{self, Call};
use super::{lines, words};
use crate::model::{GroupId, Model, OperationId};
use crate::names::idents;
use crate::names::letters::Letters;
use crate::names::tables::{OperationNames, Resource};

/// A file that contains a part of the table of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TablePart {
    /// The module of the file. Empty for the main file of the table.
    pub(in crate::names) module: String,
    /// The API of the file's operations.
    pub group: GroupId,
    /// Whether the file contains the API's servers and credentials.
    pub first: bool,
    /// The operations in the file.
    pub operations: Vec<OperationId>,
}

/// Returns the files of the table. Each API has one file for its servers and credentials. Each resource has one file,
/// or several files if it has many operations.
pub(in crate::names) fn table(
    model: &Model,
    resources: &[Resource],
    names: &[OperationNames],
) -> Vec<TablePart> {
    let mut parts = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut letters = Letters::default();
    let is_single = model.groups.len() == 1;
    let with_operations = model.iter_groups().filter(|(_, api)| api.events.is_none());
    for (group, api) in with_operations {
        let api = idents::snake(&api.name).unwrap_or_default();
        let own = |name: &str| {
            let name = name.trim_matches('_');
            if is_single {
                name.to_owned()
            } else if name.is_empty() {
                api.clone()
            } else {
                format!("{}_{name}", api.trim_end_matches('_'))
            }
        };
        parts.push(TablePart {
            module: own(""),
            group,
            first: true,
            operations: Vec::new(),
        });
        for resource in resources.iter().filter(|resource| resource.group == group) {
            let files = files(model, resource, names);
            let mut modules: Vec<Option<&String>> =
                resource.operations.iter().map(|id| files.get(id)).collect();
            modules.sort_unstable();
            modules.dedup();
            for file in modules {
                let operations = resource.operations.iter().copied();
                let module = match file {
                    None => own(&resource.ident),
                    Some(file) => own(&format!("{}_{file}", resource.stem.trim_matches('_'))),
                };
                let mut module = idents::module(&module).unwrap_or_default();
                // The second file of the resource `a` can have the same name as the only file of the resource `a_b`.
                if !taken.insert(module.clone()) {
                    let stem = module.trim_end_matches('_').to_owned();
                    let with_letter =
                        |letter: &str| format!("{stem}_{}", letter.to_ascii_lowercase());
                    let is_free = |name: &str| taken.insert(name.to_owned());
                    module = letters.first_free(&stem, with_letter, is_free);
                }
                parts.push(TablePart {
                    module,
                    group,
                    first: false,
                    operations: operations.filter(|id| files.get(id) == file).collect(),
                });
            }
        }
    }
    parts
}

/// Chooses the file of each operation of a resource. The main file of the resource contains all operations that are not
/// in the result.
fn files(
    model: &Model,
    resource: &Resource,
    names: &[OperationNames],
) -> std::collections::BTreeMap<OperationId, String> {
    let calls = resource.operations.iter().filter_map(|id| {
        let operation = model.operation(*id)?;
        let method = names.get(id.index());
        Some(Call {
            key: *id,
            words: words(&operation.path, &resource.ident),
            method: method.map_or_else(String::new, |names| names.method.clone()),
            lines: lines::of_operation(operation),
        })
    });
    topics::files(calls.collect())
}
