//! A schema with the parts that it combines.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::Document;

/// How deep `allOf` and `oneOf` may be nested. The bundled documents nest them less.
const MAX_DEPTH: usize = 16;

/// Which alternatives of `oneOf` and `anyOf` belong to a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alternatives {
    /// The first one, so that a value can be valid for all parts of the view.
    First,
    /// All, so that the view has every property that a value can have.
    All,
}

/// The keywords of a schema, of the parts of its `allOf`, and of alternatives.
#[derive(Debug, Default)]
pub(crate) struct View<'a> {
    keywords: BTreeMap<&'a str, &'a Value>,
    pub(crate) properties: BTreeMap<&'a str, &'a Value>,
    pub(crate) required: BTreeSet<&'a str>,
    /// The types of all parts, in the order of the document.
    pub(crate) types: Vec<&'a str>,
}

impl<'a> View<'a> {
    /// Creates the view of a schema.
    pub(crate) fn new(
        document: &'a Document,
        schema: &'a Value,
        alternatives: Alternatives,
    ) -> Self {
        let mut view = Self::default();
        view.add(document, schema, alternatives, MAX_DEPTH);
        view
    }

    fn add(
        &mut self,
        document: &'a Document,
        schema: &'a Value,
        alternatives: Alternatives,
        depth: usize,
    ) {
        let Some(schema) = document.resolve(schema).as_object() else {
            return;
        };
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        for (keyword, value) in schema {
            self.keywords.entry(keyword).or_insert(value);
        }
        self.types
            .extend(schema.get("type").and_then(Value::as_str));
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            self.properties.entry(name).or_insert(property);
        }
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten();
        self.required.extend(required.filter_map(Value::as_str));
        for part in list(schema.get("allOf")) {
            self.add(document, part, alternatives, depth);
        }
        for keyword in ["oneOf", "anyOf"] {
            let count = match alternatives {
                Alternatives::First => 1,
                Alternatives::All => usize::MAX,
            };
            for part in list(schema.get(keyword)).iter().take(count) {
                self.add(document, part, alternatives, depth);
            }
        }
    }

    /// Returns the value of a keyword.
    pub(crate) fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.keywords.get(name).copied()
    }

    /// Returns the value of a keyword that is text.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.keyword(name)?.as_str()
    }

    /// Returns the value of a keyword that is a length or a number of items.
    pub(crate) fn count(&self, name: &str) -> Option<usize> {
        usize::try_from(self.keyword(name)?.as_u64()?).ok()
    }

    /// Returns whether a value can have this type.
    pub(crate) fn has_type(&self, name: &str) -> bool {
        self.types.contains(&name)
    }
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
