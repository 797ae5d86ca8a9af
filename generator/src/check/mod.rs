//! Checks documents against OpenAPI 3.0.
//!
//! In: the documents of one API with their overlays applied. Out: diagnostics in the order of the documents. `check` reports each
//! unknown key (so that nothing is silently ignored), each value of the wrong kind and each unresolved name. `check` changes no
//! document and builds no model.
//!
//! `openapi::grammar` describes the objects of OpenAPI in tables. `walk` visits each document once and builds an outline. The
//! other files check this outline.

mod examples;
mod extensions;
mod fits;
mod format;
mod gaps;
mod paths;
mod refs;
mod report;
mod schemas;
mod security;
mod shape;
mod typed;
mod values;
mod walk;

use std::collections::BTreeSet;

use report::Report;
use walk::Outline;

use crate::{
    diag::Diagnostics,
    input::{Document, Policy},
    openapi::{Resolver, grammar::Kind},
};

/// Checks the documents of one API. References may point from one document to another. In a referenced file, only the targets of
/// references are checked.
///
/// Under [`Policy::Strict`], violations are errors and doubtful parts are warnings. Under [`Policy::Lenient`], only an unusable
/// document is an error. An unusable document is not OpenAPI 3.0, has no paths, or refers to a file outside of its root folder.
/// An unknown extension is reported only if its name is similar to an extension of the generator.
pub fn check(documents: &[Document], policy: Policy, diagnostics: &mut Diagnostics) {
    let resolver = Resolver::new(documents);
    let mut walked = BTreeSet::new();
    for document in documents.iter().filter(|document| !document.is_referenced) {
        if !format::is_openapi(&document.root, diagnostics) {
            continue;
        }
        let mut report = Report::new(policy);
        let mut outline = Outline::default();
        walk::walk(
            document,
            &document.root,
            Kind::Document,
            &mut outline,
            &mut report,
        );
        refs::check(resolver, &mut walked, &mut outline, &mut report);
        shape::check(&mut outline, resolver, &mut report);
        typed::check(&outline, &mut report);
        security::check(document, resolver, &outline, &mut report);
        paths::check(&outline, resolver, &mut report);
        schemas::check(&outline, &mut report);
        examples::check(&outline, resolver, &mut report);
        gaps::check(&document.root, &mut report);
        report.finish(diagnostics);
    }
}
