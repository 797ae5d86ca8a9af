//! The manifest of a run as plain data: `specs/codegen.yaml`.
//!
//! `load` reads it and reports what is wrong with it.

use indexmap::IndexMap;
use serde::Serialize;

use crate::source::Span;

/// What a run is to generate, and from what.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// `crate`: the package that is written.
    #[serde(rename = "crate")]
    pub crate_: CrateInfo,
    /// `out`: the folder that the package is written to, relative to the root of the run. See [`Manifest::output_folder`].
    pub out: Option<String>,
    /// `apis`: the interfaces that the package speaks, at least one.
    pub apis: Vec<ApiEntry>,
    /// `scopes`: accessors that put a path prefix before the operations of an interface.
    pub scopes: Vec<ScopeEntry>,
    /// `pagination`: the wire names that lists use.
    pub pagination: PaginationNames,
    /// `ids`: the identifier types of the package and the text of their documentation.
    pub ids: IndexMap<String, String>,
    /// `modules`: hand-written Rust that is copied word for word.
    pub modules: Vec<ModuleEntry>,
}

impl Manifest {
    /// The folder that the package is written to: `out`, or `generated` beside the manifest.
    #[must_use]
    pub fn output_folder(&self, manifest_path: &str) -> String {
        let beside = || match manifest_path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/generated"),
            None => "generated".to_owned(),
        };
        self.out.clone().unwrap_or_else(beside)
    }
}

/// The package that is written. Each text goes into its `Cargo.toml` under the same name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrateInfo {
    /// The package's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its description.
    pub description: Option<String>,
    /// Its licence, an SPDX expression.
    pub license: Option<String>,
    /// The oldest Rust that compiles it.
    pub rust_version: Option<String>,
    /// Its keywords, at most five.
    pub keywords: Vec<String>,
    /// Its categories, at most five.
    pub categories: Vec<String>,
    /// The template of the readme, in place of the general one.
    pub readme: Option<String>,
    /// Whether the docs of each method show a call of it.
    pub examples: bool,
    /// A `Cargo.toml` whose features, dependencies and dev-dependencies the crate needs as well, for the hand-written files.
    pub dependencies_from: Option<String>,
}

/// One interface: a set of documents that share a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApiEntry {
    /// The name by which the manifest and operation ids know it, such as `v1`.
    pub name: String,
    /// The Rust module that holds it; its name when the manifest says nothing.
    pub module: String,
    /// The method of the client that leads to its resources; without one they stand on the client itself.
    pub accessor: Option<String>,
    /// The cargo feature that switches it, on by default; without one it is always there.
    pub feature: Option<String>,
    /// Its documents, at least one.
    pub documents: Vec<DocumentEntry>,
    /// The path of the function that reads its error bodies, such as `crate::errors::v1`.
    pub errors: Option<String>,
    /// The response header that names a request.
    pub request_id_header: Option<String>,
    /// A text that stands in the documentation of each of its methods.
    pub notice: Option<String>,
    /// What is done about warnings.
    pub policy: Policy,
}

/// What is done about findings that can be repaired or passed over.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Each is an error.
    #[default]
    Strict,
    /// Each is a warning.
    Lenient,
}

/// One document of an interface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentEntry {
    /// Its path, relative to the root of the run.
    pub path: String,
    /// The SHA-256 of its bytes, 64 lower-case hexadecimal digits, when it is pinned.
    pub sha256: Option<String>,
    /// The overlays that correct it, in order.
    pub overlays: Vec<String>,
    /// The cargo feature that switches its operations, on by default; without one they are there whenever the interface is.
    pub feature: Option<String>,
}

/// An accessor that puts a path prefix before the operations of an interface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScopeEntry {
    /// The method of the client that leads to it.
    pub accessor: String,
    /// The Rust type of what the method gives.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The name of the interface.
    pub api: String,
    /// The path prefix, which holds one placeholder: `/accounts/{accountId}`.
    pub prefix: String,
    /// The identifier type that fills the placeholder, one of [`Manifest::ids`].
    pub id: String,
    /// The text of its documentation.
    pub docs: Option<String>,
    /// The entry in the manifest.
    #[serde(skip)]
    pub span: Span,
}

/// The wire names that lists use, for each kind of paging.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PaginationNames {
    /// Names for paging by token.
    pub token: Option<TokenNames>,
    /// Names for paging by number.
    pub number: Option<NumberNames>,
}

/// Wire names for paging by token.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TokenNames {
    /// The parameter that takes the token.
    pub request: String,
    /// The parameter that takes the page size.
    pub size: Option<String>,
    /// The member of the response that gives the next token.
    pub response: String,
}

/// Wire names for paging by number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberNames {
    /// The parameter that takes the page number.
    pub request: String,
    /// The parameter that takes the page size.
    pub size: Option<String>,
    /// The member of the response that gives the page number.
    pub response: String,
    /// The member of the response that gives the number of pages.
    pub count: Option<String>,
}

/// A file or a folder of hand-written files.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModuleEntry {
    /// The file or folder that is copied, relative to the root of the run.
    pub from: String,
    /// Where it is copied to, relative to the package.
    pub to: String,
}
