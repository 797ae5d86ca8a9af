//! The origin of the parts of a model.

use serde::Serialize;

use crate::source::{Pointer, Span};

/// The node of a document that something was lowered from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Origin {
    /// The path of the document.
    pub document: String,
    /// The pointer of the node.
    pub pointer: Pointer,
    /// The location of the node, for diagnostics.
    #[serde(skip)]
    pub span: Span,
}
