//! A bundled OpenAPI document.

use serde_json::{Map, Value};

/// How many references may follow each other. The bundled documents have no longer chains.
const MAX_REFERENCES: usize = 16;

static NULL: Value = Value::Null;

/// An OpenAPI 3.0 document in which references point to the document itself.
#[derive(Debug)]
pub(crate) struct Document {
    root: Value,
}

impl Document {
    /// Parses a document. A text that is not JSON results in a document without paths.
    pub(crate) fn parse(text: &str) -> Self {
        let root = serde_json::from_str(text).unwrap_or_default();
        Self { root }
    }

    /// Returns the whole document.
    pub(crate) fn root(&self) -> &Value {
        &self.root
    }

    /// Returns the path items by path.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&String, &Value)> {
        let paths = self.root.get("paths").and_then(Value::as_object);
        paths.into_iter().flat_map(Map::iter)
    }

    /// Returns the value that a reference points to, or the value itself if it is not a reference.
    pub(crate) fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return value;
            };
            let pointer = reference.trim_start_matches('#');
            value = self.root.pointer(pointer).unwrap_or(&NULL);
        }
        &NULL
    }

    /// Returns a member of an object, resolved. Returns `null` if there is no such member.
    pub(crate) fn member<'a>(&'a self, value: &'a Value, name: &str) -> &'a Value {
        let value = self.resolve(value);
        value.get(name).map_or(&NULL, |value| self.resolve(value))
    }
}
