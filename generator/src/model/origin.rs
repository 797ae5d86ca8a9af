//! Where the parts of a model come from.

use serde::Serialize;

use crate::source::{Pointer, Span};

/// Where a thing comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Origin {
    /// Path of the document.
    pub document: String,
    /// The node in it.
    pub pointer: Pointer,
    /// Its place, for diagnostics.
    #[serde(skip)]
    pub span: Span,
}
