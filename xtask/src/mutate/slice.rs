//! Takes slices of documents. A slice contains some operations, and everything to which they refer.
//!
//! In: a document, and the pointers of operations. Out: a document with these operations, and with the shared objects,
//! security schemes and tags that they need. A reference that is resolved in the whole document is also resolved in the
//! slice.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::sites::{METHODS, operations};
use super::tree::{join, local_pointer, object};

/// Returns the slice with the operations `chosen`. If `chosen` is empty, returns the whole document, because a document
/// of webhooks has no operations.
pub(crate) fn slice(document: &Value, chosen: &[String]) -> Value {
    if chosen.is_empty() {
        return document.clone();
    }
    let mut kept = Kept {
        document,
        units: BTreeSet::new(),
        open: chosen.to_vec(),
    };
    kept.requirements(document.get("security"));
    kept.follow();
    prune(document, &kept.units)
}

/// Removes the shared objects to which nothing refers.
pub(crate) fn without_unused(document: &Value) -> Value {
    let chosen = operations(document);
    let webhooks = object(document, "/webhooks").is_some_and(|webhooks| !webhooks.is_empty());
    if chosen.is_empty() || webhooks {
        return document.clone();
    }
    slice(document, &chosen)
}

/// What the slice contains (`units`), and the pointers whose targets must still be added (`open`).
struct Kept<'a> {
    document: &'a Value,
    units: BTreeSet<String>,
    open: Vec<String>,
}

