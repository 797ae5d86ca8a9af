//! What a run has to say about its inputs.
//!
//! In: findings of any stage. Out: [`Diagnostics`], plain data that `render` turns into text. A stage collects all its
//! findings; the run stops at the border of a stage that found an error.

mod code;
mod nearest;
mod render;

pub use code::Code;
pub use nearest::nearest;
pub use render::{Format, render};

use std::collections::BTreeSet;

use crate::source::{SourceId, Span};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Repaired or passed over; an error under the strict policy.
    Warning,
    /// Nothing is written.
    Error,
}

/// A place and what is to be said of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
    /// Whether it is the place of the finding, and not one that explains it.
    pub primary: bool,
}

/// One finding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    /// Which finding it is; `cargo xtask explain` tells more.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub labels: Vec<Label>,
    /// The file, when there is no text to point into.
    pub file: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            labels: Vec::new(),
            file: None,
            help: None,
        }
    }

    /// A finding that stops the run.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A finding that was dealt with.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A finding that is only told.
    #[must_use]
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Names the place of the finding.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
            primary: true,
        });
        self
    }

    /// Names a place that explains the finding.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Names the file, when there is no text to point into: it cannot be read, or a run writes it.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// The label that shows where the problem is.
    #[must_use]
    pub fn main_label(&self) -> Option<&Label> {
        let primary = self.labels.iter().find(|label| label.primary);
        primary.or_else(|| self.labels.first())
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// The diagnostics of a run, in the order in which they were reported.
///
/// It knows the policy of each API by the API's files: a warning in a file of a strict API becomes an error, whichever stage
/// reports it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The files of strict APIs.
    strict: BTreeSet<SourceId>,
}

impl Diagnostics {
    /// Treats warnings in that file as errors, from now on.
    pub fn deny_warnings_in(&mut self, source: SourceId) {
        self.strict.insert(source);
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let source = diagnostic.main_label().map(|label| label.span.source);
        let is_strict = source.is_some_and(|source| self.strict.contains(&source));
        if is_strict && diagnostic.severity == Severity::Warning {
            diagnostic.severity = Severity::Error;
        }
        self.list.push(diagnostic);
    }

    /// Adds diagnostics that were collected apart.
    pub fn extend(&mut self, others: Self) {
        for diagnostic in others.list {
            self.push(diagnostic);
        }
    }

    /// Whether a finding stops the run.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Every finding.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many findings there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }
}
