//! Selects the operations that are generated.
//!
//! In: the operations of documents, and the filters of the manifest. Out: edits that remove all other operations.

use std::collections::BTreeSet;

use super::edit::{Edit, unmatched};
use super::glob;
use crate::diag::Diagnostics;
use crate::input::{Choice, Control, Document, Filter};
use crate::openapi::keywords::METHODS;
use crate::openapi::{Resolver, resource_of};
use crate::source::{Map, Node, Pointer};

/// An operation of a document.
pub(super) struct Place {
    /// The path of the document that contains the operation.
    pub(super) document: String,
    /// The map that contains the operation.
    pub(super) pointer: Pointer,
    /// The key of the operation in its map.
    pub(super) key: String,
    /// The document whose `paths` have the operation. It may refer to another document.
    owner: String,
    /// The path of the operation.
    path: String,
    /// The `operationId`.
    pub(super) id: Option<String>,
    /// The name of the resource.
    pub(super) resource: String,
    tags: Vec<String>,
}

/// Lists the operations of documents.
pub(super) fn operations(documents: &[Document]) -> Vec<Place> {
    let resolver = Resolver::new(documents);
    let mut found = Vec::new();
    let owners = documents.iter().filter(|document| !document.is_referenced);
    for owner in owners {
        let paths = owner.root.get("paths").and_then(Node::as_map);
        for (path, _, item) in paths.into_iter().flat_map(Map::iter) {
            let (document, pointer, item) = match item.text("$ref") {
                None => (owner, Pointer::root().child("paths").child(path), item),
                Some(text) => match resolver.resolve(owner, text) {
                    Ok(target) => (target.document, target.pointer, target.node),
                    // The stage `check` reports the reference.
                    Err(_) => continue,
                },
            };
            let mut add = |pointer: &Pointer, key: &str, node: &Node| {
                found.push(Place {
                    document: document.path.clone(),
                    pointer: pointer.clone(),
                    key: key.to_owned(),
                    owner: owner.path.clone(),
                    path: path.to_owned(),
                    id: node.text("operationId").map(str::to_owned),
                    resource: resource_of(node, path),
                    tags: tags(node),
                });
            };
            for method in METHODS {
                if let Some(node) = item.get(method) {
                    add(&pointer, method, node);
                }
            }
            let custom = item.get("additionalOperations").and_then(Node::as_map);
            for (name, _, node) in custom.into_iter().flat_map(Map::iter) {
                add(&pointer.child("additionalOperations"), name, node);
            }
        }
    }
    found
}

fn tags(operation: &Node) -> Vec<String> {
    let tags = operation.get("tags").and_then(Node::as_list);
    let tags = tags.unwrap_or_default().iter().filter_map(Node::as_str);
    tags.map(str::to_owned).collect()
}

/// Returns the edits that remove the operations that are not generated.
pub(super) fn drops(
    control: &Control,
    found: &[Place],
    diagnostics: &mut Diagnostics,
) -> Vec<Edit> {
    let filters = control.include.iter().chain([&control.exclude]);
    for filter in filters {
        report_unmatched(filter, found, diagnostics);
    }
    let is_kept = |place: &&Place| {
        let include = control.include.as_ref();
        include.is_none_or(|filter| contains(filter, place)) && !contains(&control.exclude, place)
    };
    let place = |place: &Place| {
        (
            place.document.clone(),
            place.pointer.clone(),
            place.key.clone(),
        )
    };
    // Two paths can share an operation by references. It is removed only if neither path keeps it.
    let kept: BTreeSet<_> = found.iter().filter(is_kept).map(place).collect();
    let dropped: BTreeSet<_> = found.iter().map(place).collect();
    let mut edits: Vec<Edit> = dropped
        .difference(&kept)
        .map(|(document, pointer, key)| Edit {
            document: document.clone(),
            pointer: pointer.clone(),
            key: key.clone(),
            value: None,
        })
        .collect();
    // A path without operations is removed, because a path that stays may need its shared operation.
    let all = found.iter().map(|place| (&place.owner, &place.path));
    let rest: BTreeSet<_> = found
        .iter()
        .filter(is_kept)
        .map(|place| (&place.owner, &place.path))
        .collect();
    let empty: BTreeSet<_> = all.filter(|path| !rest.contains(path)).collect();
    for (owner, path) in empty {
        edits.push(Edit {
            document: owner.clone(),
            pointer: Pointer::root().child("paths"),
            key: path.clone(),
            value: None,
        });
    }
    edits
}

fn contains(filter: &Filter, place: &Place) -> bool {
    let mut tags = filter.tags.iter();
    let mut paths = filter.paths.iter();
    let mut ids = filter.operations.iter();
    tags.any(|tag| place.tags.contains(&tag.value))
        || paths.any(|pattern| glob::matches(&pattern.value, &place.path))
        || ids.any(|id| place.id.as_ref() == Some(&id.value))
}

fn report_unmatched(filter: &Filter, found: &[Place], diagnostics: &mut Diagnostics) {
    type Names = fn(&Place) -> Vec<&str>;
    let lists: [(&str, &[Choice<String>], Names); 3] = [
        ("tag", &filter.tags, |place| {
            place.tags.iter().map(String::as_str).collect()
        }),
        ("path", &filter.paths, |place| vec![&place.path]),
        ("operationId", &filter.operations, |place| {
            place.id.as_deref().into_iter().collect()
        }),
    ];
    for (what, choices, names) in lists {
        for Choice { value, span } in choices {
            let fits = |name: &str| match what {
                "path" => glob::matches(value, name),
                _ => name == value,
            };
            let mut known = found.iter().flat_map(names);
            if !known.any(fits) {
                let known = found.iter().flat_map(names);
                diagnostics.push(unmatched(what, value, *span, known));
            }
        }
    }
}
