//! The manifest of a run as plain data: `specs/codegen.yaml`.
//!
//! `load` reads the manifest and reports its problems.

use indexmap::IndexMap;
use serde::Serialize;

use super::{Choice, Control, Dependency, ErrorCodes, RustPath};
use crate::source::Span;

/// The inputs and the output of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// `crate`: the package that is written.
    #[serde(rename = "crate")]
    pub crate_: CrateInfo,
    /// `out`: the folder that the package is written to, relative to the root of the run. See [`Manifest::output_folder`].
    pub out: Option<String>,
    /// `apis`: the APIs of the package, at least one.
    pub apis: Vec<ApiEntry>,
    /// `scopes`: accessors for a path prefix of an API.
    pub scopes: Vec<ScopeEntry>,
    /// `pagination`: the names of parameters and properties for pagination.
    pub pagination: PaginationNames,
    /// `ids`: the id types of the package and their docs.
    pub ids: IndexMap<String, String>,
    /// `error-codes`: the error codes of the server, with the contents of their file.
    pub error_codes: Option<ErrorCodes>,
    /// `modules`: hand-written Rust that is copied.
    pub modules: Vec<ModuleEntry>,
    /// `derives`: the derives that structs and unions have in addition, `Eq` and `Hash`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derives: Vec<String>,
    /// `into`: the folder of an existing crate that the modules are written to, instead of a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
    /// `formats`: the Rust types of strings with a format, by the name of the format.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub formats: IndexMap<String, Choice<RustPath>>,
    /// `dependencies`: the crates of the types in the manifest, by the name of the crate in Rust paths.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub dependencies: IndexMap<String, Dependency>,
}

impl Manifest {
    /// Returns the folder to which the package is written: `out`, or `generated` beside the manifest.
    #[must_use]
    pub fn output_folder(&self, manifest_path: &str) -> String {
        let beside = || match manifest_path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/generated"),
            None => "generated".to_owned(),
        };
        self.out.clone().unwrap_or_else(beside)
    }

    /// Returns the Cargo features of all APIs and documents, without duplicates.
    #[must_use]
    pub fn area_features(&self) -> Vec<&str> {
        let mut features: Vec<&str> = Vec::new();
        for api in &self.apis {
            let documents = api.documents.iter();
            let documents = documents.filter_map(|document| document.feature.as_deref());
            for feature in api.feature.as_deref().into_iter().chain(documents) {
                if !features.contains(&feature) {
                    features.push(feature);
                }
            }
        }
        features
    }

    /// Whether a name in a feature group matches a feature. `*` at the end of the name matches any text.
    #[must_use]
    pub fn matches(pattern: &str, feature: &str) -> bool {
        match pattern.strip_suffix('*') {
            Some(start) => feature.starts_with(start),
            None => feature == pattern,
        }
    }
}

/// The package that is written. Its metadata is copied into `Cargo.toml` under the same names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrateInfo {
    /// The name of the package.
    pub name: String,
    /// The version of the package.
    pub version: String,
    /// The description of the package.
    pub description: Option<String>,
    /// The license of the package, as an SPDX expression.
    pub license: Option<String>,
    /// The oldest Rust version that compiles the package.
    pub rust_version: Option<String>,
    /// The keywords of the package, at most five.
    pub keywords: Vec<String>,
    /// The categories of the package, at most five.
    pub categories: Vec<String>,
    /// The template of the README. `None` for the default template.
    pub readme: Option<String>,
    /// Whether the docs of each method contain an example call.
    pub examples: bool,
    /// A `Cargo.toml` whose features, dependencies and dev-dependencies the package needs for its hand-written files.
    pub dependencies_from: Option<String>,
    /// The features of APIs and documents that are enabled by default. Without this list, all of these features are.
    pub default_features: Option<Vec<String>>,
    /// Features that enable other features. In the name of an enabled feature, `*` at the end matches any text.
    pub feature_groups: IndexMap<String, Vec<String>>,
}

