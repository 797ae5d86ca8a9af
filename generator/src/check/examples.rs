//! Checks examples against their schemas.
//!
//! In: the outline of a document. Out: a warning for each example that does not match its schema. A test that is generated from a
//! mismatched example would fail.

use super::{
    fits::{Budget, misfit},
    report::{Report, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{Found, Resolver, grammar::Kind},
    source::{Map, Node, Span},
};

pub(super) fn check<'a>(outline: &Outline<'a>, resolver: Resolver<'a>, report: &mut Report) {
    let mut budget = Budget::new();
    for object in &outline.objects {
        let Some(schema) = schema_of(object) else {
            continue;
        };
        for (value, place) in examples(object, resolver) {
            let schema_found = Found {
                document: object.document,
                node: schema,
            };
            let Some(misfit) = misfit(value, schema_found, resolver, &mut budget) else {
                continue;
            };
            let span = if misfit.span.start == misfit.span.end {
                place
            } else {
                misfit.span
            };
            let warning = Diagnostic::warning(
                Code::ExampleMismatch,
                "the example does not match its schema",
            );
            let warning = warning
                .label(span, misfit.label)
                .secondary(head(schema), "this schema");
            report.push(match misfit.help {
                Some(help) => warning.help(help),
                None => warning,
            });
        }
    }
}

/// Returns the schema that the examples of an object must match.
fn schema_of<'a>(object: &Object<'a>) -> Option<&'a Node> {
    match object.kind {
        Kind::Schema => Some(object.node),
        Kind::Parameter | Kind::Header => object.map.get("schema"),
        // An example for XML or plain text is serialized text, not a value of the schema.
        Kind::MediaType if is_structured(object.name) => object.map.get("schema"),
        _ => None,
    }
}

fn is_structured(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim();
    essence.ends_with("/json")
        || essence.ends_with("+json")
        || essence == "application/x-www-form-urlencoded"
}

fn examples<'a>(object: &Object<'a>, resolver: Resolver<'a>) -> Vec<(&'a Node, Span)> {
    let place = object.map.key_span("example").unwrap_or(object.place);
    let mut examples: Vec<_> = object
        .map
        .get("example")
        .map(|value| (value, place))
        .into_iter()
        .collect();
    if object.kind != Kind::Schema {
        let named = object.map.get("examples").and_then(Node::as_map);
        examples.extend(
            named
                .into_iter()
                .flat_map(Map::iter)
                .filter_map(|(_, span, node)| {
                    // A shared example is checked against the schema of each object that uses the example.
                    let found = resolver.follow(object.document, node)?;
                    Some((found.node.get("value")?, span))
                }),
        );
    }
    examples
}
