//! Adapts documents to the choices of their owner.
//!
//! In: the converted documents of an API and the choices in the manifest. Out: the documents without the operations that the
//! manifest excludes. Renamed and replaced parts have the extensions `x-method`, `x-resource`, `x-rust-name` and
//! `x-rust-type`, whose locations are in the manifest. Schemas that no operation uses are not generated, so they stay in
//! the documents. A choice that matches nothing is an error.

mod edit;
mod glob;
mod selection;

use indexmap::IndexMap;

use crate::diag::Diagnostics;
use crate::input::{Choice, Control, Document};
use crate::source::{Map, Node, Pointer, Value};
use edit::{Edit, unmatched};
use selection::{Place, operations};

/// Adapts the documents of an API.
pub fn adapt(control: &Control, documents: &mut [Document], diagnostics: &mut Diagnostics) {
    if control.is_empty() {
        return;
    }
    let found = operations(documents);
    let mut edits = selection::drops(control, &found, diagnostics);
    edits.extend(renamed_operations(control, &found, diagnostics));
    edits.extend(changed_schemas(control, documents, diagnostics));
    for edit in edits {
        let mut documents = documents.iter_mut();
        let document = documents.find(|document| document.path == edit.document);
        let node = document.and_then(|document| document.root.at_mut(&edit.pointer));
        let Some(map) = node.and_then(Node::as_map_mut) else {
            continue;
        };
        match edit.value {
            Some(value) => map.set(&edit.key, value),
            None => {
                map.remove(&edit.key);
            }
        }
    }
}

fn text(choice: &Choice<String>) -> Node {
    Node::new(Value::Str(choice.value.clone()), choice.span)
}

/// Adds `x-method` and `x-resource` to renamed operations.
fn renamed_operations(
    control: &Control,
    found: &[Place],
    diagnostics: &mut Diagnostics,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut rename = |what: &str,
                      key: &str,
                      names: &IndexMap<String, Choice<String>>,
                      of: fn(&Place) -> Option<&str>| {
        for (name, choice) in names {
            let mut same = found
                .iter()
                .filter(|place| of(place) == Some(name))
                .peekable();
            if same.peek().is_none() {
                let known = found.iter().filter_map(of);
                diagnostics.push(unmatched(what, name, choice.span, known));
            }
            edits.extend(same.map(|place| Edit {
                document: place.document.clone(),
                pointer: place.pointer.child(&place.key),
                key: key.to_owned(),
                value: Some(text(choice)),
            }));
        }
    };
    let names = &control.rename;
    rename("operationId", "x-method", &names.methods, |place| {
        place.id.as_deref()
    });
    rename("resource", "x-resource", &names.resources, |place| {
        Some(&place.resource)
    });
    edits
}

/// Adds `x-rust-name` and `x-rust-type` to schemas.
fn changed_schemas(
    control: &Control,
    documents: &[Document],
    diagnostics: &mut Diagnostics,
) -> Vec<Edit> {
    let renamed = control.rename.types.iter();
    let renamed = renamed.map(|(name, choice)| (name, choice.span, "x-rust-name", text(choice)));
    let replaced = control.types.iter().map(|(name, choice)| {
        let path = Value::Str(choice.value.to_string());
        let node = Node::new(path, choice.span);
        (name, choice.span, "x-rust-type", node)
    });
    let schemas = Pointer::root().child("components").child("schemas");
    let mut edits = Vec::new();
    for (name, span, key, node) in renamed.chain(replaced) {
        let has_schema = |document: &&Document| {
            let schemas = document.root.at(&schemas);
            schemas.is_some_and(|schemas| schemas.get(name).is_some())
        };
        let owners: Vec<&Document> = documents.iter().filter(has_schema).collect();
        if owners.is_empty() {
            let maps = documents
                .iter()
                .filter_map(|one| one.root.at(&schemas)?.as_map());
            let known = maps.flat_map(Map::names);
            diagnostics.push(unmatched("schema", name, span, known));
        }
        edits.extend(owners.into_iter().map(|document| Edit {
            document: document.path.clone(),
            pointer: schemas.child(name),
            key: key.to_owned(),
            value: Some(node.clone()),
        }));
    }
    edits
}
