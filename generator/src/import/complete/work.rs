//! The state of an import: the tables, the schemas with names, and the review list.

use indexmap::{IndexMap, IndexSet};

use super::choice::{Required, merge};
use super::options::CompleteOptions;
use super::review::Review;
use super::shape::{Kind, Shape};
use crate::import::tables::{Place, Tables};
use crate::import::tree::Tree;

/// A schema with a name.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) shape: Shape,
    pub(super) place: Place,
    pub(super) context: Context,
}

/// The operation that a schema belongs to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Context {
    /// The area, which selects rows of the tables.
    pub(super) area: String,
    /// Whether the client sends the schema. A schema that is only received has no required properties.
    pub(super) is_sent: bool,
}

/// The state of an import.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) tables: &'a Tables,
    pub(super) options: &'a CompleteOptions,
    pub(super) review: Review,
    /// The schemas with names, in the order of their first use.
    pub(super) schemas: IndexMap<String, Entry>,
    /// The classic scopes of the operations.
    pub(super) scopes: IndexSet<String>,
    /// The tags of the operations.
    pub(super) tags: IndexSet<String>,
    /// The parameters of the operations, as they were written.
    pub(super) parameters: IndexMap<String, Vec<Tree>>,
}

impl<'a> Work<'a> {
    pub(super) fn new(tables: &'a Tables, options: &'a CompleteOptions) -> Self {
        Self {
            tables,
            options,
            review: Review::default(),
            schemas: IndexMap::new(),
            scopes: IndexSet::new(),
            tags: IndexSet::new(),
            parameters: IndexMap::new(),
        }
    }

    /// Adds a schema under a name. If the name is taken, the schema is merged into the known schema.
    pub(super) fn register(&mut self, name: &str, shape: Shape, place: &Place, context: &Context) {
        let Some(entry) = self.schemas.get_mut(name) else {
            let entry = Entry {
                shape,
                place: place.clone(),
                context: context.clone(),
            };
            self.schemas.insert(name.to_owned(), entry);
            return;
        };
        for difference in differences(&entry.shape, &shape) {
            let line = format!(
                "{name}: {difference} (at {})",
                place.tails().next().unwrap_or_default()
            );
            self.review
                .add("a schema name with two shapes, which were merged", line);
        }
        entry.place.add(place);
        entry.context.is_sent &= context.is_sent;
        merge(&mut entry.shape, shape, Required::Common);
    }

    /// Returns the description of a property, a parameter or an item.
    pub(super) fn words(&mut self, place: &Place, area: &str) -> String {
        match self.tables.words.value(area, place) {
            Some(words) => words.to_owned(),
            None => self.review.gap("words", &format!("`{}`", place.full())),
        }
    }

    /// Returns the description of a schema with a name.
    pub(super) fn schema_words(&mut self, name: &str, area: &str) -> String {
        let row = self.tables.words.one(area, name);
        match row.and_then(|row| row.cell(1)) {
            Some(words) => words.to_owned(),
            None => self.review.gap("words", &format!("the schema `{name}`")),
        }
    }

    /// Returns a value that all documents have in common.
    pub(super) fn setting(&self, key: &str) -> Option<&'a str> {
        let tables: &'a Tables = self.tables;
        tables.settings.one("*", key)?.cell(1)
    }

    /// Returns a reference to another document, as seen from the folder of the document that is written.
    pub(super) fn reference(&self, reference: &str) -> String {
        let file = self.options.file.as_deref().unwrap_or_default();
        format!("{}{reference}", "../".repeat(file.matches('/').count()))
    }
}

/// Describes the differences of two schemas with one name.
fn differences(own: &Shape, other: &Shape) -> Vec<String> {
    let mut found = Vec::new();
    let kind = |shape: &Shape| std::mem::discriminant(&shape.kind);
    if kind(own) != kind(other) {
        found.push("of two types".to_owned());
    }
    for (name, shape) in own.properties() {
        match other.property(name) {
            None => found.push(format!("`{name}` is only in the first")),
            Some(same) if kind(same) != kind(shape) => {
                found.push(format!("`{name}` has two types"));
            }
            Some(same) => {
                if let (Kind::Named(one), Kind::Named(two)) = (&same.kind, &shape.kind)
                    && one != two
                {
                    found.push(format!("`{name}` is `{two}` and `{one}`"));
                }
            }
        }
    }
    for (name, _) in other.properties() {
        if own.property(name).is_none() {
            found.push(format!("`{name}` is only in the second"));
        }
    }
    if own.values != other.values {
        found.push("the values of the enum differ".to_owned());
    }
    found
}
