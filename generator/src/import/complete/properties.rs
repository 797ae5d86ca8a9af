//! Adds the properties that the publisher leaves out or does not describe.
//!
//! In: the registry with all settled schemas, and the table `properties`. Out: the schemas with the properties of the
//! table. A row that cannot be applied is an error, because the property would be missing without a notice. A property
//! without a type, and an object without properties, are not described. A row replaces such a property.

use std::collections::BTreeSet;

use super::settle::TYPES;
use super::shape::{Kind, Shape};
use super::work::{Context, Work};
use crate::import::tables::{Place, Row};

/// The columns of the table `properties` after the area.
const TYPE: usize = 1;
const WORDS: usize = 2;

/// The area of a row that applies to every area.
const EVERYWHERE: &str = "*";

impl Work<'_> {
    /// Adds the properties of the table `properties` to the registry. Call this function after all operations have been
    /// settled, and before a document is written. Rows whose area has no operation in `areas` are skipped.
    ///
    /// # Errors
    ///
    /// When a row is invalid. Each error names the row and what to do.
    pub(super) fn add_properties(&mut self, areas: &BTreeSet<&str>) -> Result<(), Vec<String>> {
        let mut errors = Vec::new();
        for row in self.tables.properties.rows() {
            if (row.area == EVERYWHERE || areas.contains(row.area.as_str()))
                && let Err(message) = self.add_property(row)
            {
                let (name, line, key) = (self.tables.properties.name, row.line, row.key());
                errors.push(format!("{name}.tsv:{line}: `{key}`: {message}"));
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn add_property(&mut self, row: &Row) -> Result<(), String> {
        let (schema, name) = row
            .key()
            .split_once('.')
            .filter(|(_, name)| !name.contains('.'))
            .ok_or("the key is not `Schema.property`")?;
        if row.cell(WORDS).is_none() {
            return Err("the description is missing".to_owned());
        }
        let entry = self
            .schemas
            .get(schema)
            .ok_or_else(|| format!("no operation has the schema `{schema}`"))?;
        if row.area != EVERYWHERE && row.area != entry.context.area {
            return Err(format!(
                "the schema belongs to the area `{}`",
                entry.context.area
            ));
        }
        let Kind::Object(object) = &entry.shape.kind else {
            return Err("the schema is not an object".to_owned());
        };
        let published = object.properties.get(name);
        if published.is_some_and(|shape| shape.kind != Kind::Any && !shape.is_empty_object()) {
            let earlier = self.tables.properties.rows().iter();
            let mut earlier = earlier.take_while(|other| other.line < row.line);
            let message = match earlier.find(|other| other.key() == row.key()) {
                Some(earlier) => format!("line {} has the same key", earlier.line),
                None => "the publisher describes this property; remove the row".to_owned(),
            };
            return Err(message);
        }
        let (place, context) = (entry.place.child(name), entry.context.clone());
        let shape = self.shape_of(row.cell(TYPE).unwrap_or_default())?;
        let shape = self.settle(shape, &place, &context);
        self.insert_property(schema, name, shape, &place, &context);
        Ok(())
    }

    /// Returns the schema for a word of the table: a type of the table `types`, a schema, or a list such as `[string]`.
    fn shape_of(&self, word: &str) -> Result<Shape, String> {
        let item = word
            .strip_prefix('[')
            .and_then(|word| word.strip_suffix(']'));
        if let Some(item) = item {
            let item = self.shape_of(item)?;
            return Ok(Shape::of(Kind::List(Box::new(item))));
        }
        if let Some((_, kind, format)) = TYPES.iter().find(|(name, _, _)| *name == word) {
            return Ok(Shape {
                format: (!format.is_empty()).then(|| (*format).to_owned()),
                ..Shape::of(kind.clone())
            });
        }
        if self.schemas.contains_key(word) {
            return Ok(Shape::of(Kind::Named(word.to_owned())));
        }
        Err(format!(
            "the type `{word}` is neither a word of types.tsv nor a schema"
        ))
    }

    fn insert_property(
        &mut self,
        schema: &str,
        name: &str,
        shape: Shape,
        place: &Place,
        context: &Context,
    ) {
        let is_required = self.tables.required.value(&context.area, place) == Some("yes");
        let entry = self.schemas.get_mut(schema);
        if let Some(Kind::Object(object)) = entry.map(|entry| &mut entry.shape.kind) {
            object.properties.insert(name.to_owned(), shape);
            // The publisher may require a property without describing it.
            if is_required && !object.required.iter().any(|other| other == name) {
                object.required.push(name.to_owned());
            }
        }
    }
}
