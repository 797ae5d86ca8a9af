//! Keywords of OpenAPI that several stages use.

use crate::source::{Map, Node, Span};

/// The HTTP methods in a path item, in the order of the specification.
pub(crate) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Lists the operations of a path item: the HTTP method, the location of this key, and the operation.
pub(crate) fn operations(item: &Map) -> impl Iterator<Item = (&str, Span, &Node)> {
    let custom = item.get("additionalOperations").and_then(Node::as_map);
    let named = METHODS
        .iter()
        .filter_map(|method| Some((*method, item.key_span(method)?, item.get(method)?)));
    named.chain(custom.into_iter().flat_map(Map::iter))
}

/// The values of `type` in OpenAPI 3.0.
pub(crate) const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

/// Schema keywords that affect only values of one type. `number` includes `integer`.
const BY_TYPE: &[(&str, &[&str])] = &[
    ("string", &["pattern", "minLength", "maxLength"]),
    (
        "number",
        &[
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
        ],
    ),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    ),
];

/// Returns whether a schema keyword only affects values of this type.
pub(crate) fn is_of_type(kind: &str, keyword: &str) -> bool {
    let kind = if kind == "integer" { "number" } else { kind };
    BY_TYPE
        .iter()
        .any(|(owner, keywords)| *owner == kind && keywords.contains(&keyword))
}

/// Schema keywords that restrict no values.
const ANNOTATIONS: &[&str] = &[
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "summary",
    "title",
    "writeOnly",
    "xml",
];

/// Returns whether a schema keyword restricts no values, such as `description`. `nullable` is not an annotation,
/// because it allows the additional value `null`.
pub(crate) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || is_extension(keyword)
}

/// Returns whether a key is a specification extension.
pub(crate) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}
