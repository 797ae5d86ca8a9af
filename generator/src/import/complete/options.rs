//! The options of a complete import.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::input::PaginationNames;

/// The options of a complete import.
#[derive(Clone, Debug, Default)]
pub struct CompleteOptions {
    /// Write only the documents with these names. The table `names` contains the name of the document for each
    /// operation. If the list is empty, all documents are written.
    pub files: Vec<String>,
    /// Write only documents that contain an operation of this area. The area is the first column of the tables.
    pub area: Option<String>,
    /// The operations that the publisher offers to users, one per line: `GET /users`. If the list is empty, all
    /// operations in the publisher's documents are used.
    pub list: String,
    /// A prefix such as `/accounts/{accountId}`. An operation below this prefix also exists without the prefix, unless its path
    /// is in `native`.
    pub mirror_prefix: Option<String>,
    /// Paths that exist only with the prefix. `/a/*` covers all paths below `/a`.
    pub native: Vec<String>,
    /// The parameters and properties with which the server returns lists in pages.
    pub pagination: PaginationNames,
    /// The operation ids that an import must not use, because other documents have them.
    pub taken_ids: BTreeSet<String>,
    /// The schema names that an import must not use, because other documents have them.
    pub taken_schemas: BTreeSet<String>,
    /// The name and the description of each id type.
    pub ids: IndexMap<String, String>,
}
