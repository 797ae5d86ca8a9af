//! The findings of this stage, before they go to the run's diagnostics.
//!
//! In: findings in any order. Out: the same, in the order of the documents, each as bad as the policy has it.

use std::collections::BTreeSet;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, nearest},
    input::Policy,
    source::{Node, Span, Value},
};

/// Comparisons of names that one document is given. Near misses are a courtesy: a document with thousands of broken
/// references must not be paid for with their square.
const COMPARISONS: usize = 200_000;

/// The findings of one document.
#[derive(Debug)]
pub(super) struct Findings {
    policy: Policy,
    list: Vec<Diagnostic>,
    comparisons: usize,
    told: BTreeSet<String>,
}

impl Findings {
    pub(super) const fn new(policy: Policy) -> Self {
        Self {
            policy,
            list: Vec::new(),
            comparisons: COMPARISONS,
            told: BTreeSet::new(),
        }
    }

    pub(super) const fn policy(&self) -> Policy {
        self.policy
    }

    /// A finding without which the document can still be read: an error under the strict policy, else a warning.
    pub(super) fn fault(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        match self.policy {
            Policy::Strict => Diagnostic::error(code, message),
            Policy::Lenient => Diagnostic::warning(code, message),
        }
    }

    /// How many there are so far.
    pub(super) const fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether it is the first time that this is asked of the text.
    pub(super) fn is_first(&mut self, text: &str) -> bool {
        self.told.insert(text.to_owned())
    }

    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.list.push(finding);
    }

    /// The known name that is most like `name`, as long as the document has not used up its comparisons.
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

    /// Hands everything over, in the order of the places. Findings at one place keep the order in which they were found.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) {
        self.list.sort_by_key(|finding| {
            finding
                .labels
                .iter()
                .find(|label| label.primary)
                .map(|label| label.span)
        });
        for finding in self.list {
            diagnostics.push(finding);
        }
    }
}

/// A short place for a node: a map or a list can be many lines, so it is told by the first name or entry in it.
pub(super) fn head(node: &Node) -> Span {
    match &node.value {
        Value::Map(map) => map.iter().next().map_or(node.span, |(_, span, _)| span),
        Value::List(items) => items.first().map_or(node.span, head),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => node.span,
    }
}
