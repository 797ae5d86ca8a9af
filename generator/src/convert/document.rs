//! Converts all parts of a document except schemas from OpenAPI 3.1 and 3.2 to 3.0.
//!
//! In: an object and its kind. Out: the same object and its parts in the notation of 3.0. Each reference to a shared path item or
//! a shared media type is replaced by a copy, because 3.0 cannot share these objects.

use super::{edit, schema, webhooks};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::openapi::component;
use crate::openapi::grammar::Kind;
use crate::openapi::parts::parts_mut;
use crate::source::{Map, Node, Span, Value};

/// The maximum nesting depth of shared path items and shared media types.
const MAX_NESTED: usize = 8;

/// Sets the version to 3.0.
pub(super) fn set_version(root: &mut Node) {
    if let Some(version) = root.as_map_mut().and_then(|map| map.get_mut("openapi")) {
        version.value = Value::Str("3.0.3".to_owned());
    }
}

/// The state of the conversion of a document.
#[derive(Debug)]
pub(super) struct Converter<'d> {
    pub(super) diagnostics: &'d mut Diagnostics,
    /// The map `components: pathItems:` of the document.
    path_items: Map,
    /// The map `components: mediaTypes:` of the document.
    media_types: Map,
    /// The current nesting depth of shared path items and shared media types.
    nested: usize,
}

impl<'d> Converter<'d> {
    /// Moves the shared path items and the shared media types from the document to the converter.
    pub(super) fn new(root: &mut Node, diagnostics: &'d mut Diagnostics) -> Self {
        let components = root.as_map_mut().and_then(|map| map.get_mut("components"));
        let mut components = components.and_then(Node::as_map_mut);
        let mut section = |name: &str| match components.as_mut().and_then(|map| map.remove(name)) {
            Some(Node {
                value: Value::Map(map),
                ..
            }) => map,
            _ => Map::new(),
        };
        let path_items = section("pathItems");
        let media_types = section("mediaTypes");
        Self {
            diagnostics,
            path_items,
            media_types,
            nested: 0,
        }
    }

    /// Converts an object and all its parts.
    pub(super) fn object(&mut self, node: &mut Node, kind: Kind) {
        let nested = self.nested;
        match kind {
            Kind::PathItem => self.put_in_place(node, "pathItems"),
            Kind::MediaType => self.put_in_place(node, "mediaTypes"),
            Kind::Schema => schema::before_parts(node),
            _ => {}
        }
        if let (Some(map), false) = (node.as_map_mut(), kind == Kind::Schema) {
            self.before_parts(map, kind);
        }
        for (part, kind) in parts_mut(node, kind) {
            self.object(part, kind);
        }
        match kind {
            Kind::Document => self.after_document(node),
            Kind::Schema => schema::after_parts(node, self.diagnostics),
            _ => {}
        }
        self.nested = nested;
    }

    /// Replaces a reference by a copy of the shared object. A key beside `$ref` has priority over the same key of the
    /// shared object.
    fn put_in_place(&mut self, node: &mut Node, section: &str) {
        let named = |node: &Node| {
            let (own, name) = node.text("$ref").and_then(component)?;
            (own == section).then_some(name)
        };
        while let Some(name) = named(node) {
            let shared = if section == "pathItems" {
                &self.path_items
            } else {
                &self.media_types
            };
            // `check` reports unresolved references.
            let Some(Node {
                value: Value::Map(shared),
                ..
            }) = shared.get(&name)
            else {
                return;
            };
            let mut shared = shared.clone();
            self.nested += 1;
            if self.nested > MAX_NESTED {
                shared.remove("$ref");
                shared.remove("get");
                self.unsupported(node.span, "a recursive path item", "ignored");
                shared = Map::new();
            }
            let Some(map) = node.as_map_mut() else { return };
            map.remove("$ref");
            for (name, span, node) in shared
                .iter()
                .filter(|(name, ..)| !map.contains(name))
                .collect::<Vec<_>>()
            {
                map.insert(
                    crate::source::Key {
                        name: name.to_owned(),
                        span,
                    },
                    node.clone(),
                );
            }
        }
    }

    fn before_parts(&mut self, map: &mut Map, kind: Kind) {
        match kind {
            Kind::Document => document(map),
            Kind::PathItem => self.path_item(map),
            Kind::Operation => self.operation(map),
            Kind::Parameter => {
                drop_style(map);
                self.query_string(map);
            }
            Kind::Header => drop_style(map),
            Kind::MediaType => media_type(map),
            Kind::Response => response(map),
            Kind::Example => example(map),
            Kind::SecurityScheme => {
                edit::drop_all(map, &["deprecated", "oauth2MetadataUrl"]);
                if let Some(flows) = map.get_mut("flows").and_then(Node::as_map_mut) {
                    flows.remove("deviceAuthorization");
                }
            }
            _ => {}
        }
    }

    fn path_item(&mut self, map: &mut Map) {
        drop_empty_servers(map);
        self.drop_parameters(map);
    }

