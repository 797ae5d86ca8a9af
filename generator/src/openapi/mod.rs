//! The vocabulary of OpenAPI: its objects, keys, references and path templates.
//!
//! All stages that read OpenAPI use this module. Thus, each rule of OpenAPI is in one place. The module changes no
//! documents and reports no diagnostics, but its functions return errors. The stages turn these errors into
//! diagnostics.

pub(crate) mod grammar;
pub(crate) mod keywords;
pub(crate) mod parts;
mod reference;
pub mod template;

pub(crate) use reference::{
    Found, Resolver, Target, Unresolved, component, component_around, local, relative,
};
pub use reference::{Reference, ReferenceError};

use crate::source::Node;
use crate::text::own_segments;

/// Returns the name of the resource of an operation: `x-resource`, the first tag, or the first segment of its path that is
/// not a placeholder. The segments start after a prefix such as `/api/v1`.
pub(crate) fn resource_of(operation: &Node, path: &str) -> String {
    let tags = operation.get("tags").and_then(Node::as_list);
    let tag = tags.and_then(|tags| tags.iter().find_map(Node::as_str));
    let own = own_segments(path);
    let part = own.into_iter().find(|part| !part.contains('{'));
    let named = operation.text("x-resource").or(tag).or(part);
    named.unwrap_or("root").to_owned()
}
