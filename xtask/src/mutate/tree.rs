//! Functions that read and change documents as JSON values.
//!
//! In: values and pointers. Out: values that are changed, and their text. The functions do not know `OpenAPI`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The first character of strings that [`text`] prints as numbers. A JSON value cannot contain a number of more than 64
/// bits.
const NUMBER: char = '\u{e000}';

/// Creates a number of any size from a text of digits.
pub(crate) fn number(digits: &str) -> Value {
    Value::String(format!("{NUMBER}{digits}"))
}

/// Returns the JSON text of a document.
pub(crate) fn text(document: &Value) -> String {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let start = format!("\"{NUMBER}");
    let mut pieces = text.split(start.as_str());
    let mut printed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once('"') {
            Some((digits, rest)) if is_number(digits) => {
                printed.push_str(digits);
                printed.push_str(rest);
            }
            _ => {
                printed.push_str(&start);
                printed.push_str(piece);
            }
        }
    }
    printed.push('\n');
    printed
}

fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    !text.is_empty() && text.chars().all(is_part)
}

/// Escapes a key, so that it can be a step of a pointer. `a/b` → `a~1b`.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Converts a step of a pointer to a key. `a~1b` → `a/b`.
pub(crate) fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Returns the pointer of a property. `at` is the pointer of its object.
pub(crate) fn join(at: &str, key: &str) -> String {
    format!("{at}/{}", escape(key))
}

/// Splits a pointer into the parent pointer and the last key.
pub(crate) fn split(at: &str) -> (&str, String) {
    let (parent, last) = at.rsplit_once('/').unwrap_or(("", at));
    (parent, unescape(last))
}

/// Returns the object at a pointer.
pub(crate) fn object<'a>(document: &'a Value, at: &str) -> Option<&'a Map<String, Value>> {
    document.pointer(at)?.as_object()
}

/// Returns mutable access to the object at a pointer.
pub(crate) fn object_mut<'a>(
    document: &'a mut Value,
    at: &str,
) -> Option<&'a mut Map<String, Value>> {
    document.pointer_mut(at)?.as_object_mut()
}

/// Replaces the value at a pointer. Returns false if there is no value.
pub(crate) fn put(document: &mut Value, at: &str, value: Value) -> bool {
    match document.pointer_mut(at) {
        Some(place) => {
            *place = value;
            true
        }
        None => false,
    }
}

/// Sets a property of the object at a pointer. Returns false if there is no object.
pub(crate) fn set(document: &mut Value, at: &str, key: &str, value: Value) -> bool {
    match object_mut(document, at) {
        Some(object) => {
            object.insert(key.to_owned(), value);
            true
        }
        None => false,
    }
}

/// Sets a property of an object.
pub(crate) fn add(object: &mut Value, key: &str, value: Value) {
    set(object, "", key, value);
}

/// Returns mutable access to the object under a key. A missing object is created.
pub(crate) fn ensure<'a>(
    document: &'a mut Value,
    at: &str,
    key: &str,
) -> Option<&'a mut Map<String, Value>> {
    let value = object_mut(document, at)?
        .entry(key.to_owned())
        .or_insert_with(|| Value::Object(Map::new()));
    value.as_object_mut()
}

/// Removes the value at a pointer.
pub(crate) fn remove(document: &mut Value, at: &str) -> Option<Value> {
    let (parent, last) = split(at);
    match document.pointer_mut(parent)? {
        Value::Object(object) => object.shift_remove(&last),
        Value::Array(items) => {
            let index = last.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))
        }
        _ => None,
    }
}

/// Renames a property and keeps its position. A property that already has the new name is replaced.
pub(crate) fn rename(document: &mut Value, at: &str, old: &str, new: &str) -> bool {
    let Some(object) = object_mut(document, at) else {
        return false;
    };
    if !object.contains_key(old) {
        return false;
    }
    let renamed: Map<String, Value> = std::mem::take(object)
        .into_iter()
        .filter(|(key, _)| key == old || key != new)
        .map(|(key, value)| (if key == old { new.to_owned() } else { key }, value))
        .collect();
    *object = renamed;
    true
}

/// Returns the pointer of every value inside of the document, and the size of its text.
pub(crate) fn sizes(document: &Value) -> Vec<(String, usize)> {
    let mut sizes = BTreeMap::new();
    size(document, String::new(), &mut sizes);
    sizes.remove("");
    sizes.into_iter().collect()
}

fn size(value: &Value, at: String, sizes: &mut BTreeMap<String, usize>) -> usize {
    let size = match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| key.len() + 4 + size(value, join(&at, key), sizes))
            .sum(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| 2 + size(value, format!("{at}/{index}"), sizes))
            .sum(),
        Value::String(text) => text.len() + 2,
        _ => 4,
    };
    sizes.insert(at, size);
    size
}

/// Replaces the text of each `$ref` for which `change` returns a new text.
pub(crate) fn map_references(value: &mut Value, change: &mut impl FnMut(&str) -> Option<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::String(target) if key == "$ref" => {
                        if let Some(new) = change(target) {
                            *target = new;
                        }
                    }
                    _ => map_references(value, change),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                map_references(item, change);
            }
        }
        _ => {}
    }
}

/// Returns the text of every `$ref`.
pub(crate) fn references(value: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    match value {
                        Value::String(target) if key == "$ref" => found.push(target.as_str()),
                        _ => open.push(value),
                    }
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// Returns the pointer in a reference within the same document. `#/a` → `/a`, `other.yaml#/a` → `None`.
pub(crate) fn local_pointer(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let is_pointer = fragment.is_empty() || fragment.starts_with('/');
    is_pointer.then(|| percent_decoded(fragment))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| std::str::from_utf8(after.get(..2)?).ok())
            .flatten()
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(*first));
        let taken = if code.is_some() { 2 } else { 0 };
        rest = after.get(taken..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{local_pointer, number, references, remove, rename, sizes, text};

    #[test]
    fn a_number_of_any_size_is_printed_as_its_digits() {
        let document = json!({ "a": number("123456789012345678901234567890"), "b": "\u{e000}x" });
        let text = text(&document);
        assert!(
            text.contains("\"a\": 123456789012345678901234567890"),
            "{text}"
        );
        assert!(text.contains("\"b\": \"\u{e000}x\""), "{text}");
    }

    #[test]
    fn a_renamed_property_keeps_its_position_and_replaces_its_namesake() {
        let mut document = json!({ "a": { "x": 1, "y": 2, "z": 3 } });
        assert!(rename(&mut document, "/a", "x", "z"));
        assert_eq!(
            serde_json::to_string(&document).unwrap(),
            r#"{"a":{"z":1,"y":2}}"#
        );
        assert!(!rename(&mut document, "/a", "x", "w"));
    }

    #[test]
    fn pointers_with_escaped_keys_reach_their_values() {
        let mut document = json!({ "a/b": { "~": [1, 2] } });
        assert!(sizes(&document).iter().any(|(at, _)| at == "/a~1b/~0/1"));
        assert_eq!(remove(&mut document, "/a~1b/~0/1"), Some(json!(2)));
        assert_eq!(
            local_pointer("#/paths/~1a~1%7Bid%7D").as_deref(),
            Some("/paths/~1a~1{id}")
        );
        assert_eq!(local_pointer("other.yaml#/a"), None);
    }

    #[test]
    fn references_are_found_at_any_depth() {
        let document = json!({ "a": [{ "$ref": "#/b" }], "$ref": { "$ref": "#/c" } });
        let mut found = references(&document);
        found.sort_unstable();
        assert_eq!(found, ["#/b", "#/c"]);
    }
}
