//! Gives schemas their final names and types: a settled schema has both.
//!
//! In: a schema of a body and its place. Out: the settled schema. Each nested schema that has a name is added to the
//! registry ([`Work::schemas`]) and replaced by a reference. Each scalar gets the type and the values that the tables
//! contain.

use super::parameter::COMMAS;
use super::shape::{Choice, Flag, Kind, Literal, Shape};
use super::work::{Context, Work};
use crate::import::tables::Place;
use crate::import::words::pascal;

/// The words in the table `types`, each with the type and the format that it represents.
pub(super) const TYPES: &[(&str, Kind, &str)] = &[
    ("string", Kind::Text, ""),
    ("integer", Kind::Integer, ""),
    ("int32", Kind::Integer, "int32"),
    ("int64", Kind::Integer, "int64"),
    ("number", Kind::Number, ""),
    ("boolean", Kind::Boolean, ""),
    ("date", Kind::Text, "date"),
    ("date-time", Kind::Text, "date-time"),
    ("email", Kind::Text, "email"),
    ("uri", Kind::Text, "uri"),
    ("uuid", Kind::Text, "uuid"),
    ("binary", Kind::Text, "binary"),
];

impl Work<'_> {
    /// Settles a schema, adds it to the registry under a name, and returns a reference to the schema.
    pub(super) fn named(
        &mut self,
        name: &str,
        shape: Shape,
        place: &Place,
        context: &Context,
    ) -> Shape {
        let place = place.named(name);
        // Schemas are printed in this order, so a schema is added before its parts.
        self.order.insert(name.to_owned());
        let mut shape = self.settle_parts(shape, &place, context, name);
        let reference = Shape {
            flags: std::mem::take(&mut shape.flags),
            default: shape.default.take(),
            ..Shape::of(Kind::Named(name.to_owned()))
        };
        self.register(name, shape, &place, context);
        reference
    }

    /// Settles a schema. If the table `schemas` contains a name for the schema, the result is a reference.
    pub(super) fn settle(&mut self, mut shape: Shape, place: &Place, context: &Context) -> Shape {
        match self.tables.deprecated.value(&context.area, place) {
            Some("yes") => {
                shape.flags.insert(Flag::Deprecated);
            }
            Some(_) => {
                shape.flags.remove(&Flag::Deprecated);
            }
            None => {}
        }
        if let Some(name) = self.name_at(&shape, place, context) {
            return self.named(&name, shape, place, context);
        }
        let base = pascal(&place.full().replace('.', " "));
        self.settle_parts(shape, place, context, &base)
    }

    fn name_at(&self, shape: &Shape, place: &Place, context: &Context) -> Option<String> {
        let can_have_name = match &shape.kind {
            Kind::Object(object) => !object.properties.is_empty(),
            Kind::Choice(_) | Kind::Text | Kind::Integer => true,
            _ => false,
        };
        let name = self.tables.schemas.value(&context.area, place);
        name.filter(|_| can_have_name).map(str::to_owned)
    }

    /// Settles the parts of a schema. If an alternative needs a new name, the name starts with `base`.
    fn settle_parts(
        &mut self,
        shape: Shape,
        place: &Place,
        context: &Context,
        base: &str,
    ) -> Shape {
        let mut shape = shape;
        let kind = std::mem::take(&mut shape.kind);
        shape.kind = match kind {
            Kind::List(items) => {
                let mut items = self.settle(*items, place, context);
                // The list itself is marked as `deprecated`, so its items need no mark.
                items.flags.remove(&Flag::Deprecated);
                Kind::List(Box::new(items))
            }
            Kind::Object(mut object) => {
                let properties = std::mem::take(&mut object.properties);
                for (name, property) in properties {
                    let place = place.child(&name);
                    match self.tables.required.value(&context.area, &place) {
                        Some("yes") if !object.required.contains(&name) => {
                            object.required.push(name.clone());
                        }
                        Some("no") => object.required.retain(|other| *other != name),
                        _ => {}
                    }
                    let property = self.settle(property, &place, context);
                    object.properties.insert(name, property);
                }
                object.additional = object
                    .additional
                    .take()
                    .map(|shape| Box::new(self.settle(*shape, &place.child("items"), context)));
                Kind::Object(object)
            }
            Kind::Choice(choice) => Kind::Choice(self.settle_choice(choice, place, context, base)),
            other => other,
        };
        self.note(&shape, place);
        self.settle_scalar(&mut shape, place, context);
        shape
    }

    fn settle_choice(
        &mut self,
        choice: Choice,
        place: &Place,
        context: &Context,
        base: &str,
    ) -> Choice {
        let Some(tag) = choice.tag else {
            let all = choice.alternatives.into_iter();
            return Choice {
                alternatives: all
                    .map(|shape| self.settle_parts(shape, place, context, base))
                    .collect(),
                tag: None,
            };
        };
        let values: Vec<Vec<String>> = choice
            .alternatives
            .iter()
            .map(|shape| tag_values(shape, &tag))
            .collect();
        let common = common_start(values.iter().flatten());
        let mut alternatives = Vec::new();
        for (shape, values) in choice.alternatives.into_iter().zip(&values) {
            let first = values.first().map_or("", String::as_str);
            let key = format!("{base}.{first}");
            let row = self.tables.schemas.one(&context.area, &key);
            let name = row.and_then(|row| row.cell(1)).map(str::to_owned);
            let name = name.unwrap_or_else(|| {
                let word = pascal(&first.get(common..).unwrap_or(first).replace('_', " "));
                if values.len() > 1 {
                    let line = format!("{base}: the alternative of {} became {base}{word}; a row `{key}` of schemas.tsv gives another name", values.join(", "));
                    self.here.review.add("alternatives with several tags", line);
                }
                format!("{base}{word}")
            });
            alternatives.push(self.named(&name, shape, place, context));
        }
        Choice {
            alternatives,
            tag: Some(tag),
        }
    }

    /// Adds the notes of a schema to the review list.
    fn note(&mut self, shape: &Shape, place: &Place) {
        for note in &shape.notes {
            if *note != super::choice::ONLY_EMPTY {
                self.here.review.add(note, place.full());
            }
        }
        if shape.kind == Kind::Any {
            self.here.review.add("schemas without a type", place.full());
        }
        if shape.is_empty_object() {
            self.here
                .review
                .add("objects without properties", place.full());
        }
    }

    /// Sets the type and the enum values of a scalar from the tables `types` and `ids`.
    fn settle_scalar(&mut self, shape: &mut Shape, place: &Place, context: &Context) {
        if !matches!(
            shape.kind,
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Any
        ) {
            return;
        }
        let tables = self.tables;
        if let Some(word) = tables.types.value(&context.area, place) {
            self.set_type(shape, word, place);
        }
        if shape.kind == Kind::Text && tables.ids.value(&context.area, place).is_some() {
            // An id can have any value, so its known values are removed.
            shape.values.clear();
            shape.default = None;
            shape.format = None;
        }
        if matches!(shape.kind, Kind::Text | Kind::Integer) {
            let rows = tables.enums.at(&context.area, place);
            let of_row = |text: &str| match shape.kind {
                Kind::Text => Some(Literal::Text(text.to_owned())),
                _ => text
                    .parse::<i128>()
                    .is_ok()
                    .then(|| Literal::Number(text.to_owned())),
            };
            let values: Vec<Literal> = rows.iter().filter_map(|row| of_row(row.cell(1)?)).collect();
            let is_same =
                shape.values.is_empty() || values.iter().any(|value| shape.values.contains(value));
            if is_same {
                for value in values {
                    if !shape.values.contains(&value) {
                        shape.values.push(value);
                    }
                }
            } else if !rows.is_empty() {
                self.here.review.add(
                    "enums whose values differ from all rows of the table",
                    place.full(),
                );
            }
        }
        if shape.pattern.is_some() && tables.examples.at(&context.area, place).is_empty() {
            self.here
                .review
                .add("patterns without an example", place.full());
        }
    }

    fn set_type(&mut self, shape: &mut Shape, word: &str, place: &Place) {
        if word == COMMAS {
            return;
        }
        let Some((_, kind, format)) = TYPES.iter().find(|(name, _, _)| *name == word) else {
            self.here.review.add(
                "unknown words in types.tsv",
                format!("{}: `{word}`", place.full()),
            );
            return;
        };
        // The word `string` in the table means a string without enum values, even if the publisher lists values.
        if *kind != shape.kind || word == "string" {
            shape.limits.retain(|(name, _)| {
                let is_number = matches!(shape.kind, Kind::Integer | Kind::Number);
                is_number && *kind != Kind::Text && !name.is_empty()
            });
            shape.values.clear();
            shape.default = None;
            shape.pattern = None;
        }
        // A row for a boolean means that its default contradicts its description. Thus, the default is dropped.
        if *kind == Kind::Boolean {
            shape.default = None;
        }
        shape.kind = kind.clone();
        shape.format = (!format.is_empty()).then(|| (*format).to_owned());
    }
}

/// Returns the values of the tag property of an alternative.
fn tag_values(shape: &Shape, tag: &str) -> Vec<String> {
    let values = shape
        .property(tag)
        .map(|property| property.values.as_slice());
    values
        .unwrap_or_default()
        .iter()
        .map(Literal::text)
        .collect()
}

/// Returns the length of the text with which all values start. The text ends after a separator: for `tour.new` and
/// `tour.old`, the length is 5.
fn common_start<'a>(mut values: impl Iterator<Item = &'a String>) -> usize {
    let Some(first) = values.next() else {
        return 0;
    };
    let mut length = first.len();
    for value in values {
        let same = first
            .bytes()
            .zip(value.bytes())
            .take_while(|(one, other)| one == other);
        length = length.min(same.count());
    }
    let start = first.get(..length).unwrap_or_default();
    start.rfind(['.', '_', '-']).map_or(0, |at| at + 1)
}
