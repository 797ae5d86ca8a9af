//! Checks JSON values against the schemas of a vendor's document.
//!
//! In: a schema of OpenAPI 3.0 or 3.1, and a value. Out: the paths at which the value contradicts the schema. Only facts that
//! matter for types are checked: types, enums, formats of times, alternatives and unknown properties.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::compare::{brief, property};

/// The maximum nesting depth of values that are checked. Without this limit, a schema that refers to itself would have
/// no end.
const DEEPEST: usize = 32;

/// The keywords that contain the parts of a schema.
const PARTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// A contradiction between a value and a schema.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Contradiction {
    pub(crate) path: String,
    pub(crate) reason: String,
    /// The JSON text of the value, if the value is not in the enum.
    pub(crate) value: Option<String>,
}

/// The schemas of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schemas<'a> {
    /// The document that contains the schemas. References point into this document.
    pub(crate) document: &'a Value,
    /// Whether a missing required property is a contradiction.
    pub(crate) needs_required: bool,
}

impl<'a> Schemas<'a> {
    /// Follows the references of an object. Returns `None` if a reference is unresolved.
    pub(crate) fn resolve(self, mut node: &'a Value) -> Option<&'a Value> {
        for _ in 0..DEEPEST {
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
                return Some(node);
            };
            node = self.document.pointer(reference.strip_prefix('#')?)?;
        }
        None
    }

    /// Returns the contradictions between a value and a schema.
    pub(crate) fn check(self, schema: &'a Value, value: &Value) -> Vec<Contradiction> {
        let mut found = Vec::new();
        self.at(schema, value, "", 0, &mut found);
        found
    }

    fn at(
        self,
        schema: &'a Value,
        value: &Value,
        path: &str,
        depth: usize,
        found: &mut Vec<Contradiction>,
    ) {
        let Some(schema) = self.resolve(schema).filter(|_| depth < DEEPEST) else {
            return;
        };
        let problems = scalar(schema, value);
        let has_type = problems
            .iter()
            .all(|(_, problem)| *problem != Problem::Type);
        found.extend(problems.into_iter().map(|(reason, problem)| Contradiction {
            path: path.to_owned(),
            reason,
            value: match problem {
                Problem::Enum(value) => Some(value),
                Problem::Type | Problem::Format => None,
            },
        }));
        if value.is_null() || !has_type {
            return;
        }
        self.alternatives(schema, value, path, depth, found);
        match value {
            Value::Object(object) => self.object(schema, object, path, depth, found),
            Value::Array(items) => {
                let Some(schema) = schema.get("items") else {
                    return;
                };
                for (index, item) in items.iter().enumerate() {
                    self.at(schema, item, &format!("{path}[{index}]"), depth + 1, found);
                }
            }
            _ => {}
        }
    }

    /// Checks a value against the alternatives of a schema. The value must match one of them. If it matches none, the
    /// contradictions to the most similar alternative are reported.
    fn alternatives(
        self,
        schema: &'a Value,
        value: &Value,
        path: &str,
        depth: usize,
        found: &mut Vec<Contradiction>,
    ) {
        for keyword in ["oneOf", "anyOf"] {
            let Some(alternatives) = schema.get(keyword).and_then(Value::as_array) else {
                continue;
            };
            let closest = alternatives
                .iter()
                .map(|alternative| {
                    let mut found = Vec::new();
                    self.at(alternative, value, path, depth + 1, &mut found);
                    // The schema can also define the property outside of its alternatives.
                    found.retain(|one| !self.is_beside(schema, path, one));
                    found
                })
                // An alternative that knows all properties of the value is more similar than one that does not.
                .min_by_key(|found| {
                    let unknown = found.iter().filter(|one| one.reason == UNKNOWN);
                    (unknown.count(), found.len())
                });
            found.extend(closest.unwrap_or_default());
        }
    }

    /// Returns whether the contradiction is an unknown property of an alternative that the schema itself defines.
    fn is_beside(self, schema: &'a Value, path: &str, one: &Contradiction) -> bool {
        let mut known = self.properties(schema, &["allOf"], 0).into_iter();
        one.reason == UNKNOWN && known.any(|name| property(path, name) == one.path)
    }

    fn object(
        self,
        schema: &'a Value,
        object: &Map<String, Value>,
        path: &str,
        depth: usize,
        found: &mut Vec<Contradiction>,
    ) {
        if self.needs_required {
            let names = self.required(schema, 0).into_iter();
            let missing = names.filter(|name| !object.contains_key(*name));
            found.extend(missing.map(|name| Contradiction {
                path: property(path, name),
                reason: MISSING.to_owned(),
                value: None,
            }));
        }
        let known = self.properties(schema, &PARTS, 0);
        let is_open = known.is_empty() || self.more(schema, 0);
        for (name, value) in object {
            let path = property(path, name);
            for schema in self.of_property(schema, name, 0) {
                self.at(schema, value, &path, depth + 1, found);
            }
            if !known.contains(name) && !is_open {
                let reason = UNKNOWN.to_owned();
                let value = None;
                found.push(Contradiction {
                    path,
                    reason,
                    value,
                });
            }
        }
    }

