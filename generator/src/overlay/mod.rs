//! Applies overlays: corrections of documents that must not be edited.
//!
//! In: a document and its overlays (Overlay 1.0, targets in a subset of JSONPath). Out: the corrected document. Nodes from an
//! overlay keep their location in the overlay. This stage does not know OpenAPI and reads no files.

mod apply;
mod parse;
mod select;
mod target;

pub use parse::{Action, Change, actions};
pub use target::{Literal, Step, StepKind, Target, TargetError};

use crate::{
    diag::Diagnostics,
    input::Document,
    source::{Node, Sources},
};

/// Applies a document's overlays in order. Diagnostics point to locations in `sources`.
pub fn apply(document: &mut Document, sources: &Sources, diagnostics: &mut Diagnostics) {
    let Document { root, overlays, .. } = document;
    for overlay in overlays.iter() {
        apply_overlay(root, &overlay.root, sources, diagnostics);
    }
}

/// Applies one overlay to the root of a document, action by action. If an action fails, the problem is reported and the
/// next action is applied.
pub fn apply_overlay(
    root: &mut Node,
    overlay: &Node,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for action in actions(overlay, sources, diagnostics) {
        apply::apply_action(root, &action, sources, diagnostics);
    }
}
