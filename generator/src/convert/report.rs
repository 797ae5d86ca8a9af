//! Diagnostics of this stage.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Reports something that would change a type and that 3.0 cannot express.
pub(super) fn unsupported(
    diagnostics: &mut Diagnostics,
    place: Span,
    message: &str,
    outcome: &str,
) {
    diagnostics.push(Diagnostic::warning(Code::Unsupported, message).label(place, outcome));
}
