//! Finds the tag of alternatives. A tag is a property that shows to which alternative a value belongs. It is the
//! property of the `discriminator`, or a property with different values in each alternative.
//!
//! In: the schemas of the alternatives. Out: the property, and its values for each alternative. This module reports no
//! problems, because `check` and `union` report them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::context::{At, Lowering, NodeId};
use super::schema::type_name;
use crate::openapi::Resolver;
use crate::source::{Node, Value};

/// The tag of some alternatives: the property, and the values that select each alternative. An alternative without
/// values is never selected by the property.
#[derive(Debug)]
pub(super) struct Tags {
    pub(super) property: String,
    pub(super) values: Vec<Vec<String>>,
}

/// The values that a schema allows for one of its properties, and whether the property is required.
#[derive(Clone, Debug)]
struct Known {
    values: Vec<String>,
    required: bool,
}

/// The properties of a schema that allow only certain values, in document order.
type Properties = IndexMap<String, Known>;

impl<'a> Lowering<'a> {
    /// Finds the tag of the alternatives of the schema `at`.
    pub(super) fn tags(&self, at: &At<'a>, alternatives: &[At<'a>]) -> Option<Tags> {
        self.declared(at, alternatives)
            .or_else(|| self.detected(alternatives))
    }

    /// Returns the tag that the `discriminator` declares. The values of an alternative are the values in the mapping,
    /// the values that the schema allows, or the name of the schema.
    fn declared(&self, at: &At<'a>, alternatives: &[At<'a>]) -> Option<Tags> {
        let discriminator = at.map("discriminator")?;
        let property = discriminator.text("propertyName")?.to_owned();
        let mapping = self.mapping(&discriminator);
        let own: Vec<Vec<String>> = alternatives
            .iter()
            .map(|alternative| {
                let mut found = self.of_alternative(alternative);
                let known = found.shift_remove(&property);
                known.map_or_else(Vec::new, |known| known.values)
            })
            .collect();
        let own_differ = are_disjoint(&own);
        let mut values: Vec<Vec<String>> = Vec::new();
        for (alternative, own) in alternatives.iter().zip(own) {
            let mut found = self.mapped(alternative, &mapping);
            if own_differ {
                let is_free = |value: &String| mapping.iter().all(|(mapped, _)| mapped != value);
                found.extend(own.iter().filter(|value| is_free(value)).cloned());
            }
            if found.is_empty() {
                let name = self.name_of(alternative);
                found.extend(name.map(|name| allowed(name, &own)));
            }
            found.retain(|value| values.iter().flatten().all(|other| other != value));
            values.push(found);
        }
        values
            .iter()
            .any(|values| !values.is_empty())
            .then_some(Tags { property, values })
    }

    /// Returns the mapping of a discriminator: each value, and the schema that it selects.
    pub(super) fn mapping(&self, discriminator: &At<'a>) -> Vec<(String, NodeId)> {
        let entries = discriminator
            .map("mapping")
            .map(|mapping| mapping.members());
        let entries = entries.unwrap_or_default().into_iter();
        entries
            .filter_map(|(value, target)| {
                let target = self.named_by(&target, target.node.as_str()?)?;
                Some((value.to_owned(), target.id()))
            })
            .collect()
    }

    /// Finds the schema for a mapping's value, which is a name or a reference.
    fn named_by(&self, at: &At<'a>, text: &str) -> Option<At<'a>> {
        let components = At::root(at.document).get("components");
        let schemas = components.and_then(|components| components.get("schemas"));
        let named = schemas.and_then(|schemas| schemas.get(text));
        match named {
            Some(named) => self.target(&named),
            None => self.referred(at, text),
        }
    }

    /// Returns the values of the mapping that select an alternative or a schema that the alternative covers.
    fn mapped(&self, alternative: &At<'a>, mapping: &[(String, NodeId)]) -> Vec<String> {
        let covered = self.covered(alternative);
        let entries = mapping.iter();
        entries
            .filter(|(_, target)| covered.contains(target))
            .map(|(value, _)| value.clone())
            .collect()
    }

    /// Returns the schemas that an alternative covers: the alternative itself, its subtypes and its nested alternatives.
    fn covered(&self, alternative: &At<'a>) -> BTreeSet<NodeId> {
        let mut covered = BTreeSet::new();
        let mut open: Vec<At<'a>> = vec![alternative.clone()];
        while let Some(at) = open.pop() {
            let Some(at) = self.target(&at) else { continue };
            if covered.insert(at.id()) {
                open.extend(self.subtypes.descendants(&at.id()));
                for keyword in ["oneOf", "anyOf"] {
                    open.extend(at.get(keyword).map(|list| list.items()).unwrap_or_default());
                }
            }
        }
        covered
    }

    /// Returns the tag value of a schema that is not in the mapping: `x-ms-discriminator-value`, or the name of the
    /// schema.
    pub(super) fn name_of(&self, alternative: &At<'a>) -> Option<String> {
        let target = self.target(alternative)?;
        let extension = target.text("x-ms-discriminator-value").map(str::to_owned);
        // The name in the reference is used. Its target can have another name, if the reference points to an alias.
        let by_reference = alternative.text("$ref").and_then(|reference| {
            let name = reference.rsplit(['/', '#']).next()?;
            (!name.is_empty() && reference.contains('#')).then(|| name.to_owned())
        });
        extension
            .or(by_reference)
            .or_else(|| super::schema::shared_name(&target))
    }

    /// Finds a property that can be the tag, because its values differ between the alternatives. Only alternatives that
    /// are objects are considered.
    fn detected(&self, alternatives: &[At<'a>]) -> Option<Tags> {
        let mut objects: Vec<(usize, Properties)> = Vec::new();
        for (index, alternative) in alternatives.iter().enumerate() {
            if self.is_object(alternative) {
                let properties = self.of_alternative(alternative);
                objects.push((index, properties));
            }
        }
        if objects.len() < 2 && objects.len() < alternatives.len() {
            return None;
        }
        let names: BTreeSet<&String> = objects.iter().flat_map(|(_, known)| known.keys()).collect();
        let position = |name: &str| {
            let positions = objects
                .iter()
                .filter_map(|(_, known)| known.get_index_of(name));
            positions.min()
        };
        let name = names
            .into_iter()
            .filter(|name| tells_apart(&objects, name))
            .min_by_key(|name| {
                let known = || objects.iter().map(|(_, known)| known.get(*name));
                let required = known().all(|known| known.is_some_and(|known| known.required));
                let single =
                    known().all(|known| known.is_some_and(|known| known.values.len() == 1));
                (!required, !single, position(name))
            })?
            .clone();
        let mut values = vec![Vec::new(); alternatives.len()];
        for (index, mut known) in objects {
            if let (Some(slot), Some(known)) = (values.get_mut(index), known.shift_remove(&name)) {
                *slot = known.values;
            }
        }
        Some(Tags {
            property: name,
            values,
        })
    }

    fn is_object(&self, alternative: &At<'a>) -> bool {
        self.target(alternative)
            .is_some_and(|at| match type_name(at.node) {
                Some(name) => name == "object",
                None => ["allOf", "oneOf", "anyOf"]
                    .iter()
                    .any(|key| at.node.get(key).is_some()),
            })
    }

    /// Returns the properties of a schema that allow only certain values. `open` contains the schemas that are being
    /// visited.
    fn properties(&self, at: &At<'a>, open: &mut BTreeSet<NodeId>) -> Properties {
        let mut found = Properties::new();
        let Some(at) = self.target(at) else {
            return found;
        };
        if !open.insert(at.id()) {
            return found;
        }
        for (name, property) in at
            .map("properties")
            .map(|map| map.members())
            .unwrap_or_default()
        {
            if let Some(values) = self.few_values(&property, 0) {
                narrow(
                    &mut found,
                    name,
                    Known {
                        values,
                        required: false,
                    },
                );
            }
        }
        let parts = at.get("allOf").map(|list| list.items()).unwrap_or_default();
        let mut required = at.texts("required");
        for part in &parts {
            for (name, known) in self.properties(part, open) {
                if known.required {
                    required.push(name.clone());
                }
                narrow(&mut found, &name, known);
            }
            required.extend(
                self.target(part)
                    .into_iter()
                    .flat_map(|part| part.texts("required")),
            );
        }
        for keyword in ["oneOf", "anyOf"] {
            if self.subtypes.are_listed(&at.id()) {
                break;
            }
            let alternatives = at.get(keyword).map(|list| list.items()).unwrap_or_default();
            for (name, known) in self.of_all(&alternatives, open) {
                narrow(&mut found, &name, known);
            }
        }
        for name in required {
            if let Some(known) = found.get_mut(&name) {
                known.required = true;
            }
        }
        found
    }

    /// Returns the properties that every alternative restricts to certain values. Each property gets the values of all
    /// alternatives.
    fn of_all(&self, alternatives: &[At<'a>], open: &mut BTreeSet<NodeId>) -> Properties {
        let mut all: Option<Properties> = None;
        for alternative in alternatives {
            let own = self.properties(alternative, open);
            all = Some(match all {
                None => own,
                Some(all) => {
                    let both = all.into_iter().filter_map(|(name, mut known)| {
                        let other = own.get(&name)?;
                        known.required &= other.required;
                        known.values.extend(other.values.iter().cloned());
                        Some((name, known))
                    });
                    both.collect()
                }
            });
        }
        all.unwrap_or_default()
    }

    pub(super) fn values_of(&self, at: &At<'a>, property: &str) -> Vec<String> {
        let mut found = self.properties(at, &mut BTreeSet::new());
        let known = found.shift_remove(property);
        known.map_or_else(Vec::new, |known| known.values)
    }

    /// Returns the properties of an alternative that allow only certain values. The values include the tags of all its
    /// subtypes.
    fn of_alternative(&self, alternative: &At<'a>) -> Properties {
        let mut found = self.properties(alternative, &mut BTreeSet::new());
        if let Some((property, values)) = self.target(alternative).and_then(|at| self.family(&at)) {
            let known = Known {
                values,
                required: true,
            };
            found.insert(property, known);
        }
        found
    }

    /// Returns the values of a schema with `const` or `enum`. `None` for other schemas.
    fn few_values(&self, at: &At<'a>, depth: usize) -> Option<Vec<String>> {
        let at = self.target(at).filter(|_| depth < 8)?;
        if let Some(value) = at.node.get("const") {
            return Some(vec![text(value)?]);
        }
        if let Some(values) = at.node.get("enum").and_then(Node::as_list) {
            let values: Option<Vec<String>> = values.iter().map(text).collect();
            return values.filter(|values| !values.is_empty());
        }
        let parts = at.get("allOf").map(|list| list.items()).unwrap_or_default();
        let found = parts
            .iter()
            .filter_map(|part| self.few_values(part, depth + 1));
        found.min_by_key(Vec::len)
    }

    /// Returns the target of a reference, or the schema itself. Unresolved references are not reported.
    pub(super) fn target(&self, at: &At<'a>) -> Option<At<'a>> {
        match at.text("$ref") {
            Some(text) => self.referred(at, text),
            None => Some(at.clone()),
        }
    }

    fn referred(&self, at: &At<'a>, text: &str) -> Option<At<'a>> {
        let found = Resolver::new(self.documents)
            .resolve(at.document, text)
            .ok()?;
        Some(At {
            node: found.node,
            pointer: found.pointer,
            document: found.document,
        })
    }
}

/// Returns the allowed value that equals `name`, ignoring case. If no value is equal, returns `name`.
pub(super) fn allowed(name: String, values: &[String]) -> String {
    let alike = |value: &&String| value.eq_ignore_ascii_case(&name);
    let found = values
        .iter()
        .filter(alike)
        .max_by_key(|value| **value == name);
    found.cloned().unwrap_or(name)
}

/// Returns whether a property can be the tag of these objects. No two objects may allow the same value. If an object
/// allows any value, all other objects must require the property and allow exactly one value.
fn tells_apart(objects: &[(usize, Properties)], name: &str) -> bool {
    let known = || objects.iter().filter_map(|(_, known)| known.get(name));
    let values: Vec<Vec<String>> = known().map(|known| known.values.clone()).collect();
    let complete = values.len() == objects.len();
    let constant = || known().all(|known| known.required && known.values.len() == 1);
    are_disjoint(&values) && (complete || constant())
}

/// Returns whether the lists have no value in common.
fn are_disjoint(lists: &[Vec<String>]) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    lists.iter().all(|list| {
        let own: BTreeSet<&str> = list.iter().map(String::as_str).collect();
        let is_new = own.is_disjoint(&seen);
        seen.extend(own);
        is_new
    })
}

/// Adds the values that a schema allows for a property. If the property already has values, only the common values are
/// kept. Without common values, the earlier values are kept.
fn narrow(found: &mut Properties, name: &str, known: Known) {
    let Some(before) = found.get_mut(name) else {
        found.insert(name.to_owned(), known);
        return;
    };
    before.required |= known.required;
    if before
        .values
        .iter()
        .any(|value| known.values.contains(value))
    {
        before.values.retain(|value| known.values.contains(value));
    }
}

/// Returns a scalar as text, for comparison with tags.
fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Str(text) => Some(text.clone()),
        Value::Number(number) => number.is_integer().then(|| number.text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}
