//! Names methods and their arguments.
//!
//! In: the operations of each resource. Out: the names of each operation: its method, its static, its public id and its
//! arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::{shouty, snake, snake_spelled};
use super::letters::Letters;
use super::statics::Statics;
use super::tables::{OperationNames, Resource};
use super::{location, words};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Input, Model, Operation, OperationId};

/// Names that no method can have, because every handle has a function with this name.
const RESERVED_METHODS: &[&str] = &["new"];
/// Names that no argument can have, because generated methods have a variable with this name.
const RESERVED_ARGUMENTS: &[&str] = &["request", "to"];

pub(super) fn operations(
    model: &Model,
    resources: &[Resource],
    statics: &mut Statics,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNames> {
    let mut names = vec![OperationNames::default(); model.operations.len()];
    let repeated = repeated(model);
    for resource in resources {
        for (id, method) in methods(model, resource, &repeated, diagnostics) {
            if let (Some(operation), Some(slot)) = (model.operation(id), names.get_mut(id.index()))
            {
                *slot = named(model, resource, operation, &method, statics);
            }
        }
    }
    names
}

fn named(
    model: &Model,
    resource: &Resource,
    operation: &Operation,
    method: &str,
    statics: &mut Statics,
) -> OperationNames {
    let accessor = model
        .group(operation.group)
        .and_then(|group| group.accessor.as_deref());
    let accessor = accessor.unwrap_or_default();
    let id: Vec<&str> = [accessor, resource.ident.as_str(), method]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    // Two operations such as `a.b_c` and `a_b.c` would have the same static. Thus, one of them gets this longer name.
    let spelled = format!("{accessor} {} method {method}", resource.ident);
    let constants = [shouty(&id.join(" ")), shouty(&spelled)];
    let constants: Vec<String> = constants.into_iter().flatten().collect();
    OperationNames {
        method: method.to_owned(),
        constant: statics.operation(&constants, operation),
        id: id.join("."),
        arguments: arguments(operation),
        params: None,
    }
}

/// Names each input. If a name is reserved or already used, the location of the parameter is appended: `id_in_query`.
fn arguments(operation: &Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(operation.inputs.len());
    for input in &operation.inputs {
        let mut name = argument(input);
        if let Input::Argument { location, .. } = input
            && (RESERVED_ARGUMENTS.contains(&name.as_str()) || names.contains(&name))
        {
            let stem = name.trim_end_matches('_');
            name = format!("{stem}_in_{}", location::word(*location));
        }
        names.push(name);
    }
    names
}

fn argument(input: &Input) -> String {
    match input {
        Input::Argument { wire, name, .. } => {
            let name = name.as_deref().unwrap_or(wire);
            snake(name)
                .or_else(|| snake_spelled(name))
                .unwrap_or_else(|| "value".to_owned())
        }
        Input::Params { .. } => "request".to_owned(),
    }
}

fn clash(
    model: &Model,
    first: OperationId,
    second: &Operation,
    method: &str,
    diagnostics: &mut Diagnostics,
) {
    let message = format!(
        "two operations of `{}` would be `{method}`",
        second.resource
    );
    let mut diagnostic = Diagnostic::warning(Code::NameCollision, message)
        .label(second.origin.span, "the second")
        .help("give one of them an `x-method`");
    if let Some(first) = model.operation(first) {
        diagnostic = diagnostic.secondary(first.origin.span, "the first");
    }
    diagnostics.push(diagnostic);
}

/// Names the methods of a resource. A name is the `x-method` of the operation, or else the first candidate that is unique in
/// the resource.
fn methods(
    model: &Model,
    resource: &Resource,
    repeated: &BTreeSet<OperationId>,
    diagnostics: &mut Diagnostics,
) -> Vec<(OperationId, String)> {
    let server = model
        .group(resource.group)
        .map_or("", |group| group.server.as_str());
    let wanted: Vec<(OperationId, &Operation, Vec<String>)> = resource
        .operations
        .iter()
        .filter_map(|id| Some((*id, model.operation(*id)?)))
        .map(|(id, operation)| {
            let is_first = !repeated.contains(&id);
            (
                id,
                operation,
                candidates(operation, resource, server, is_first),
            )
        })
        .collect();
    let mut offered: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for (_, _, names) in &wanted {
        for (rank, name) in names.iter().enumerate() {
            *offered.entry((name, rank)).or_default() += 1;
        }
    }
    let mut letters = Letters::default();
    let mut taken: BTreeMap<String, OperationId> = BTreeMap::new();
    let mut chosen = Vec::with_capacity(wanted.len());
    for (id, operation, names) in &wanted {
        let unique = names.iter().enumerate().find(|(rank, name)| {
            offered.get(&(name.as_str(), *rank)) == Some(&1) && !taken.contains_key(*name)
        });
        let name = unique.map_or_else(
            || {
                let method = names.first().cloned().unwrap_or_default();
                // The first operation keeps the name. Each further operation with this name is reported.
                if let Some(first) = taken.get(&method) {
                    clash(model, *first, operation, &method, diagnostics);
                }
                if !taken.contains_key(&method) {
                    return method;
                }
                let with_letter =
                    |letter: &str| format!("{method}_{}", letter.to_ascii_lowercase());
                letters.first_free(&method, with_letter, |name| !taken.contains_key(name))
            },
            |(_, name)| name.clone(),
        );
        taken.insert(name.clone(), *id);
        chosen.push((*id, name));
    }
    chosen
}

/// Lists the possible method names of an operation, in order of preference. Sources are the `operationId` without the words of
/// the resource, the whole `operationId`, and the HTTP method and path. If several operations have the same `operationId`, only
/// the first operation uses it.
fn candidates(
    operation: &Operation,
    resource: &Resource,
    server: &str,
    is_first: bool,
) -> Vec<String> {
    if let Some(mut name) = operation.name.as_deref().and_then(snake) {
        if RESERVED_METHODS.contains(&name.as_str()) {
            name.push('_');
        }
        return vec![name];
    }
    let (method, path) = (operation.method.as_str(), operation.path.as_str());
    let id = operation.operation_id.as_deref().filter(|_| is_first);
    let ids = id.map(|id| words::of_id(id, method, path, server));
    let plain = words::plain_resource(&resource.stem);
    let by_id = ids.into_iter().flatten().flat_map(|name| {
        let short = words::without_resource(&name, &resource.stem);
        let short = short
            .filter(|short| *short != name)
            .or_else(|| words::without_resource_after_verb(&name, plain.as_deref()?));
        short.into_iter().chain([name])
    });
    let mut names: Vec<String> = Vec::new();
    let mut dangling: Vec<String> = Vec::new();
    for name in by_id.chain(words::of_place(method, path, &resource.stem)) {
        if RESERVED_METHODS.contains(&name.as_str()) || names.contains(&name) {
            continue;
        }
        if words::is_dangling(&name) {
            dangling.push(name);
        } else {
            names.push(name);
        }
    }
    // A name that ends in such a word is used only if nothing else is left.
    names.extend(dangling);
    if names.is_empty() {
        names.push("call".to_owned());
    }
    names
}

/// Finds each operation that has the same `operationId` as an earlier operation of the API.
fn repeated(model: &Model) -> BTreeSet<OperationId> {
    let mut operations: Vec<(OperationId, &Operation)> = model.iter_operations().collect();
    operations.sort_by_key(|(_, operation)| operation.origin.span);
    let mut ids = BTreeSet::new();
    operations.retain(|(_, operation)| {
        let id = operation.operation_id.as_deref();
        id.is_some_and(|id| !ids.insert((operation.group, id)))
    });
    operations.into_iter().map(|(id, _)| id).collect()
}
