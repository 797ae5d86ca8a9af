//! Renames parts of a document, and updates the references to them.
//!
//! In: a document, a place and a new name. Out: whether the document has changed.

use serde_json::Value;

use super::sites::{Role, of_role};
use super::tree::{escape, join, local_pointer, map_references, object, object_mut, rename, split};

/// Renames a property of a schema. Its name in `required` and in the discriminator is changed too.
pub(crate) fn property(document: &mut Value, schema: &str, old: &str, new: &str) -> bool {
    if !rename(document, &join(schema, "properties"), old, new) {
        return false;
    }
    let Some(schema) = object_mut(document, schema) else {
        return false;
    };
    let required = schema.get_mut("required").and_then(Value::as_array_mut);
    replace_all(required.into_iter().flatten(), old, new);
    let tag = schema
        .get_mut("discriminator")
        .and_then(|it| it.get_mut("propertyName"));
    replace_all(tag.into_iter(), old, new);
    true
}

fn replace_all<'a>(values: impl Iterator<Item = &'a mut Value>, old: &str, new: &str) {
    for value in values.filter(|value| value.as_str() == Some(old)) {
        *value = Value::String(new.to_owned());
    }
}

/// Renames a shared object, and updates the references to it.
pub(crate) fn shared(document: &mut Value, section: &str, old: &str, new: &str) -> bool {
    let at = join("/components", section);
    if !rename(document, &at, old, new) {
        return false;
    }
    let from = join(&at, old);
    map_references(document, &mut |target| {
        let pointer = local_pointer(target)?;
        let rest = pointer.strip_prefix(&from)?;
        let whole = rest.is_empty() || rest.starts_with('/');
        whole.then(|| format!("#{at}/{}{rest}", escape(new)))
    });
    if section == "schemas" {
        mappings(document, &from, old, &format!("#{at}/{}", escape(new)));
    }
    if section == "securitySchemes" {
        requirements(document, |requirement| {
            if let Some(scopes) = requirement.shift_remove(old) {
                requirement.insert(new.to_owned(), scopes);
            }
        });
    }
    true
}

/// Updates the mappings of discriminators that contain the name of a schema.
fn mappings(document: &mut Value, from: &str, old: &str, target: &str) {
    for schema in of_role(document, Role::Schema) {
        let Some(mapping) = object_mut(document, &format!("{schema}/discriminator/mapping")) else {
            continue;
        };
        for entry in mapping.values_mut() {
            let text = entry.as_str().unwrap_or_default();
            if text == old || local_pointer(text).as_deref() == Some(from) {
                *entry = Value::String(target.to_owned());
            }
        }
    }
}

/// Calls a function with each security requirement of a document.
pub(crate) fn requirements(
    document: &mut Value,
    mut change: impl FnMut(&mut serde_json::Map<String, Value>),
) {
    let mut places = vec!["/security".to_owned()];
    let operations = of_role(document, Role::Operation);
    places.extend(operations.iter().map(|at| join(at, "security")));
    for place in places {
        let list = document.pointer_mut(&place).and_then(Value::as_array_mut);
        for requirement in list.into_iter().flatten() {
            if let Some(requirement) = requirement.as_object_mut() {
                change(requirement);
            }
        }
    }
}

/// Renames a tag, in the list of tags and in the operations.
pub(crate) fn tag(document: &mut Value, old: &str, new: &str) -> bool {
    let mut renamed = false;
    let tags = document.get_mut("tags").and_then(Value::as_array_mut);
    for tag in tags.into_iter().flatten() {
        if let Some(name) = tag.get_mut("name").filter(|name| **name == old) {
            *name = Value::String(new.to_owned());
            renamed = true;
        }
    }
    for at in of_role(document, Role::Operation) {
        let tags = document
            .pointer_mut(&join(&at, "tags"))
            .and_then(Value::as_array_mut);
        for tag in tags.into_iter().flatten().filter(|tag| **tag == old) {
            *tag = Value::String(new.to_owned());
            renamed = true;
        }
    }
    renamed
}

