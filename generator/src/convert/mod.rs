//! Converts OpenAPI 3.1 and 3.2 to 3.0, the only version that later stages read.
//!
//! In: the documents of one API with their overlays applied. Out: the same documents in the notation of OpenAPI 3.0. For example,
//! `type: [string, "null"]` becomes `type: string` with `nullable: true`. `const` becomes an `enum` of one value. The body of a
//! webhook becomes a shared schema. Nodes keep their locations. Keywords that only restrict values are dropped. If a keyword
//! would change a type but has no notation in 3.0, the stage reports a warning. The stage `check` validates the converted
//! documents.
//!
//! `older` reads keywords of 3.1 in documents of 3.0. `dynamic` replaces `$dynamicRef`. `survey` finds all schemas and
//! references. `definitions` moves `$defs` to `components`. `document` and `schema` convert all other keywords in place.

mod alternatives;
mod conditions;
mod definitions;
mod document;
mod dynamic;
mod edit;
mod include;
mod members;
mod older;
mod report;
mod schema;
mod settle;
mod survey;
mod tour;
mod types;
mod version;
mod webhooks;

use crate::diag::Diagnostics;
use crate::input::Document;
use crate::openapi::grammar::Kind;
use document::Converter;
use version::{is_newer, is_older};

pub use settle::settle;

/// Converts the documents of one API to OpenAPI 3.0. Referenced files that are not OpenAPI are treated as JSON Schema.
///
/// In an OpenAPI 3.0 document, only keywords of 3.1 are converted. A document of another format is not changed.
pub fn convert(documents: &mut [Document], diagnostics: &mut Diagnostics) {
    include::include(documents, diagnostics);
    for document in documents.iter_mut().filter(|document| is_older(document)) {
        // Under the strict policy, a 3.0 document must not use keywords of 3.1.
        if !diagnostics.is_strict(document.source) {
            older::object(&mut document.root, Kind::Document, diagnostics);
        }
    }
    if !documents.iter().any(is_newer) {
        return;
    }
    dynamic::bind(documents);
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
