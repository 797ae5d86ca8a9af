//! Checks documents against OpenAPI 3.0.
//!
//! In: the documents of one API with their overlays applied. Out: diagnostics in the order of the documents. `check` reports each
//! unknown key (so that nothing is silently ignored), each value of the wrong kind and each unresolved name. It changes no
//! document and builds no model.
//!
//! `openapi::grammar` describes the format in tables. `walk` visits the documents once and builds an outline, which the other
//! files check.

mod examples;
mod extensions;
mod fits;
mod format;
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

/// Checks the documents of one API. References may point from one document to another. In a file that is read only because of
/// references, only their targets are checked.
///
/// Under [`Policy::Strict`], violations are errors and doubtful parts are warnings. Under [`Policy::Lenient`], a problem is an
/// error only if the document cannot be used: it is not OpenAPI 3.0, has no paths, or has an unresolved reference. Among the
/// extensions, only those that look like misspelled ones of ours are reported.
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
        report.finish(diagnostics);
    }
}
