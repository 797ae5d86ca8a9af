//! Names of resources, methods and arguments.

use std::collections::BTreeMap;

use super::idents::{pascal, shouty, singular, snake, snake_spelled};
use super::{OperationNames, RESERVED, Resource};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{GroupId, Input, Model, Operation, OperationId};

/// What a resource cannot be called: modules of every API, and functions of what leads to the resources.
const RESERVED_RESOURCES: &[&str] = &["builder", "core", "new", "request", "types"];
/// What a method cannot be called: functions that every handle has.
const RESERVED_METHODS: &[&str] = &["new"];
/// What an argument cannot be called: names that the body of a method uses.
const RESERVED_ARGUMENTS: &[&str] = &["request", "to"];

/// The resources of each API, by name.
pub(super) fn resources(model: &Model, diagnostics: &mut Diagnostics) -> Vec<Resource> {
    let mut table: BTreeMap<(GroupId, String), Resource> = BTreeMap::new();
    for (id, operation) in model.iter_operations() {
        if snake(&operation.resource).is_none() {
            diagnostics.push(
                Diagnostic::warning(
                    Code::NameInvalid,
                    format!(
                        "`{}` cannot be made the name of a resource",
                        operation.resource
                    ),
                )
                .label(operation.origin.span, "of this operation")
                .help("give the operation an `x-resource`"),
            );
        }
        let mut ident = resource_ident(&operation.resource);
        if RESERVED_RESOURCES.contains(&ident.as_str()) {
            ident.push_str("_resource");
        }
        let mut handle = pascal(&ident).unwrap_or_default();
        if RESERVED.contains(&handle.as_str()) {
            handle.push_str("Calls");
        }
        let resource = table
            .entry((operation.group, ident.clone()))
            .or_insert_with(|| Resource {
                group: operation.group,
                key: operation.resource.clone(),
                ident,
                handle,
                operations: Vec::new(),
                feature: None,
                parts: Vec::new(),
            });
        resource.operations.push(id);
    }
    table.into_values().collect()
}

/// The identifier that a resource's name becomes, even where that is all symbols, or nothing.
pub(super) fn resource_ident(key: &str) -> String {
    let spelled = || snake_spelled(key);
    snake(key)
        .or_else(spelled)
        .unwrap_or_else(|| "other".to_owned())
}

/// Tells of resources and scopes that would have one method of the client: those of APIs without an accessor of their own.
pub(super) fn check_accessors(
    model: &Model,
    resources: &[Resource],
    diagnostics: &mut Diagnostics,
) {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for group in &model.groups {
        if let Some(accessor) = &group.accessor {
            taken.insert(accessor, &group.name);
        }
    }
    let bare = |id: GroupId| model.group(id).filter(|group| group.accessor.is_none());
    for resource in resources {
        let Some(group) = bare(resource.group) else {
            continue;
        };
        let Some(first) = taken.insert(&resource.ident, &group.name) else {
            continue;
        };
        let mut finding = Diagnostic::error(
            Code::NameCollision,
            format!("`{first}` and `{}` would both have the method `{}` of the client", group.name, resource.ident),
        )
        .help("give one of the two APIs an `accessor` in the manifest, or the operations an `x-resource`");
        let operation = resource
            .operations
            .first()
            .and_then(|id| model.operation(*id));
        if let Some(operation) = operation {
            finding = finding.label(operation.origin.span, format!("of `{}`", group.name));
        }
        diagnostics.push(finding);
    }
    for scope in model
        .scopes
        .iter()
        .filter(|scope| bare(scope.group).is_some())
    {
        if let Some(first) = taken.get(scope.accessor.as_str()) {
            diagnostics.push(
                Diagnostic::error(
                    Code::NameCollision,
                    format!(
                        "the scope `{}` has the name of a method of the client that `{first}` has",
                        scope.accessor
                    ),
                )
                .label(scope.span, "this scope")
                .help("give the scope another `accessor` in the manifest"),
            );
        }
    }
}

