//! Moves parts of operations to `components`.
//!
//! In: the components of the documents, and parts of mirrored operations. Out: the components of the bundle. Parts with the
//! same content become one component.

use std::collections::BTreeMap;

use super::print;
use super::values::{component_name, free, reference};
use crate::source::Node;

/// A part with at most this number of bytes is copied, because a reference is not shorter.
const SHORT: usize = 100;

/// The components of a bundle.
#[derive(Debug, Default)]
pub(super) struct Shared {
    sections: BTreeMap<&'static str, BTreeMap<String, Node>>,
    /// The names of the components, by section and JSON text.
    names: BTreeMap<(&'static str, String), String>,
}

impl Shared {
    /// Adds a component.
    pub(super) fn add(&mut self, section: &'static str, name: &str, node: Node) {
        let mut text = String::new();
        print::node(&node, &mut text);
        let key = (section, text);
        self.names.entry(key).or_insert_with(|| name.to_owned());
        let components = self.sections.entry(section).or_default();
        components.insert(name.to_owned(), node);
    }

    /// Replaces a part by a reference, unless it is short. `wanted` lists possible names for a new component. If all of
    /// them are taken, the last one is extended.
    pub(super) fn share(&mut self, section: &'static str, wanted: &[String], node: &mut Node) {
        let mut text = String::new();
        print::node(node, &mut text);
        if text.len() <= SHORT || node.get("$ref").is_some() {
            return;
        }
        let name = match self.names.get(&(section, text)) {
            Some(name) => name.clone(),
            None => self.insert(section, wanted, node.clone()),
        };
        *node = reference(section, &name, node.span);
    }

    /// Adds a component under the first free name, and returns the name. If a component with the same content exists,
    /// returns the name of that component.
    pub(super) fn insert(
        &mut self,
        section: &'static str,
        wanted: &[String],
        node: Node,
    ) -> String {
        let mut text = String::new();
        print::node(&node, &mut text);
        if let Some(name) = self.names.get(&(section, text)) {
            return name.clone();
        }
        let taken = self.sections.get(section);
        let is_taken = |name: &str| taken.is_some_and(|taken| taken.contains_key(name));
        let names: Vec<String> = wanted.iter().map(|name| component_name(name)).collect();
        let name = names.iter().find(|name| !is_taken(name)).cloned();
        let name = name.unwrap_or_else(|| {
            let last = names.last().cloned().unwrap_or_default();
            free(last, is_taken)
        });
        self.add(section, &name, node);
        name
    }

    pub(super) fn into_sections(self) -> BTreeMap<&'static str, BTreeMap<String, Node>> {
        self.sections
    }
}
