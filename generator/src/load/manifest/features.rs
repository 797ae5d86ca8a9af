//! Reads the Cargo features of the package: the features that are enabled by default, and the groups of features.
//!
//! In: the node `crate` of the manifest, and the names of all features. Out: the values of its keys, or a diagnostic
//! for each name that no feature has.

use indexmap::IndexMap;

use super::fields::{Fields, invalid};
use crate::diag::{Diagnostics, nearest};
use crate::input::Manifest;
use crate::source::Node;

/// Reads `feature-groups`: the name of each group, and the features that the group enables.
pub(super) fn groups(node: &Node, diagnostics: &mut Diagnostics) -> IndexMap<String, Vec<String>> {
    // Every key is allowed, because the keys are the names of features.
    let names: Vec<&str> = node
        .as_map()
        .map(|map| map.names().collect())
        .unwrap_or_default();
    let mut fields = Fields::new(node, "`feature-groups`", &names, diagnostics);
    names
        .iter()
        .map(|name| ((*name).to_owned(), fields.texts(name)))
        .collect()
}

/// Checks that every name and every pattern matches a feature of an API or a document.
pub(super) fn check(root: &Node, manifest: &Manifest, diagnostics: &mut Diagnostics) {
    // The features of resources are known only after the documents were read.
    if manifest
        .apis
        .iter()
        .any(|api| api.control.resource_features)
    {
        return;
    }
    let known = manifest.area_features();
    let own = &manifest.crate_;
    let groups = own.feature_groups.keys();
    let lists = groups.map(|name| ["feature-groups", name]);
    let defaults = [["default-features", ""]].into_iter();
    for [key, group] in defaults.chain(lists) {
        let node = root.get("crate").and_then(|node| node.get(key));
        let node = node.and_then(|node| match group {
            "" => Some(node),
            group => node.get(group),
        });
        for item in node.and_then(Node::as_list).unwrap_or_default() {
            let name = item.as_str().unwrap_or_default();
            if known.iter().any(|feature| Manifest::matches(name, feature)) {
                continue;
            }
            let diagnostic = invalid(
                format!("no api or document has the feature `{name}`"),
                item.span,
                "unknown feature",
            );
            diagnostics.push(match nearest(name, known.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic,
            });
        }
    }
}