    fn operation(&mut self, map: &mut Map) {
        drop_empty_servers(map);
        self.drop_parameters(map);
        let empty = map
            .get("responses")
            .is_none_or(|node| node.as_map().is_some_and(Map::is_empty));
        if empty {
            let span = map
                .get("responses")
                .map(|node| node.span)
                .or_else(|| first_span(map));
            let Some(span) = span else { return };
            let response = edit::map_of([("description".to_owned(), edit::text("", span))], span);
            edit::put(
                map,
                "responses",
                edit::map_of([("default".to_owned(), response)], span),
            );
        }
    }

    /// Converts a parameter with `in: querystring` to a parameter with `in: query`. Each property of its schema becomes a query
    /// parameter.
    fn query_string(&mut self, map: &mut Map) {
        let Some(place) = map.get("in").filter(|node| is_query_string(node)) else {
            return;
        };
        let span = place.span;
        let Some(schema) = form_of(map).cloned() else {
            return;
        };
        if let Some(encoding) = map
            .get("content")
            .and_then(|content| content.get(FORM)?.get("encoding"))
        {
            let place = encoding.span;
            self.unsupported(place, "`encoding` of a query string", "ignored");
        }
        edit::drop_all(map, &["content", "example", "examples", "allowReserved"]);
        edit::put(map, "in", edit::text("query", span));
        edit::put(map, "style", edit::text("form", span));
        edit::set(map, "explode", Value::Bool(true), span);
        edit::put(map, "schema", schema);
    }

    /// Removes parameters with `in: querystring` that have no form content.
    fn drop_parameters(&mut self, map: &mut Map) {
        let Some(Node {
            value: Value::List(list),
            ..
        }) = map.get_mut("parameters")
        else {
            return;
        };
        let mut spans = Vec::new();
        list.retain(|node| {
            let whole = node.get("in").is_some_and(is_query_string)
                && node.as_map().is_some_and(|map| form_of(map).is_none());
            spans.extend(node.get("in").filter(|_| whole).map(|node| node.span));
            !whole
        });
        for span in spans {
            let what = "a query string that is not `application/x-www-form-urlencoded`";
            self.unsupported(span, what, "ignored");
        }
    }

    fn after_document(&mut self, root: &mut Node) {
        let Some(map) = root.as_map_mut() else { return };
        webhooks::share_bodies(map, self.diagnostics);
        // OpenAPI 3.0 requires `paths`.
        if let (false, Some(span)) = (
            map.contains("paths"),
            map.get("openapi").map(|node| node.span),
        ) {
            edit::set(map, "paths", Value::Map(Map::new()), span);
        }
    }

    fn unsupported(&mut self, span: impl Into<Option<Span>>, what: &str, outcome: &str) {
        let warning = Diagnostic::warning(Code::Unsupported, format!("{what} is not supported"));
        self.diagnostics.push(match span.into() {
            Some(span) => warning.label(span, outcome),
            None => warning,
        });
    }
}

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// Moves the schema of the items of a stream to `x-item-schema`, because OpenAPI 3.0 has no schema for items.
fn media_type(map: &mut Map) {
    edit::drop_all(map, &["prefixEncoding", "itemEncoding"]);
    if let Some(item) = map.remove("itemSchema") {
        edit::put(map, "x-item-schema", item);
    }
}

fn is_query_string(place: &Node) -> bool {
    place.as_str() == Some("querystring")
}

/// Returns the schema of a parameter's form content.
fn form_of(map: &Map) -> Option<&Node> {
    map.get("content")?.get(FORM)?.get("schema")
}

fn first_span(map: &Map) -> Option<Span> {
    map.iter().next().map(|(_, span, _)| span)
}

fn document(map: &mut Map) {
    edit::drop_all(map, &["$self", "jsonSchemaDialect"]);
    drop_empty_servers(map);
    if let Some(info) = map.get_mut("info").and_then(Node::as_map_mut) {
        info.remove("summary");
        if let Some(license) = info.get_mut("license").and_then(Node::as_map_mut) {
            license.remove("identifier");
        }
    }
    for (list, keys) in [
        ("servers", &["name"][..]),
        ("tags", &["summary", "parent", "kind"][..]),
    ] {
        if let Some(Node {
            value: Value::List(list),
            ..
        }) = map.get_mut(list)
        {
            list.iter_mut()
                .filter_map(Node::as_map_mut)
                .for_each(|map| edit::drop_all(map, keys));
        }
    }
}

/// Removes `servers: []`, which means the same as a missing `servers`.
fn drop_empty_servers(map: &mut Map) {
    if map
        .get("servers")
        .and_then(Node::as_list)
        .is_some_and(<[Node]>::is_empty)
    {
        map.remove("servers");
    }
}

fn drop_style(map: &mut Map) {
    if map.text_of("style") == Some("cookie") {
        map.remove("style");
    }
}

fn response(map: &mut Map) {
    if map.contains("$ref") {
        return;
    }
    map.remove("summary");
    if let (false, Some(span)) = (map.contains("description"), first_span(map)) {
        edit::put(map, "description", edit::text("", span));
    }
}

fn example(map: &mut Map) {
    map.remove("serializedValue");
    if let Some(value) = map.remove("dataValue")
        && !map.contains("value")
    {
        edit::put(map, "value", value);
    }
}
