//! Checks rules that involve several keys of an object.
//!
//! In: the outline of a document. Out: diagnostics for values that are valid alone but not together. Examples are a path
//! parameter that is not required, and an array without `items`.

use std::collections::BTreeSet;

use super::{
    report::{Report, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{Resolver, grammar::Kind, keywords::is_extension},
    source::{Node, Span, Value},
};

/// Checks every object of a document, and marks each object with a problem as faulty.
pub(super) fn check(outline: &mut Outline<'_>, resolver: Resolver<'_>, report: &mut Report) {
    for object in &mut outline.objects {
        let before = report.len();
        check_object(object, resolver, report);
        object.faulty |= report.len() > before;
    }
}

fn check_object(object: &Object<'_>, resolver: Resolver<'_>, report: &mut Report) {
    match object.kind {
        Kind::Document => meaning(object, report),
        Kind::Operation => operation(object, report),
        Kind::Parameter => parameter(object, report),
        Kind::Header => schema_or_content(object, report),
        Kind::MediaType => encoding(object, resolver, report),
        Kind::SecurityScheme => security_scheme(object, report),
        Kind::Link
            if !object.map.contains("operationId") && !object.map.contains("operationRef") =>
        {
            lacks(object, "`operationId` or `operationRef`", report);
        }
        Kind::Schema => schema(object, report),
        _ => {}
    }
}

fn lacks(object: &Object<'_>, what: &str, report: &mut Report) {
    let fault = report.fault(
        Code::InvalidValue,
        format!("{} has no {what}", object.kind.noun()),
    );
    report.push(fault.label(object.place, format!("{what} is required here")));
}

fn fault(
    message: impl Into<String>,
    span: Span,
    label: impl Into<String>,
    report: &Report,
) -> Diagnostic {
    report.fault(Code::InvalidValue, message).label(span, label)
}

/// Reports a document without paths as an error under every policy, because there is nothing to generate.
fn meaning(object: &Object<'_>, report: &mut Report) {
    if object
        .map
        .get("paths")
        .is_none_or(|paths| paths.as_map().is_none())
    {
        let message = "the document has no `paths`, so there is nothing to generate";
        report.push(
            Diagnostic::error(Code::InvalidValue, message).label(object.place, "in this document"),
        );
    }
}

fn operation(object: &Object<'_>, report: &mut Report) {
    let Some(responses) = object.map.get("responses").and_then(Node::as_map) else {
        return;
    };
    if !responses.names().any(|name| !is_extension(name)) {
        let place = object.map.key_span("responses").unwrap_or(object.place);
        report.push(fault(
            "the operation has no response",
            place,
            "at least one is required",
            report,
        ));
    }
}

fn parameter(object: &Object<'_>, report: &mut Report) {
    schema_or_content(object, report);
    let place = object.map.text_of("in");
    if place == Some("path") && object.map.get("required").and_then(Node::as_bool) != Some(true) {
        let span = object
            .map
            .get("required")
            .map_or(object.place, |node| node.span);
        let diagnostic = fault(
            "a path parameter must be required",
            span,
            "in this parameter",
            report,
        );
        report.push(diagnostic.help("write `required: true`"));
    }
    let styles: &[&str] = match place {
        Some("path") => &["matrix", "label", "simple"],
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => return,
    };
    let style = object
        .map
        .get("style")
        .and_then(|node| Some((node.as_str()?, node.span)));
    if let (Some((style, span)), Some(place)) = (style, place)
        && !styles.contains(&style)
    {
        let allowed = styles
            .iter()
            .map(|style| format!("`{style}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let message = format!("style `{style}` is not allowed for a parameter in `{place}`");
        report.push(fault(message, span, format!("allowed: {allowed}"), report));
    }
}

fn schema_or_content(object: &Object<'_>, report: &mut Report) {
    match (object.map.get("schema"), object.map.key_span("content")) {
        (None, None) => lacks(object, "`schema` or `content`", report),
        (Some(_), Some(content)) => {
            let message = format!(
                "{} cannot have both `schema` and `content`",
                object.kind.noun()
            );
            report.push(fault(message, content, "remove one of the two", report));
        }
        _ => {}
    }
    let content = object.map.get("content").and_then(Node::as_map);
    if content.is_some_and(|content| content.len() != 1) {
        let span = object.map.key_span("content").unwrap_or(object.place);
        let message = format!(
            "the `content` of {} must have exactly one media type",
            object.kind.noun()
        );
        report.push(fault(message, span, "", report));
    }
}

/// Checks that every key of `encoding` is a property of the body.
fn encoding(object: &Object<'_>, resolver: Resolver<'_>, report: &mut Report) {
    let Some(encoding) = object.map.get("encoding").and_then(Node::as_map) else {
        return;
    };
    let schema = object
        .map
        .get("schema")
        .and_then(|schema| resolver.follow(object.document, schema));
    let Some(schema) = schema.and_then(|found| found.node.as_map()) else {
        return;
    };
    let composed = ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| schema.contains(key));
    let Some(properties) = schema
        .get("properties")
        .and_then(Node::as_map)
        .filter(|_| !composed)
    else {
        return;
    };
    for (name, span, _) in encoding
        .iter()
        .filter(|(name, _, _)| !properties.contains(name))
    {
        let near = report.nearest(name, properties.names());
        let diagnostic = fault(
            format!("the body has no property `{name}`"),
            span,
            "no such property",
            report,
        );
        report.push(match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic,
        });
    }
}

fn security_scheme(object: &Object<'_>, report: &mut Report) {
    let needed: &[&str] = match object.map.text_of("type") {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => return,
    };
    for name in needed.iter().filter(|name| !object.map.contains(name)) {
        lacks(object, &format!("`{name}`"), report);
    }
}

fn schema(object: &Object<'_>, report: &mut Report) {
    let map = object.map;
    let kind = map.text_of("type");
    if kind == Some("array") && !map.contains("items") {
        let span = map.get("type").map_or(object.place, |node| node.span);
        let diagnostic = fault(
            "an array without `items`",
            span,
            "the type of its items is unknown",
            report,
        );
        report.push(diagnostic.help("write `items: {}` if the items can be anything"));
    }
    for key in ["required", "enum"] {
        twice(
            key,
            map.get(key).and_then(Node::as_list).unwrap_or_default(),
            report,
        );
    }
    let Some(kind) = kind else { return };
    let nullable = map.get("nullable").and_then(Node::as_bool) == Some(true);
    for value in map.get("enum").and_then(Node::as_list).unwrap_or_default() {
        if !is_of_type(value, kind) && !value.is_null() {
            wrong_type("a value of the enum", value, kind, head(value), report);
        }
    }
    if let Some(value) = map
        .get("default")
        .filter(|value| !(is_of_type(value, kind) || value.is_null() && nullable))
    {
        let span = if value.is_null() {
            map.key_span("default").unwrap_or(object.place)
        } else {
            head(value)
        };
        wrong_type("the default", value, kind, span, report);
    }
}

fn wrong_type(what: &str, value: &Node, kind: &str, span: Span, report: &mut Report) {
    let message = format!("{what} is {}, but the type is `{kind}`", value.kind());
    let diagnostic = fault(message, span, "of another type", report);
    report.push(match (&value.value, kind) {
        (Value::Number(_) | Value::Bool(_), "string") => diagnostic.help("put it in quotes"),
        (Value::Str(_), "integer" | "number" | "boolean") => {
            diagnostic.help("remove the quotes if it is one")
        }
        _ => diagnostic,
    });
}

/// Returns whether a value has the OpenAPI type `kind`. Returns `true` for an unknown type, which another check
/// reports.
pub(super) fn is_of_type(value: &Node, kind: &str) -> bool {
    match kind {
        "string" => value.as_str().is_some(),
        "boolean" => value.as_bool().is_some(),
        "number" => value.as_number().is_some(),
        "integer" => value.as_number().is_some_and(|number| {
            number.is_integer()
                || number
                    .as_f64()
                    .is_some_and(|value| value.fract().abs() < f64::EPSILON)
        }),
        "array" => value.as_list().is_some(),
        "object" => value.as_map().is_some(),
        _ => true,
    }
}

/// Reports duplicate entries in the list of a key, such as `required` or `enum`.
fn twice(key: &str, entries: &[Node], report: &mut Report) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let text = match &entry.value {
            Value::Str(text) => format!("'{text}'"),
            Value::Number(number) => number.text.clone(),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => continue,
        };
        if !seen.insert(text.clone()) {
            let shown = text.trim_matches('\'');
            report.push(fault(
                format!("duplicate `{shown}` in `{key}`"),
                entry.span,
                "second entry",
                report,
            ));
        }
    }
}
