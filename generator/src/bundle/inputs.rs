//! The inputs of a bundle.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::input::{BundleEntry, Document, ScopeEntry};

/// The ids of the operations of an API. The key is the HTTP method in lower case and the path template.
pub type OperationIds = BTreeMap<(String, String), String>;

/// The inputs for the bundle of one API.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    /// The entry of the manifest.
    pub entry: &'a BundleEntry,
    /// The documents of the API, at least one.
    pub documents: &'a [Document],
    /// The scopes of the API.
    pub scopes: Vec<&'a ScopeEntry>,
    /// The docs of each id type.
    pub ids: &'a IndexMap<String, String>,
    /// The ids of the operations.
    pub operations: OperationIds,
    /// The version of the package.
    pub version: &'a str,
    /// The license of the package.
    pub license: Option<&'a str>,
    /// The text that marks a generated file.
    pub header: String,
}
