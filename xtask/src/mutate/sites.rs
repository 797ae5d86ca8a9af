//! Finds the objects of an `OpenAPI` document and their roles.
//!
//! In: a document. Out: the pointers of objects, each with its role. A role depends on where the object is in the
//! document. Thus, a property with the name `schema` is not confused with a schema. Values of an unexpected type are
//! skipped.

use serde_json::Value;

use super::tree::join;

/// The HTTP methods of a path item.
pub(crate) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What an object of a document is, such as an operation or a schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// A path item. Its key is the path.
    PathItem,
    /// An operation. Its key is the HTTP method.
    Operation,
    Parameter,
    /// A header of a response or of a multipart field. Its key is the name.
    Header,
    RequestBody,
    /// A response. Its key is the status.
    Response,
    /// A media type object. Its key is the media type.
    MediaType,
    Schema,
    /// A security scheme. Its key is the name.
    SecurityScheme,
    Server,
    /// A tag object.
    Tag,
}

/// An object of a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Site {
    /// The pointer of the object.
    pub(crate) at: String,
    pub(crate) role: Role,
    /// Whether the object is a reference to another object.
    pub(crate) is_reference: bool,
}

/// Returns all objects of a document that have one of the roles.
pub(crate) fn sites(document: &Value) -> Vec<Site> {
    let mut walk = Walk {
        document,
        found: Vec::new(),
    };
    walk.list("/servers", Walk::server);
    walk.list("/tags", Walk::tag);
    walk.map("/paths", Walk::path_item);
    walk.map("/webhooks", Walk::path_item);
    walk.map("/components/pathItems", Walk::path_item);
    walk.map("/components/parameters", Walk::parameter);
    walk.map("/components/headers", Walk::header);
    walk.map("/components/requestBodies", Walk::request_body);
    walk.map("/components/responses", Walk::response);
    walk.map("/components/schemas", Walk::schema);
    walk.map("/components/securitySchemes", Walk::security_scheme);
    walk.map("/components/callbacks", Walk::callback);
    walk.found
}

/// Returns the pointers of all objects with this role. References are omitted.
pub(crate) fn of_role(document: &Value, role: Role) -> Vec<String> {
    let sites = sites(document).into_iter();
    sites
        .filter(|site| site.role == role && !site.is_reference)
        .map(|site| site.at)
        .collect()
}

/// Returns the pointers of all operations in `paths`.
pub(crate) fn operations(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let has = |method: &&&str| item.get(**method).is_some_and(Value::is_object);
        let at = join("/paths", path);
        found.extend(METHODS.iter().filter(has).map(|method| join(&at, method)));
    }
    found
}

/// A function that visits one kind of object.
type Visit<'a> = fn(&mut Walk<'a>, &str);

struct Walk<'a> {
    document: &'a Value,
    found: Vec<Site>,
}

impl<'a> Walk<'a> {
    /// Records the role of the object at a pointer. Returns false if there is no object.
    fn note(&mut self, at: &str, role: Role) -> bool {
        let Some(object) = self.document.pointer(at).and_then(Value::as_object) else {
            return false;
        };
        let is_reference = object.contains_key("$ref");
        self.found.push(Site {
            at: at.to_owned(),
            role,
            is_reference,
        });
        true
    }

    /// Visits all values of a map. Extensions, whose keys start with `x-`, are skipped.
    fn map(&mut self, at: &str, visit: Visit<'a>) {
        let document = self.document;
        if let Some(object) = document.pointer(at).and_then(Value::as_object) {
            for key in object.keys().filter(|key| !key.starts_with("x-")) {
                visit(self, &join(at, key));
            }
        }
    }

    /// Visits all values of a map whose keys are names. Here, a key such as `x-a` is a name instead of an extension.
    fn named(&mut self, at: &str, visit: Visit<'a>) {
        let document = self.document;
        if let Some(object) = document.pointer(at).and_then(Value::as_object) {
            for key in object.keys() {
                visit(self, &join(at, key));
            }
        }
    }

