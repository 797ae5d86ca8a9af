//! The tables with the words and names of an import.
//!
//! In: texts of tab-separated tables, with the words that a person wrote. Out: [`Tables`], which find rows by keys. This module
//! does not know OpenAPI.

mod place;
mod table;

use std::collections::BTreeSet;

pub(super) use place::Place;
pub(super) use table::{Row, Table};

/// The name of each table, and its number of columns besides the area.
const COLUMNS: &[(&str, usize)] = &[
    ("access", 3),
    ("codes", 3),
    ("deprecated", 2),
    ("documents", 4),
    ("enums", 4),
    ("examples", 2),
    ("ids", 2),
    ("names", 10),
    ("prerequisites", 2),
    ("schemas", 2),
    ("scopes", 2),
    ("secrets", 2),
    ("settings", 2),
    ("types", 2),
    ("words", 2),
];

/// The tables of an import. In each table, the first column is the area of the row, or `*` for all areas.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Scopes, rate limits and servers that the publisher leaves out: operation, `scope`, `granular`, `rate` or `server`, value.
    pub(super) access: Table,
    /// The words for each code of an error: code, fingerprint, words.
    pub(super) codes: Table,
    /// The properties and parameters that are deprecated, and those that are not.
    pub(super) deprecated: Table,
    /// The documents to write: title, description, tag, description of the tag. The area is the name of the document.
    pub(super) documents: Table,
    /// The values of enums: key, value, name, words.
    pub(super) enums: Table,
    /// Example values, as JSON.
    pub(super) examples: Table,
    /// The properties that are typed ids.
    pub(super) ids: Table,
    /// The operations.
    pub(super) names: Table,
    /// The prerequisites: fingerprint, words.
    pub(super) prerequisites: Table,
    /// The inline schemas with a name.
    pub(super) schemas: Table,
    /// The descriptions of the scopes.
    pub(super) scopes: Table,
    /// The properties that are secrets, and those that are not.
    pub(super) secrets: Table,
    /// What all documents have in common: key, value.
    pub(super) settings: Table,
    /// The types of properties whose type is not exact.
    pub(super) types: Table,
    /// The descriptions of properties, parameters and schemas.
    pub(super) words: Table,
}

impl Tables {
    /// Parses the tables. `read` returns the text of a file. A table without a file is empty.
    ///
    /// # Errors
    ///
    /// When a table has no column `area`, or a row has too few or too many cells. The errors contain the file and the line.
    pub fn parse(mut read: impl FnMut(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let mut errors = Vec::new();
        let mut table = |name: &'static str| {
            let columns = COLUMNS.iter().find(|(other, _)| *other == name);
            let columns = columns.map_or(0, |(_, count)| *count);
            let text = read(&format!("{name}.tsv")).unwrap_or_default();
            Table::parse(name, columns, &text, &mut errors)
        };
        let tables = Self {
            access: table("access"),
            codes: table("codes"),
            deprecated: table("deprecated"),
            documents: table("documents"),
            enums: table("enums"),
            examples: table("examples"),
            ids: table("ids"),
            names: table("names"),
            prerequisites: table("prerequisites"),
            schemas: table("schemas"),
            scopes: table("scopes"),
            secrets: table("secrets"),
            settings: table("settings"),
            types: table("types"),
            words: table("words"),
        };
        if errors.is_empty() {
            Ok(tables)
        } else {
            Err(errors)
        }
    }

    /// Returns the names of the documents that the table `names` lists.
    #[must_use]
    pub fn files(&self) -> BTreeSet<String> {
        let files = self.names.rows().iter().filter_map(|row| row.cell(1));
        files.map(str::to_owned).collect()
    }

    /// The tables whose rows belong to operations, so that a row without a match is a mistake.
    pub(super) fn by_area(&self) -> [&Table; 11] {
        [
            &self.words,
            &self.access,
            &self.codes,
            &self.deprecated,
            &self.prerequisites,
            &self.secrets,
            &self.ids,
            &self.types,
            &self.enums,
            &self.schemas,
            &self.examples,
        ]
    }
}
