//! Writes operations.
//!
//! In: an operation in one or more documents of the publisher, and its row of the table `names`. Out: a tree of the operation in
//! the form of our documents.

<<<<<<< HEAD
use indexmap::IndexMap;

use super::body::{self, Body, BodyNames};
use super::pages::Pages;
use super::parameter::{self, Parameter};
use super::phrases;
use super::prose;
use super::publisher::Published;
use super::read::Reader;
use super::shape::{Kind, Shape};
use super::work::{Context, Work};
use crate::import::access::{Access, access};
use crate::import::nodes::texts;
use crate::import::operation::flag;
use crate::import::tables::{Place, Row};
use crate::import::tree::{Members, Tree};
use crate::import::words::pascal;
use crate::source::{Map, Node};

/// The columns of the table `names`.
const FILE: usize = 1;
const RESOURCE: usize = 2;
const METHOD: usize = 3;
const REQUEST: usize = 4;
const RESPONSE: usize = 5;
const ITEM: usize = 6;
const SAFETY: usize = 7;
const SUMMARY: usize = 8;
const DESCRIPTION: usize = 9;

/// An operation to write.
#[derive(Clone, Debug)]
pub(super) struct Chosen<'a> {
    /// The method, in lower case.
    pub(super) method: String,
    /// The path as it is written.
    pub(super) path: String,
    /// Whether the operation also exists below the prefix.
    pub(super) is_mirrored: bool,
    /// The row of the table `names`.
    pub(super) row: &'a Row,
    /// The operation in each document. The first document has the schemas.
    pub(super) published: &'a [Published<'a>],
}

/// An operation whose schemas are settled. The registry has all schemas with names.
#[derive(Debug)]
pub(super) struct Settled<'a> {
    chosen: Chosen<'a>,
    context: Context,
    parameters: Vec<Parameter<'a>>,
    pages: Option<Pages>,
    request: Option<Body>,
    responses: IndexMap<String, Option<Body>>,
}

impl<'a> Chosen<'a> {
    /// The name of the document that has the operation.
    pub(super) fn file(&self) -> &'a str {
        self.row.cell(FILE).unwrap_or_default()
    }

    /// `client.resource().method()`, for the review list.
    pub(super) fn call(&self) -> String {
        let cell = |column| self.row.cell(column).unwrap_or("GAP");
        format!("{}.{}", cell(RESOURCE), cell(METHOD))
    }

    /// The operation as in the table `names`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    fn place(&self) -> Place {
        let cell = |column| self.row.cell(column).unwrap_or("GAP");
        Place::new([cell(RESOURCE), cell(METHOD)])
    }
}

impl Settled<'_> {
    /// The path and the method of the operation, as they are written.
    pub(super) fn target(&self) -> (String, String) {
        (self.chosen.path.clone(), self.chosen.method.clone())
    }
}

