//! Reports duplicate keys in YAML and in JSON.

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn duplicate_key(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::warning(Code::DuplicateKey, format!("duplicate key `{name}`"))
        .label(second, "second entry, which counts")
        .secondary(first, "first entry, which is ignored")
        .help("remove one of the two: parsers disagree on which one counts")
}
