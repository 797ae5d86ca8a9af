//! Diagnostics of the stage `convert`.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Reports a keyword that would change a type but has no notation in OpenAPI 3.0.
pub(super) fn unsupported(
    diagnostics: &mut Diagnostics,
    place: Span,
    message: &str,
    outcome: &str,
) {
    diagnostics.push(Diagnostic::warning(Code::Unsupported, message).label(place, outcome));
}
