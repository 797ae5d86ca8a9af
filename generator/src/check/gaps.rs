//! Reports the gaps that an import left.
//!
//! In: a document of the strict policy. Out: a diagnostic for each text that starts with `GAP:`. A person must replace each
//! gap by a text or a decision.

use super::report::Report;
use crate::{
    diag::Code,
    input::Policy,
    source::{Node, Value},
};

/// The start of a text that marks a gap.
const GAP: &str = "GAP:";

pub(super) fn check(root: &Node, report: &mut Report) {
    if report.policy() == Policy::Lenient {
        return;
    }
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Str(text) => {
                if let Some(what) = text.trim_start().strip_prefix(GAP) {
                    let message = format!("a gap: {}", what.trim());
                    let fault = report.fault(Code::GapLeft, message);
                    let fault = fault.label(node.span, "the import had no words for this");
                    report.push(fault.help("write the text, or add the row and import again"));
                }
            }
            Value::List(items) => open.extend(items),
            Value::Map(map) => open.extend(map.iter().map(|(_, _, node)| node)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
