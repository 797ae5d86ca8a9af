//! Collects the diagnostics of the stage `check`.
//!
//! In: diagnostics in any order. Out: the same diagnostics in the order of the documents, with the severity of the policy.

use std::collections::BTreeSet;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, nearest},
    input::Policy,
    source::{Node, Span, Value},
};

/// The maximum number of name comparisons for suggestions, per document. Without this limit, thousands of unresolved references
/// would take quadratic time.
const COMPARISONS: usize = 200_000;

/// The diagnostics of one document.
#[derive(Debug)]
pub(super) struct Report {
    policy: Policy,
    list: Vec<Diagnostic>,
    comparisons: usize,
    seen: BTreeSet<String>,
}

impl Report {
    pub(super) const fn new(policy: Policy) -> Self {
        Self {
            policy,
            list: Vec::new(),
            comparisons: COMPARISONS,
            seen: BTreeSet::new(),
        }
    }

    pub(super) const fn policy(&self) -> Policy {
        self.policy
    }

    /// Creates an error under the strict policy, and a warning under the lenient policy.
    pub(super) fn fault(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        match self.policy {
            Policy::Strict => Diagnostic::error(code, message),
            Policy::Lenient => Diagnostic::warning(code, message),
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether this is the first call with this text.
    pub(super) fn is_first(&mut self, text: &str) -> bool {
        self.seen.insert(text.to_owned())
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Returns the known name that is most similar to `name`. After the maximum number of comparisons, further names are ignored.
    pub(super) fn nearest<'a>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let left = &mut self.comparisons;
        let known = known.into_iter().take_while(|_| {
            *left = left.saturating_sub(1);
            *left > 0
        });
        nearest(name, known)
    }

    /// Adds the diagnostics to `diagnostics`, sorted by location. Diagnostics at the same location keep their order.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) {
        self.list.sort_by_key(|diagnostic| {
            diagnostic
                .labels
                .iter()
                .find(|label| label.primary)
                .map(|label| label.span)
        });
        for diagnostic in self.list {
            diagnostics.push(diagnostic);
        }
    }
}

/// Returns a short location for a node. For a map or a list, returns the location of the first key or entry.
pub(super) fn head(node: &Node) -> Span {
    match &node.value {
        Value::Map(map) => map.iter().next().map_or(node.span, |(_, span, _)| span),
        Value::List(items) => items.first().map_or(node.span, head),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => node.span,
    }
}