/// An API: a set of documents that share a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApiEntry {
    /// The name of the API in the manifest and in operation ids, such as `v1`.
    pub name: String,
    /// The Rust module of the API, by default the name of the API.
    pub module: String,
    /// The method of the client that returns the API. Without an accessor, the client itself has a method for each
    /// resource of the API.
    pub accessor: Option<String>,
    /// The Cargo feature that enables the API. Without a feature, the API is always enabled.
    pub feature: Option<String>,
    /// The folder with the files that the documents of the API may refer to. Without a root, each document may refer to files in
    /// its own folder and below.
    pub root: Option<String>,
    /// The documents of the API, at least one.
    pub documents: Vec<DocumentEntry>,
    /// The path of the function that reads error responses of the API, such as `crate::errors::v1`.
    pub errors: Option<String>,
    /// The response header with the request id.
    pub request_id_header: Option<String>,
    /// A text for the docs of each method of the API.
    pub notice: Option<String>,
    /// For an API of events: the property of an event that contains the event's name, such as `event`. The module of
    /// the API contains the types of the webhooks, and one enum of all events. The API has no operations.
    pub event_property: Option<String>,
    /// The file that contains all documents of the API as one document. Without an entry, there is no such file.
    pub bundle: Option<BundleEntry>,
    /// How the types of responses are read.
    #[serde(flatten)]
    pub reading: Reading,
    /// How warnings are treated.
    pub policy: Policy,
    /// The choices of the document's owner: operations, names and types.
    pub control: Control,
}

/// How the types of responses are read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Reading {
    /// `answers`: whether a response may lack required properties.
    pub answers: Answers,
    /// `extra`: which types keep unknown properties.
    pub extra: KeepExtra,
}

/// Whether a response may lack properties that its document requires.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answers {
    /// Required properties are required. A response that lacks one is an error, unless the property is a list or a map.
    #[default]
    Strict,
    /// All fields of types that only responses contain are optional.
    Lenient,
}

/// Which types keep unknown properties.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeepExtra {
    /// Only types whose schemas allow unknown properties.
    #[default]
    None,
    /// Also types whose values users read, change and send back.
    Sent,
    /// Also all types of responses.
    All,
}

/// How warnings are treated.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Warnings are errors.
    #[default]
    Strict,
    /// Warnings stay warnings.
    Lenient,
}

/// A document of an API.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentEntry {
    /// The path of the document, relative to the root of the run.
    pub path: String,
    /// The pinned SHA-256 of the file, as 64 lower-case hexadecimal digits.
    pub sha256: Option<String>,
    /// The overlays that correct the document, in order.
    pub overlays: Vec<String>,
    /// The Cargo feature that enables the operations of the document. Without a feature, the operations are enabled with the
    /// API.
    pub feature: Option<String>,
}

/// A file of the package that contains all documents of an API as one OpenAPI document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundleEntry {
    /// The path of the file, relative to the package, such as `openapi/v1.json`.
    pub path: String,
    /// The title of the document.
    pub title: String,
    /// The description of the document.
    pub description: Option<String>,
}

/// An accessor for a path prefix of an API.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScopeEntry {
    /// The method of the client that opens the scope.
    pub accessor: String,
    /// The name of the scope's Rust type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The name of the API.
    pub api: String,
    /// The path prefix with one placeholder: `/accounts/{accountId}`.
    pub prefix: String,
    /// The id type of the placeholder, one of [`Manifest::ids`].
    pub id: String,
    /// The docs of the scope.
    pub docs: Option<String>,
    /// The location of the entry in the manifest.
    #[serde(skip)]
    pub span: Span,
}

/// The names for each kind of pagination.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PaginationNames {
    /// The names for pagination by token.
    pub token: Option<TokenNames>,
    /// The names for pagination by page number.
    pub number: Option<NumberNames>,
}

/// The names for pagination by token.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TokenNames {
    /// The parameter for the token.
    pub request: String,
    /// The parameter for the page size.
    pub size: Option<String>,
    /// The property of the response with the next token.
    pub response: String,
    /// The property of the response with the total number of items.
    pub total: Option<String>,
}

/// The names for pagination by page number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberNames {
    /// The parameter for the page number.
    pub request: String,
    /// The parameter for the page size.
    pub size: Option<String>,
    /// The property of the response with the page number.
    pub response: String,
    /// The property of the response with the number of pages.
    pub count: Option<String>,
    /// The property of the response with the total number of items.
    pub total: Option<String>,
}

/// A hand-written file that is copied into the package, or a folder of such files.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModuleEntry {
    /// The file or folder that is copied, relative to the root of the run.
    pub from: String,
    /// The path of the copy, relative to the package.
    pub to: String,
    /// The Cargo feature that enables the module. Without a feature, the module is always enabled.
    pub feature: Option<String>,
}
