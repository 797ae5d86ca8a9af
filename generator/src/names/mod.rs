//! Stage 6: every Rust identifier and every file.
//!
//! In: model, analysis and the lock of names that are public already. Out: [`Names`]. No name carries a number to tell it
//! from another: a clash that the rules below cannot resolve is a diagnostic. It changes nothing in the model.

mod constants;
mod files;
mod gates;
mod idents;
mod lock;
mod name;
mod operations;
mod reading;
mod types;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::Diagnostics;
use crate::model::{GroupId, Model, OperationId, TypeId};
use crate::refine::Analysis;

pub use constants::{OtherServer, TestNames, copied, package};
pub use files::TablePart;
pub use lock::Lock;
pub use name::{ItemPath, ModulePath, Name, NameFault};
pub use reading::Identifiers;

/// Names that emitted code uses for something else, so that it can write them short.
const RESERVED: &[&str] = &[
    "Box",
    "BTreeMap",
    "Bytes",
    "Call",
    "Client",
    "Core",
    "Date",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "Encoding",
    "Err",
    "Error",
    "Extra",
    "From",
    "Into",
    "IntoIterator",
    "Json",
    "ListStyle",
    "Map",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Page",
    "Params",
    "Patch",
    "PathEncoding",
    "Request",
    "RequestBuilder",
    "Response",
    "Result",
    "Root",
    "Scope",
    "Scoped",
    "Secret",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Timestamp",
    "UnknownValue",
    "Value",
    "Vec",
];

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
    /// The cargo features of modules that hold the calls and types of one feature alone: by API and module.
    gates: BTreeMap<(GroupId, String), String>,
    /// The modules that hold the table of operations.
    table: Vec<TablePart>,
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
    /// The member that keeps unknown members.
    extra: String,
    /// The module of its API that holds it: a resource's, or `types` for those that several use.
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
    /// The module, and the method that leads to it.
    ident: String,
    /// The handle's type.
    handle: String,
    /// Its operations.
    pub operations: Vec<OperationId>,
    /// The cargo feature that switches it, if all its operations have the same.
    pub feature: Option<String>,
    /// The modules that hold its methods, each with its operations. The first is the resource's own.
    pub parts: Vec<(String, Vec<OperationId>)>,
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
    let mut resources = operations::resources(model, diagnostics);
    for resource in &mut resources {
        resource.feature = gates::of_operations(model, &resource.operations);
    }
    operations::check_accessors(model, &resources, diagnostics);
    let operations = operations::operations(model, &resources, diagnostics);
    let mut types = types::types(model, analysis, &resources, &operations, diagnostics);
    files::spread(model, analysis, &resources, &mut types);
    for resource in &mut resources {
        resource.parts = files::method_parts(model, resource, &operations);
    }
    let schemes = schemes(model, &operations);
    let gates = gates::of(model, analysis, &resources, &types);
    let table = files::table_parts(model, &operations);
    let mut names = Names {
        types,
        operations,
        resources,
        schemes,
        gates,
        table,
        lock: Lock::default(),
    };
    names.lock = lock::checked(model, &names, lock, diagnostics);
    names
}

/// A name that is not taken: as it is wanted, or with a letter behind it.
fn free(wanted: String, is_taken: impl Fn(&String) -> bool) -> String {
    if !is_taken(&wanted) {
        return wanted;
    }
    let stem = wanted.trim_end_matches('_');
    let is_constant = stem.chars().any(char::is_uppercase);
    let letters = if is_constant { 'B'..='Z' } else { 'b'..='z' };
    letters
        .map(|letter| format!("{stem}_{letter}"))
        .find(|name| !is_taken(name))
        .unwrap_or(wanted)
}

/// A static for each security scheme, apart from those of operations.
fn schemes(model: &Model, operations: &[OperationNames]) -> BTreeMap<(GroupId, String), String> {
    let mut names: BTreeMap<(GroupId, String), String> = BTreeMap::new();
    for (id, group) in model.iter_groups() {
        for scheme in &group.schemes {
            let text = format!("{} {}", group.name, scheme.name);
            let is_taken = |name: &String| {
                names.values().any(|other| other == name)
                    || operations.iter().any(|other| other.constant == *name)
            };
            let wanted = idents::shouty(&text).unwrap_or_default();
            let name = free(wanted, is_taken);
            names.insert((id, scheme.name.clone()), name);
        }
    }
    names
}
