//! Lists the names that an existing document already uses.

use super::nodes::maps_of;
use super::operation::methods;
use crate::source::Node;

/// Returns the operation ids and the schema names of a document.
#[must_use]
pub fn names_of(document: &Node) -> (Vec<String>, Vec<String>) {
    let items = maps_of(document.get("paths"));
    let operations = items.flat_map(|(_, item)| methods(item).map(|(_, operation)| operation));
    let ids = operations.filter_map(|operation| operation.text_of("operationId"));
    let components = document.get("components");
    let schemas = maps_of(components.and_then(|components| components.get("schemas")));
    (
        ids.map(str::to_owned).collect(),
        schemas.map(|(name, _)| name.to_owned()).collect(),
    )
}
