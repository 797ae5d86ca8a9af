//! Finds the places of a document that contain text.
//!
//! In: a document. Out: places. Each place has a sort, such as `info.title`. A hostile text replaces the value or the
//! key in a place. If a key is replaced, references to it are updated.

use serde_json::{Value, json};

use super::super::renames;
use super::super::sites::{Role, sites};
use super::super::tree::{ensure, join, object, put, set, split};

/// A place in a document that contains text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Place {
    /// The sort of place, such as `info.title`.
    pub(crate) name: &'static str,
    /// The JSON pointer to the value, or to the object that contains the key.
    pub(crate) at: String,
    spot: Spot,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Spot {
    /// A property of the object. If it is missing, it is added.
    Text(&'static str),
    /// The value at the pointer.
    Value,
    /// The last key in the pointer.
    Key,
    /// The name of a property of a schema.
    Property(String),
    /// The name of a shared object in a section of `components`.
    Shared(&'static str),
    /// The name of a parameter object.
    Parameter,
    /// The name of a tag.
    Tag(String),
    /// The name of an OAuth scope.
    Scope(String),
    /// A path. The text becomes the last segment of the path.
    Path,
    /// An extension that is added. Its value is the text.
    Extension,
}

impl Place {
    /// Puts a text into the place. Returns false if the document has no such place.
    pub(crate) fn put(&self, document: &mut Value, text: &str) -> bool {
        let (parent, last) = split(&self.at);
        let parent = parent.to_owned();
        match &self.spot {
            Spot::Text(key) => set(document, &self.at, key, json!(text)),
            Spot::Value => put(document, &self.at, json!(text)),
            Spot::Key => renames::key(document, &self.at, text),
            Spot::Property(name) => renames::property(document, &self.at, name, text),
            Spot::Shared(section) => renames::shared(document, section, &last, text),
            Spot::Parameter => renames::parameter(document, &self.at, text),
            Spot::Tag(name) => renames::tag(document, name, text),
            Spot::Scope(name) => renames::scope(document, &self.at, name, text),
            Spot::Path => renames::key(document, &self.at, &format!("{last}/{text}")),
            Spot::Extension => ensure(document, &parent, &last).is_some_and(|object| {
                object
                    .insert("x-extension".to_owned(), json!(text))
                    .is_none()
            }),
        }
    }
}

/// Returns all places of a document that contain text.
pub(crate) fn places(document: &Value) -> Vec<Place> {
    let mut found = Places {
        document,
        list: Vec::new(),
    };
    found.info();
    for site in sites(document) {
        if site.is_reference {
            continue;
        }
        let at = site.at.as_str();
        match site.role {
            Role::PathItem => found.path_item(at),
            Role::Operation => found.operation(at),
            Role::Parameter => found.parameter(at),
            Role::Header => found.header(at),
            Role::RequestBody => found.texts(at, &[("requestBody.description", "description")]),
            Role::Response => found.response(at),
            Role::MediaType => found.media_type(at),
            Role::Schema => found.schema(at),
            Role::SecurityScheme => found.security_scheme(at),
            Role::Server => found.server(at),
            Role::Tag => found.tag(at),
        }
    }
    found.list
}

/// Returns the sorts of places in a document, without duplicates.
pub(crate) fn names(document: &Value) -> Vec<&'static str> {
    let mut names: Vec<&str> = places(document).iter().map(|place| place.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

struct Places<'a> {
    document: &'a Value,
    list: Vec<Place>,
}

impl Places<'_> {
    fn add(&mut self, name: &'static str, at: &str, spot: Spot) {
        self.list.push(Place {
            name,
            at: at.to_owned(),
            spot,
        });
    }

    /// Adds places for properties of an object. The properties can be missing.
    fn texts(&mut self, at: &str, texts: &[(&'static str, &'static str)]) {
        for (name, key) in texts {
            self.add(name, at, Spot::Text(key));
        }
    }

    fn keys(&self, at: &str) -> Vec<String> {
        object(self.document, at)
            .map(|object| object.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// Adds a place for each key of an object.
    fn each_key(&mut self, name: &'static str, at: &str) {
        for key in self.keys(at) {
            self.add(name, &join(at, &key), Spot::Key);
        }
    }

    /// Adds a place for each item of a list.
    fn each_item(&mut self, name: &'static str, at: &str) {
        let items = self.document.pointer(at).and_then(Value::as_array);
        for index in 0..items.map_or(0, Vec::len) {
            self.add(name, &format!("{at}/{index}"), Spot::Value);
        }
    }

    fn docs(&mut self, at: &str) {
        let at = join(at, "externalDocs");
        if object(self.document, &at).is_some() {
            self.texts(
                &at,
                &[
                    ("externalDocs.description", "description"),
                    ("externalDocs.url", "url"),
                ],
            );
        }
    }

    fn info(&mut self) {
        self.texts(
            "/info",
            &[
                ("info.title", "title"),
                ("info.version", "version"),
                ("info.description", "description"),
                ("info.summary", "summary"),
                ("info.termsOfService", "termsOfService"),
            ],
        );
        if object(self.document, "/info/contact").is_some() {
            let texts = [
                ("contact.name", "name"),
                ("contact.url", "url"),
                ("contact.email", "email"),
            ];
            self.texts("/info/contact", &texts);
        }
        if object(self.document, "/info/license").is_some() {
            self.texts(
                "/info/license",
                &[("license.name", "name"), ("license.url", "url")],
            );
        }
        self.docs("");
        self.add("extension", "/info", Spot::Extension);
    }

    fn path_item(&mut self, at: &str) {
        self.texts(
            at,
            &[
                ("pathItem.summary", "summary"),
                ("pathItem.description", "description"),
            ],
        );
        if at.starts_with("/paths/") && at.matches('/').count() == 2 {
            self.add("path", at, Spot::Path);
        }
    }

    fn operation(&mut self, at: &str) {
        let texts = [
            ("operation.operationId", "operationId"),
            ("operation.summary", "summary"),
            ("operation.description", "description"),
        ];
        self.texts(at, &texts);
        self.docs(at);
        self.add("extension", at, Spot::Extension);
        let tags = self
            .document
            .pointer(&join(at, "tags"))
            .and_then(Value::as_array);
        for tag in tags.into_iter().flatten().filter_map(Value::as_str) {
            self.add("tag.name", at, Spot::Tag(tag.to_owned()));
        }
        self.each_key("response.status", &join(at, "responses"));
        self.each_key("callback.name", &join(at, "callbacks"));
    }

    fn parameter(&mut self, at: &str) {
        let object = object(self.document, at);
        let text = |key: &str| object.and_then(|it| it.get(key)?.as_str());
        let name = match text("in") {
            Some("path") => "parameter.name (path)",
            Some("header") => "parameter.name (header)",
            Some("cookie") => "parameter.name (cookie)",
            _ => "parameter.name (query)",
        };
        self.add(name, at, Spot::Parameter);
        self.texts(
            at,
            &[
                ("parameter.description", "description"),
                ("parameter.example", "example"),
            ],
        );
        if at.starts_with("/components/") {
            self.add("parameter key", at, Spot::Shared("parameters"));
        }
    }

    fn header(&mut self, at: &str) {
        self.texts(at, &[("header.description", "description")]);
        self.add("header.name", at, Spot::Key);
    }

    fn response(&mut self, at: &str) {
        self.texts(at, &[("response.description", "description")]);
        if at.starts_with("/components/") {
            self.add("response key", at, Spot::Shared("responses"));
        }
    }

    fn media_type(&mut self, at: &str) {
        self.add("media type", at, Spot::Key);
        self.texts(at, &[("mediaType.example", "example")]);
        let examples = join(at, "examples");
        self.each_key("example.name", &examples);
        for key in self.keys(&examples) {
            let example = join(&examples, &key);
            self.texts(
                &example,
                &[("example.summary", "summary"), ("example.value", "value")],
            );
        }
        let encoding = join(at, "encoding");
        for key in self.keys(&encoding) {
            self.texts(
                &join(&encoding, &key),
                &[("encoding.contentType", "contentType")],
            );
        }
    }

    fn schema(&mut self, at: &str) {
        let texts = [
            ("schema.title", "title"),
            ("schema.description", "description"),
            ("schema.default", "default"),
            ("schema.example", "example"),
            ("schema.pattern", "pattern"),
            ("schema.format", "format"),
            ("schema.const", "const"),
            ("schema.x-rust-name", "x-rust-name"),
        ];
        self.texts(at, &texts);
        for name in self.keys(&join(at, "properties")) {
            let property = join(&join(at, "properties"), &name);
            let described =
                object(self.document, &property).is_some_and(|it| it.contains_key("description"));
            let sort = if described {
                "property name"
            } else {
                "property name (undocumented)"
            };
            self.add(sort, at, Spot::Property(name));
        }
        self.each_item("schema.enum", &join(at, "enum"));
        self.each_item("schema.required", &join(at, "required"));
        self.each_item("schema.x-enum-varnames", &join(at, "x-enum-varnames"));
        self.each_item(
            "schema.x-enum-descriptions",
            &join(at, "x-enum-descriptions"),
        );
        let discriminator = join(at, "discriminator");
        if object(self.document, &discriminator).is_some() {
            self.texts(
                &discriminator,
                &[("discriminator.propertyName", "propertyName")],
            );
            self.each_key("discriminator.mapping", &join(&discriminator, "mapping"));
        }
        if at.starts_with("/components/schemas/") && at.matches('/').count() == 3 {
            self.add("schema key", at, Spot::Shared("schemas"));
        }
    }

    fn security_scheme(&mut self, at: &str) {
        self.add("securityScheme key", at, Spot::Shared("securitySchemes"));
        self.texts(at, &[("securityScheme.description", "description")]);
        let scheme = object(self.document, at);
        if scheme.is_some_and(|scheme| scheme.contains_key("name")) {
            self.texts(at, &[("securityScheme.name", "name")]);
        }
        let flows = join(at, "flows");
        for flow in self.keys(&flows) {
            let flow = join(&flows, &flow);
            self.texts(&flow, &[("flow.tokenUrl", "tokenUrl")]);
            let scopes = join(&flow, "scopes");
            for scope in self.keys(&scopes) {
                self.add("scope.description", &join(&scopes, &scope), Spot::Value);
                self.add("scope.name", &flow, Spot::Scope(scope));
            }
        }
    }

    fn server(&mut self, at: &str) {
        self.texts(
            at,
            &[("server.url", "url"), ("server.description", "description")],
        );
        let variables = join(at, "variables");
        self.each_key("server variable", &variables);
        for name in self.keys(&variables) {
            let variable = join(&variables, &name);
            let texts = [
                ("serverVariable.default", "default"),
                ("serverVariable.description", "description"),
            ];
            self.texts(&variable, &texts);
            self.each_item("serverVariable.enum", &join(&variable, "enum"));
        }
    }

    fn tag(&mut self, at: &str) {
        self.texts(at, &[("tag.description", "description")]);
        self.docs(at);
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::everything;
    use super::{names, places};

    #[test]
    fn the_document_with_everything_has_every_sort_of_place() {
        let names = names(&everything().unwrap());
        assert!(names.len() >= 60, "{names:?}");
    }

    #[test]
    fn a_text_reaches_every_place() {
        let document = everything().unwrap();
        for place in places(&document) {
            let mut mutant = document.clone();
            assert!(place.put(&mut mutant, "hostile */ text"), "{place:?}");
            let text = serde_json::to_string(&mutant).unwrap();
            assert!(text.contains("hostile */ text"), "{place:?}");
        }
    }
}