/// Renames a parameter. For a path parameter, the placeholder in the path is renamed too. For a shared parameter, the
/// placeholder is renamed in all paths that contain it.
pub(crate) fn parameter(document: &mut Value, at: &str, new: &str) -> bool {
    let Some(parameter) = object_mut(document, at) else {
        return false;
    };
    let in_path = parameter.get("in").and_then(Value::as_str) == Some("path");
    let old = parameter.get("name").and_then(Value::as_str);
    let Some(old) = old.map(str::to_owned) else {
        return false;
    };
    parameter.insert("name".to_owned(), Value::String(new.to_owned()));
    if !in_path {
        return true;
    }
    let placeholder = format!("{{{old}}}");
    let paths: Vec<String> = object(document, "/paths")
        .map(|paths| paths.keys().cloned().collect())
        .unwrap_or_default();
    for path in paths {
        let is_own = at.starts_with(&format!("{}/", join("/paths", &path)));
        let is_shared = at.starts_with("/components/");
        if path.contains(&placeholder) && (is_own || is_shared) {
            let renamed = path.replace(&placeholder, &format!("{{{new}}}"));
            rename(document, "/paths", &path, &renamed);
        }
    }
    true
}

/// Renames an OAuth scope, in its flow and in the security requirements.
pub(crate) fn scope(document: &mut Value, flow: &str, old: &str, new: &str) -> bool {
    if !rename(document, &join(flow, "scopes"), old, new) {
        return false;
    }
    requirements(document, |requirement| {
        for scopes in requirement.values_mut() {
            replace_all(scopes.as_array_mut().into_iter().flatten(), old, new);
        }
    });
    true
}

/// Renames the key at the end of a pointer.
pub(crate) fn key(document: &mut Value, at: &str, new: &str) -> bool {
    let (parent, last) = split(at);
    let parent = parent.to_owned();
    rename(document, &parent, &last, new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::slice::unresolved;
    use super::{parameter, property, shared, tag};

    #[test]
    fn a_renamed_schema_is_found_by_all_that_refer_to_it() {
        let mut document = json!({
            "components": { "schemas": {
                "A": { "properties": { "x": { "$ref": "#/components/schemas/A/properties/y" }, "y": {} } },
                "AB": { "$ref": "#/components/schemas/A" },
                "C": { "discriminator": { "mapping": { "a": "A", "b": "#/components/schemas/A" } } }
            } }
        });
        assert!(shared(&mut document, "schemas", "A", "a/b"));
        assert_eq!(unresolved(&document), Vec::<String>::new());
        let mapping = &document["components"]["schemas"]["C"]["discriminator"]["mapping"];
        assert_eq!(mapping["a"], "#/components/schemas/a~1b");
        assert_eq!(mapping["a"], mapping["b"]);
        assert!(!shared(&mut document, "schemas", "A", "B"));
    }

    #[test]
    fn a_renamed_path_parameter_renames_its_placeholder() {
        let mut document = json!({
            "paths": { "/a/{id}": { "get": { "parameters": [{ "name": "id", "in": "path" }] } }, "/b/{id}": {} }
        });
        assert!(parameter(
            &mut document,
            "/paths/~1a~1{id}/get/parameters/0",
            "x"
        ));
        let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
        assert_eq!(paths, ["/a/{x}", "/b/{id}"]);
    }

    #[test]
    fn properties_and_tags_are_renamed_where_they_are_used() {
        let mut document = json!({
            "tags": [{ "name": "t" }],
            "paths": { "/a": { "get": { "tags": ["t", "u"] } } },
            "s": { "properties": { "a": {} }, "required": ["a", "b"], "discriminator": { "propertyName": "a" } }
        });
        assert!(property(&mut document, "/s", "a", "z"));
        assert_eq!(document["s"]["required"], json!(["z", "b"]));
        assert_eq!(document["s"]["discriminator"]["propertyName"], "z");
        assert!(tag(&mut document, "t", "v"));
        assert_eq!(document["tags"][0]["name"], "v");
        assert_eq!(document["paths"]["/a"]["get"]["tags"], json!(["v", "u"]));
    }
}
