//! Summarizes a run.

use codegen::assets::OutputTree;
use codegen::diag::{Code, Diagnostic, Severity};
use codegen::pipeline;

use crate::diagnostics::counted;

/// Summarizes a run in one line.
pub(crate) fn summary(outcome: &pipeline::Outcome, tree: &OutputTree) -> String {
    let plan = outcome.stages.plan.as_ref();
    let operations = plan.map_or(0, |plan| plan.operations().len());
    let types = plan.map_or(0, |plan| plan.types().count());
    let degraded = degraded(outcome);
    let repairs = repairs(outcome);
    format!(
        "{}, {}, {}, {degraded} degraded, {}",
        counted(operations, "operation"),
        counted(types, "type"),
        counted(repairs, "repair"),
        counted(lines(tree), "line"),
    )
}

/// Counts the parts of the document that became arbitrary JSON.
#[must_use]
pub fn degraded(outcome: &pipeline::Outcome) -> usize {
    let found = outcome.diagnostics.iter();
    found.filter(|found| is_degraded(found)).count()
}

/// Counts the mistakes in the document that the generator repaired.
#[must_use]
pub fn repairs(outcome: &pipeline::Outcome) -> usize {
    let found = outcome.diagnostics.iter();
    let warnings = found.filter(|found| found.severity == Severity::Warning);
    warnings.filter(|found| !is_degraded(found)).count()
}

/// Returns whether the diagnostic is a warning or error about a part that became arbitrary JSON.
fn is_degraded(found: &Diagnostic) -> bool {
    let codes = [Code::Unsupported, Code::UnresolvedReference];
    codes.contains(&found.code) && found.severity > Severity::Note
}

/// Counts the lines of the Rust sources, without the runtime. The runtime does not depend on the document. A crate has its
/// sources in `src`, and modules of another crate have no such folder.
#[must_use]
pub fn lines(tree: &OutputTree) -> usize {
    let folder = if tree.contains_key("src/lib.rs") {
        "src/"
    } else {
        ""
    };
    let sources = tree.iter().filter(|(path, _)| {
        let below = path.strip_prefix(folder);
        below.is_some_and(|below| !below.starts_with("runtime/"))
    });
    sources
        .map(|(_, bytes)| bytes.split_inclusive(|byte| *byte == b'\n').count())
        .sum()
}
