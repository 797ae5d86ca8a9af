//! The state of an import: the tables, the named schemas and the review lists.

use indexmap::{IndexMap, IndexSet};

use super::choice::{Required, merge};
use super::options::CompleteOptions;
use super::review::Review;
use super::shape::{Kind, Literal, Shape};
use crate::import::shared::local;
use crate::import::tables::{Place, Tables};
use crate::import::tree::Tree;

/// A named schema.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Our document that contains the schema. Other documents refer to it there.
    pub(super) file: String,
    pub(super) shape: Shape,
    pub(super) place: Place,
    pub(super) context: Context,
}

/// How a schema is used. The values come from the operation that contains the schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Context {
    /// The area of the operation. It selects the rows of the tables.
    pub(super) area: String,
    /// Whether the client sends values of the schema. If values are only received, no property of the schema is
    /// required.
    pub(super) is_sent: bool,
    /// Whether the server fills in the default of an omitted property.
    pub(super) has_defaults: bool,
}

/// The facts that one document collects while its operations are written.
#[derive(Debug, Default)]
pub(super) struct Here {
    pub(super) review: Review,
    /// The classic scopes that the operations require.
    pub(super) scopes: IndexSet<String>,
    /// The name of each bearer token that the operations require, and its area.
    pub(super) bearers: IndexMap<String, String>,
    /// The tags of the operations.
    pub(super) tags: IndexSet<String>,
    /// All parameters that were written so far, by name. Different parameters can have the same name.
    pub(super) parameters: IndexMap<String, Vec<Tree>>,
}

/// The state of an import.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) tables: &'a Tables,
    pub(super) options: &'a CompleteOptions,
    /// The names of the schemas, in the order in which they were first used.
    pub(super) order: IndexSet<String>,
    /// The registry: all named schemas.
    pub(super) schemas: IndexMap<String, Entry>,
    /// The operation ids that are already used.
    pub(super) ids: IndexSet<String>,
    /// The name of the document that is being written.
    pub(super) file: String,
    /// The facts of the document that is being written.
    pub(super) here: Here,
    others: IndexMap<String, Here>,
}

impl<'a> Work<'a> {
    pub(super) fn new(tables: &'a Tables, options: &'a CompleteOptions) -> Self {
        Self {
            tables,
            options,
            order: IndexSet::new(),
            schemas: IndexMap::new(),
            ids: options.taken_ids.iter().cloned().collect(),
            file: String::new(),
            here: Here::default(),
            others: IndexMap::new(),
        }
    }

    /// Makes `file` the document that is being written.
    pub(super) fn enter(&mut self, file: &str) {
        if self.file != file {
            let next = self.others.swap_remove(file).unwrap_or_default();
            let last = std::mem::replace(&mut self.here, next);
            let name = std::mem::replace(&mut self.file, file.to_owned());
            self.others.insert(name, last);
        }
    }

    /// Returns a reference to a named schema. The reference contains the file name only if another document contains
    /// the schema.
    pub(super) fn reference_to(&self, name: &str) -> String {
        let home = self
            .schemas
            .get(name)
            .map_or(self.file.as_str(), |entry| &entry.file);
        if home == self.file {
            return local(name);
        }
        self.reference(&format!("{home}.yaml{}", local(name)))
    }

    /// Adds a schema to the registry. If the registry has another schema with this name, both are merged, and the
    /// differences are added to the review list.
    pub(super) fn register(&mut self, name: &str, shape: Shape, place: &Place, context: &Context) {
        let Some(entry) = self.schemas.get_mut(name) else {
            let entry = Entry {
                file: self.file.clone(),
                shape,
                place: place.clone(),
                context: context.clone(),
            };
            self.schemas.insert(name.to_owned(), entry);
            if self.options.taken_schemas.contains(name) {
                self.here
                    .review
                    .add("schema names that other documents have", name);
            }
            return;
        };
        for difference in differences(&entry.shape, &shape) {
            let line = format!(
                "{name}: {difference} (at {})",
                place.tails().next().unwrap_or_default()
            );
            self.here
                .review
                .add("a schema name with two shapes, which were merged", line);
        }
        entry.place.add(place);
        entry.context.is_sent &= context.is_sent;
        entry.context.has_defaults &= context.has_defaults;
        merge(&mut entry.shape, shape, Required::Common);
    }

    /// Returns our description of a property, a parameter or an item. Without a description in the tables, returns a
    /// `GAP:`.
    pub(super) fn words(&mut self, place: &Place, area: &str) -> String {
        let added = self.tables.properties.at(area, place);
        let added = added.first().and_then(|row| row.cell(2));
        match added.or_else(|| self.tables.words.value(area, place)) {
            Some(words) => words.to_owned(),
            None => self
                .here
                .review
                .gap("words", &format!("`{}`", place.full())),
        }
    }

    /// Returns our description of a named schema. Without a description in the tables, returns a `GAP:`.
    pub(super) fn schema_words(&mut self, name: &str, area: &str) -> String {
        let row = self.tables.words.one(area, name);
        match row.and_then(|row| row.cell(1)) {
            Some(words) => words.to_owned(),
            None => self
                .here
                .review
                .gap("words", &format!("the schema `{name}`")),
        }
    }

    /// Returns a value of the table `settings`.
    pub(super) fn setting(&self, key: &str) -> Option<&'a str> {
        let tables: &'a Tables = self.tables;
        tables.settings.one("*", key)?.cell(1)
    }

    /// Returns a reference to another document, relative to the folder of the document that is being written.
    pub(super) fn reference(&self, reference: &str) -> String {
        let file = self.file.as_str();
        format!("{}{reference}", "../".repeat(file.matches('/').count()))
    }
}

/// Describes the differences between two schemas with the same name.
fn differences(own: &Shape, other: &Shape) -> Vec<String> {
    let mut found = Vec::new();
    let kind = |shape: &Shape| std::mem::discriminant(&shape.kind);
    if kind(own) != kind(other) {
        found.push("the types differ".to_owned());
    }
    for (name, shape) in own.properties() {
        match other.property(name) {
            None => found.push(format!("`{name}` exists only in the first shape")),
            Some(same) if kind(same) != kind(shape) => {
                found.push(format!("`{name}` has a different type in each shape"));
            }
            Some(same) => {
                if let (Kind::Named(one), Kind::Named(two)) = (&same.kind, &shape.kind)
                    && one != two
                {
                    found.push(format!("`{name}` has the schema `{two}` in the first shape and `{one}` in the second"));
                }
            }
        }
    }
    for (name, _) in other.properties() {
        if own.property(name).is_none() {
            found.push(format!("`{name}` exists only in the second shape"));
        }
    }
    let texts = |shape: &Shape, than: &Shape| -> Vec<String> {
        let values = shape
            .values
            .iter()
            .filter(|value| !than.values.contains(value));
        values.map(Literal::text).collect()
    };
    for (which, values) in [("first", texts(own, other)), ("second", texts(other, own))] {
        if !values.is_empty() {
            found.push(format!(
                "only the enum of the {which} shape has {}",
                values.join(", ")
            ));
        }
    }
    found
}
