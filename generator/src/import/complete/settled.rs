//! Reads the operations of the publisher, and settles their schemas.
//!
//! In: an operation in one or more documents of the publisher. Out: the operation with settled parameters and bodies.
//! All named schemas of the operation are in the registry.

use indexmap::IndexMap;

use super::body::{self, Body, BodyNames};
use super::chosen::{Chosen, ITEM, REQUEST, RESPONSE};
use super::pages::Pages;
use super::parameter::{self, Parameter};
use super::publisher::Published;
use super::read::Reader;
use super::shape::{Kind, Shape};
use super::work::{Context, Work};
use crate::import::tables::Place;
use crate::source::{Map, Node};

/// An operation whose schemas are settled. All named schemas are in the registry.
#[derive(Debug)]
pub(super) struct Settled<'a> {
    pub(super) chosen: Chosen<'a>,
    pub(super) context: Context,
    pub(super) parameters: Vec<Parameter<'a>>,
    pub(super) pages: Option<Pages>,
    pub(super) request: Option<Body>,
    pub(super) responses: IndexMap<String, Option<Body>>,
}

impl Settled<'_> {
    /// Returns the path and the HTTP method of the operation in our document.
    pub(super) fn target(&self) -> (String, String) {
        (self.chosen.path.clone(), self.chosen.method.clone())
    }
}

impl Work<'_> {
    /// Reads and settles the parameters and bodies of an operation. Named schemas are added to the registry.
    pub(super) fn settle_operation<'a>(&mut self, chosen: Chosen<'a>) -> Option<Settled<'a>> {
        let first = *chosen.published.first()?;
        let reader = Reader {
            document: first.document,
        };
        let prefix = self.options.mirror_prefix.as_deref();
        let mut parameters = parameter::read(&first, &chosen.path, prefix);
        let row = chosen.row;
        let sent = Context {
            area: row.area.clone(),
            is_sent: true,
            has_defaults: true,
        };
        // In a partial update (`PATCH`), the server keeps the value of each omitted property. Defaults of the
        // publisher's document do not apply.
        let body = Context {
            has_defaults: chosen.method != "patch",
            ..sent.clone()
        };
        let received = Context {
            is_sent: false,
            has_defaults: false,
            ..sent.clone()
        };
        let request = first
            .node
            .get("requestBody")
            .and_then(|node| reader.resolve(node));
        let request = request.and_then(|map| self.request(map, reader, &chosen, &body));
        let (responses, pages) = self.responses(&chosen, &first, reader, &parameters, &received);
        for parameter in &mut parameters {
            self.settle_parameter(parameter, &chosen.place(), &sent);
        }
        Some(Settled {
            chosen,
            context: sent,
            parameters,
            pages,
            request,
            responses,
        })
    }

    fn request(
        &mut self,
        map: &Map,
        reader: Reader<'_>,
        chosen: &Chosen<'_>,
        context: &Context,
    ) -> Option<Body> {
        let Some((media, mut shape)) = body::first(map, reader) else {
            self.here
                .review
                .add("request bodies without content", chosen.title());
            return None;
        };
        if let Some(shape) = shape.as_mut().filter(|_| media.starts_with("multipart/")) {
            mark_files(shape);
        }
        let names = BodyNames {
            schema: chosen.row.cell(REQUEST),
            item: None,
            list: None,
        };
        if shape.as_ref().is_none_or(Shape::is_empty_object) {
            self.here
                .review
                .add("request bodies without a schema", chosen.title());
            return None;
        }
        if names.schema.is_none() && body::is_json(&media) {
            self.here.review.add(
                "bodies without a name",
                format!("{}: request", chosen.title()),
            );
        }
        Some(self.body(media, shape, &chosen.place(), names, context))
    }

    fn responses(
        &mut self,
        chosen: &Chosen<'_>,
        first: &Published<'_>,
        reader: Reader<'_>,
        parameters: &[Parameter<'_>],
        context: &Context,
    ) -> (IndexMap<String, Option<Body>>, Option<Pages>) {
        let mut found = IndexMap::new();
        let mut pages = None;
        let query: Vec<(String, Shape)> = parameters
            .iter()
            .filter(|parameter| parameter.location() == "query")
            .map(|parameter| (parameter.name.clone(), parameter.shape.clone()))
            .collect();
        let statuses = first.node.get("responses").and_then(Node::as_map);
        for (status, _, node) in statuses.into_iter().flat_map(Map::iter) {
            let body = reader
                .resolve(node)
                .and_then(|map| body::first(map, reader));
            let Some((media, shape)) = body.filter(|_| status.starts_with('2')) else {
                found.insert(status.to_owned(), None);
                continue;
            };
            // A response whose schema is an empty object has no content that users could read.
            let shape = shape.filter(|shape| !shape.is_empty_object());
            if shape.is_none() && body::is_json(&media) {
                self.here
                    .review
                    .add("JSON responses without a schema", chosen.title());
                found.insert(status.to_owned(), None);
                continue;
            }
            if pages.is_none() {
                let (response, item) = (chosen.row.cell(RESPONSE), chosen.row.cell(ITEM));
                let tables = self.tables;
                let item_at = |list: &str| {
                    let place = Place::new([response.unwrap_or_default(), list]);
                    item.is_some() && tables.schemas.value(&context.area, &place) == item
                };
                pages = self.pages(&chosen.title(), &query, shape.as_ref(), item_at);
            }
            let is_first = found.values().all(Option::is_none);
            let list = pages.as_ref().map(|pages: &Pages| pages.items.clone());
            let names = BodyNames {
                schema: chosen.row.cell(RESPONSE).filter(|_| is_first),
                item: chosen.row.cell(ITEM).filter(|_| is_first),
                list: list.as_deref(),
            };
            if names.schema.is_none() && body::is_json(&media) {
                self.here.review.add(
                    "bodies without a name",
                    format!("{}: response {status}", chosen.title()),
                );
            }
            let body = self.body(media, shape, &chosen.place(), names, context);
            found.insert(status.to_owned(), Some(body));
        }
        if chosen.is_download() && found.values().all(Option::is_none) {
            found.retain(|status, _| status.starts_with(['4', '5']));
            found.shift_insert(
                0,
                "200".to_owned(),
                Some(Body::file(chosen.place(), context)),
            );
        }
        (found, pages)
    }
}

/// Marks the files of a multipart body. A string or an object without properties is a file if its name is `file` or ends
/// in `_file`.
fn mark_files(shape: &mut Shape) {
    if let Kind::Object(object) = &mut shape.kind {
        for (name, property) in &mut object.properties {
            let can_be_file = match &property.kind {
                Kind::Text => true,
                Kind::Object(object) => object.properties.is_empty(),
                _ => false,
            };
            if can_be_file && (name == "file" || name.ends_with("_file")) {
                property.kind = Kind::Text;
                property.format = Some("binary".to_owned());
            }
        }
    }
}
