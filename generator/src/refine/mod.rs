//! Improves the model, and collects facts about it for later stages.
//!
//! In: the model from `lower`. Out: the improved model and an [`Analysis`]. The stage consists of passes, each with one
//! task. A pass reads the model and the manifest, but no OpenAPI document, and creates no names.

mod analysis;
mod answers;
mod arms;
mod cycles;
mod derives;
mod evidence;
mod examples;
mod keep_unknown;
mod page_fields;
mod pagination;
mod policies;
mod split;
mod tags;
mod unify;
mod usage;

pub use analysis::Analysis;
pub use examples::ExampleTest;
pub use page_fields::PageFields;
pub use usage::Usage;

use crate::diag::Diagnostics;
use crate::input::Manifest;
use crate::model::Model;
use policies::Policies;

/// Runs all passes on the model and analyzes it.
#[must_use]
pub fn refine(model: &mut Model, manifest: &Manifest, diagnostics: &mut Diagnostics) -> Analysis {
    let policies = Policies(manifest);
    arms::remove_circular(model);
    evidence::widen(model, policies);
    tags::fix(model);
    keep_unknown::extend(model, manifest);
    split::split(model);
    answers::relax(model, manifest);
    unify::unify(model, policies);
    pagination::detect(model, policies);
    analysis::analyse(model, diagnostics)
}
