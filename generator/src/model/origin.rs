//! Where the parts of a model come from in the documents.

use serde::Serialize;

use crate::source::{Pointer, Span};

/// The OpenAPI node from which a part of the model was lowered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Origin {
    /// The path of the document.
    pub document: String,
    /// The pointer to the node in the document.
    pub pointer: Pointer,
    /// The location of the node, for diagnostics.
    #[serde(skip)]
    pub span: Span,
}
