//! Checks the keys, errors and pagination of operations.

use super::bodies;
use super::exceptions::Exceptions;
use super::words::entries;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{Document, PaginationNames};
use crate::openapi::{Found, Resolver};
use crate::source::{Map, Node, Span};

/// The keys that each operation must have. For the last three keys, the table of exceptions can list operations without
/// the key.
const KEYS: &[&str] = &[
    "operationId",
    "tags",
    "summary",
    "x-resource",
    "x-method",
    "security",
    "x-granular-scopes",
    "x-rate-limit",
];

/// Error statuses that need no error codes in the document.
const PLAIN: &[&str] = &["401", "403", "429"];

/// An operation to check.
#[derive(Clone, Copy, Debug)]
pub(super) struct OperationLint<'a> {
    pub(super) pagination: &'a PaginationNames,
    pub(super) exceptions: &'a Exceptions,
    pub(super) resolver: Resolver<'a>,
    pub(super) document: &'a Document,
    /// The method and the path.
    pub(super) title: &'a str,
    /// The location of the method.
    pub(super) span: Span,
    pub(super) map: &'a Map,
}

impl<'a> OperationLint<'a> {
    pub(super) fn check(&self, diagnostics: &mut Diagnostics) {
        for key in KEYS {
            if !self.has(key) && !self.exceptions.allow(self.title, key) {
                self.lacks(key, "add it, or list the exception", diagnostics);
            }
        }
        let has_codes = self.has("x-error-codes");
        if self.has_errors() && !has_codes && !self.exceptions.allow(self.title, "x-error-codes") {
            let why = "the operation has error responses; add their codes, or list the exception";
            self.lacks("x-error-codes", why, diagnostics);
        }
        bodies::parameters(self.map.get("parameters"), self.span, diagnostics);
        if let Some(body) = self.map.get("requestBody") {
            bodies::content(body, self.span, "the request body", diagnostics);
        }
        for (status, span, node) in entries(self.map.get("responses")) {
            let what = format!("the response `{status}`");
            bodies::response(node, span, &what, diagnostics);
        }
        self.check_pages(diagnostics);
    }

    /// Returns whether the operation has a key whose value is not empty.
    fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|node| {
            let list = node.as_list().is_none_or(|list| !list.is_empty());
            let map = node.as_map().is_none_or(|map| !map.is_empty());
            let text = node.as_str().is_none_or(|text| !text.trim().is_empty());
            list && map && text
        })
    }

    fn lacks(&self, key: &str, help: &str, diagnostics: &mut Diagnostics) {
        let message = format!("{} has no `{key}`", self.title);
        let error = Diagnostic::error(Code::FactMissing, message);
        diagnostics.push(error.label(self.span, "of this operation").help(help));
    }

    fn has_errors(&self) -> bool {
        let mut statuses = entries(self.map.get("responses")).map(|(status, _, _)| status);
        statuses.any(|status| status.starts_with('4') && !PLAIN.contains(&status))
    }

    /// Reports an operation without `x-pagination` whose parameters and response have the names of pagination.
    fn check_pages(&self, diagnostics: &mut Diagnostics) {
        let pagination = self.pagination;
        let token = pagination.token.as_ref();
        let token = token.map(|names| (&names.request, &names.response));
        let number = pagination.number.as_ref();
        let number = number.map(|names| (&names.request, &names.response));
        let mut styles = token.into_iter().chain(number);
        let is_page =
            styles.any(|(request, response)| self.asks(request) && self.answers(response));
        if is_page
            && !self.has("x-pagination")
            && !self.exceptions.allow(self.title, "x-pagination")
        {
            let message = format!("{} returns pages, but has no `x-pagination`", self.title);
            let error = Diagnostic::error(Code::PagesUnmarked, message);
            let error = error.label(self.span, "of this operation");
            diagnostics.push(error.help("add `x-pagination`, or list the exception"));
        }
    }

    fn asks(&self, name: &str) -> bool {
        let list = self.map.get("parameters").and_then(Node::as_list);
        list.unwrap_or_default().iter().any(|node| {
            let found = self.resolver.follow(self.document, node);
            found.is_some_and(|found| found.node.text("name") == Some(name))
        })
    }

    fn answers(&self, name: &str) -> bool {
        let successes =
            entries(self.map.get("responses")).filter(|(status, _, _)| status.starts_with('2'));
        let mut schemas = successes.flat_map(|(_, _, node)| {
            let found = self.resolver.follow(self.document, node);
            let content = found.into_iter().flat_map(|found| {
                let all = entries(found.node.get("content"));
                all.filter_map(move |(_, _, media)| Some((found.document, media.get("schema")?)))
            });
            content.collect::<Vec<_>>()
        });
        schemas.any(|(document, node)| self.has_property(document, node, name))
    }

    /// Returns whether a schema, or a part of its `allOf`, has a property.
    fn has_property(&self, document: &'a Document, node: &'a Node, name: &str) -> bool {
        let mut open = vec![(document, node)];
        let mut seen = Vec::new();
        while let Some((document, node)) = open.pop() {
            let Some(Found { document, node }) = self.resolver.follow(document, node) else {
                continue;
            };
            if seen.contains(&node.span) {
                continue;
            }
            seen.push(node.span);
            if node
                .get("properties")
                .is_some_and(|all| all.get(name).is_some())
            {
                return true;
            }
            let parts = node.get("allOf").and_then(Node::as_list);
            open.extend(
                parts
                    .unwrap_or_default()
                    .iter()
                    .map(|part| (document, part)),
            );
        }
        false
    }
}
