//! Stage 6: every Rust identifier and every file.
//!
//! In: model, analysis and the lock of names that are public already. Out: [`Names`]. No number makes a name unique: a
//! clash that the rules below cannot resolve is a diagnostic. It changes nothing in the model.

mod constants;
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
mod reading;
mod resources;
mod singular;
mod statics;
mod types;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::Diagnostics;
use crate::model::{GroupId, Model, OperationId, TypeId};
use crate::refine::Analysis;
use statics::Statics;

pub use constants::{OtherServer, TestNames, copied, package};
pub use layout::{FileNames, ModuleNames, TablePart};
pub use lock::Lock;
pub use name::{ItemPath, ModulePath, Name, NameFault};
pub use reading::Identifiers;

/// Every name of a crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Names {
    /// The types that are emitted.
    types: BTreeMap<TypeId, TypeNames>,
    /// The operations, in the order of the model.
    operations: Vec<OperationNames>,
    /// The resources, by API and then by name.
    resources: Vec<Resource>,
    /// The statics of security schemes: by API and name of the scheme.
    schemes: BTreeMap<(GroupId, String), String>,
    /// The public modules, by API and name.
    modules: Vec<ModuleNames>,
    /// The modules that hold the table of operations.
    table: Vec<TablePart>,
    /// The tests of examples, in the order of the analysis.
    examples: Vec<String>,
    /// What the lock is to hold after this run.
    #[serde(skip)]
    pub lock: Lock,
}

/// The names of a type.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TypeNames {
    /// The type.
    ident: String,
    /// The fields of a struct, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
    /// The variants of an enum, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<String>,
    /// The variants of a union, one for each alternative, in the order of the model.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    arms: Vec<String>,
    /// The field that keeps unknown properties.
    extra: String,
    /// The public module of its API that holds it: a resource's, or `types` for those that several use.
    home: String,
}

/// The names of an operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OperationNames {
    /// The method.
    method: String,
    /// The static that describes it.
    constant: String,
    /// Its public id, such as `v1.accounts.create`.
    id: String,
    /// Its arguments, in the order of its inputs.
    arguments: Vec<String>,
}

/// A group of operations with a handle of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// Its API.
    pub group: GroupId,
    /// What the document calls it.
    key: String,
    /// Its key as an identifier.
    #[serde(skip)]
    stem: String,
    /// The module, and the method that leads to it: the stem, or another name where that is taken.
    ident: String,
    /// The handle's type.
    handle: String,
    /// Its operations.
    pub operations: Vec<OperationId>,
    /// The cargo feature that switches it, if all its operations have the same.
    pub feature: Option<String>,
}

impl Names {
    /// The names of an operation.
    fn operation(&self, id: OperationId) -> Option<&OperationNames> {
        self.operations.get(id.index())
    }

    /// The resource that an operation belongs to.
    fn resource_of(&self, operation: OperationId) -> Option<&Resource> {
        self.resources
            .iter()
            .find(|resource| resource.operations.contains(&operation))
    }
}

/// Names everything.
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
    let operations = methods::operations(model, &resources, &mut statics, diagnostics);
    let types = types::types(model, analysis, &resources, &operations, diagnostics);
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
