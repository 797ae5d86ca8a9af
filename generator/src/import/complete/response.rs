//! Writes the request bodies and the responses of operations.

use super::body::Body;
use super::errors::ErrorWords;
use super::phrases;
use super::prose::error_codes;
use super::publisher::Published;
use super::read::Reader;
use super::settled::Settled;
use super::shape::{Kind, Shape};
use super::work::Work;
use crate::import::tree::{Members, Tree};
use crate::source::Node;

impl Work<'_> {
    pub(super) fn request_body(&mut self, request: &Body, first: &Published<'_>) -> Tree {
        let mut members = Members::new();
        let reader = Reader {
            document: first.document,
        };
        let map = first
            .node
            .get("requestBody")
            .and_then(|node| reader.resolve(node));
        // A request without its body would have no effect. Thus, the body is required, unless the publisher's document
        // contains `required: false`.
        let is_optional =
            map.is_some_and(|map| map.get("required").and_then(Node::as_bool) == Some(false));
        if !is_optional {
            members.push(("required".to_owned(), Tree::yes()));
        }
        let content = self.content(request);
        members.extend(content.map(|content| ("content".to_owned(), content)));
        Tree::Block(members)
    }

    pub(super) fn written_responses(
        &mut self,
        settled: &Settled<'_>,
        errors: &[ErrorWords],
        summary: &str,
    ) -> Tree {
        let area = settled.context.area.clone();
        let mut members = Members::new();
        let all = &settled.responses;
        let successes = all.iter().filter(|(status, _)| status.starts_with('2'));
        let successes = successes.count();
        let has_body = all.values().any(Option::is_some);
        for (status, body) in all {
            let own: Vec<&ErrorWords> = errors
                .iter()
                .filter(|error| error.status == *status)
                .collect();
            if !status.starts_with('2') {
                members.push((status.clone(), self.error(status, &own)));
                continue;
            }
            // If an operation has several success statuses, one without a body can be the description of an error. An
            // error code in the description shows this.
            let is_error = is_error(settled, status) || !own.is_empty();
            if body.is_none() && successes > 1 && (has_body || is_error) {
                let line = format!("{}: {status} was left out", settled.chosen.title());
                self.here.review.add("several success statuses", line);
                continue;
            }
            let name = body.as_ref().and_then(|body| match &body.shape {
                Some(Shape {
                    kind: Kind::Named(name),
                    ..
                }) => Some(name.clone()),
                _ => None,
            });
            let own = settled.chosen.place().child(status).full();
            let own = self
                .tables
                .words
                .one(&area, &own)
                .and_then(|row| row.cell(1));
            let words = match (own, name) {
                (Some(own), _) => own.to_owned(),
                (None, Some(name)) => self.schema_words(&name, &area),
                (None, None) if settled.chosen.is_download() => "The file.".to_owned(),
                (None, None) => phrases::done(summary, &settled.chosen.method),
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
}

/// Returns whether the description of a response contains an error code, although its status may be a success.
fn is_error(settled: &Settled<'_>, status: &str) -> bool {
    let first = settled.chosen.published.first();
    let responses = first.and_then(|first| first.node.get("responses"));
    let response = responses.and_then(|responses| responses.get(status));
    let description = response.and_then(|response| response.text("description"));
    !error_codes(description.unwrap_or_default()).is_empty()
}
