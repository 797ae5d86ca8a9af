//! Generates values from schemas.

use serde_json::{Map, Value, json};

use super::document::Document;
use super::view::{Alternatives, View};
use crate::fake::random::Random;

/// How deep values are nested at most. Recursive schemas stop there.
const MAX_DEPTH: usize = 24;

/// How deep optional properties are generated.
const OPTIONAL_DEPTH: usize = 4;

/// Texts for schemas with a pattern. The first one that fits is used.
const PATTERN_TEXTS: [&str; 7] = [
    "1",
    "10",
    "A",
    "64:16:7F:37:90:92",
    "64-16-7F-37-90-92",
    "+12055550100",
    "2026-01-15",
];

/// Which properties of objects are generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Only the required ones.
    Required,
    /// All, up to a limited depth.
    All,
}

/// Generates values of a document.
#[derive(Debug)]
pub(crate) struct Generator<'a> {
    pub(crate) document: &'a Document,
    pub(crate) random: &'a mut Random,
    pub(crate) extent: Extent,
}

impl Generator<'_> {
    /// Generates a value that is valid for a schema.
    pub(crate) fn value(&mut self, schema: &Value) -> Value {
        self.nested(schema, 0)
    }

    fn nested(&mut self, schema: &Value, depth: usize) -> Value {
        let document = self.document;
        let view = View::new(document, schema, Alternatives::First);
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        if let Some(first) = view.keyword("enum").and_then(|values| values.get(0)) {
            return first.clone();
        }
        match view.types.first().copied() {
            Some("string") => self.text(&view).into(),
            Some("integer" | "number") => self.number(&view),
            Some("boolean") => false.into(),
            Some("array") => self.array(&view, depth),
            None if view.keyword("items").is_some() => self.array(&view, depth),
            _ => self.object(&view, depth),
        }
    }

    fn object(&mut self, view: &View<'_>, depth: usize) -> Value {
        let optional = self.extent == Extent::All && depth < OPTIONAL_DEPTH;
        let mut object = Map::new();
        for (name, schema) in &view.properties {
            if optional || view.required.contains(name) {
                object.insert((*name).to_owned(), self.nested(schema, depth + 1));
            }
        }
        for name in &view.required {
            object.entry(*name).or_insert_with(|| json!({}));
        }
        Value::Object(object)
    }

    fn array(&mut self, view: &View<'_>, depth: usize) -> Value {
        let optional = self.extent == Extent::All && depth < OPTIONAL_DEPTH;
        let max = view.count("maxItems").unwrap_or(usize::MAX);
        let min = view.count("minItems").unwrap_or(0);
        let count = min.max(usize::from(optional)).min(max);
        let items = view.keyword("items").unwrap_or(&Value::Null);
        (0..count).map(|_| self.nested(items, depth + 1)).collect()
    }

    fn text(&mut self, view: &View<'_>) -> String {
        if let Some(pattern) = view.text("pattern") {
            return matching(pattern);
        }
        let text = match view.text("format") {
            Some("date") => "2026-01-15".to_owned(),
            Some("date-time") => "2026-01-15T08:00:00Z".to_owned(),
            Some("email") => format!("user{}@example.com", self.random.digits(6)),
            Some("uri" | "url") => format!("https://example.com/{}", self.random.id()),
            Some("ipv4") => "192.0.2.1".to_owned(),
            _ if view.keyword("x-id").is_some() => self.random.id(),
            _ => "text".to_owned(),
        };
        let max = view.count("maxLength").unwrap_or(usize::MAX);
        let min = view.count("minLength").unwrap_or(0);
        let padding = "x".repeat(min.saturating_sub(text.len()));
        text.chars().chain(padding.chars()).take(max).collect()
    }

    fn number(&mut self, view: &View<'_>) -> Value {
        let limit = |name: &str| view.keyword(name).and_then(Value::as_f64);
        let is_exclusive = |name: &str| view.keyword(name).is_some_and(|value| *value == true);
        let step = limit("multipleOf").unwrap_or(1.0);
        let lowest = limit("minimum").map(|minimum| {
            let rounded = (minimum / step).ceil() * step;
            if is_exclusive("exclusiveMinimum") && rounded <= minimum {
                rounded + step
            } else {
                rounded
            }
        });
        let highest = limit("maximum").map_or(f64::INFINITY, |maximum| {
            let rounded = (maximum / step).floor() * step;
            if is_exclusive("exclusiveMaximum") && rounded >= maximum {
                rounded - step
            } else {
                rounded
            }
        });
        if view.keyword("x-id").is_some() && lowest.is_none() && highest.is_infinite() {
            return self.random.digits(10).into();
        }
        let value = lowest.unwrap_or(step).max(step).min(highest);
        // A number without a fraction is written without a decimal point, so that it is an integer.
        serde_json::from_str(&value.to_string()).unwrap_or_else(|_| 0.into())
    }
}

/// Returns a text that matches a pattern of the documents.
fn matching(pattern: &str) -> String {
    let validator = jsonschema::validator_for(&json!({"pattern": pattern}));
    let matches = |text: &&&str| {
        let validator = validator.as_ref();
        validator.is_ok_and(|validator| validator.is_valid(&Value::from(**text)))
    };
    let text = PATTERN_TEXTS.iter().find(matches);
    text.copied().unwrap_or_default().to_owned()
}
