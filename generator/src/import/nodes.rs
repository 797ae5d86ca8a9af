//! Functions that read maps and lists of the publisher's document.

use crate::source::{Map, Node};

/// Returns the entries of a map whose values are maps too.
pub(super) fn maps_of(node: Option<&Node>) -> impl Iterator<Item = (&str, &Map)> {
    let map = node.and_then(Node::as_map);
    map.into_iter()
        .flat_map(Map::iter)
        .filter_map(|(name, _, node)| Some((name, node.as_map()?)))
}

/// Returns the items of a list.
pub(super) fn list(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    node.and_then(Node::as_list).unwrap_or_default().iter()
}

/// Returns the items of a list that are strings.
pub(super) fn texts(node: Option<&Node>) -> Vec<String> {
    list(node)
        .filter_map(Node::as_str)
        .map(str::to_owned)
        .collect()
}
