//! Stage 6: names all Rust items, and assigns the items to files.
//!
//! In: the model, the analysis and the name lock. Out: [`Names`]. Numbers are never added to make a name unique. A collision
//! that the naming rules cannot resolve is a diagnostic. This stage does not change the model.

mod constants;
mod crate_names;
mod examples;
mod gates;
mod idents;
mod layout;
mod letters;
mod location;
mod lock;
mod methods;
mod name;
mod parts;
mod plurals;
mod reading;
mod resources;
mod singular;
mod statics;
mod tables;
mod types;
mod words;

use crate::diag::Diagnostics;
use crate::model::Model;
use crate::refine::Analysis;
use statics::Statics;

pub use constants::{OtherServer, TestNames, copied, error_code, error_codes, package};
pub use crate_names::Names;
pub use layout::{FileNames, ModuleNames, TablePart};
pub use lock::{Lock, Place, Places};
pub use name::{ItemPath, ModulePath, Name, NameFault};
pub use reading::Identifiers;
pub use singular::singular;
pub use tables::{OperationNames, Resource, TypeNames};

/// Chooses all names and assigns all items to files.
#[must_use]
pub fn names(
    model: &Model,
    analysis: &Analysis,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Names {
    let documented = types::named_by_documents(model, analysis);
    let mut resources = resources::resources(model, &documented, diagnostics);
    for resource in &mut resources {
        resource.feature = gates::of_operations(model, &resource.operations);
    }
    resources::check_accessors(model, &resources, diagnostics);
    let mut statics = Statics::of(model);
    let mut operations = methods::operations(model, &resources, &mut statics, diagnostics);
    let (types, params) = types::types(model, analysis, &resources, &operations, diagnostics);
    for (id, name) in params {
        if let Some(operation) = operations.get_mut(id.index()) {
            operation.params = Some(name);
        }
    }
    let modules = layout::modules(model, analysis, &resources, &operations, &types);
    let schemes = statics.schemes(model);
    let table = layout::table(model, &resources, &operations);
    let examples = examples::examples(model, analysis, &types, &operations);
    let mut names = Names {
        types,
        operations,
        resources,
        schemes,
        modules,
        table,
        examples,
        lock: Lock::default(),
    };
    names.lock = lock::hold(model, &names, lock, diagnostics);
    names
}