impl Work<'_> {
    /// Reads the parameters and bodies of an operation. This step adds all schemas with names to the registry.
    pub(super) fn settle_operation<'a>(&mut self, chosen: Chosen<'a>) -> Option<Settled<'a>> {
        let first = *chosen.published.first()?;
        let reader = Reader {
            document: first.document,
        };
        let prefix = self.options.mirror_prefix.as_deref();
        let parameters = parameter::read(&first, &chosen.path, prefix);
        let row = chosen.row;
        let sent = Context {
            area: row.area.clone(),
            is_sent: true,
            has_defaults: true,
        };
        // A partial update leaves all other properties unchanged, whatever the publisher's document says.
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
            let content = reader
                .resolve(node)
                .and_then(|map| body::first(map, reader));
            let Some((media, shape)) = content.filter(|_| status.starts_with('2')) else {
                found.insert(status.to_owned(), None);
                continue;
            };
            // An empty object has nothing to read.
            let shape = shape.filter(|shape| !shape.is_empty_object());
            if shape.is_none() && body::is_json(&media) {
                self.here
                    .review
                    .add("JSON responses without a schema", chosen.title());
                found.insert(status.to_owned(), None);
                continue;
            }
            if pages.is_none() {
                pages = self.pages(&chosen.title(), &query, shape.as_ref());
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
        (found, pages)
    }

    /// Writes an operation.
    pub(super) fn operation(&mut self, settled: &Settled<'_>) -> Tree {
        let Settled {
            chosen,
            context,
            pages,
            ..
=======
use super::chosen::{Chosen, DESCRIPTION, METHOD, RESOURCE, SAFETY, SUMMARY};
use super::errors::code_words;
use super::publisher::Published;
use super::settled::Settled;
use super::work::Work;
use crate::import::nodes::texts;
use crate::import::operation::{flag, security};
use crate::import::tables::Place;
use crate::import::tree::{Members, Tree};
use crate::import::words::pascal;

impl Work<'_> {
    /// Writes an operation.
    pub(super) fn operation(&mut self, settled: &Settled<'_>) -> Tree {
        let Settled {
            chosen, context, ..
>>>>>>> importer
        } = settled;
        let mut members = Members::new();
        let mut add = |name: &str, tree: Tree| members.push((name.to_owned(), tree));
        let Some(first) = chosen.published.first() else {
            return Tree::Block(members);
        };
        add("operationId", Tree::Text(self.operation_id(chosen, first)));
        add(
            "tags",
            Tree::List(vec![Tree::Text(self.tag(chosen, first))]),
        );
<<<<<<< HEAD
        let cell = |column: usize| chosen.row.cell(column);
        let summary = match cell(SUMMARY) {
            Some(summary) => summary.to_owned(),
            None => self
                .here
                .review
                .gap("names", &format!("the summary of {}", chosen.title())),
        };
        add("summary", Tree::text(&summary));
=======
        let summary = self.summary(chosen);
        add("summary", Tree::text(&summary));
        let errors = self.codes(first, &context.area, &chosen.title());
        members.extend(self.facts(settled, first, code_words(&errors)));
        let mut add = |name: &str, tree: Tree| members.push((name.to_owned(), tree));
        let place = chosen.place();
        let mut parameters = Vec::new();
        for parameter in &settled.parameters {
            let mut own = place.child(&parameter.name);
            own.add(&place.child(&parameter.published));
            own.add(&Place::new(["parameters", &parameter.name]));
            parameters.push(self.parameter(parameter, &own, context));
        }
        if !parameters.is_empty() {
            add("parameters", Tree::List(parameters));
        }
        if let Some(request) = &settled.request {
            add("requestBody", self.request_body(request, first));
        }
        let responses = self.written_responses(settled, &errors, &summary);
        add("responses", responses);
        Tree::Block(members)
    }

    fn summary(&mut self, chosen: &Chosen<'_>) -> String {
        let summary = chosen.row.cell(SUMMARY).map(str::to_owned);
        let what = format!("the summary of {}", chosen.title());
        summary.unwrap_or_else(|| self.here.review.gap("names", &what))
    }

    /// Returns the keys between the summary and the parameters.
    fn facts(&mut self, settled: &Settled<'_>, first: &Published<'_>, codes: Members) -> Members {
        let Settled {
            chosen,
            context,
            pages,
            ..
        } = settled;
        let mut members = Members::new();
        let mut add = |name: &str, tree: Tree| members.push((name.to_owned(), tree));
        let cell = |column: usize| chosen.row.cell(column);
>>>>>>> importer
        if let Some(description) = cell(DESCRIPTION) {
            add("description", Tree::text(description));
        }
        if let Some(deprecated) = flag(first.node, "deprecated") {
            add("deprecated", deprecated);
        }
        for (key, column) in [
            ("x-resource", RESOURCE),
            ("x-method", METHOD),
            ("x-safety", SAFETY),
        ] {
            if let Some(text) = cell(column) {
                add(key, Tree::text(text));
            }
        }
        if chosen.is_mirrored {
            add("x-mirror", Tree::yes());
        }
        let access = self.access(chosen);
        if let Some(rate) = &access.rate {
            add("x-rate-limit", Tree::text(rate));
        }
        if let Some(pages) = pages {
            add("x-pagination", pages.tree());
        }
        if !access.granular.is_empty() {
            add("x-granular-scopes", Tree::texts(&access.granular));
        }
        let prerequisites = self.prerequisites(first, chosen, &context.area);
        if !prerequisites.is_empty() {
            add("x-prerequisites", Tree::Lines(prerequisites));
        }
<<<<<<< HEAD
        let codes = self.codes(first, &context.area, &chosen.title());
        let words = code_words(&codes);
        if !words.is_empty() {
            add("x-error-codes", Tree::Block(words));
        }
        if let Some(security) = self.security(&access, &context.area) {
            add("security", security);
        }
        self.here.scopes.extend(access.scopes);
        let place = chosen.place();
        let mut parameters = Vec::new();
        for parameter in &settled.parameters {
            let mut own = place.child(&parameter.name);
            own.add(&place.child(&parameter.published));
            own.add(&Place::new(["parameters", &parameter.name]));
            parameters.push(self.parameter(parameter, &own, context));
        }
        if !parameters.is_empty() {
            add("parameters", Tree::List(parameters));
        }
        if let Some(request) = &settled.request {
            add("requestBody", self.request_body(request, first));
        }
        let responses = self.written_responses(settled, &codes, &summary);
        add("responses", responses);
        Tree::Block(members)
=======
        if !codes.is_empty() {
            add("x-error-codes", Tree::Block(codes));
        }
        if let Some(security) = security(&access.scopes) {
            add("security", security);
        }
        self.here.scopes.extend(access.scopes);
        members
>>>>>>> importer
    }

    /// Returns the publisher's id of the operation. If another operation has this id, returns the resource and the method.
    fn operation_id(&mut self, chosen: &Chosen<'_>, first: &Published<'_>) -> String {
        let cell = |column| chosen.row.cell(column).unwrap_or_default();
<<<<<<< HEAD
        let mut call = pascal(&format!("{}_{}", cell(RESOURCE), cell(METHOD)).replace('_', " "));
        if let Some(letter) = call.get_mut(..1) {
            letter.make_ascii_lowercase();
        }
        let published = first
            .node
            .text_of("operationId")
            .unwrap_or(&call)
            .to_owned();
        if self.ids.insert(published.clone()) {
            return published;
        }
        let line = format!("{}: `{published}` became `{call}`", chosen.title());
        self.here.review.add("operation ids taken twice", line);
        self.ids.insert(call.clone());
        call
=======
        let mut own = pascal(&format!("{}_{}", cell(RESOURCE), cell(METHOD)).replace('_', " "));
        if let Some(letter) = own.get_mut(..1) {
            letter.make_ascii_lowercase();
        }
        let published = first.node.text_of("operationId").unwrap_or(&own).to_owned();
        if self.ids.insert(published.clone()) {
            return published;
        }
        let line = format!("{}: `{published}` became `{own}`", chosen.title());
        self.here.review.add("operation ids taken twice", line);
        self.ids.insert(own.clone());
        own
>>>>>>> importer
    }

    fn tag(&mut self, chosen: &Chosen<'_>, first: &Published<'_>) -> String {
        let row = self.tables.documents.of_area(chosen.file());
        let tag = row.and_then(|row| row.cell(2)).map(str::to_owned);
        let tag = tag.unwrap_or_else(|| {
            let tags = texts(first.node.get("tags"));
            tags.into_iter().next().unwrap_or_default()
        });
        self.here.tags.insert(tag.clone());
        tag
    }
<<<<<<< HEAD

    /// Merges the scopes of all documents. The first document with a rate limit has the rate limit.
    fn access(&mut self, chosen: &Chosen<'_>) -> Access {
        let mut merged = Access::default();
        for published in chosen.published {
            let own = access(published.node);
            for (to, from) in [
                (&mut merged.scopes, own.scopes),
                (&mut merged.granular, own.granular),
            ] {
                for scope in from {
                    if !to.contains(&scope) {
                        to.push(scope);
                    }
                }
            }
            merged.rate = merged.rate.or(own.rate);
        }
        for (what, is_missing) in [
            (
                "operations without classic scopes",
                merged.scopes.is_empty(),
            ),
            (
                "operations without granular scopes",
                merged.granular.is_empty(),
            ),
            ("operations without a rate limit", merged.rate.is_none()),
        ] {
            if is_missing {
                self.here.review.add(what, chosen.title());
            }
        }
        merged
    }

    fn prerequisites(
        &mut self,
        first: &Published<'_>,
        chosen: &Chosen<'_>,
        area: &str,
    ) -> Vec<Tree> {
        let description = first.node.text_of("description").unwrap_or_default();
        let mut texts: Vec<String> = Vec::new();
        for fingerprint in prose::prerequisites(description) {
            let row = self.tables.prerequisites.one(area, &fingerprint);
            let text = match row {
                Some(row) => row.cell(1).map(str::to_owned),
                None => {
                    let what = format!("{fingerprint} of {}", chosen.title());
                    Some(self.here.review.gap("prerequisites", &what))
                }
            };
            texts.extend(text.filter(|text| !texts.contains(text)));
        }
        texts.into_iter().map(Tree::Text).collect()
    }

    /// Returns the status, the code and the words of each error.
    fn codes(
        &mut self,
        first: &Published<'_>,
        area: &str,
        title: &str,
    ) -> Vec<(String, String, String)> {
        let reader = Reader {
            document: first.document,
        };
        let mut found = Vec::new();
        let statuses = first.node.get("responses").and_then(Node::as_map);
        for (status, _, node) in statuses.into_iter().flat_map(Map::iter) {
            let map = reader.resolve(node);
            let description = map
                .and_then(|map| map.text_of("description"))
                .unwrap_or_default();
            for error in prose::error_codes(description) {
                let rows = self.tables.codes.all(area, &error.code);
                let of =
                    |fingerprint: &str| rows.iter().find(|row| row.cell(1) == Some(fingerprint));
                let row = of(&error.fingerprint).or_else(|| of("*"));
                let words = match row {
                    Some(row) => row.cell(2).unwrap_or_default().to_owned(),
                    None => {
                        let what = format!("{} {} of {title}", error.code, error.fingerprint);
                        self.here.review.gap("codes", &what)
                    }
                };
                found.push((status.to_owned(), error.code, words));
            }
        }
        found
    }

    fn request_body(&mut self, request: &Body, first: &Published<'_>) -> Tree {
        let mut members = Members::new();
        let reader = Reader {
            document: first.document,
        };
        let map = first
            .node
            .get("requestBody")
            .and_then(|node| reader.resolve(node));
        // A request without its body has no effect, so a body is required unless the publisher denies it.
        let is_optional =
            map.is_some_and(|map| map.get("required").and_then(Node::as_bool) == Some(false));
        if !is_optional {
            members.push(("required".to_owned(), Tree::yes()));
        }
        let content = self.content(request);
        members.extend(content.map(|content| ("content".to_owned(), content)));
        Tree::Block(members)
    }

    fn written_responses(
        &mut self,
        settled: &Settled<'_>,
        codes: &[(String, String, String)],
        summary: &str,
    ) -> Tree {
        let area = settled.context.area.clone();
        let mut members = Members::new();
        let has_body = settled.responses.values().any(Option::is_some);
        for (status, body) in &settled.responses {
            let own: Vec<&(String, String, String)> = codes
                .iter()
                .filter(|(other, _, _)| other == status)
                .collect();
            if !status.starts_with('2') {
                members.push((status.clone(), self.error(status, &own)));
                continue;
            }
            // Beside a success with a body, a success without a body that describes an error is an error.
            if has_body && body.is_none() && !own.is_empty() {
                self.here
                    .review
                    .add("errors under a success status", settled.chosen.title());
                continue;
            }
            let name = body.as_ref().and_then(|body| match &body.shape {
                Some(Shape {
                    kind: Kind::Named(name),
                    ..
                }) => Some(name.clone()),
                _ => None,
            });
            let words = match name {
                Some(name) => self.schema_words(&name, &area),
                None => phrases::done(summary, &settled.chosen.method),
            };
            let mut response: Members = vec![("description".to_owned(), Tree::Text(words))];
            let content = body.as_ref().and_then(|body| self.content(body));
            response.extend(content.map(|content| ("content".to_owned(), content)));
            members.push((status.clone(), Tree::Block(response)));
        }
        if !settled.responses.contains_key("429") {
            members.push(("429".to_owned(), self.error("429", &[])));
        }
        Tree::Block(members)
    }

    fn error(&mut self, status: &str, codes: &[&(String, String, String)]) -> Tree {
        if status == "429"
            && let Some(reference) = self.setting("rate-limited")
        {
            return Tree::Block(vec![(
                "$ref".to_owned(),
                Tree::Text(self.reference(reference)),
            )]);
        }
        let words = phrases::joined(codes.iter().map(|(_, _, words)| words.as_str()), 2);
        let words = if words.is_empty() {
            phrases::failed(status).to_owned()
        } else {
            words
        };
        let mut members: Members = vec![("description".to_owned(), Tree::text(&words))];
        if let Some(reference) = self.setting("error-body") {
            let schema = Tree::Block(vec![(
                "$ref".to_owned(),
                Tree::Text(self.reference(reference)),
            )]);
            let code = codes.first().map_or(status, |(_, code, _)| code.as_str());
            let message = codes
                .first()
                .map_or(words.as_str(), |(_, _, words)| words.as_str());
            let example = vec![
                ("code".to_owned(), Tree::Plain(code.to_owned())),
                ("message".to_owned(), Tree::text(message)),
            ];
            let media = vec![
                ("schema".to_owned(), schema),
                ("example".to_owned(), Tree::Block(example)),
            ];
            let content = vec![("application/json".to_owned(), Tree::Block(media))];
            members.push(("content".to_owned(), Tree::Block(content)));
        }
        Tree::Block(members)
    }
}

/// Returns each code with its words, sorted by number.
fn code_words(codes: &[(String, String, String)]) -> Members {
    let mut texts: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for (_, code, words) in codes {
        texts.entry(code).or_default().push(words);
    }
    texts.sort_by(|one, _, other, _| {
        let number = |code: &str| code.parse::<i128>().unwrap_or(i128::MAX);
        number(one).cmp(&number(other))
    });
    let texts = texts.into_iter();
    texts
        .map(|(code, words)| {
            (
                code.to_owned(),
                Tree::Text(phrases::joined(words, usize::MAX)),
            )
        })
        .collect()
}

/// In a multipart body, a property with binary content is a file.
fn mark_files(shape: &mut Shape) {
    if let Kind::Object(object) = &mut shape.kind {
        for (name, property) in &mut object.properties {
            if property.kind == Kind::Text && (name == "file" || name.ends_with("_file")) {
                property.format = Some("binary".to_owned());
            }
        }
    }
=======
>>>>>>> importer
}
