//! Webhooks: 3.0 has none, but what a server sends is worth a type.
//!
//! In: the root of a document whose schemas are 3.0 already. Out: the bodies of its webhooks as shared schemas that are marked
//! to be emitted (`x-emit`). The names of new ones are those of the webhooks.

use super::tree;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Map, Node, Pointer, Span, Value};

/// Makes the bodies of all webhooks shared schemas. A document that has neither paths nor webhooks describes types alone:
/// all of them are emitted.
pub(super) fn share_bodies(root: &mut Map, diagnostics: &mut Diagnostics) {
    let only_types = !root.contains("paths") && !root.contains("webhooks");
    let mut events: Vec<(String, Span, Node)> = Vec::new();
    if let Some(Node { value: Value::Map(map), .. }) = root.remove("webhooks") {
        events.extend(map.iter().map(|(name, span, node)| (name.to_owned(), span, node.clone())));
    }
    events.extend(misplaced(root, diagnostics));
    events.retain(|(name, ..)| !name.starts_with("x-"));
    for (name, span, item) in events {
        let operations = ["post", "put", "patch", "get", "delete"].iter().filter_map(|method| Some((*method, item.get(method)?)));
        let mut several = false;
        for (method, operation) in operations {
            let Some(mut body) = body_of(root, operation) else { continue };
            describe(&mut body, operation);
            let name = if several { format!("{name}_{method}") } else { name.clone() };
            several = true;
            share(root, &name, span, body);
        }
    }
    if only_types {
        let schemas = root.get_mut("components").and_then(Node::as_map_mut).and_then(|map| map.get_mut("schemas"));
        for (_, schema) in schemas.and_then(Node::as_map_mut).into_iter().flat_map(Map::iter_mut) {
            mark(schema);
        }
    }
}

/// What stands among the paths and is none: documents of events list them so.
fn misplaced(root: &mut Map, diagnostics: &mut Diagnostics) -> Vec<(String, Span, Node)> {
    let Some(paths) = root.get_mut("paths").and_then(Node::as_map_mut) else { return Vec::new() };
    let names: Vec<String> =
        paths.names().filter(|name| !name.starts_with('/') && !name.starts_with("x-")).map(str::to_owned).collect();
    let mut found = Vec::new();
    for name in names {
        if let (Some(span), Some(node)) = (paths.key_span(&name), paths.remove(&name)) {
            diagnostics.push(
                Diagnostic::warning(Code::InvalidValue, format!("`{name}` is no path: it does not begin with `/`"))
                    .label(span, "taken for a webhook")
                    .help("put it below `webhooks`, or begin it with `/`"),
            );
            found.push((name, span, node));
        }
    }
    found
}

/// The schema of an operation's body, of JSON if it can be.
fn body_of(root: &Map, operation: &Node) -> Option<Node> {
    let mut body = operation.get("requestBody")?;
    if let Some(text) = body.text("$ref") {
        body = in_document(root, text)?;
    }
    let content = body.get("content")?.as_map()?;
    let json = content.iter().find(|(name, ..)| name.contains("json"));
    let (_, _, media) = json.or_else(|| content.iter().next())?;
    media.get("schema").cloned()
}

/// The node of the document that a reference names.
fn in_document<'a>(root: &'a Map, text: &str) -> Option<&'a Node> {
    let pointer = Pointer::parse(text)?;
    let (first, rest) = pointer.parts().split_first()?;
    let rest = rest.iter().fold(Pointer::root(), |pointer, step| pointer.child(step));
    root.get(first)?.at(&rest)
}

/// Lets a body without words have those of its operation.
fn describe(body: &mut Node, operation: &Node) {
    let words = operation.get("description").or_else(|| operation.get("summary"));
    if let (Some(map), Some(words)) = (body.as_map_mut(), words)
        && !map.contains("description")
        && !map.contains("$ref")
    {
        tree::put(map, "description", words.clone());
    }
}

/// Marks the schema that the body is, or makes it one.
fn share(root: &mut Map, event: &str, span: Span, mut body: Node) {
    if !root.contains("components") {
        tree::set(root, "components", Value::Map(Map::new()), span);
    }
    let Some(components) = root.get_mut("components").and_then(Node::as_map_mut) else { return };
    if !components.contains("schemas") {
        tree::set(components, "schemas", Value::Map(Map::new()), span);
    }
    let Some(schemas) = components.get_mut("schemas").and_then(Node::as_map_mut) else { return };
    let shared = body.text("$ref").and_then(|text| text.strip_prefix("#/components/schemas/"));
    if let Some(schema) = shared.and_then(|name| schemas.get_mut(name)) {
        mark(schema);
        return;
    }
    mark(&mut body);
    let event: String =
        event.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let candidates = [event.clone(), format!("{event}_event"), format!("{event}_webhook_event")];
    let free = candidates.into_iter().find(|name| schemas.names().all(|other| !alike(name, other)));
    let name = free.unwrap_or_else(|| format!("{event}_event_body"));
    let key = crate::source::Key { name, span };
    schemas.insert(key, body);
}

/// Whether two names would become one in Rust.
fn alike(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    letters(left) == letters(right)
}

fn mark(schema: &mut Node) {
    let span = schema.span;
    if let Some(map) = schema.as_map_mut() {
        tree::set(map, "x-emit", Value::Bool(true), span);
    }
}
