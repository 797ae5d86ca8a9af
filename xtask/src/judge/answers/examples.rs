//! Finds examples of bodies in a vendor's document.
//!
//! In: a media type object. Out: the examples of the whole body. Further bodies are composed: from the examples of
//! properties, or from the values of enums.

use serde_json::{Map, Value};

use super::schema::{Schemas, list};

/// The maximum nesting depth of composed values. Without this limit, a schema that refers to itself would have no end.
const DEEPEST: usize = 16;

/// Who sends a body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Writer {
    /// The client. The body contains no `readOnly` properties.
    Client,
    /// The server. The body contains no `writeOnly` properties.
    Server,
}

/// Composes values from the examples in a schema and in the schemas inside of it.
#[derive(Clone, Copy, Debug)]
struct Composer<'a> {
    schemas: Schemas<'a>,
    writer: Writer,
    /// Whether the values of enums are used as examples.
    with_enums: bool,
}

/// Returns the examples of a media type object, without duplicates.
pub(crate) fn examples(schemas: Schemas<'_>, media: &Value, writer: Writer) -> Vec<Value> {
    let mut all = Vec::new();
    all.extend(media.get("example").map(parsed));
    let named = media.get("examples").and_then(Value::as_object);
    for example in named.into_iter().flat_map(Map::values) {
        let example = schemas.resolve(example);
        all.extend(example.and_then(|example| example.get("value")).map(parsed));
    }
    all.extend(bodies(schemas, media, writer, false));
    unique(all)
}

/// Returns composed bodies. Each value of each enum is in at least one body. Bodies that are already examples are
/// omitted.
pub(crate) fn enum_bodies(schemas: Schemas<'_>, media: &Value, writer: Writer) -> Vec<Value> {
    let examples = bodies(schemas, media, writer, false);
    let mut all = unique(bodies(schemas, media, writer, true));
    all.retain(|body| !examples.contains(body));
    all
}

fn bodies(schemas: Schemas<'_>, media: &Value, writer: Writer, with_enums: bool) -> Vec<Value> {
    let composer = Composer {
        schemas,
        writer,
        with_enums,
    };
    let schema = media.get("schema");
    schema
        .map(|schema| composer.values(schema, 0))
        .unwrap_or_default()
}

fn unique(values: Vec<Value>) -> Vec<Value> {
    let mut unique: Vec<Value> = Vec::new();
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    unique
}

/// Returns the value of an example. Some documents contain a JSON body as a string, which is parsed.
fn parsed(example: &Value) -> Value {
    let text = example
        .as_str()
        .filter(|text| text.trim_start().starts_with(['{', '[']));
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_else(|| example.clone())
}

impl Composer<'_> {
    /// Returns example values of a schema: its own examples, and values that are composed from the examples of the
    /// schemas inside of it. Each alternative of a `oneOf` or `anyOf` is in at least one value.
    fn values(self, schema: &Value, depth: usize) -> Vec<Value> {
        let Some(schema) = self.schemas.resolve(schema).filter(|_| depth < DEEPEST) else {
            return Vec::new();
        };
        let deeper = |schema| self.values(schema, depth + 1);
        let mut values: Vec<Value> = schema.get("example").cloned().into_iter().collect();
        values.extend(list(schema, "examples").cloned());
        let items = schema.get("items");
        let of_items = items.map(deeper).filter(|items| !items.is_empty());
        values.extend(of_items.map(Value::Array));
        let mut objects = self.objects(schema, depth);
        for part in list(schema, "allOf") {
            objects = merged(objects, deeper(part));
        }
        for keyword in ["oneOf", "anyOf"] {
            let alternatives = list(schema, keyword).flat_map(deeper).collect();
            objects = merged(objects, alternatives);
        }
        values.extend(objects);
        if items.is_none() {
            // Even without enum values, a value is needed for the tag of an alternative.
            let most = if self.with_enums {
                usize::MAX
            } else {
                usize::from(values.is_empty())
            };
            // In these documents, an empty text in an enum means that there is no value.
            let enums = list(schema, "enum").filter(|value| *value != "");
            values.extend(enums.take(most).cloned());
        }
        values
    }

    /// Returns objects with the properties of a schema. The first object contains the first example value of each
    /// property. Each further example value of a property is in an object of its own, which is otherwise equal to the
    /// first object.
    fn objects(self, schema: &Value, depth: usize) -> Vec<Value> {
        let hidden = match self.writer {
            Writer::Client => "readOnly",
            Writer::Server => "writeOnly",
        };
        let mut first = Map::new();
        let mut more = Vec::new();
        let all = schema.get("properties").and_then(Value::as_object);
        for (name, property) in all.into_iter().flatten() {
            let resolved = self.schemas.resolve(property);
            if resolved.and_then(|property| property.get(hidden)) == Some(&Value::Bool(true)) {
                continue;
            }
            let mut values = self.values(property, depth + 1).into_iter();
            if let Some(value) = values.next() {
                first.insert(name.clone(), value);
            }
            more.extend(values.map(|value| (name.clone(), value)));
        }
        if first.is_empty() {
            return Vec::new();
        }
        let others = more.into_iter().map(|(name, value)| {
            let mut other = first.clone();
            other.insert(name, value);
            Value::Object(other)
        });
        let others: Vec<Value> = others.collect();
        [Value::Object(first)].into_iter().chain(others).collect()
    }
}

