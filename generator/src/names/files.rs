//! Which file holds what, so that none grows beyond what can be read.
//!
//! In: the model and the names of types and resources. Out: the module of each type, and the modules of each resource's
//! methods and of the table of operations. The lines are estimated from the model: a file may come out somewhat longer or
//! shorter, and stays well below 1,500.

use std::collections::BTreeMap;

use serde::Serialize;

use super::idents::snake;
use super::{OperationNames, Resource, TypeNames};
use crate::model::{Docs, GroupId, Model, Operation, OperationId, Shape, TypeId};
use crate::refine::Analysis;

/// The most lines that a file is planned with.
const PLANNED: usize = 1_000;

/// A type of a module: its name, its id and its lines.
type Member = (String, TypeId, usize);

/// Spreads the types of each module over several, where they are too many for one.
pub(super) fn spread(
    model: &Model,
    analysis: &Analysis,
    resources: &[Resource],
    types: &mut BTreeMap<TypeId, TypeNames>,
) {
    let mut homes: BTreeMap<(GroupId, String), Vec<Member>> = BTreeMap::new();
    for (id, names) in types.iter() {
        let Some(def) = model.ty(*id) else { continue };
        let built = analysis
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
) -> Vec<(String, Vec<OperationId>)> {
    let mut parts: Vec<(String, Vec<OperationId>)> = vec![(resource.ident.clone(), Vec::new())];
    let mut lines = 0;
    for id in &resource.operations {
        let operation = model.operation(*id);
        let size = operation.map_or(0, |operation| method_lines(model, operation));
        if lines > 0 && lines + size > PLANNED {
            let method = names
                .get(id.index())
                .map_or("", |names| names.method.as_str());
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
            operations.push(*id);
        }
    }
    parts
}

/// A part of the table of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TablePart {
    /// Its module; empty if the table is one file.
    pub(super) module: String,
    /// The API that it belongs to.
    pub group: GroupId,
    /// Whether it holds the API's server and credentials too.
    pub first: bool,
    /// Its operations.
    pub operations: Vec<OperationId>,
}

/// The parts of the table of operations: one for each API, and more where an API has too many for one file.
pub(super) fn table_parts(model: &Model, names: &[OperationNames]) -> Vec<TablePart> {
    let mut parts: Vec<TablePart> = Vec::new();
    for (group, api) in model.iter_groups() {
        let part = |module: String, first| TablePart {
            module,
            group,
            first,
            operations: Vec::new(),
        };
        parts.push(part(snake(&api.name).unwrap_or_default(), true));
        let mut lines = 0;
        for (id, operation) in model.operations_of(group) {
            let size = 14
                + operation.scopes.len()
                + operation.granular_scopes.len()
                + if operation.pages.is_some() { 9 } else { 0 };
            if lines > 0 && lines + size > PLANNED {
                let constant = names
                    .get(id.index())
                    .map_or("", |names| names.constant.as_str());
                parts.push(part(
                    snake(&format!("{} {constant}", api.name)).unwrap_or_default(),
                    false,
                ));
                lines = 0;
            }
            lines += size;
            if let Some(part) = parts.last_mut() {
                part.operations.push(id);
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
        + if docs.constraints.is_empty() { 0 } else { 2 }
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
        .filter_map(|id| model.operation(*id))
        .map(|operation| method_lines(model, operation))
        .sum()
}

fn method_lines(model: &Model, operation: &Operation) -> usize {
    let lists = operation.prerequisites.len() + operation.error_codes.len();
    let call = if model.doc_examples { 12 } else { 0 };
    docs_lines(&operation.docs) + 22 + lists + operation.inputs.len() * 2 + call
}
