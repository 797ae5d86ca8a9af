//! Which file holds what, so that none grows beyond what can be read.
//!
//! In: the model and the names of types and resources. Out: the module of each type, and the modules of each resource's
//! methods and of the table of operations. The lines are estimated from the model: a file may come out somewhat longer or
//! shorter, and stays well below [`MOST_LINES`].

use std::collections::BTreeMap;

use serde::Serialize;

use super::idents::snake;
use super::{OperationNames, Resource, TypeNames};
use crate::analyse::Facts;
use crate::model::{Docs, Model, Operation, Shape, TypeId};

/// The most lines that an emitted file may have.
pub const MOST_LINES: usize = 1_500;
/// The most lines that a file is planned with.
const PLANNED: usize = 1_000;

/// A type of a module: its name, its id and its lines.
type Member = (String, TypeId, usize);

/// Spreads the types of each module over several, where they are too many for one.
pub(super) fn spread(
    model: &Model,
    facts: &Facts,
    resources: &[Resource],
    types: &mut BTreeMap<TypeId, TypeNames>,
) {
    let mut homes: BTreeMap<(usize, String), Vec<Member>> = BTreeMap::new();
    for (id, names) in types.iter() {
        let Some(def) = model.ty(*id) else { continue };
        let built = facts
            .usage
            .get(id)
            .is_some_and(|usage| usage.sent || usage.params);
        let lines = type_lines(&def.shape, &def.docs, built);
        homes
            .entry((def.group, names.home.clone()))
            .or_default()
            .push((names.ident.clone(), *id, lines));
    }
    for ((group, home), mut members) in homes {
        let own = resources
            .iter()
            .find(|resource| resource.group == group && resource.ident == home);
        let methods = own.map_or(0, |resource| methods_lines(model, resource));
        let total: usize = members.iter().map(|(_, _, lines)| lines).sum();
        if methods + total <= PLANNED {
            continue;
        }
        members.sort();
        let mut lines = 0;
        let mut module = String::new();
        for (ident, id, size) in members {
            if module.is_empty() || lines + size > PLANNED {
                module = module_name(&home, &ident);
                lines = 0;
            }
            lines += size;
            if let Some(names) = types.get_mut(&id) {
                names.home.clone_from(&module);
            }
        }
    }
}

/// The parts of a resource's methods: each a module, named by its first method, and indices of operations. The first part
/// stands in the resource's own module.
pub(super) fn method_parts(
    model: &Model,
    resource: &Resource,
    names: &[OperationNames],
) -> Vec<(String, Vec<usize>)> {
    let mut parts: Vec<(String, Vec<usize>)> = vec![(resource.ident.clone(), Vec::new())];
    let mut lines = 0;
    for index in &resource.operations {
        let operation = model.operations.get(*index);
        let size = operation.map_or(0, |operation| method_lines(model, operation));
        if lines > 0 && lines + size > PLANNED {
            let method = names.get(*index).map_or("", |names| names.method.as_str());
            parts.push((
                format!(
                    "{}_calls_{}",
                    resource.ident.trim_end_matches('_'),
                    method.trim_end_matches('_')
                ),
                Vec::new(),
            ));
            lines = 0;
        }
        lines += size;
        if let Some((_, operations)) = parts.last_mut() {
            operations.push(*index);
        }
    }
    parts
}

/// A part of the table of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TablePart {
    /// Its module; empty if the table is one file.
    pub module: String,
    /// Index of the API that it belongs to.
    pub group: usize,
    /// Whether it holds the API's server and credentials too.
    pub first: bool,
    /// Indices of its operations.
    pub operations: Vec<usize>,
}

/// The parts of the table of operations: one for each API, and more where an API has too many for one file.
pub(super) fn table_parts(model: &Model, names: &[OperationNames]) -> Vec<TablePart> {
    let mut parts: Vec<TablePart> = Vec::new();
    for (group, api) in model.groups.iter().enumerate() {
        let part = |module: String, first| TablePart {
            module,
            group,
            first,
            operations: Vec::new(),
        };
        parts.push(part(snake(&api.name).unwrap_or_default(), true));
        let mut lines = 0;
        for (index, operation) in model
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| operation.group == group)
        {
            let size = 14
                + operation.scopes.len()
                + operation.granular_scopes.len()
                + if operation.pages.is_some() { 9 } else { 0 };
            if lines > 0 && lines + size > PLANNED {
                let constant = names.get(index).map_or("", |names| names.constant.as_str());
                parts.push(part(
                    snake(&format!("{} {constant}", api.name)).unwrap_or_default(),
                    false,
                ));
                lines = 0;
            }
            lines += size;
            if let Some(part) = parts.last_mut() {
                part.operations.push(index);
            }
        }
    }
    if let [only] = parts.as_mut_slice() {
        only.module.clear();
    }
    parts
}

fn module_name(home: &str, ident: &str) -> String {
    let home = home.strip_suffix("_types").unwrap_or(home);
    // A keyword's underscore is not to stand inside of a name.
    let home = home.trim_end_matches('_');
    let name = snake(ident).unwrap_or_default();
    let name = name.trim_end_matches('_');
    if name.starts_with(home) {
        format!("{name}_types")
    } else {
        format!("{home}_{name}_types")
    }
}

fn docs_lines(docs: &Docs) -> usize {
    docs.text.lines().count().max(1)
        + if docs.facts.is_empty() { 0 } else { 2 }
        + if docs.deprecated { 2 } else { 0 }
}

fn type_lines(shape: &Shape, docs: &Docs, built: bool) -> usize {
    let parts: usize = match shape {
        Shape::Struct { fields, .. } => fields
            .iter()
            .map(|field| docs_lines(&field.docs) + 3 + if built { 3 } else { 0 })
            .sum(),
        Shape::Enum { variants } => variants.len() * 3 + 14,
        Shape::Union { arms, .. } => arms.len() * 10 + 20,
        Shape::Alias(_) => 4,
    };
    docs_lines(docs) + 12 + parts
}

fn methods_lines(model: &Model, resource: &Resource) -> usize {
    resource
        .operations
        .iter()
        .filter_map(|index| model.operations.get(*index))
        .map(|operation| method_lines(model, operation))
        .sum()
}

fn method_lines(model: &Model, operation: &Operation) -> usize {
    let lists = operation.prerequisites.len() + operation.error_codes.len();
    let call = if model.shows_calls { 12 } else { 0 };
    docs_lines(&operation.docs) + 22 + lists + operation.inputs.len() * 2 + call
}
