//! Applies overlays: the corrections of documents that are not ours to edit.
//!
//! In: a document's tree and the trees of its overlays (Overlay 1.0, targets in a subset of JSONPath). Out: the corrected
//! tree, in which every node that came from an overlay keeps its place there. This stage knows nothing of OpenAPI and
//! reads no files.

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

/// Applies a document's overlays, in order. The sources are those of the run: findings tell places in them.
pub fn apply(document: &mut Document, sources: &Sources, diagnostics: &mut Diagnostics) {
    let Document { root, overlays, .. } = document;
    for overlay in overlays.iter() {
        apply_overlay(root, &overlay.root, sources, diagnostics);
    }
}

/// Applies one overlay to the root of a document, action by action. An action that fails is a finding; the others are
/// still applied.
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
