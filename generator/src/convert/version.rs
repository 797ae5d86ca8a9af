//! The version of OpenAPI that a document uses.

use crate::input::Document;
use crate::source::Node;

/// Returns whether a document is OpenAPI 3.1, OpenAPI 3.2 or a referenced JSON Schema.
pub(super) fn is_newer(document: &Document) -> bool {
    match version(&document.root) {
        Some(version) => ["3.1", "3.2"].iter().any(|newer| {
            version
                .strip_prefix(newer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }),
        None => document.is_referenced,
    }
}

/// Returns whether a document is OpenAPI 3.0.
pub(super) fn is_older(document: &Document) -> bool {
    version(&document.root).is_some_and(|version| version.starts_with("3.0"))
}

/// Returns the OpenAPI version that a document states.
fn version(root: &Node) -> Option<&str> {
    let version = root.get("openapi")?;
    version
        .as_str()
        .or_else(|| version.as_number().map(|number| number.text.as_str()))
}