/// Merges the objects of two schemas. Each object of one schema is merged with the first object of the other schema.
fn merged(left: Vec<Value>, right: Vec<Value>) -> Vec<Value> {
    let (Some(first), Some(other)) = (left.first().cloned(), right.first().cloned()) else {
        return if left.is_empty() { right } else { left };
    };
    let mut all: Vec<Value> = left.iter().map(|one| joined(one, &other)).collect();
    all.extend(right.iter().skip(1).map(|one| joined(&first, one)));
    all
}

/// Merges two objects. If a value is not an object, returns the second value.
fn joined(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let mut all = left.clone();
            all.extend(
                right
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
            Value::Object(all)
        }
        (_, right) => right.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Schemas, Writer, enum_bodies, examples};

    fn of(media: &Value, writer: Writer) -> Vec<Value> {
        let document = json!({"components": {"schemas": {
            "Cup": {"type": "object", "properties": {
                "size": {"type": "integer", "example": 3},
                "inner": {"$ref": "#/components/schemas/Cup"},
            }},
        }}});
        let schemas = Schemas {
            document: &document,
            needs_required: false,
        };
        examples(schemas, media, writer)
    }

    #[test]
    fn examples_of_bodies_come_first() {
        let media = json!({
            "example": {"a": 1},
            "examples": {"other": {"value": "{\"a\": 2}"}, "same": {"value": {"a": 1}}},
            "schema": {"type": "object", "properties": {"a": {"type": "integer", "example": 3}}},
        });
        let expected = [json!({"a": 1}), json!({"a": 2}), json!({"a": 3})];
        assert_eq!(of(&media, Writer::Server), expected);
    }

    #[test]
    fn bodies_are_composed_from_properties() {
        let media = json!({"schema": {"type": "object", "properties": {
            "id": {"type": "string", "readOnly": true, "example": "x"},
            "secret": {"type": "string", "writeOnly": true, "example": "y"},
            "none": {"type": "string"},
            "kind": {"type": "string", "enum": ["tea"]},
            "list": {"type": "array", "items": {"type": "string", "example": "z"}},
        }}});
        assert_eq!(
            of(&media, Writer::Client),
            [json!({"secret": "y", "kind": "tea", "list": ["z"]})]
        );
        assert_eq!(
            of(&media, Writer::Server),
            [json!({"id": "x", "kind": "tea", "list": ["z"]})]
        );
    }

    #[test]
    fn each_alternative_is_in_a_body() {
        let media = json!({"schema": {
            "allOf": [{"properties": {"id": {"example": 1}}}],
            "properties": {"drink": {"oneOf": [{"example": "tea"}, {"example": 2}]}},
            "oneOf": [
                {"properties": {"a": {"example": true}}},
                {"properties": {"b": {"example": false}}},
            ],
        }});
        let found = of(&media, Writer::Server);
        assert_eq!(
            found,
            [
                json!({"drink": "tea", "id": 1, "a": true}),
                json!({"drink": 2, "id": 1, "a": true}),
                json!({"drink": "tea", "id": 1, "b": false}),
            ]
        );
    }

    #[test]
    fn a_schema_that_contains_itself_ends() {
        let media = json!({"schema": {"$ref": "#/components/schemas/Cup"}});
        let found = of(&media, Writer::Server);
        assert!(found.iter().all(|body| body.get("size") == Some(&json!(3))));
    }

    #[test]
    fn enum_bodies_contain_the_values_that_no_example_has() {
        let document = json!({});
        let schemas = Schemas {
            document: &document,
            needs_required: false,
        };
        let media = json!({"schema": {"properties": {
            "kind": {"enum": ["tea", "", "milk"], "example": "tea"},
            "sizes": {"type": "array", "items": {"enum": [1, 2], "example": 1}},
        }}});
        let found = enum_bodies(schemas, &media, Writer::Server);
        assert_eq!(
            found,
            [
                json!({"kind": "tea", "sizes": [1, 1, 2]}),
                json!({"kind": "milk", "sizes": [1, 1, 2]}),
            ]
        );
    }
}
