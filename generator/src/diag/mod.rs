//! Diagnostics: the problems that a run reports about its inputs.
//!
//! In: problems from all stages. Out: [`Diagnostics`], which `render` formats as text. A stage reports all of its problems
//! before it ends. The run stops after the first stage that reports an error.

mod code;
mod nearest;
mod render;

pub use code::Code;
pub use nearest::nearest;
pub use render::{Format, render};

use std::collections::BTreeSet;

use crate::source::{SourceId, Span};

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Information only.
    Note,
    /// The generator worked around the problem. Under the strict policy, the problem is an error.
    Warning,
    /// The run fails and writes no files.
    Error,
}

/// A location in a source, with an optional text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Label {
    /// The location in the source.
    pub span: Span,
    /// The text next to the location. Can be empty.
    pub text: String,
    /// Whether the label marks the problem itself. A label that is not primary marks a related location, such as the
    /// first of two duplicate keys.
    pub primary: bool,
}

/// A problem with its locations and its fix.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    /// The diagnostic code. `cargo xtask explain` prints a page about the code.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// A description of the problem, in one line.
    pub message: String,
    /// The labels, in the order in which they were added.
    pub labels: Vec<Label>,
    /// The path of the file, for a problem without a location in a source.
    pub file: Option<String>,
    /// The text that explains how to fix the problem.
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

    /// Creates an error: a problem that stops the run.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Creates a warning: a problem that the generator works around.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Creates a note.
    #[must_use]
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Adds a primary label at the location of the problem.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
            primary: true,
        });
        self
    }

    /// Adds a secondary label at a related location.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Sets the file of a problem without a location in a source, for example if the file cannot be read.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Returns the first primary label. Without a primary label, returns the first label.
    #[must_use]
    pub fn main_label(&self) -> Option<&Label> {
        let primary = self.labels.iter().find(|label| label.primary);
        primary.or_else(|| self.labels.first())
    }

    /// Sets the text that explains how to fix the problem.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// The diagnostics of a run, in the order in which they were reported.
///
/// A warning in a file of a strict API becomes an error, whichever stage reports the warning.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The files of strict APIs.
    strict: BTreeSet<SourceId>,
}

impl Diagnostics {
    /// Treats warnings in this file as errors, including warnings that were already reported.
    pub fn deny_warnings_in(&mut self, source: SourceId) {
        self.strict.insert(source);
        for diagnostic in &mut self.list {
            deny(&self.strict, diagnostic);
        }
    }

    /// Returns whether warnings in this file are errors.
    #[must_use]
    pub fn is_strict(&self, source: SourceId) -> bool {
        self.strict.contains(&source)
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        deny(&self.strict, &mut diagnostic);
        self.list.push(diagnostic);
    }

    /// Adds diagnostics that were collected separately.
    pub fn extend(&mut self, others: Self) {
        for diagnostic in others.list {
            self.push(diagnostic);
        }
    }

    /// Turns all errors into warnings. Callers use this method for parts of a run that may fail.
    #[must_use]
    pub fn as_warnings(mut self) -> Self {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
        }
        self
    }

    /// Returns whether any diagnostic is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Iterates over the diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Returns whether there are no diagnostics.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of diagnostics of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Returns the number of diagnostics.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }
}

/// Turns a warning in a file of a strict API into an error.
fn deny(strict: &BTreeSet<SourceId>, diagnostic: &mut Diagnostic) {
    let source = diagnostic.main_label().map(|label| label.span.source);
    let is_strict = source.is_some_and(|source| strict.contains(&source));
    if is_strict && diagnostic.severity == Severity::Warning {
        diagnostic.severity = Severity::Error;
    }
}
