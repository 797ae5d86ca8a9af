//! Reads the files that documents refer to.
//!
//! In: the documents of one API. Out: the same list, followed by every referenced file. A reference is a `$ref` or a
//! discriminator mapping in a document, an overlay or another referenced file. Only files that a document may refer to
//! are read, and nothing is downloaded. `check` reports unresolved references, because `check` can distinguish a
//! reference from an example that looks like a reference. A referenced file that is not well-formed causes only a
//! warning, because all other files can still be used.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::{MAX_BYTES, MAX_REFERENCED_FILES, too_many_referenced_files};
use super::parse::load_bytes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{Document, FileProvider, ReadError};
use crate::openapi::Reference;
use crate::source::{Node, Sources, Span, Value};

/// Adds the files that the documents refer to.
pub(super) fn add(
    files: &dyn FileProvider,
    documents: &mut Vec<Document>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let folders: Vec<String> = documents
        .iter()
        .map(|document| document.reach.clone())
        .collect();
    let mut known: BTreeSet<String> = documents
        .iter()
        .map(|document| document.path.clone())
        .collect();
    let mut bytes_left = MAX_BYTES;
    let mut next = 0;
    while let Some(document) = documents.get(next) {
        next += 1;
        let mut found = BTreeMap::new();
        collect(&document.root, &document.path, &mut found);
        for overlay in &document.overlays {
            collect(&overlay.root, &document.path, &mut found);
        }
        let mut in_order: Vec<(String, Span)> = found.into_iter().collect();
        in_order.sort_by_key(|(_, span)| *span);
        for (path, span) in in_order {
            if !folders.iter().any(|folder| path.starts_with(folder)) || !known.insert(path.clone())
            {
                continue;
            }
            let bytes = match files.read(&path) {
                Ok(bytes) => bytes,
                Err(ReadError::NotFound | ReadError::IsFolder) => continue,
                // A file exists at this path. Thus, the text is a reference and not an example, and the problem is
                // reported.
                Err(error) => {
                    let message = format!("`{path}` cannot be read: {error}");
                    diagnostics.push(
                        Diagnostic::warning(Code::FileUnreadable, message)
                            .label(span, "named here"),
                    );
                    continue;
                }
            };
            let left = bytes_left.checked_sub(bytes.len());
            let (Some(left), true) = (left, known.len() <= folders.len() + MAX_REFERENCED_FILES)
            else {
                diagnostics.push(too_many_referenced_files(span));
                return;
            };
            bytes_left = left;
            let mut found = Diagnostics::default();
            let root = load_bytes(bytes, &path, sources, &mut found);
            diagnostics.extend(found.as_warnings());
            if let Some(root) = root {
                let source = root.span.source;
                let reach = folder_of(&path).to_owned();
                documents.push(Document {
                    reach,
                    path,
                    source,
                    root,
                    overlays: Vec::new(),
                    is_referenced: true,
                });
            }
        }
    }
}

/// Returns the folder of a file, with a trailing `/`. Empty for a file at the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("")
}

/// Returns whether a value of a discriminator mapping is the name of a schema instead of a reference.
fn is_name(text: &str) -> bool {
    let is_file = [".json", ".yaml", ".yml"]
        .iter()
        .any(|extension| text.ends_with(extension));
    !is_file && !text.contains(['#', '/'])
}

/// Lists the other files that a tree refers to, each with the location of the first reference.
fn collect(root: &Node, base: &str, found: &mut BTreeMap<String, Span>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::List(items) => open.extend(items),
            Value::Map(map) => {
                // A discriminator mapping may refer to schemas that no `$ref` names.
                let mapping = map
                    .get("discriminator")
                    .and_then(|node| node.get("mapping"));
                let mapping = mapping.and_then(Node::as_map).into_iter();
                let mapping = mapping.flat_map(|map| map.iter().map(|(_, _, node)| node));
                let mapping = mapping.filter(|node| !node.as_str().is_some_and(is_name));
                for reference in map.get("$ref").into_iter().chain(mapping) {
                    if let Some(Ok(Reference {
                        file: Some(path), ..
                    })) = reference.as_str().map(|text| Reference::parse(text, base))
                    {
                        let first = found.entry(path).or_insert(reference.span);
                        *first = (*first).min(reference.span);
                    }
                }
                open.extend(map.iter().map(|(_, _, node)| node));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => {}
        }
    }
}