    /// Visits each item of a list.
    fn list(&mut self, at: &str, visit: Visit<'a>) {
        let count = self
            .document
            .pointer(at)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..count {
            visit(self, &format!("{at}/{index}"));
        }
    }

    fn server(&mut self, at: &str) {
        self.note(at, Role::Server);
    }

    fn tag(&mut self, at: &str) {
        self.note(at, Role::Tag);
    }

    fn security_scheme(&mut self, at: &str) {
        self.note(at, Role::SecurityScheme);
    }

    fn path_item(&mut self, at: &str) {
        if !self.note(at, Role::PathItem) {
            return;
        }
        self.list(&join(at, "parameters"), Self::parameter);
        self.list(&join(at, "servers"), Self::server);
        for method in METHODS {
            self.operation(&join(at, method));
        }
    }

    fn operation(&mut self, at: &str) {
        if !self.note(at, Role::Operation) {
            return;
        }
        self.list(&join(at, "parameters"), Self::parameter);
        self.list(&join(at, "servers"), Self::server);
        self.request_body(&join(at, "requestBody"));
        self.map(&join(at, "responses"), Self::response);
        self.map(&join(at, "callbacks"), Self::callback);
    }

    fn callback(&mut self, at: &str) {
        self.map(at, Self::path_item);
    }

    fn parameter(&mut self, at: &str) {
        if self.note(at, Role::Parameter) {
            self.value(at);
        }
    }

    fn header(&mut self, at: &str) {
        if self.note(at, Role::Header) {
            self.value(at);
        }
    }

    fn value(&mut self, at: &str) {
        self.schema(&join(at, "schema"));
        self.map(&join(at, "content"), Self::media_type);
    }

    fn request_body(&mut self, at: &str) {
        if self.note(at, Role::RequestBody) {
            self.map(&join(at, "content"), Self::media_type);
        }
    }

    fn response(&mut self, at: &str) {
        if self.note(at, Role::Response) {
            self.named(&join(at, "headers"), Self::header);
            self.map(&join(at, "content"), Self::media_type);
        }
    }

    fn media_type(&mut self, at: &str) {
        if self.note(at, Role::MediaType) {
            self.schema(&join(at, "schema"));
            self.map(&join(at, "encoding"), Self::encoding);
        }
    }

    fn encoding(&mut self, at: &str) {
        self.named(&join(at, "headers"), Self::header);
    }

    fn schema(&mut self, at: &str) {
        if !self.note(at, Role::Schema) {
            return;
        }
        for map in [
            "properties",
            "patternProperties",
            "dependentSchemas",
            "$defs",
        ] {
            self.named(&join(at, map), Self::schema);
        }
        for list in ["allOf", "oneOf", "anyOf", "prefixItems"] {
            self.list(&join(at, list), Self::schema);
        }
        for one in [
            "items",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
        ] {
            self.schema(&join(at, one));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Role, of_role, operations, sites};

    #[test]
    fn properties_named_like_keywords_are_not_mistaken_for_them() {
        let document = json!({
            "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": {
                "schema": { "properties": { "items": { "properties": { "schema": {} } } } },
                "example": { "schema": { "type": "string" } }
            } } } } } } }
        });
        let at = "/paths/~1a/get/responses/200/content/application~1json/schema";
        assert_eq!(
            of_role(&document, Role::Schema),
            [
                at.to_owned(),
                format!("{at}/properties/items"),
                format!("{at}/properties/items/properties/schema")
            ]
        );
        assert_eq!(operations(&document), ["/paths/~1a/get"]);
    }

    #[test]
    fn objects_of_an_unexpected_kind_are_skipped() {
        let document =
            json!({ "paths": [], "components": { "schemas": { "A": 1, "B": { "$ref": "#/x" } } } });
        let sites = sites(&document);
        assert_eq!(sites.len(), 1);
        assert!(sites.iter().all(|site| site.is_reference));
    }
}
