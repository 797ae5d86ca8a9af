//! Writes the operations of a document.
//!
//! In: a settled operation. Out: a [`Tree`] with the keys of the operation, in the form of our documents.

use super::chosen::{Chosen, DESCRIPTION, METHOD, RESOURCE, SAFETY, SUMMARY};
use super::errors::code_words;
use super::publisher::Published;
use super::settled::Settled;
use super::work::Work;
use crate::import::nodes::texts;
use crate::import::operation::flag;
use crate::import::tables::Place;
use crate::import::tree::{Members, Tree};
use crate::import::words::pascal;

impl Work<'_> {
    /// Returns the operation as a tree.
    pub(super) fn operation(&mut self, settled: &Settled<'_>) -> Tree {
        let Settled {
            chosen, context, ..
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
        let summary = self.summary(chosen);
        add("summary", Tree::text(&summary));
        let errors = self.codes(first, &context.area, &chosen.title());
        members.extend(self.facts(settled, first, code_words(&errors)));
        let mut add = |name: &str, tree: Tree| members.push((name.to_owned(), tree));
        let parameters = settled.parameters.iter();
        let parameters: Vec<Tree> = parameters
            .map(|parameter| self.parameter(parameter, context))
            .collect();
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

    /// Returns the keys that are printed between `summary` and `parameters`, such as `x-resource`.
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
        if let Some(description) = cell(DESCRIPTION) {
            add("description", Tree::text(description));
        }
        let place: Place = chosen.place();
        let row = self.tables.deprecated.value(&context.area, &place);
        if row.map_or(flag(first.node, "deprecated").is_some(), |word| {
            word == "yes"
        }) {
            add("deprecated", Tree::yes());
        }
        if let Some(successor) = self.successor(chosen) {
            add("x-successor", Tree::Text(successor));
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
        if let Some(servers) = access.servers() {
            add("servers", servers);
        }
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
        if !codes.is_empty() {
            add("x-error-codes", Tree::Block(codes));
        }
        if let Some(security) = self.security(&access, &context.area) {
            add("security", security);
        }
        self.here.scopes.extend(access.scopes);
        members
    }

    /// Returns the operation id of the publisher. If another operation already has this id, the id consists of the
    /// resource and the method.
    fn operation_id(&mut self, chosen: &Chosen<'_>, first: &Published<'_>) -> String {
        let cell = |column| chosen.row.cell(column).unwrap_or_default();
        let mut own = pascal(&format!("{}_{}", cell(RESOURCE), cell(METHOD)).replace('_', " "));
        if let Some(letter) = own.get_mut(..1) {
            letter.make_ascii_lowercase();
        }
        let published = first.node.text_of("operationId").unwrap_or(&own).to_owned();
        if self.ids.insert(published.clone()) {
            return published;
        }
        let line = format!("{}: `{published}` became `{own}`", chosen.title());
        self.here.review.add("duplicate operation ids", line);
        self.ids.insert(own.clone());
        own
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
}
