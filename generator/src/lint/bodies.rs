//! Checks parameters, responses and bodies.

use super::schema;
use super::words::{described, entries};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Node, Span};

/// Checks a list of parameters.
pub(super) fn parameters(list: Option<&Node>, place: Span, diagnostics: &mut Diagnostics) {
    let list = list.and_then(Node::as_list).unwrap_or_default();
    for node in list {
        let name = node.get("name");
        let place = name.map_or(place, |name| name.span);
        parameter(
            node,
            place,
            node.text("name").unwrap_or_default(),
            diagnostics,
        );
    }
}

/// Checks a parameter. A reference is skipped, because its target is checked.
pub(super) fn parameter(node: &Node, place: Span, name: &str, diagnostics: &mut Diagnostics) {
    let Some(map) = node.as_map().filter(|map| !map.contains("$ref")) else {
        return;
    };
    described(map, place, &format!("the parameter `{name}`"), diagnostics);
    if let Some(node) = map.get("schema") {
        schema::parts(node, diagnostics);
    }
}

/// Checks a response. A reference is skipped, because its target is checked.
pub(super) fn response(node: &Node, place: Span, what: &str, diagnostics: &mut Diagnostics) {
    if let Some(map) = node.as_map().filter(|map| !map.contains("$ref")) {
        described(map, place, what, diagnostics);
        content(node, place, what, diagnostics);
    }
}

/// Checks the `content` of a request body or of a response. A JSON media type must have an example.
pub(super) fn content(node: &Node, place: Span, what: &str, diagnostics: &mut Diagnostics) {
    for (media, span, node) in entries(node.get("content")) {
        if let Some(node) = node.get("schema") {
            schema::parts(node, diagnostics);
        }
        let plain = media.split(';').next().unwrap_or_default().trim();
        let is_json = plain == "application/json" || plain.ends_with("+json");
        let has_example = node.get("example").is_some() || node.get("examples").is_some();
        if is_json && !has_example {
            let message = format!("{what} has no example");
            let error = Diagnostic::error(Code::ExampleMissing, message);
            let error = error.label(span, "add an `example`");
            diagnostics.push(error.secondary(place, "in this object"));
        }
    }
}