    /// Returns the names of the properties that a schema defines. Properties that are defined in the schemas under
    /// these keywords are included.
    fn properties(
        self,
        schema: &'a Value,
        keywords: &[&str],
        depth: usize,
    ) -> BTreeSet<&'a String> {
        let Some(schema) = self.resolve(schema).filter(|_| depth < DEEPEST) else {
            return BTreeSet::new();
        };
        let own = schema.get("properties").and_then(Value::as_object);
        let own = own.into_iter().flat_map(Map::keys);
        let parts = keywords.iter().flat_map(|keyword| list(schema, keyword));
        let of_parts = parts.flat_map(|part| self.properties(part, &PARTS, depth + 1));
        own.chain(of_parts).collect()
    }

    /// Returns the names of the properties that a schema and the parts of its `allOf` require.
    fn required(self, schema: &'a Value, depth: usize) -> BTreeSet<&'a str> {
        let Some(schema) = self.resolve(schema).filter(|_| depth < DEEPEST) else {
            return BTreeSet::new();
        };
        let own = list(schema, "required").filter_map(Value::as_str);
        let parts = list(schema, "allOf").flat_map(|part| self.required(part, depth + 1));
        own.chain(parts).collect()
    }

    /// Returns whether a schema, or a part of it, allows properties that it does not define.
    fn more(self, schema: &'a Value, depth: usize) -> bool {
        let Some(schema) = self.resolve(schema).filter(|_| depth < DEEPEST) else {
            return true;
        };
        let own = schema.get("additionalProperties");
        own.is_some_and(|more| *more != Value::Bool(false))
            || (PARTS.iter().flat_map(|keyword| list(schema, keyword)))
                .any(|part| self.more(part, depth + 1))
    }

    /// Returns the schemas that apply to a property: in the schema itself, and in the parts of its `allOf`.
    fn of_property(self, schema: &'a Value, name: &str, depth: usize) -> Vec<&'a Value> {
        let Some(schema) = self.resolve(schema).filter(|_| depth < DEEPEST) else {
            return Vec::new();
        };
        let own = schema.get("properties").and_then(|all| all.get(name));
        let own = own.or_else(|| {
            schema
                .get("additionalProperties")
                .filter(|more| more.is_object())
        });
        let all = list(schema, "allOf");
        let of_parts = all.flat_map(|part| self.of_property(part, name, depth + 1));
        own.into_iter().chain(of_parts).collect()
    }
}

/// This reason means that the value contains a property that the schema does not define.
pub(crate) const UNKNOWN: &str = "the schema does not define the property";

/// This reason means that the value lacks a required property.
const MISSING: &str = "the required property is missing";

/// How a value contradicts the keywords of a schema itself.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Problem {
    Type,
    /// The JSON text of the value that is not in the enum.
    Enum(String),
    Format,
}

/// Checks a value against the type, the enum and the format of a schema. The parts of the schema are not checked.
fn scalar(schema: &Value, value: &Value) -> Vec<(String, Problem)> {
    if value.is_null() {
        let reason = "null is not allowed".to_owned();
        let problem = (!allows_null(schema)).then_some((reason, Problem::Type));
        return problem.into_iter().collect();
    }
    let types = types(schema);
    if !types.is_empty() && !types.iter().any(|ty| is_of(ty, value)) {
        let reason = format!("{} is not of the type {}", brief(value), types.join(" or "));
        return vec![(reason, Problem::Type)];
    }
    let mut problems = Vec::new();
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        // Some documents write the enum for the items beside `items` instead of inside.
        let items = value
            .as_array()
            .filter(|_| !values.iter().any(Value::is_array));
        let items = items.map_or(std::slice::from_ref(value), Vec::as_slice);
        for item in items.iter().filter(|item| !values.contains(item)) {
            let reason = format!("{} is not in the enum", brief(item));
            problems.push((reason, Problem::Enum(item.to_string())));
        }
    }
    if let (Some(format), Some(text)) = (word(schema, "format"), value.as_str())
        && !has_format(text, format)
    {
        let reason = format!("{} has not the format {format}", brief(value));
        problems.push((reason, Problem::Format));
    }
    problems
}

/// Returns the schemas in the list under a keyword such as `allOf`.
pub(crate) fn list<'a>(schema: &'a Value, keyword: &str) -> impl Iterator<Item = &'a Value> {
    let schemas = schema.get(keyword).and_then(Value::as_array);
    schemas.into_iter().flatten()
}

fn word<'a>(schema: &'a Value, key: &str) -> Option<&'a str> {
    schema.get(key).and_then(Value::as_str)
}

/// Returns the types of a schema in lower case, without `null`.
fn types(schema: &Value) -> Vec<String> {
    let names = match schema.get("type") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(name)) => vec![name.as_str()],
        _ => Vec::new(),
    };
    let names = names.into_iter().map(str::to_lowercase);
    names.filter(|name| name != "null").collect()
}

