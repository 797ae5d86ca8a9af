//! Finds operations in the documents of a publisher.
//!
//! In: several documents of a publisher. Their paths may have a prefix. Out: the node of an operation in each document
//! that contains the operation. The same placeholder can have different names in different documents, so paths are
//! compared without these names.

use std::collections::BTreeMap;

use crate::import::nodes::maps_of;
use crate::import::operation::methods;
use crate::openapi::template;
use crate::source::{Map, Node};

/// An operation in a document of the publisher.
#[derive(Clone, Copy, Debug)]
pub(super) struct Published<'a> {
    pub(super) document: &'a Node,
    /// The path, as written in the document.
    pub(super) path: &'a str,
    /// The path item, which contains the operation.
    pub(super) item: &'a Map,
    /// The node of the operation itself.
    pub(super) node: &'a Map,
}

/// The operations in all documents of the publisher. An operation that several documents contain has one entry for each
/// document.
#[derive(Debug, Default)]
pub(super) struct Publisher<'a> {
    found: BTreeMap<(String, String), Vec<Published<'a>>>,
}

impl<'a> Publisher<'a> {
    /// Reads the paths of all documents.
    pub(super) fn new(documents: &[&'a Node], prefix: Option<&str>) -> Self {
        let mut all = Self::default();
        for document in documents {
            for (path, item) in maps_of(document.get("paths")) {
                for (method, node) in methods(item) {
                    let key = (method.to_owned(), key(path, prefix));
                    let published = Published {
                        document,
                        path,
                        item,
                        node,
                    };
                    all.found.entry(key).or_default().push(published);
                }
            }
        }
        all
    }

    /// Finds an operation in all documents. Returns one entry for each document that contains the operation.
    pub(super) fn find(&self, method: &str, path: &str, prefix: Option<&str>) -> &[Published<'a>] {
        let key = (method.to_owned(), key(path, prefix));
        self.found.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// Returns a path without the prefix and without the names of placeholders.
pub(super) fn key(path: &str, prefix: Option<&str>) -> String {
    let below = |prefix: &str| {
        path.strip_prefix(prefix)
            .filter(|below| below.starts_with('/'))
    };
    template::without_names(prefix.and_then(below).unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_key_has_neither_the_prefix_nor_names_of_placeholders() {
        let prefix = Some("/tenants/{id}");
        assert_eq!(
            key("/tenants/{id}/tours/{tourId}/stops", prefix),
            "/tours/{}/stops"
        );
        assert_eq!(key("/tenants/{id}", prefix), "/tenants/{}");
        assert_eq!(key("/tours/{a}.{b}", prefix), "/tours/{}.{}");
    }
}
