//! Checks that documents have everything that users of the generated crate need.
//!
//! In: documents that the stage `check` accepts. Out: a diagnostic for each missing description, example,
//! `x-pagination` or other key. OpenAPI does not require these parts, so `check` does not report them. This module is
//! not a stage of the generator (`cargo xtask spec lint`).

mod bodies;
mod exceptions;
mod operation;
mod schema;
mod words;

pub use exceptions::Exceptions;

use crate::diag::Diagnostics;
use crate::input::{Document, PaginationNames};
use crate::openapi::Resolver;
use crate::source::{Node, Span};
use words::{described, entries};

/// What all checks of an API need.
#[derive(Clone, Copy, Debug)]
pub struct Lint<'a> {
    /// All documents of the API.
    pub documents: &'a [Document],
    /// The parameters and properties with which the server returns lists in pages.
    pub pagination: &'a PaginationNames,
    /// The keys that operations may omit.
    pub exceptions: &'a Exceptions,
}

impl Lint<'_> {
    /// Checks one of the documents.
    pub fn check(&self, document: &Document, diagnostics: &mut Diagnostics) {
        let resolver = Resolver::new(self.documents);
        let root = &document.root;
        if let Some(info) = root.get("info").and_then(Node::as_map) {
            described(info, info_span(root), "the document", diagnostics);
        }
        for (path, place, item) in entries(root.get("paths")) {
            for (name, span, node) in entries(Some(item)) {
                if crate::openapi::keywords::METHODS.contains(&name)
                    && let Some(map) = node.as_map()
                {
                    let title = format!("{} {path}", name.to_uppercase());
                    let lint = operation::OperationLint {
                        pagination: self.pagination,
                        exceptions: self.exceptions,
                        resolver,
                        document,
                        title: &title,
                        span,
                        map,
                    };
                    lint.check(diagnostics);
                }
            }
            bodies::parameters(item.get("parameters"), place, diagnostics);
        }
        let section = |name: &str| root.get("components").and_then(|all| all.get(name));
        for (name, span, node) in entries(section("parameters")) {
            bodies::parameter(node, span, name, diagnostics);
        }
        for (name, span, node) in entries(section("responses")) {
            bodies::response(node, span, &format!("the response `{name}`"), diagnostics);
        }
        for (_, span, node) in entries(section("requestBodies")) {
            bodies::content(node, span, "the request body", diagnostics);
        }
        for (name, span, node) in entries(section("schemas")) {
            schema::named(node, span, name, diagnostics);
        }
    }
}

fn info_span(root: &Node) -> Span {
    let map = root.as_map();
    map.and_then(|map| map.key_span("info"))
        .unwrap_or(root.span)
}