fn allows_null(schema: &Value) -> bool {
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let has_null = list(schema, "type").any(|name| name == "null");
    let is_any = schema.get("type").is_none();
    is_nullable || has_null || is_any
}

fn is_of(ty: &str, value: &Value) -> bool {
    match ty {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// Returns whether a text has a format. Returns `true` for a format that does not affect the generated type.
fn has_format(text: &str, format: &str) -> bool {
    match format {
        "date" => fits(text, "0000-00-00"),
        "date-time" => {
            let (time, offset) = text.split_at(text.len().min("0000-00-00T00:00:00".len()));
            let offset = match offset.strip_prefix('.') {
                Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()),
                None => offset,
            };
            let is_offset =
                matches!(offset, "Z" | "z") || fits(offset.get(1..).unwrap_or_default(), "00:00");
            fits(time, "0000-00-00T00:00:00") && is_offset
        }
        _ => true,
    }
}

/// Returns whether a text matches a pattern. A `0` in the pattern matches any digit, and any other character matches
/// itself.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .chars()
            .zip(pattern.chars())
            .all(|(c, pattern)| match pattern {
                '0' => c.is_ascii_digit(),
                other => c == other,
            })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Schemas;

    /// Returns the contradictions as `path: reason`.
    fn check(schema: &Value, value: &Value) -> Vec<String> {
        let document = json!({"components": {"schemas": {
            "Cup": {"type": "object", "properties": {"size": {"type": "integer"}}},
        }}});
        let schemas = Schemas {
            document: &document,
            needs_required: false,
        };
        let found = schemas.check(schema, value);
        found
            .into_iter()
            .map(|one| format!("{}: {}", one.path, one.reason))
            .collect()
    }

    #[test]
    fn types_are_checked_at_every_depth() {
        let schema = json!({"type": "object", "properties": {
            "cups": {"type": "array", "items": {"$ref": "#/components/schemas/Cup"}},
        }});
        assert!(check(&schema, &json!({"cups": [{"size": 1}, {"size": 1.0}]})).is_empty());
        assert_eq!(
            check(&schema, &json!({"cups": [{"size": 1}, {"size": "1"}]})),
            ["cups[1].size: \"1\" is not of the type integer"]
        );
    }

    #[test]
    fn null_needs_permission() {
        assert!(check(&json!({"type": "string", "nullable": true}), &json!(null)).is_empty());
        assert!(check(&json!({"type": ["string", "null"]}), &json!(null)).is_empty());
        let found = check(&json!({"type": "string"}), &json!(null));
        assert_eq!(found, [": null is not allowed"]);
    }

    #[test]
    fn an_enum_beside_a_list_is_the_enum_of_the_items() {
        let schema = json!({"type": "array", "enum": ["a", "b"], "items": {"type": "string"}});
        assert!(check(&schema, &json!(["a", "b"])).is_empty());
        assert_eq!(
            check(&schema, &json!(["a", "c"])),
            [": \"c\" is not in the enum"]
        );
    }

    #[test]
    fn formats_of_times_are_checked() {
        let time = json!({"type": "string", "format": "date-time"});
        for text in ["2026-01-31T10:00:00Z", "2026-01-31T10:00:00.5+01:00"] {
            assert!(check(&time, &json!(text)).is_empty(), "{text}");
        }
        for text in ["2026-01-31T10:00:00", "2026-01-31", "tomorrow", ""] {
            assert_eq!(check(&time, &json!(text)).len(), 1, "{text}");
        }
        let day = json!({"type": "string", "format": "date"});
        assert!(check(&day, &json!("2026-01-31")).is_empty());
        assert_eq!(check(&day, &json!("31.01.2026")).len(), 1);
    }

    #[test]
    fn unknown_properties_are_contradictions_unless_the_schema_is_open() {
        let closed = json!({"allOf": [
            {"properties": {"a": {"type": "string"}}},
            {"properties": {"b": {"type": "string"}}},
        ]});
        assert!(check(&closed, &json!({"a": "", "b": ""})).is_empty());
        assert_eq!(
            check(&closed, &json!({"a": "", "c": 1})),
            ["c: the schema does not define the property"]
        );
        let open = json!({"properties": {"a": {}}, "additionalProperties": {"type": "integer"}});
        assert!(check(&open, &json!({"c": 1})).is_empty());
        assert_eq!(check(&open, &json!({"c": ""})).len(), 1);
    }

    #[test]
    fn the_closest_alternative_is_reported() {
        let schema = json!({
            "properties": {"kind": {"type": "string"}},
            "oneOf": [
                {"properties": {"tea": {"type": "string"}}},
                {"properties": {"cup": {"$ref": "#/components/schemas/Cup"}}},
            ],
        });
        assert!(check(&schema, &json!({"kind": "x", "tea": "green"})).is_empty());
        assert_eq!(
            check(&schema, &json!({"kind": "x", "cup": {"size": true}})),
            ["cup.size: true is not of the type integer"]
        );
    }
}
