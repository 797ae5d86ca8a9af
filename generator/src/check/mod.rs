//! Checks documents: from here on, what stands in them is OpenAPI 3.0.
//!
//! In: the documents of one API, overlays applied. Out: nothing but findings, in the order of the documents: each key that
//! the format does not know (so that nothing is silently ignored), each value of the wrong kind, each name that leads
//! nowhere. It changes no document and builds no model.
//!
//! `grammar` is the format as tables; `walk` goes along them once and gives an outline, on which all other modules work.

mod examples;
mod extensions;
mod findings;
mod fits;
mod format;
mod paths;
mod refs;
mod schemas;
mod security;
mod shape;
mod typed;
mod values;
mod walk;

use std::collections::BTreeSet;

use findings::Findings;
use walk::Outline;

use crate::{
    diag::Diagnostics,
    input::{Document, Policy},
    openapi::{Resolver, grammar::Kind},
};

/// Checks the documents of one API; references may lead from one to another. Of a file that is there only for references,
/// what they lead to is checked.
///
/// Under [`Policy::Strict`] what is illegal is an error and what is doubtful a warning. Under [`Policy::Lenient`] an error is
/// only what leaves the document without sense: that it is not OpenAPI 3.0, has no paths, or has a reference to nothing;
/// and of the extensions, only those that look like misspelt ones of ours are told.
pub fn check(documents: &[Document], policy: Policy, diagnostics: &mut Diagnostics) {
    let resolver = Resolver::new(documents);
    let mut walked = BTreeSet::new();
    for document in documents.iter().filter(|document| !document.is_part) {
        if !format::is_openapi(&document.root, diagnostics) {
            continue;
        }
        let mut findings = Findings::new(policy);
        let mut outline = Outline::default();
        walk::walk(
            document,
            &document.root,
            Kind::Document,
            &mut outline,
            &mut findings,
        );
        refs::check(resolver, &mut walked, &mut outline, &mut findings);
        shape::check(&mut outline, resolver, &mut findings);
        typed::check(&outline, &mut findings);
        security::check(&document.root, &outline, &mut findings);
        paths::check(&outline, resolver, &mut findings);
        schemas::check(&outline, &mut findings);
        examples::check(&outline, resolver, &mut findings);
        findings.finish(diagnostics);
    }
}