/// The names of every operation.
pub(super) fn operations(
    model: &Model,
    resources: &[Resource],
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNames> {
    let mut names = vec![OperationNames::default(); model.operations.len()];
    for resource in resources {
        for (id, method) in methods(model, resource, diagnostics) {
            if let (Some(operation), Some(slot)) = (model.operation(id), names.get_mut(id.index()))
            {
                *slot = named(model, resource, operation, &method);
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
) -> OperationNames {
    let prefix = model
        .group(operation.group)
        .and_then(|group| group.accessor.clone());
    let id: Vec<&str> = prefix
        .as_deref()
        .into_iter()
        .chain([resource.ident.as_str(), method])
        .collect();
    OperationNames {
        method: method.to_owned(),
        constant: shouty(&id.join(" ")).unwrap_or_default(),
        id: id.join("."),
        arguments: arguments(operation),
    }
}

/// A name for each input; one that is taken says where its value travels.
fn arguments(operation: &Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(operation.inputs.len());
    for input in &operation.inputs {
        let mut name = argument(input);
        if let Input::Argument { location, .. } = input
            && (RESERVED_ARGUMENTS.contains(&name.as_str()) || names.contains(&name))
        {
            name = format!("{name}_in_{}", format!("{location:?}").to_ascii_lowercase());
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
    let mut finding = Diagnostic::warning(
        Code::NameCollision,
        format!(
            "two operations of `{}` would be `{method}`",
            second.resource
        ),
    )
    .label(second.origin.span, "the second")
    .help("give one of them an `x-method`");
    if let Some(first) = model.operation(first) {
        finding = finding.secondary(first.origin.span, "the first");
    }
    diagnostics.push(finding);
}

/// The method name of each operation of a resource: what the document demands; otherwise the words of its operationId
/// without the resource's own, all of its words, or HTTP method and path: the first that tells it from all others.
fn methods(
    model: &Model,
    resource: &Resource,
    diagnostics: &mut Diagnostics,
) -> Vec<(OperationId, String)> {
    let wanted: Vec<(OperationId, &Operation, Vec<String>)> = resource
        .operations
        .iter()
        .filter_map(|id| Some((*id, model.operation(*id)?)))
        .map(|(id, operation)| (id, operation, candidates(operation, resource)))
        .collect();
    let offered = |name: &String, rank: usize| {
        wanted
            .iter()
            .filter(|(_, _, names)| names.get(rank) == Some(name))
            .count()
    };
    let mut taken: BTreeMap<String, OperationId> = BTreeMap::new();
    let mut chosen = Vec::with_capacity(wanted.len());
    for (id, operation, names) in &wanted {
        let unique = names
            .iter()
            .enumerate()
            .find(|(rank, name)| offered(name, *rank) == 1 && !taken.contains_key(*name));
        let name = unique.map_or_else(
            || {
                let method = names.first().cloned().unwrap_or_default();
                // The first of them keeps the name; the finding is about the others.
                if let Some(first) = taken.get(&method) {
                    clash(model, *first, operation, &method, diagnostics);
                }
                let lettered = ('a'..='z').map(|letter| format!("{method}_{letter}"));
                let free = std::iter::once(method.clone())
                    .chain(lettered)
                    .find(|name| !taken.contains_key(name));
                free.unwrap_or_default()
            },
            |(_, name)| name.clone(),
        );
        taken.insert(name.clone(), *id);
        chosen.push((*id, name));
    }
    chosen
}

/// The names that an operation may bear, the best first.
fn candidates(operation: &Operation, resource: &Resource) -> Vec<String> {
    if let Some(mut name) = operation.name.as_deref().and_then(snake) {
        if RESERVED_METHODS.contains(&name.as_str()) {
            name.push('_');
        }
        return vec![name];
    }
    let long = operation.operation_id.as_deref().and_then(snake);
    let path = operation.path.replace('{', "by ");
    let by_path = snake(&format!(
        "{} {path}",
        operation.method.as_str().to_ascii_lowercase()
    ));
    let short = long
        .as_deref()
        .map(|long| without_resource(long, &resource.ident));
    let names: Vec<String> = [short, long, by_path]
        .into_iter()
        .flatten()
        .filter(|name| !RESERVED_METHODS.contains(&name.as_str()))
        .collect();
    if names.is_empty() {
        vec!["call".to_owned()]
    } else {
        names
    }
}

fn without_resource(name: &str, resource: &str) -> String {
    let one = singular(resource);
    let kept: Vec<&str> = name
        .split('_')
        .filter(|word| *word != resource && *word != one)
        .collect();
    let short = kept.join("_");
    match kept.first() {
        Some(first) if !matches!(*first, "by" | "for" | "in" | "of") => {
            snake(&short).unwrap_or_else(|| name.to_owned())
        }
        _ => name.to_owned(),
    }
}
