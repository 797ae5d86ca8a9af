//! Duplicate keys, in YAML and in JSON.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Reports a duplicate key.
pub(super) fn duplicate_key(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(Code::DuplicateKey, format!("duplicate key `{name}`"))
        .label(second, "second entry")
        .secondary(first, "first entry")
        .help("remove one of the two: parsers disagree on which one counts")
}
