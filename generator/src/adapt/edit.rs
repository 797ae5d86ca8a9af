//! Changes of documents, and choices that match nothing.

use crate::diag::{Code, Diagnostic, nearest};
use crate::source::{Node, Pointer, Span};

/// A change of a document.
pub(super) struct Edit {
    pub(super) document: String,
    /// The map that is changed.
    pub(super) pointer: Pointer,
    pub(super) key: String,
    /// The new value of the key. `None` if the key is removed.
    pub(super) value: Option<Node>,
}

/// Reports a choice that matches nothing in the documents.
pub(super) fn unmatched<'a>(
    what: &str,
    name: &str,
    span: Span,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("no {what} `{name}` in the documents of the api");
    let error = Diagnostic::error(Code::ManifestInvalid, message).label(span, "matches nothing");
    match nearest(name, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("remove the entry or fix the name"),
    }
}
