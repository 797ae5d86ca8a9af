//! Duplicate keys, in YAML and in JSON.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Reports that a key occurs twice in one map.
pub(super) fn duplicate_key(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateKey,
        format!("`{name}` stands twice in one map"),
    )
    .label(second, "and again here")
    .secondary(first, "first here")
    .help("keep one of the two: readers differ in which of them counts")
}
