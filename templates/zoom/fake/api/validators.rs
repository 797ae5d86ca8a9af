//! Compiles schemas of a document to validators.
//!
//! The schemas of OpenAPI 3.0 are close to draft 4 of JSON Schema, in which limits such as `exclusiveMinimum` are
//! booleans and a `$ref` replaces the keywords beside it. So few keywords change.

use std::sync::OnceLock;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use super::document::Document;
use super::formats;

/// The keywords that mean the same in OpenAPI 3.0 and in draft 4 of JSON Schema, and contain no schema.
const SAME: [&str; 15] = [
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "type",
    "uniqueItems",
];

/// The schemas whose enums do not contain all values. Zoom sells more plans than its documents name.
const OPEN_ENUMS: [&str; 1] = ["PlanName"];

/// Whether a schema describes what is sent to Zoom or what it sends back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Zoom checks formats. A property that Zoom sets is not required.
    Request,
    /// Formats are not checked, because Zoom's responses contain empty texts.
    Response,
}

impl Direction {
    const fn uri(self) -> &'static str {
        match self {
            Self::Request => "urn:zoom:request",
            Self::Response => "urn:zoom:response",
        }
    }

    /// Returns the keyword of a property that values of this direction do not contain.
    const fn absent(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}

/// The shared schemas of a document. They are converted when the first validator needs them.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    requests: OnceLock<Result<Registry<'static>, String>>,
    responses: OnceLock<Result<Registry<'static>, String>>,
}

impl Validators {
    /// Compiles a schema of the document.
    ///
    /// # Errors
    ///
    /// Fails if the schema is invalid or a reference points nowhere.
    pub(crate) fn compile(
        &self,
        document: &Document,
        schema: &Value,
        direction: Direction,
    ) -> Result<Validator, String> {
        let registry = match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        };
        let registry = registry.get_or_init(|| registry_of(document, direction));
        let registry = registry.as_ref().map_err(Clone::clone)?;
        let options = jsonschema::options()
            .with_draft(Draft::Draft4)
            .with_registry(registry)
            .with_format("date", formats::is_date)
            .with_format("date-time", formats::is_date_time)
            .should_validate_formats(true)
            .offline();
        let converter = Converter {
            document,
            direction,
        };
        let validator = options.build(&converter.schema(schema));
        validator.map_err(|error| error.to_string())
    }
}

fn registry_of(document: &Document, direction: Direction) -> Result<Registry<'static>, String> {
    let converter = Converter {
        document,
        direction,
    };
    let schemas = document.root().pointer("/components/schemas");
    let mut schemas = converter.schemas(schemas.unwrap_or(&Value::Null));
    for name in OPEN_ENUMS {
        if let Some(schema) = schemas.get_mut(name).and_then(Value::as_object_mut) {
            schema.remove("enum");
        }
    }
    let resource = json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "components": {"schemas": schemas},
    });
    let registry = Registry::new().add(direction.uri(), resource);
    let registry = registry.map_err(|error| error.to_string())?.prepare();
    registry.map_err(|error| error.to_string())
}

/// Converts schemas of OpenAPI 3.0 to JSON Schema.
struct Converter<'a> {
    document: &'a Document,
    direction: Direction,
}

impl Converter<'_> {
    fn schema(&self, schema: &Value) -> Value {
        let Some(object) = schema.as_object() else {
            return json!({});
        };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            return json!({"$ref": format!("{}{reference}", self.direction.uri())});
        }
        if object
            .get("format")
            .is_some_and(|format| format == "binary")
        {
            // The body of a multipart request contains the name and the size of the file instead of its bytes.
            return json!({"type": "object"});
        }
        let mut converted = Map::new();
        for (keyword, value) in object {
            if let Some(value) = self.keyword(object, keyword, value) {
                converted.insert(Self::name(keyword).to_owned(), value);
            }
        }
        let (smallest, largest) = match object.get("format").and_then(Value::as_str) {
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Some("int64") => (i64::MIN, i64::MAX),
            _ => return Self::nullable(object, converted),
        };
        for (keyword, limit) in [("minimum", smallest), ("maximum", largest)] {
            converted.entry(keyword).or_insert_with(|| limit.into());
        }
        Self::nullable(object, converted)
    }

    /// Lets a schema accept `null` if the document says so.
    fn nullable(object: &Map<String, Value>, converted: Map<String, Value>) -> Value {
        if object
            .get("nullable")
            .is_some_and(|nullable| nullable == true)
        {
            return json!({"anyOf": [converted, {"enum": [null]}]});
        }
        Value::Object(converted)
    }

    /// Returns the name of a keyword in JSON Schema.
    ///
    /// The alternatives of `oneOf` in the documents can overlap. For example, the order of a
    /// phone plan is also valid for the schema of a plan with a number of hosts. Zoom accepts such orders.
    fn name(keyword: &str) -> &str {
        if keyword == "oneOf" { "anyOf" } else { keyword }
    }

    /// Returns the value of a keyword in JSON Schema, or `None` if the keyword describes nothing that is checked.
    fn keyword(&self, object: &Map<String, Value>, keyword: &str, value: &Value) -> Option<Value> {
        match keyword {
            "format" => {
                let checked: &[&str] = match self.direction {
                    Direction::Request => &["date", "date-time", "email"],
                    // The examples of the documents contain addresses that are not valid.
                    Direction::Response => &["date", "date-time"],
                };
                checked
                    .iter()
                    .any(|format| value == format)
                    .then(|| value.clone())
            }
            "items" | "not" => Some(self.schema(value)),
            "additionalProperties" => Some(match value {
                Value::Object(_) => self.schema(value),
                _ => value.clone(),
            }),
            "allOf" | "anyOf" | "oneOf" => {
                let schemas = value.as_array()?.iter();
                Some(schemas.map(|schema| self.schema(schema)).collect())
            }
            "properties" => Some(self.schemas(value)),
            "required" => self.required(object, value),
            _ => SAME.contains(&keyword).then(|| value.clone()),
        }
    }

    /// Converts the schemas in an object, such as `properties`.
    fn schemas(&self, schemas: &Value) -> Value {
        let schemas = schemas.as_object().into_iter().flatten();
        let schemas = schemas.map(|(name, schema)| (name.clone(), self.schema(schema)));
        Value::Object(schemas.collect())
    }

    /// Returns the required properties that values of this direction contain. JSON Schema permits no empty list.
    fn required(&self, object: &Map<String, Value>, names: &Value) -> Option<Value> {
        let properties = object.get("properties").unwrap_or(&Value::Null);
        let required = names.as_array()?.iter().filter(|name| {
            let name = name.as_str().unwrap_or_default();
            let property = self.document.member(properties, name);
            property.get(self.direction.absent()) != Some(&Value::Bool(true))
        });
        let required: Vec<Value> = required.cloned().collect();
        (!required.is_empty()).then_some(Value::Array(required))
    }
}
