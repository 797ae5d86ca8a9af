//! Diagnostics of this stage.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Reports a keyword that would change a type and has no notation in 3.0.
pub(super) fn unsupported(
    diagnostics: &mut Diagnostics,
    place: Span,
    message: &str,
    outcome: &str,
) {
    diagnostics.push(Diagnostic::warning(Code::Unsupported, message).label(place, outcome));
}
