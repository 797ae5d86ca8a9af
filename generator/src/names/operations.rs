//! Names of resources, methods and arguments.

use std::collections::BTreeMap;

use super::idents::{pascal, shouty, singular, snake, snake_spelled};
use super::{OperationNames, Resource};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Input, Model, Operation};

/// Modules of every API besides its resources.
const RESERVED_MODULES: &[&str] = &["types"];

/// The resources of each API, by name.
pub(super) fn resources(model: &Model, diagnostics: &mut Diagnostics) -> Vec<Resource> {
    let mut table: BTreeMap<(usize, String), Resource> = BTreeMap::new();
    for (index, operation) in model.operations.iter().enumerate() {
        let Some(mut ident) = snake(&operation.resource) else {
            diagnostics.push(
                Diagnostic::error(
                    Code::NameInvalid,
                    format!("`{}` cannot be made the name of a resource", operation.resource),
                )
                .label(operation.origin.span, "of this operation")
                .help("give the operation an `x-resource`"),
            );
            continue;
        };
        if RESERVED_MODULES.contains(&ident.as_str()) {
            ident.push_str("_resource");
        }
        let handle = pascal(&ident).unwrap_or_default();
        let resource = table.entry((operation.group, ident.clone())).or_insert_with(|| Resource {
            group: operation.group,
            key: operation.resource.clone(),
            ident,
            handle,
            operations: Vec::new(),
        });
        resource.operations.push(index);
    }
    table.into_values().collect()
}

/// The names of every operation.
pub(super) fn operations(model: &Model, resources: &[Resource], diagnostics: &mut Diagnostics) -> Vec<OperationNames> {
    let mut names = vec![OperationNames::default(); model.operations.len()];
    for resource in resources {
        let methods = methods(model, resource);
        let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, method) in &methods {
            let Some(operation) = model.operations.get(*index) else { continue };
            if let Some(first) = taken.insert(method, *index) {
                clash(model, first, operation, method, diagnostics);
            }
            if let Some(slot) = names.get_mut(*index) {
                *slot = named(model, resource, operation, method);
            }
        }
    }
    names
}

fn named(model: &Model, resource: &Resource, operation: &Operation, method: &str) -> OperationNames {
    let prefix = model.groups.get(operation.group).and_then(|group| group.accessor.clone());
    let id: Vec<&str> = prefix.as_deref().into_iter().chain([resource.ident.as_str(), method]).collect();
    OperationNames {
        method: method.to_owned(),
        constant: shouty(&id.join(" ")).unwrap_or_default(),
        id: id.join("."),
        arguments: operation.inputs.iter().map(argument).collect(),
    }
}

fn argument(input: &Input) -> String {
    match input {
        Input::Argument { wire, name, .. } => {
            let name = name.as_deref().unwrap_or(wire);
            snake(name).or_else(|| snake_spelled(name)).unwrap_or_else(|| "value".to_owned())
        }
        Input::Params { .. } => "request".to_owned(),
    }
}

fn clash(model: &Model, first: usize, second: &Operation, method: &str, diagnostics: &mut Diagnostics) {
    let mut finding =
        Diagnostic::error(Code::NameCollision, format!("two operations of `{}` would be `{method}`", second.resource))
            .label(second.origin.span, "the second")
            .help("give one of them an `x-method`");
    if let Some(first) = model.operations.get(first) {
        finding = finding.secondary(first.origin.span, "the first");
    }
    diagnostics.push(finding);
}

/// The method name of each operation of a resource: what the document demands; otherwise the words of its operationId
/// without the resource's own, as long as that tells it from the others; otherwise all of its words.
fn methods(model: &Model, resource: &Resource) -> Vec<(usize, String)> {
    let operations = resource.operations.iter().filter_map(|index| Some((*index, model.operations.get(*index)?)));
    let mut names: Vec<(usize, Option<String>, String, String)> = operations
        .map(|(index, operation)| {
            let demanded = operation.name.as_deref().and_then(snake);
            let long = long_name(operation);
            let short = without_resource(&long, &resource.ident);
            (index, demanded, short, long)
        })
        .collect();
    let count = |name: &str, list: &[(usize, Option<String>, String, String)]| {
        list.iter().filter(|(_, demanded, short, _)| demanded.as_deref().unwrap_or(short) == name).count()
    };
    let snapshot = names.clone();
    for (_, demanded, short, long) in &mut names {
        if demanded.is_none() && count(short, &snapshot) > 1 {
            long.clone_into(short);
        }
    }
    names.into_iter().map(|(index, demanded, short, _)| (index, demanded.unwrap_or(short))).collect()
}

/// The operationId, or method and path.
fn long_name(operation: &Operation) -> String {
    let by_path = || {
        let path = operation.path.replace('{', "by ");
        snake(&format!("{} {path}", operation.method.as_str().to_ascii_lowercase()))
    };
    operation.operation_id.as_deref().and_then(snake).or_else(by_path).unwrap_or_else(|| "call".to_owned())
}

fn without_resource(name: &str, resource: &str) -> String {
    let one = singular(resource);
    let kept: Vec<&str> = name.split('_').filter(|word| *word != resource && *word != one).collect();
    let short = kept.join("_");
    match kept.first() {
        Some(first) if !matches!(*first, "by" | "for" | "in" | "of") => snake(&short).unwrap_or_else(|| name.to_owned()),
        _ => name.to_owned(),
    }
}
