//! The operations of a vendor's document, with their JSON bodies.
//!
//! In: a JSON document. Out: the schema and the examples of each request body and of each successful response.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::examples::{Writer, enum_bodies, examples};
use super::schema::{Contradiction, Schemas};

/// The HTTP methods that a path item can contain.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// A vendor's document.
#[derive(Debug)]
pub(crate) struct Vendor {
    /// The file name.
    pub(crate) name: String,
    document: Value,
    /// Whether a missing required property contradicts the document. Examples in documents are often incomplete, but
    /// recorded responses are complete.
    needs_required: bool,
}

/// An operation of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VendorOperation<'a> {
    schemas: Schemas<'a>,
    pub(crate) method: &'static str,
    pub(crate) path: &'a str,
    node: &'a Value,
}

/// The body of the request, or the body of the response with a certain status.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Place {
    Request,
    Response(String),
}

impl Place {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Request => "request",
            Self::Response(status) => status,
        }
    }
}

impl Vendor {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            name: name.unwrap_or_default(),
            document: serde_json::from_slice(&text)
                .with_context(|| format!("{} is not JSON", path.display()))?,
            needs_required: false,
        })
    }

    /// Creates a document for the comparison with recorded responses.
    pub(crate) fn of_recorded(document: Value) -> Self {
        Self {
            name: String::new(),
            document,
            needs_required: true,
        }
    }

    /// Returns the operations of the document.
    pub(crate) fn operations(&self) -> Vec<VendorOperation<'_>> {
        let schemas = Schemas {
            document: &self.document,
            needs_required: self.needs_required,
        };
        let paths = self.document.get("paths").and_then(Value::as_object);
        let mut all = Vec::new();
        for (path, item) in paths.into_iter().flatten() {
            for method in METHODS {
                all.extend(item.get(method).map(|node| VendorOperation {
                    schemas,
                    method,
                    path,
                    node,
                }));
            }
        }
        all
    }
}

impl<'a> VendorOperation<'a> {
    /// Returns the JSON examples of the request body and of the successful responses.
    pub(crate) fn examples(self) -> Vec<(Place, Value)> {
        self.bodies(examples)
    }

    /// Returns bodies that contain values of enums. Each of these values is in no example.
    pub(crate) fn enum_bodies(self) -> Vec<(Place, Value)> {
        self.bodies(enum_bodies)
    }

    fn bodies(self, of: fn(Schemas<'_>, &Value, Writer) -> Vec<Value>) -> Vec<(Place, Value)> {
        let of_media = |(place, media): (Place, &'a Value)| {
            let writer = match &place {
                Place::Request => Writer::Client,
                Place::Response(_) => Writer::Server,
            };
            let found = of(self.schemas, media, writer).into_iter();
            found.map(move |body| (place.clone(), body))
        };
        self.media().into_iter().flat_map(of_media).collect()
    }

    /// Returns how a body contradicts the document. Returns `None` if the document has no schema for the body.
    pub(crate) fn check(self, place: &Place, value: &Value) -> Option<Vec<Contradiction>> {
        let (_, media) = self.media().into_iter().find(|(known, _)| known == place)?;
        Some(self.schemas.check(media.get("schema")?, value))
    }

    /// Returns the media type objects of JSON bodies.
    pub(crate) fn media(self) -> Vec<(Place, &'a Value)> {
        let request = self
            .node
            .get("requestBody")
            .map(|body| (Place::Request, body));
        let responses = self.node.get("responses").and_then(Value::as_object);
        let responses = responses.into_iter().flatten();
        let successes = responses
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(status, response)| (Place::Response(status.clone()), response));
        let bodies = request.into_iter().chain(successes);
        let media = bodies.filter_map(|(place, body)| {
            let content = self.schemas.resolve(body)?.get("content")?.as_object()?;
            Some((place, json(content)?))
        });
        media.collect()
    }
}

/// Returns the media type object for JSON.
fn json(content: &Map<String, Value>) -> Option<&Value> {
    let is_json = |name: &str| {
        let name = name.split(';').next().unwrap_or_default().trim();
        name == "application/json" || name.ends_with("+json")
    };
    content
        .iter()
        .find(|(name, _)| is_json(name))
        .map(|(_, media)| media)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Place, Vendor};

    #[test]
    fn the_bodies_of_an_operation_are_found() {
        let vendor = Vendor {
            name: "cups.json".to_owned(),
            needs_required: false,
            document: json!({
                "paths": {"/cups": {
                    "parameters": [],
                    "post": {
                        "requestBody": {"$ref": "#/components/requestBodies/Cup"},
                        "responses": {
                            "201": {"content": {
                                "application/xml": {"example": "<cup/>"},
                                "application/json; charset=utf-8": {
                                    "schema": {"properties": {"size": {"type": "integer", "example": 4}}},
                                },
                            }},
                            "204": {"description": "Nothing."},
                            "400": {"content": {"application/json": {"example": {"error": 1}}}},
                        },
                    },
                }},
                "components": {"requestBodies": {"Cup": {"content": {
                    "application/merge-patch+json": {"example": {"size": 5}},
                }}}},
            }),
        };
        let operations = vendor.operations();
        let [operation] = operations.as_slice() else {
            panic!("{operations:?}");
        };
        assert_eq!((operation.method, operation.path), ("post", "/cups"));
        let created = Place::Response("201".to_owned());
        assert_eq!(
            operation.examples(),
            [
                (Place::Request, json!({"size": 5})),
                (created.clone(), json!({"size": 4})),
            ]
        );
        let check = |value| operation.check(&created, &value).unwrap();
        assert!(check(json!({"size": 1})).is_empty());
        assert_eq!(check(json!({"size": "1"})).len(), 1);
        assert_eq!(operation.check(&Place::Request, &json!({})), None);
    }
}
