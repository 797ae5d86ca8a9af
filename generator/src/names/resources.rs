//! Names the module, the accessor and the handle type of each resource.
//!
//! In: the operations and their resource names. Out: the resources of each API, sorted by name. A handle name ends in `Handle`
//! to avoid collisions with schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::{module, pascal, snake, snake_spelled};
use super::tables::Resource;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Group, GroupId, Model};

/// Names that no resource can have. They are modules of every API, or functions of the client or of an API.
const RESERVED: &[&str] = &[
    "builder", "clone", "core", "from", "into", "new", "request", "types",
];
/// Further names that no resource can have if the API has no module. They are modules of the crate, or files that Cargo
/// looks for in `src`.
const RESERVED_AT_ROOT: &[&str] = &[
    "bin",
    "client",
    "error_codes",
    "external_types",
    "ids",
    "lib",
    "main",
    "ops",
    "runtime",
];
/// The ends of handle names. If a schema already has the name with `Handle`, the next end is used.
const HANDLE: &[&str] = &["Handle", "ResourceHandle", "CallsHandle", "ApiHandle"];

/// Lists the resources of each API, sorted by name.
pub(super) fn resources(
    model: &Model,
    schemas: &BTreeSet<(GroupId, String)>,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let mut table: BTreeMap<(GroupId, String), Resource> = BTreeMap::new();
    for (id, operation) in model.iter_operations() {
        if snake(&operation.resource).is_none() {
            let message = format!(
                "`{}` cannot become the name of a resource",
                operation.resource
            );
            diagnostics.push(
                Diagnostic::warning(Code::NameInvalid, message)
                    .label(operation.origin.span, "of this operation")
                    .help("give the operation an `x-resource`"),
            );
        }
        let stem = stem(&operation.resource);
        let mut ident = stem.clone();
        let group = model.group(operation.group);
        let at_root = group.is_some_and(|group| group.module.is_none());
        let is_taken = RESERVED.contains(&ident.as_str())
            || at_root && RESERVED_AT_ROOT.contains(&ident.as_str());
        if is_taken {
            ident.push_str("_resource");
        }
        let resource = table
            .entry((operation.group, ident.clone()))
            .or_insert_with(|| Resource {
                group: operation.group,
                key: operation.resource.clone(),
                handle: handle(operation.group, &stem, schemas),
                stem,
                ident,
                operations: Vec::new(),
                feature: None,
            });
        resource.operations.push(id);
    }
    table.into_values().collect()
}

/// Converts the name of a resource to an identifier. Symbols become words, and an empty name becomes `other`. A long
/// name is cut, so two resources can get the same identifier.
pub(super) fn stem(key: &str) -> String {
    let spelled = || module(&snake_spelled(key)?);
    module(key)
        .or_else(spelled)
        .unwrap_or_else(|| "other".to_owned())
}

/// All resources. The key is the API, and the name of the resource in the document.
pub(super) type ByKey<'a> = BTreeMap<(GroupId, &'a str), &'a Resource>;

/// Returns the resource for each name of a resource that operations contain.
pub(super) fn by_key<'a>(model: &'a Model, resources: &'a [Resource]) -> ByKey<'a> {
    let mut by_key = BTreeMap::new();
    for resource in resources {
        for operation in resource
            .operations
            .iter()
            .filter_map(|id| model.operation(*id))
        {
            by_key.insert((resource.group, operation.resource.as_str()), resource);
        }
    }
    by_key
}

/// Returns the first name for a handle that no schema has.
fn handle(group: GroupId, stem: &str, schemas: &BTreeSet<(GroupId, String)>) -> String {
    let stem = pascal(stem).unwrap_or_default();
    let mut names = HANDLE.iter().map(|end| format!("{stem}{end}"));
    let free = names.find(|name| !schemas.contains(&(group, name.clone())));
    // If schemas have all of these names, the naming of types reports the collision.
    free.unwrap_or_else(|| format!("{stem}Handle"))
}

/// Reports resources and scopes whose client methods would have the same name. Only the resources of an API without an
/// accessor are methods of the client.
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
    let without_accessor = |id: GroupId| -> Option<&Group> {
        model.group(id).filter(|group| group.accessor.is_none())
    };
    for resource in resources {
        let Some(group) = without_accessor(resource.group) else {
            continue;
        };
        let Some(first) = taken.insert(&resource.ident, &group.name) else {
            continue;
        };
        let message = format!(
            "`{first}` and `{}` would both have the method `{}` of the client",
            group.name, resource.ident
        );
        let mut diagnostic = Diagnostic::error(Code::NameCollision, message).help(
            "give one of the two APIs an `accessor` in the manifest, or the operations an `x-resource`",
        );
        let operation = resource
            .operations
            .first()
            .and_then(|id| model.operation(*id));
        if let Some(operation) = operation {
            diagnostic = diagnostic.label(operation.origin.span, format!("of `{}`", group.name));
        }
        diagnostics.push(diagnostic);
    }
    for scope in &model.scopes {
        let taken_by = without_accessor(scope.group).and(taken.get(scope.accessor.as_str()));
        if let Some(first) = taken_by {
            let message = format!(
                "the scope `{}` and the API `{first}` would both have that method of the client",
                scope.accessor
            );
            diagnostics.push(
                Diagnostic::error(Code::NameCollision, message)
                    .label(scope.span, "this scope")
                    .help("give the scope another `accessor` in the manifest"),
            );
        }
    }
}
