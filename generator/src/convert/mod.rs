//! Turns OpenAPI 3.1 and 3.2 into the 3.0 that the later stages read.
//!
//! In: the documents of one API, overlays applied. Out: the same trees, in which what 3.1 says in its own way is said as 3.0
//! has it: `type: [string, "null"]` becomes `nullable: true`, `const` an `enum` of one, a webhook's body a shared
//! schema. Each node keeps its place. What only narrows which values are valid goes away in silence; what would change
//! a type and cannot be said is a warning. Whether a document is right is not asked here: `check` does.
//!
//! `parts` finds the parts of an object by the grammar, `survey` finds all schemas and references, `definitions` moves `$defs` to where 3.0 names
//! schemas, `document` and `schema` turn what stands in place.

mod alternatives;
mod conditions;
mod definitions;
mod document;
mod edit;
mod members;
mod parts;
mod report;
mod schema;
mod survey;
mod types;
mod version;
mod webhooks;

use crate::diag::Diagnostics;
use crate::input::Document;
use document::Converter;
use version::is_newer;

/// Turns the documents of one API into OpenAPI 3.0. Files that are no OpenAPI documents and are referred to are JSON Schema.
///
/// A document of another version, or of another format, is left as it is.
pub fn convert(documents: &mut [Document], diagnostics: &mut Diagnostics) {
    if !documents.iter().any(is_newer) {
        return;
    }
    let mut survey = survey::survey(documents);
    definitions::move_all(documents, &mut survey);
    for (at, pointer, kind) in survey.roots {
        let Some(document) = documents.get_mut(at).filter(|document| is_newer(document)) else {
            continue;
        };
        let mut converter = Converter::new(&mut document.root, diagnostics);
        if let Some(node) = document.root.at_mut(&pointer) {
            converter.object(node, kind);
        }
    }
    for document in documents.iter_mut().filter(|document| is_newer(document)) {
        document::set_version(&mut document.root);
    }
}
