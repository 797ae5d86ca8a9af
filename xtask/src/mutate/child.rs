//! Generates the crate of one mutant. This is the task of a child process of `mutate`.
//!
//! In: the file of a document. Out: a verdict. If the child process crashes, the parent process creates the verdict.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use codegen::diag::{Code, Diagnostic, Format, Severity, render};
use codegen::pipeline::Outcome;
use codegen::write::{Mode, write};

use super::audit::audit;
use super::failure::{Failure, Sort, Verdict};
use crate::generate::{Options, outcome};

/// What the child process generates, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task<'a> {
    pub(crate) document: &'a Path,
    /// The name of the crate. Without a name, the title of the document determines it.
    pub(crate) name: Option<&'a str>,
    /// The folder into which the crate is written. Without a folder, it is not written.
    pub(crate) folder: Option<&'a Path>,
    /// Whether the docs of methods contain example calls.
    pub(crate) examples: bool,
    /// Whether the document contains hostile texts.
    pub(crate) hostile: bool,
    /// Whether the generator runs only once. A second run detects differences between runs.
    pub(crate) once: bool,
}

/// Generates and checks the crate. Unless `once` is set, runs the generator again and compares the results.
pub(crate) fn verdict(task: &Task<'_>) -> Result<Verdict> {
    let options = Options {
        examples: task.examples,
        ..Options::default()
    };
    let first = outcome(task.document, task.name, options)?;
    let messages = render(&first.diagnostics, &first.sources, Format::Human);
    if let (Some(tree), Some(folder)) = (&first.tree, task.folder) {
        write(folder, tree, Mode::Write)?;
    }
    let mut failures: Vec<Failure> = unsound(&first, &messages).into_iter().collect();
    failures.extend(audit(first.tree.as_ref(), &messages, task.hostile));
    if !task.once {
        let second = outcome(task.document, task.name, options)?;
        failures.extend(difference(&first, &second));
    }
    failures.sort_by_key(|failure| failure.sort);
    let mut classes = BTreeSet::new();
    failures.retain(|failure| classes.insert((failure.sort, failure.class.clone())));
    let errors: Vec<&Diagnostic> = errors(&first).collect();
    Ok(Verdict {
        generated: first.tree.is_some(),
        errors: errors.iter().map(|error| error.code.to_string()).collect(),
        message: errors
            .first()
            .map(|error| error.message.clone())
            .unwrap_or_default(),
        failures,
    })
}

fn errors(outcome: &Outcome) -> impl Iterator<Item = &Diagnostic> {
    let all = outcome.diagnostics.iter();
    all.filter(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Returns a failure if the result of a run is wrong, whatever the document is. An internal error is such a result, and
/// so is a crate in spite of an error.
fn unsound(outcome: &Outcome, messages: &str) -> Option<Failure> {
    if let Some(fault) = outcome
        .diagnostics
        .iter()
        .find(|it| it.code == Code::Internal)
    {
        return Some(Failure::new(
            Sort::Internal,
            class_of(&fault.message),
            messages,
        ));
    }
    if outcome.tree.is_none() && errors(outcome).next().is_none() {
        return Some(Failure::new(
            Sort::Unexplained,
            "no crate and no error",
            messages,
        ));
    }
    if outcome.tree.is_some() && errors(outcome).next().is_some() {
        return Some(Failure::new(
            Sort::Unexplained,
            "a crate in spite of an error",
            messages,
        ));
    }
    let unplaced = errors(outcome).find(|error| error.labels.is_empty())?;
    let class = format!(
        "{} without a place: {}",
        unplaced.code,
        class_of(&unplaced.message)
    );
    Some(Failure::new(Sort::Unexplained, class, messages))
}

/// Returns a failure if two runs with the same document differ in their messages or files.
fn difference(first: &Outcome, second: &Outcome) -> Option<Failure> {
    let text = |outcome: &Outcome| render(&outcome.diagnostics, &outcome.sources, Format::Short);
    if text(first) != text(second) {
        return Some(Failure::new(
            Sort::Nondeterminism,
            "other messages",
            &text(first),
        ));
    }
    let (left, right) = (first.tree.as_ref()?, second.tree.as_ref()?);
    let differs = left
        .iter()
        .find(|(path, bytes)| right.get(*path) != Some(bytes));
    let path = differs.map(|(path, _)| path.as_str());
    let path = path.or_else(|| {
        right
            .keys()
            .find(|path| !left.contains_key(*path))
            .map(String::as_str)
    })?;
    Some(Failure::new(Sort::Nondeterminism, "other files", path))
}

/// Removes the quoted parts of a message. Messages with the same cause become equal.
pub(crate) fn class_of(message: &str) -> String {
    let mut parts = message.split('`');
    let mut class = parts.next().unwrap_or_default().to_owned();
    let mut quoted = true;
    for part in parts {
        class.push_str(if quoted { "`…`" } else { part });
        quoted = !quoted;
    }
    class
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(100)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::class_of;

    #[test]
    fn messages_of_one_cause_have_one_class() {
        assert_eq!(class_of("cannot find `a` in `b`"), "cannot find `…` in `…`");
        assert_eq!(
            class_of("cannot find `a` in `b`"),
            class_of("cannot find `x` in `y`")
        );
        assert_ne!(class_of("cannot find `a`"), class_of("cannot use `a`"));
    }
}
