//! Functions that all checks of the lint use.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Map, Node, Span};

/// Returns the entries of a map, with the locations of their keys.
pub(super) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&str, Span, &Node)> {
    let map = node.and_then(Node::as_map);
    map.into_iter().flat_map(Map::iter)
}

/// Reports an object without a description.
pub(super) fn described(map: &Map, place: Span, what: &str, diagnostics: &mut Diagnostics) {
    let is_described = map
        .text_of("description")
        .is_some_and(|text| !text.trim().is_empty());
    if !is_described {
        let message = format!("{what} has no description");
        let error = Diagnostic::error(Code::WordsMissing, message);
        diagnostics.push(error.label(place, "add a `description`"));
    }
}
