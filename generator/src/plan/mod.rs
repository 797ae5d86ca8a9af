//! Stage 7: decides everything that is printed.
//!
//! In: the model, the analysis and the names. Out: a [`CratePlan`], which contains all signatures, types, constants and
//! docs as data. Later stages print the plan as Rust code, and as a table in the README. `cargo xtask ops` prints it
//! too. This stage creates no names.

mod accessors;
mod aliases;
mod argument;
mod context;
mod crate_root;
mod deprecation;
mod doc_alias;
mod docs;
mod enums;
mod error_codes;
mod expectations;
mod fault;
mod handles;
mod ids;
mod items;
mod method;
mod modules;
mod operations;
mod receiver;
mod required;
mod streaming;
mod structs;
mod tests;
mod type_expr;
mod unions;
mod write;

use serde::Serialize;

use context::Context;
use fault::Planned;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::names::{self, Names};
use crate::refine::Analysis;
use crate::text::RustPath;

pub use crate::model::{
    Derive, FailureClass, Method, Notation, PageKind, Safety, StreamKind, Style,
};
pub use crate::names::{ItemPath, ModulePath, Name};
pub use accessors::{
    AccessorPlan, ClientApi, ClientPlan, ClientServer, CustomPlan, EntryPlan, OpenPlan, ScopePlan,
};
pub use aliases::AliasPlan;
pub use argument::{Accepts, ArgumentPlan, Send};
pub use crate_root::RootPlan;
pub use deprecation::Deprecation;
pub use docs::{Block, CallExample, Docs, ExampleCall, Given, Outcome, ValueExpr};
pub use enums::{EnumPlan, EnumVariants, ScalarPlan, VariantPlan};
pub use error_codes::{ClassPlan, ErrorCodesPlan};
pub use fault::Fault;
pub use handles::{HandlePlan, MethodsPlan};
pub use ids::{IdPlan, IdsPlan};
pub use items::{Item, RequiredItem, SharedParamsPlan};
pub use method::{MethodPlan, Reading};
pub use modules::{ChildPlan, ModulePlan, Visibility};
pub use operations::{
    CredentialKind, DefaultsPlan, KeyLocation, OperationPlan, PaginationPlan, SchemePlan,
    ScopeRelation, ServerPlan, TableItem, TablePartPlan, TablePlan,
};
pub use required::{Conversion, RequiredField, RequiredPlan, Takes};
pub use streaming::StreamingPlan;
pub use structs::{
    ConstructorPlan, ExtraPlan, FieldPlan, FixedPlan, Initial, NumberConversion, PageField,
    PageNumber, PagePlan, SetterPlan, StructPlan,
};
pub use tests::{ExampleTestPlan, TestsPlan};
pub use type_expr::{RuntimeType, StreamType, TypeExpr};
pub use unions::{AlternativePlan, UnionPlan};
pub use write::{ListStyle, Write, WriteCall};

/// The generated code as data, before it is printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CratePlan {
    /// The name of the crate in Rust paths: `my_crate` for the package `my-crate`.
    pub package: Name,
    /// The Cargo features of APIs, then the features of operations, without duplicates.
    pub features: Vec<String>,
    /// The plan of `lib.rs`.
    pub root: RootPlan,
    /// The client.
    pub client: ClientPlan,
    /// The table of operations.
    pub table: TablePlan,
    /// The typed ids.
    pub ids: IdsPlan,
    /// The types that the crate does not define.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external: Vec<RustPath>,
    /// The error codes of the server.
    pub error_codes: Option<ErrorCodesPlan>,
    /// The source files of the APIs.
    pub modules: Vec<ModulePlan>,
    /// The tests that decode and encode examples.
    pub tests: TestsPlan,
}

impl CratePlan {
    /// Returns the types that the documents define.
    pub fn types(&self) -> impl Iterator<Item = &ItemPath> {
        let items = self.modules.iter().flat_map(|module| &module.items);
        items.filter_map(Item::type_path)
    }

    /// Returns every operation, in the order of the documents.
    #[must_use]
    pub fn operations(&self) -> Vec<&OperationPlan> {
        let items = self.table.parts.iter().flat_map(|part| &part.items);
        let mut operations: Vec<&OperationPlan> = items.filter_map(TableItem::operation).collect();
        operations.sort_by_key(|operation| operation.position);
        operations
    }
}

/// Facts that are in the manifest instead of the documents.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// The name of the package.
    pub name: &'a str,
    /// The paths of hand-written files in the package, each with the Cargo feature that enables the file.
    pub copied: &'a [(&'a str, Option<&'a str>)],
}

/// Plans the generated code. If the generator has a bug, reports an internal error and returns `None`.
pub fn plan(
    model: &Model,
    analysis: &Analysis,
    names: &Names,
    package: Package<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<CratePlan> {
    match whole(model, analysis, names, package) {
        Ok(plan) => Some(plan),
        Err(fault) => {
            let diagnostic = Diagnostic::error(Code::Internal, fault.message);
            diagnostics.push(diagnostic.help("this is a fault of the generator; please report it"));
            None
        }
    }
}

fn whole(
    model: &Model,
    analysis: &Analysis,
    names: &Names,
    package: Package<'_>,
) -> Planned<CratePlan> {
    let name = names::package(package.name)?;
    let cx = Context {
        model,
        analysis,
        names: names.of(model),
        package: &name,
    };
    let mut modules = Vec::new();
    for (id, _) in model.iter_groups() {
        modules.extend(modules::plan(cx, id)?);
    }
    let ids = ids::plan(cx)?;
    let mut tests = tests::plan(cx)?;
    expectations::mark(&mut modules, &mut tests.tests);
    Ok(CratePlan {
        features: features(model, package),
        root: crate_root::plan(cx, package.copied.iter().copied(), &ids.ids)?,
        error_codes: error_codes::plan(cx)?,
        client: accessors::client(cx)?,
        table: operations::plan(cx)?,
        ids,
        external: model.external.iter().cloned().collect(),
        modules,
        tests,
        package: name,
    })
}

/// Lists the Cargo features of APIs, operations and hand-written modules, without duplicates.
fn features(model: &Model, package: Package<'_>) -> Vec<String> {
    let of_groups = model.groups.iter().map(|group| group.feature.as_deref());
    let of_operations = (model.operations.iter()).map(|operation| operation.feature.as_deref());
    let of_modules = package.copied.iter().map(|(_, feature)| *feature);
    let mut features: Vec<String> = Vec::new();
    for feature in of_groups.chain(of_operations).chain(of_modules).flatten() {
        if !features.iter().any(|known| known == feature) {
            features.push(feature.to_owned());
        }
    }
    features
}
