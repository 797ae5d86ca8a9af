//! Puts stored values into responses, so that the result is valid for the schema.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use super::document::Document;
use super::faults::nearest;
use super::generate::{Extent, Generator};
use super::view::{Alternatives, View};
use crate::fake::random::Random;

/// The maximum number of repairs of an invalid value. Every second repair replaces one more level.
const MAX_REPAIRS: usize = 12;

/// A schema of a document with its validator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) document: &'a Document,
    pub(crate) schema: &'a Value,
    pub(crate) validator: &'a Validator,
}

impl Shape<'_> {
    /// Replaces the properties of `base` by stored ones.
    ///
    /// A stored property is used if the schema knows it and its value is valid. Objects are merged and lists are
    /// replaced. A required property that is missing everywhere is generated.
    pub(crate) fn fit(&self, stored: &Value, base: &Value, random: &mut Random) -> Value {
        let merged = merge(self.document, self.schema, stored, Some(base));
        self.repair(merged, base, random)
    }

    /// Returns the valid stored properties that the schema knows. Generates the required properties that are missing.
    pub(crate) fn filled(&self, stored: &Value, random: &mut Random) -> Value {
        let base = self.generate(Extent::Required, random);
        self.fit(stored, &base, random)
    }

    /// Returns each row as [`Shape::filled`] does. It reads the schema only once for all rows that are complete.
    pub(crate) fn filled_rows(&self, rows: &[Map<String, Value>], random: &mut Random) -> Value {
        let view = View::new(self.document, self.schema, Alternatives::All);
        let rows = rows.iter();
        let filled = rows.map(|row| {
            let known = merge_object(self.document, &view, row, None);
            if self.validator.is_valid(&known) {
                return known;
            }
            self.filled(&Value::Object(row.clone()), random)
        });
        filled.collect()
    }

    /// Generates a value.
    pub(crate) fn generate(&self, extent: Extent, random: &mut Random) -> Value {
        let document = self.document;
        let mut generator = Generator {
            document,
            random,
            extent,
        };
        generator.value(self.schema)
    }

    /// Replaces the invalid parts of a value by the parts of `base`, or removes them. Returns `base` if that does not
    /// help.
    pub(crate) fn repair(&self, mut value: Value, base: &Value, random: &mut Random) -> Value {
        for attempt in 0..MAX_REPAIRS {
            // Most values are valid. A check without errors takes less time than a list of errors.
            if self.validator.is_valid(&value) {
                return value;
            }
            let mut errors = Vec::new();
            for error in self.validator.iter_errors(&value) {
                collect(&error, &mut errors);
            }
            // The last items of lists come first, so that a removed item does not change the places of the others.
            errors.sort_by_cached_key(|error| std::cmp::Reverse(order(&error.path)));
            for error in errors {
                self.repair_error(&mut value, base, &error, attempt / 2, random);
            }
        }
        base.clone()
    }

    fn repair_error(
        &self,
        value: &mut Value,
        base: &Value,
        error: &Invalid,
        levels: usize,
        random: &mut Random,
    ) {
        if let (Some(property), 0) = (&error.missing, levels) {
            let path = format!("{}/{}", error.path, escape(property));
            let schema = schema_at(self.document, self.schema, &path);
            let mut generator = Generator {
                document: self.document,
                random,
                extent: Extent::Required,
            };
            let new = base.pointer(&path).cloned();
            let new = new.unwrap_or_else(|| generator.value(schema));
            let object = value
                .pointer_mut(&error.path)
                .and_then(Value::as_object_mut);
            if let Some(object) = object {
                object.insert(property.clone(), new);
            }
            return;
        }
        let mut path = error.path.as_str();
        for _ in 0..levels {
            path = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        replace(value, base, path);
    }
}

/// Replaces the part of a value at a path by the same part of `base`, or removes it if `base` has no such part.
fn replace(value: &mut Value, base: &Value, path: &str) {
    if let Some(part) = base.pointer(path) {
        if let Some(place) = value.pointer_mut(path) {
            *place = part.clone();
        }
        return;
    }
    let Some((parent, name)) = path.rsplit_once('/') else {
        return;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.remove(&unescape(name));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = name.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// One error of a value.
#[derive(Debug)]
struct Invalid {
    /// The JSON pointer of the invalid part.
    path: String,
    /// The property that the part must have.
    missing: Option<String>,
}

fn collect(error: &ValidationError<'_>, errors: &mut Vec<Invalid>) {
    let path = error.instance_path();
    if let Kind::AnyOf { context } = error.kind() {
        for error in nearest(path, context).into_iter().flatten() {
            collect(error, errors);
        }
        if nearest(path, context).is_some() {
            return;
        }
    }
    let missing = match error.kind() {
        Kind::Required { property } => property.as_str().map(str::to_owned),
        _ => None,
    };
    errors.push(Invalid {
        path: path.as_str().to_owned(),
        missing,
    });
}

/// Returns a key by which the items of lists are sorted by their numbers.
fn order(path: &str) -> Vec<(usize, String)> {
    let parts = path.split('/');
    parts
        .map(|part| (part.parse().unwrap_or(0), part.to_owned()))
        .collect()
}

fn merge(document: &Document, schema: &Value, stored: &Value, base: Option<&Value>) -> Value {
    let view = || View::new(document, schema, Alternatives::All);
    match stored {
        Value::Object(stored) => merge_object(document, &view(), stored, base),
        Value::Array(items) => {
            let view = view();
            let schema = view.keyword("items").unwrap_or(&Value::Null);
            let items = items.iter();
            items
                .map(|item| merge(document, schema, item, None))
                .collect()
        }
        // Most values are neither, and need no view.
        _ => stored.clone(),
    }
}

fn merge_object(
    document: &Document,
    view: &View<'_>,
    stored: &Map<String, Value>,
    base: Option<&Value>,
) -> Value {
    if view.properties.is_empty() {
        return Value::Object(stored.clone());
    }
    let base = base.and_then(Value::as_object);
    let mut merged = base.cloned().unwrap_or_default();
    for (name, schema) in &view.properties {
        if let Some(value) = stored.get(*name) {
            let base = base.and_then(|base| base.get(*name));
            merged.insert((*name).to_owned(), merge(document, schema, value, base));
        }
    }
    Value::Object(merged)
}

/// Returns the schema of the part at a JSON pointer.
fn schema_at<'a>(document: &'a Document, schema: &'a Value, path: &str) -> &'a Value {
    let mut schema = schema;
    for part in path.split('/').skip(1) {
        let view = View::new(document, schema, Alternatives::All);
        let property = view.properties.get(unescape(part).as_str()).copied();
        schema = property.or(view.keyword("items")).unwrap_or(&Value::Null);
    }
    schema
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}
