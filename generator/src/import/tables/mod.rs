//! The tables that contain our own descriptions and names for an import.
//!
//! In: the texts of tab-separated tables, which people write. Out: [`Tables`], in which rows are found by keys. This
//! module does not know OpenAPI.

mod place;
mod table;

use std::collections::BTreeSet;

pub(super) use place::Place;
pub(super) use table::{Row, Table};

/// The name of each table, and its number of columns without the column `area`.
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
    ("properties", 3),
    ("required", 2),
    ("schemas", 2),
    ("scopes", 2),
    ("secrets", 2),
    ("settings", 2),
    ("types", 2),
    ("words", 2),
];

/// The tables of an import. The first column of each table is the area, such as `users`. A row applies only to
/// operations of its area. A row with the area `*` applies to all operations.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Facts that the publisher's documents lack. Columns: operation, kind (`scope`, `granular`, `rate`, `server` or
    /// `successor`), value.
    pub(super) access: Table,
    /// Our description of each error code. Columns: code, fingerprint of the publisher's message, description.
    pub(super) codes: Table,
    /// Whether a property or parameter is deprecated. Columns: key, `yes` or `no`.
    pub(super) deprecated: Table,
    /// The documents to write. Columns: title, description, tag, description of the tag. The first column is the name
    /// of the document instead of an area.
    pub(super) documents: Table,
    /// The names and descriptions of enum values. Columns: key, value, name, description.
    pub(super) enums: Table,
    /// Example values. Columns: key, value as JSON.
    pub(super) examples: Table,
    /// Properties and parameters that are ids. Columns: key, id type.
    pub(super) ids: Table,
    /// The operations to write, with their document, resource, method, type names, summary and description.
    pub(super) names: Table,
    /// Our text for each prerequisite. Columns: fingerprint of the publisher's text, our text.
    pub(super) prerequisites: Table,
    /// Properties that the publisher leaves out or does not describe. Columns: `Schema.property`, type, description.
    pub(super) properties: Table,
    /// Whether a property is required. In a response, only properties with `yes` are required. Columns: key, `yes` or
    /// `no`.
    pub(super) required: Table,
    /// Names for schemas that have no name in the publisher's documents. Columns: key, name.
    pub(super) schemas: Table,
    /// Our description of each scope. Columns: scope, description.
    pub(super) scopes: Table,
    /// Whether a property is a secret. Columns: key, `yes` or `no`.
    pub(super) secrets: Table,
    /// Values that apply to all documents. Columns: key, value.
    pub(super) settings: Table,
    /// The exact types of properties and parameters. Columns: key, type.
    pub(super) types: Table,
    /// Our descriptions of properties, parameters and schemas. Columns: key, description.
    pub(super) words: Table,
}

impl Tables {
    /// Parses the tables. `read` returns the text of a file. If a file is missing, its table is empty.
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
            properties: table("properties"),
            required: table("required"),
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

    /// Returns the names of all documents in the table `names`.
    #[must_use]
    pub fn files(&self) -> BTreeSet<String> {
        let files = self.names.rows().iter().filter_map(|row| row.cell(1));
        files.map(str::to_owned).collect()
    }

    /// Returns the tables whose rows belong to an area. If no operation uses a row of these tables, the row is a
    /// mistake.
    pub(super) fn by_area(&self) -> [&Table; 12] {
        [
            &self.words,
            &self.access,
            &self.codes,
            &self.deprecated,
            &self.prerequisites,
            &self.required,
            &self.secrets,
            &self.ids,
            &self.types,
            &self.enums,
            &self.schemas,
            &self.examples,
        ]
    }
}
