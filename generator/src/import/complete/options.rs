//! The options of a complete import.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::input::PaginationNames;

/// The options of a complete import.
#[derive(Clone, Debug, Default)]
pub struct CompleteOptions {
    /// Return only these documents, as the table `names` calls them. If the list is empty, all documents are returned.
    pub files: Vec<String>,
    /// Return only the documents with operations of this area.
    pub area: Option<String>,
    /// The published operations: `GET /users`, one per line. If the list is empty, each operation of the documents is published.
    pub list: String,
    /// A prefix such as `/accounts/{accountId}`. An operation below this prefix also exists without the prefix, unless its path
    /// is in `native`.
    pub mirror_prefix: Option<String>,
    /// Paths that exist only with the prefix. `/a/*` covers all paths below `/a`.
    pub native: Vec<String>,
    /// The names of the parameters and properties of pages.
    pub pagination: PaginationNames,
    /// The ids of operations that other documents have.
    pub taken_ids: BTreeSet<String>,
    /// The names of schemas that other documents have.
    pub taken_schemas: BTreeSet<String>,
    /// The types of ids, and their descriptions.
    pub ids: IndexMap<String, String>,
}