impl Kept<'_> {
    fn follow(&mut self) {
        while let Some(at) = self.open.pop() {
            let Some(unit) = unit_of(&at) else { continue };
            if !self.units.insert(unit.clone()) {
                continue;
            }
            let Some(value) = self.document.pointer(&unit) else {
                continue;
            };
            self.targets(value);
            self.requirements(value.get("security"));
            // The parameters and servers of a path item apply to all its operations.
            if let Some((item, _)) = unit
                .rsplit_once('/')
                .filter(|_| unit.starts_with("/paths/"))
            {
                for key in ["parameters", "servers", "$ref"] {
                    if let Some(shared) = self.document.pointer(&join(item, key)) {
                        self.targets(shared);
                    }
                }
                if let Some(Value::String(target)) = self.document.pointer(&join(item, "$ref")) {
                    self.open.extend(local_pointer(target));
                }
            }
        }
    }

    /// Adds the targets of all references and discriminators in a value.
    fn targets(&mut self, value: &Value) {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(object) => {
                    if let Some(Value::String(target)) = object.get("$ref") {
                        self.open.extend(local_pointer(target));
                    }
                    let mapping = object.get("discriminator").and_then(|it| it.get("mapping"));
                    for (_, target) in mapping.and_then(Value::as_object).into_iter().flatten() {
                        self.mapped(target);
                    }
                    open.extend(object.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
    }

    fn mapped(&mut self, target: &Value) {
        let Some(target) = target.as_str() else {
            return;
        };
        let pointer = local_pointer(target).unwrap_or_else(|| join("/components/schemas", target));
        if self.document.pointer(&pointer).is_some() {
            self.open.push(pointer);
        }
    }

    /// Adds the security schemes that the requirements need.
    fn requirements(&mut self, requirements: Option<&Value>) {
        let requirements = requirements.and_then(Value::as_array).into_iter().flatten();
        for requirement in requirements.filter_map(Value::as_object) {
            let schemes = requirement.keys();
            self.open
                .extend(schemes.map(|name| join("/components/securitySchemes", name)));
        }
    }
}

/// Shortens a pointer, so that it ends at a shared object, an operation or a section.
/// `/components/schemas/User/properties/id` → `/components/schemas/User`.
fn unit_of(pointer: &str) -> Option<String> {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let count = match *parts.first()? {
        "components" | "paths" => 3,
        "webhooks" => 2,
        _ => 1,
    };
    let mut unit = String::new();
    for part in parts.iter().take(count) {
        unit.push('/');
        unit.push_str(part);
    }
    Some(unit)
}

/// Copies a document. Operations, webhooks and shared objects that are not in `units` are omitted.
fn prune(document: &Value, units: &BTreeSet<String>) -> Value {
    let mut copy = Map::new();
    let tags = tags(document, units);
    for (key, value) in document.as_object().into_iter().flatten() {
        let value = match (key.as_str(), value) {
            ("paths", Value::Object(paths)) => Value::Object(kept_paths(paths, units)),
            ("components", Value::Object(sections)) => {
                let sections = sections.iter().map(|(section, value)| {
                    let at = join("/components", section);
                    (section.clone(), kept_values(&at, value, units))
                });
                let is_empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
                Value::Object(sections.filter(|(_, value)| !is_empty(value)).collect())
            }
            ("webhooks", value) => kept_values("/webhooks", value, units),
            ("tags", Value::Array(all)) => {
                let is_used = |tag: &&Value| {
                    let name = tag.get("name").and_then(Value::as_str);
                    name.is_some_and(|name| tags.contains(name))
                };
                Value::Array(all.iter().filter(is_used).cloned().collect())
            }
            _ => value.clone(),
        };
        copy.insert(key.clone(), value);
    }
    Value::Object(copy)
}

/// Returns the path items that contain an operation of the slice. All other operations are removed from them.
fn kept_paths(paths: &Map<String, Value>, units: &BTreeSet<String>) -> Map<String, Value> {
    let mut kept = Map::new();
    for (path, item) in paths {
        let at = join("/paths", path);
        let whole = units.contains(&at);
        let Value::Object(item) = item else { continue };
        let is_kept = |key: &str| !METHODS.contains(&key) || units.contains(&join(&at, key));
        let has_kept = item
            .keys()
            .any(|key| METHODS.contains(&key.as_str()) && is_kept(key));
        if whole {
            kept.insert(path.clone(), Value::Object(item.clone()));
        } else if has_kept || units.contains(&join(&at, "parameters")) {
            let parts = item.iter().filter(|(key, _)| is_kept(key));
            let parts = parts.map(|(key, value)| (key.clone(), value.clone()));
            kept.insert(path.clone(), Value::Object(parts.collect()));
        }
    }
    kept
}

fn kept_values(at: &str, value: &Value, units: &BTreeSet<String>) -> Value {
    let Value::Object(values) = value else {
        return value.clone();
    };
    let kept = values
        .iter()
        .filter(|(key, _)| units.contains(&join(at, key)));
    Value::Object(
        kept.map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}

/// Returns the tags of the operations in the slice.
fn tags(document: &Value, units: &BTreeSet<String>) -> BTreeSet<String> {
    let kept = units.iter().filter_map(|unit| document.pointer(unit));
    let tags = kept.filter_map(|value| value.get("tags")?.as_array());
    let names = tags.flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

/// Returns the references within a document that are not resolved.
#[cfg(test)]
pub(crate) fn unresolved(document: &Value) -> Vec<String> {
    let references = super::tree::references(document).into_iter();
    let broken = references.filter(|target| {
        local_pointer(target).is_some_and(|pointer| document.pointer(&pointer).is_none())
    });
    broken.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::base::{Base, project};
    use super::super::dice::Dice;
    use super::super::sites::operations;
    use super::{slice, unresolved, without_unused};

    #[test]
    fn a_slice_has_what_its_operations_refer_to_and_no_more() {
        let document = json!({
            "openapi": "3.0.3",
            "tags": [{ "name": "a" }, { "name": "b" }],
            "paths": {
                "/a": { "parameters": [{ "$ref": "#/components/parameters/P" }],
                    "get": { "tags": ["a"], "security": [{ "key": [] }],
                        "responses": { "200": { "$ref": "#/components/responses/R" } } },
                    "put": { "tags": ["b"] } },
                "/b": { "get": {} }
            },
            "components": {
                "parameters": { "P": { "schema": { "$ref": "#/components/schemas/S" } } },
                "responses": { "R": { "schema": { "discriminator": { "mapping": { "t": "T" } } } } },
                "schemas": { "S": {}, "T": {}, "U": {} },
                "securitySchemes": { "key": {}, "other": {} }
            }
        });
        let slice = slice(&document, &["/paths/~1a/get".to_owned()]);
        assert_eq!(operations(&slice), ["/paths/~1a/get"]);
        assert_eq!(slice["components"]["schemas"], json!({ "S": {}, "T": {} }));
        assert_eq!(slice["components"]["securitySchemes"], json!({ "key": {} }));
        assert_eq!(slice["tags"], json!([{ "name": "a" }]));
        assert_eq!(without_unused(&slice), slice);
    }

    #[test]
    fn the_references_of_every_slice_of_the_projects_documents_resolve() {
        let mut dice = Dice::new(3, 0);
        for Base { name, document } in project() {
            let all = operations(document);
            let broken = unresolved(document);
            for count in [1, 3, 7] {
                let slice = slice(document, &dice.sample(&all, count));
                let mut new = unresolved(&slice);
                new.retain(|target| !broken.contains(target));
                assert_eq!(new, Vec::<String>::new(), "{name}");
                assert!(operations(&slice).len() >= count.min(all.len()), "{name}");
            }
        }
    }
}
