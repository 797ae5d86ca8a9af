//! The options of a complete import.

use indexmap::IndexMap;

use crate::input::PaginationNames;

/// The options of a complete import.
#[derive(Clone, Debug, Default)]
pub struct CompleteOptions {
    /// Write only the operations of this document, as the table `names` assigns them.
    pub file: Option<String>,
    /// Write only the operations of this area.
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
    /// The types of ids, and their descriptions.
    pub ids: IndexMap<String, String>,
}
