//! Chooses the names of components in a bundle.
//!
//! In: the components of all documents. Out: a name for each component. Components with the same section, name and content get
//! one name, so that the bundle contains them once. If the contents differ, the content of most documents keeps the name. The
//! other components get the name of their document as a prefix.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::collect::{Component, Components};
use super::values::{component_name, free, prefix};
use crate::input::Document;
use crate::source::{Map, Node, Value};

/// The names of the components, in the order of the list.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<String>,
    /// For each component, the first component with the same content.
    classes: Vec<usize>,
}

impl Names {
    pub(super) fn of(components: &Components<'_>, documents: &[Document]) -> Self {
        let mut groups: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for (position, component) in components.list.iter().enumerate() {
            let key = (component.section, component_name(&component.name));
            groups.entry(key).or_default().push(position);
        }
        let classes = classes(components, groups.values());
        let mut taken: BTreeSet<(&str, String)> = groups.keys().cloned().collect();
        let mut names = vec![String::new(); components.list.len()];
        for ((section, name), members) in &groups {
            let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
            let own = members.iter().filter_map(|member| classes.get(*member));
            for class in own {
                *sizes.entry(*class).or_default() += 1;
            }
            let order = |class: &usize| (sizes.get(class).copied(), std::cmp::Reverse(*class));
            let plain = sizes.keys().copied().max_by_key(order);
            for class in sizes.keys().copied() {
                let new = if Some(class) == plain {
                    name.clone()
                } else {
                    let component = components.list.get(class);
                    let document = component.and_then(|component| documents.get(component.at));
                    let start = document.map(|document| prefix(document, documents));
                    let wanted = format!("{}_{name}", start.unwrap_or_default());
                    free(wanted, |name| taken.contains(&(*section, name.to_owned())))
                };
                taken.insert((*section, new.clone()));
                if let Some(slot) = names.get_mut(class) {
                    *slot = new;
                }
            }
        }
        Self { names, classes }
    }

    /// Returns the name of a component.
    pub(super) fn get(&self, component: usize) -> &str {
        let class = self.classes.get(component);
        let name = class.and_then(|class| self.names.get(*class));
        name.map_or("", String::as_str)
    }

    /// Lists the components to write with their positions. Of several components with the same content, the first is listed.
    pub(super) fn written<'c, 'a>(
        &'c self,
        components: &'c Components<'a>,
    ) -> impl Iterator<Item = (usize, &'c Component<'a>)> {
        let list = components.list.iter().enumerate();
        list.filter(|(position, _)| self.classes.get(*position) == Some(position))
    }
}

/// Returns for each component the first component with the same content. First, all components of a group count as equal.
/// Each round splits the groups whose contents differ. References are equal if their targets are equal.
fn classes<'g>(
    components: &Components<'_>,
    groups: impl Iterator<Item = &'g Vec<usize>>,
) -> Vec<usize> {
    let mut classes: Vec<usize> = (0..components.list.len()).collect();
    let shared: Vec<&Vec<usize>> = groups.filter(|members| members.len() > 1).collect();
    for members in &shared {
        set(&mut classes, members, members.first());
    }
    loop {
        let mut next = classes.clone();
        for members in &shared {
            let mut contents: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
            for member in *members {
                let Some(component) = components.list.get(*member) else {
                    continue;
                };
                let mut content = String::new();
                let writer = Content {
                    components,
                    classes: &classes,
                    at: component.at,
                };
                writer.write(component.node, &mut content);
                let class = classes.get(*member).copied().unwrap_or(*member);
                contents.entry((class, content)).or_default().push(*member);
            }
            for members in contents.values() {
                set(&mut next, members, members.first());
            }
        }
        if next == classes {
            return classes;
        }
        classes = next;
    }
}

fn set(classes: &mut [usize], members: &[usize], class: Option<&usize>) {
    for member in members {
        if let (Some(slot), Some(class)) = (classes.get_mut(*member), class) {
            *slot = *class;
        }
    }
}

/// Writes the content of a component as text that is equal for equal contents.
struct Content<'c, 'a> {
    components: &'c Components<'a>,
    classes: &'c [usize],
    at: usize,
}

impl Content<'_, '_> {
    fn write(&self, node: &Node, out: &mut String) {
        match &node.value {
            Value::Str(text) => self.write_text(text, out),
            Value::List(items) => {
                out.push('[');
                for item in items {
                    self.write(item, out);
                    out.push(',');
                }
                out.push(']');
            }
            Value::Map(map) => {
                out.push('{');
                let sorted: BTreeMap<&str, &Node> =
                    Map::iter(map).map(|(name, _, node)| (name, node)).collect();
                for (name, node) in sorted {
                    super::print::string(name, out);
                    out.push(':');
                    self.write(node, out);
                    out.push(',');
                }
                out.push('}');
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => super::print::node(node, out),
        }
    }

    /// Writes a string. A reference is written as its target, because the text depends on the document.
    fn write_text(&self, text: &str, out: &mut String) {
        let Some(link) = self.components.link(self.at, text) else {
            super::print::string(text, out);
            return;
        };
        let class = self.classes.get(link.component);
        let _ = write!(out, "#{class:?}{:?}", link.rest);
    }
}
