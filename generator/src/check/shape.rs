//! Rules of the format that hang on several keys of an object.
//!
//! In: the outline of a document. Out: findings of values that are legal each, but not together: a path parameter that is
//! not required, a list without `items`, a security scheme without what its type needs.

use std::collections::BTreeSet;

use super::{
    findings::{Findings, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{Resolver, grammar::Kind, keywords::is_extension},
    source::{Node, Span, Value},
};

/// Checks every object of a document, and marks those that have a fault.
pub(super) fn check(outline: &mut Outline<'_>, resolver: Resolver<'_>, findings: &mut Findings) {
    for object in &mut outline.objects {
        let before = findings.len();
        check_object(object, resolver, findings);
        object.faulty |= findings.len() > before;
    }
}

fn check_object(object: &Object<'_>, resolver: Resolver<'_>, findings: &mut Findings) {
    match object.kind {
        Kind::Document => meaning(object, findings),
        Kind::Operation => operation(object, findings),
        Kind::Parameter => parameter(object, findings),
        Kind::Header => schema_or_content(object, findings),
        Kind::MediaType => encoding(object, resolver, findings),
        Kind::SecurityScheme => security_scheme(object, findings),
        Kind::Link
            if !object.map.contains("operationId") && !object.map.contains("operationRef") =>
        {
            lacks(object, "`operationId` or `operationRef`", findings);
        }
        Kind::Schema => schema(object, findings),
        _ => {}
    }
}

fn lacks(object: &Object<'_>, what: &str, findings: &mut Findings) {
    let fault = findings.fault(
        Code::InvalidValue,
        format!("{} lacks {what}", object.kind.noun()),
    );
    findings.push(fault.label(object.place, format!("{what} must stand here")));
}

fn fault(
    message: impl Into<String>,
    span: Span,
    label: impl Into<String>,
    findings: &Findings,
) -> Diagnostic {
    findings
        .fault(Code::InvalidValue, message)
        .label(span, label)
}

/// Without paths there is nothing to generate, whatever the policy.
fn meaning(object: &Object<'_>, findings: &mut Findings) {
    if object
        .map
        .get("paths")
        .is_none_or(|paths| paths.as_map().is_none())
    {
        let message = "the document has no `paths`, and so nothing to call";
        findings.push(
            Diagnostic::error(Code::InvalidValue, message).label(object.place, "in this document"),
        );
    }
}

fn operation(object: &Object<'_>, findings: &mut Findings) {
    let Some(responses) = object.map.get("responses").and_then(Node::as_map) else {
        return;
    };
    if !responses.names().any(|name| !is_extension(name)) {
        let place = object.map.key_span("responses").unwrap_or(object.place);
        findings.push(fault(
            "the operation has no response",
            place,
            "at least one must stand here",
            findings,
        ));
    }
}

fn parameter(object: &Object<'_>, findings: &mut Findings) {
    schema_or_content(object, findings);
    let place = object.map.text_of("in");
    if place == Some("path") && object.map.get("required").and_then(Node::as_bool) != Some(true) {
        let span = object
            .map
            .get("required")
            .map_or(object.place, |node| node.span);
        let finding = fault(
            "a path parameter must be required",
            span,
            "in this parameter",
            findings,
        );
        findings.push(finding.help("write `required: true`"));
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
        let message = format!("a parameter in `{place}` cannot have the style `{style}`");
        findings.push(fault(
            message,
            span,
            format!("here it can be {allowed}"),
            findings,
        ));
    }
}

fn schema_or_content(object: &Object<'_>, findings: &mut Findings) {
    match (object.map.get("schema"), object.map.key_span("content")) {
        (None, None) => lacks(object, "`schema` or `content`", findings),
        (Some(_), Some(content)) => {
            let message = format!(
                "{} cannot have both `schema` and `content`",
                object.kind.noun()
            );
            findings.push(fault(message, content, "keep one of the two", findings));
        }
        _ => {}
    }
    let content = object.map.get("content").and_then(Node::as_map);
    if content.is_some_and(|content| content.len() != 1) {
        let span = object.map.key_span("content").unwrap_or(object.place);
        let message = format!(
            "the `content` of {} has exactly one media type",
            object.kind.noun()
        );
        findings.push(fault(message, span, "", findings));
    }
}

/// Each key of `encoding` names a property of the body.
fn encoding(object: &Object<'_>, resolver: Resolver<'_>, findings: &mut Findings) {
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
        let near = findings.nearest(name, properties.names());
        let finding = fault(
            format!("the body has no property `{name}`"),
            span,
            "no such property",
            findings,
        );
        findings.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
}

fn security_scheme(object: &Object<'_>, findings: &mut Findings) {
    let needed: &[&str] = match object.map.text_of("type") {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => return,
    };
    for name in needed.iter().filter(|name| !object.map.contains(name)) {
        lacks(object, &format!("`{name}`"), findings);
    }
}

fn schema(object: &Object<'_>, findings: &mut Findings) {
    let map = object.map;
    let kind = map.text_of("type");
    if kind == Some("array") && !map.contains("items") {
        let span = map.get("type").map_or(object.place, |node| node.span);
        let finding = fault(
            "an array without `items`",
            span,
            "a list of what?",
            findings,
        );
        findings.push(finding.help("write `items: {}` if its entries can be anything"));
    }
    for key in ["required", "enum"] {
        twice(
            key,
            map.get(key).and_then(Node::as_list).unwrap_or_default(),
            findings,
        );
    }
    let Some(kind) = kind else { return };
    let nullable = map.get("nullable").and_then(Node::as_bool) == Some(true);
    for value in map.get("enum").and_then(Node::as_list).unwrap_or_default() {
        if !is_of_type(value, kind) && !value.is_null() {
            wrong_type("a value of the enum", value, kind, head(value), findings);
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
        wrong_type("the default", value, kind, span, findings);
    }
}

fn wrong_type(what: &str, value: &Node, kind: &str, span: Span, findings: &mut Findings) {
    let message = format!("{what} is {}, but the type is `{kind}`", value.kind());
    let finding = fault(message, span, "of another type", findings);
    findings.push(match (&value.value, kind) {
        (Value::Number(_) | Value::Bool(_), "string") => finding.help("put it in quotes"),
        (Value::Str(_), "integer" | "number" | "boolean") => {
            finding.help("if it is one, take the quotes off")
        }
        _ => finding,
    });
}

/// Whether a value is of one of the format's types. A type that the format does not know is told elsewhere.
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

/// An entry that stands twice in a list of names or values.
fn twice(key: &str, entries: &[Node], findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let text = match &entry.value {
            Value::Str(text) => format!("'{text}'"),
            Value::Number(number) => number.text.clone(),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => continue,
        };
        if !seen.insert(text.clone()) {
            let shown = text.trim_matches('\'');
            findings.push(fault(
                format!("`{shown}` stands twice in `{key}`"),
                entry.span,
                "again here",
                findings,
            ));
        }
    }
}
