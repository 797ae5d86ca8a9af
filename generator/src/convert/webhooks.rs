//! Converts webhooks to shared schemas, because OpenAPI 3.0 has no webhooks.
//!
//! In: the root of a document whose schemas are already converted. Out: the same root, with the bodies of webhooks as shared
//! schemas with `x-emit`. A new schema is named after its webhook.

use super::edit;
use super::survey::joined;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::openapi::keywords::is_extension;
use crate::openapi::{component, local};
use crate::source::{Key, Map, Node, Pointer, Span, Value};

/// Converts the bodies of all webhooks to shared schemas. If a document has neither paths nor webhooks, every schema gets
/// `x-emit`.
pub(super) fn share_bodies(root: &mut Map, diagnostics: &mut Diagnostics) {
    let only_types = !root.contains("paths") && !root.contains("webhooks");
    let mut events: Vec<Event> = Vec::new();
    if let Some(Node {
        value: Value::Map(map),
        ..
    }) = root.remove("webhooks")
    {
        let place = Pointer::root().child("webhooks");
        events.extend(map.iter().map(|(name, span, item)| Event {
            name: name.to_owned(),
            span,
            place: place.child(name),
            item: item.clone(),
        }));
    }
    events.extend(misplaced(root, diagnostics));
    events.retain(|event| !is_extension(&event.name));
    let mut moved = Vec::new();
    for event in events {
        let mut several = false;
        for method in ["post", "put", "patch", "get", "delete"] {
            let Some(operation) = event.item.get(method) else {
                continue;
            };
            let Some((steps, mut body)) = body_of(root, operation) else {
                continue;
            };
            describe(&mut body, operation);
            let name = if several {
                format!("{}_{method}", event.name)
            } else {
                event.name.clone()
            };
            several = true;
            let shared = share(root, &name, event.span, body);
            if let (Some(steps), Some(shared)) = (steps, shared) {
                let from = joined(&event.place.child(method), &steps);
                moved.push((
                    from,
                    Pointer::root()
                        .child("components")
                        .child("schemas")
                        .child(shared),
                ));
            }
        }
    }
    if !moved.is_empty() {
        root.iter_mut().for_each(|(_, node)| follow(node, &moved));
    }
    if only_types {
        let schemas = root
            .get_mut("components")
            .and_then(Node::as_map_mut)
            .and_then(|map| map.get_mut("schemas"));
        for (_, schema) in schemas
            .and_then(Node::as_map_mut)
            .into_iter()
            .flat_map(Map::iter_mut)
        {
            mark(schema);
        }
    }
}

/// A webhook.
#[derive(Debug)]
struct Event {
    name: String,
    span: Span,
    /// The original pointer of the webhook.
    place: Pointer,
    /// The path item with the operations of the webhook.
    item: Node,
}

/// Updates references to nodes inside moved bodies.
fn follow(node: &mut Node, moved: &[(Pointer, Pointer)]) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|node| follow(node, moved)),
        Value::Map(map) => {
            if let Some(Node {
                value: Value::Str(text),
                ..
            }) = map.get_mut("$ref")
                && let Some(pointer) = Pointer::parse(text)
                && let Some((from, to)) = moved
                    .iter()
                    .find(|(from, _)| pointer.parts().starts_with(from.parts()))
            {
                let rest = pointer.parts().iter().skip(from.parts().len());
                *text = rest
                    .fold(to.clone(), |pointer, step| pointer.child(step))
                    .to_string();
            }
            map.iter_mut().for_each(|(_, node)| follow(node, moved));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => {}
    }
}

/// Removes and returns the webhooks that a document lists under `paths`. The name of such a webhook does not start with `/`.
fn misplaced(root: &mut Map, diagnostics: &mut Diagnostics) -> Vec<Event> {
    let Some(paths) = root.get_mut("paths").and_then(Node::as_map_mut) else {
        return Vec::new();
    };
    let names: Vec<String> = paths
        .names()
        .filter(|name| !name.starts_with('/') && !is_extension(name))
        .map(str::to_owned)
        .collect();
    let mut found = Vec::new();
    for name in names {
        if let (Some(span), Some(node)) = (paths.key_span(&name), paths.remove(&name)) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::InvalidValue,
                    format!("invalid path `{name}`: it does not start with `/`"),
                )
                .label(span, "used as a webhook")
                .help("move it to `webhooks`, or start it with `/`"),
            );
            let place = Pointer::root().child("paths").child(&name);
            found.push(Event {
                name,
                span,
                place,
                item: node,
            });
        }
    }
    found
}

/// Returns the schema of an operation's body, preferably of a JSON body. If the body is inline, also returns the pointer of the
/// schema.
fn body_of(root: &Map, operation: &Node) -> Option<(Option<Pointer>, Node)> {
    let mut body = operation.get("requestBody")?;
    let reference = body.text("$ref");
    if let Some(text) = reference {
        body = local(root, text)?;
    }
    let content = body.get("content")?.as_map()?;
    let json = content.iter().find(|(name, ..)| name.contains("json"));
    let (media_type, _, media) = json.or_else(|| content.iter().next())?;
    let steps = ["requestBody", "content", media_type, "schema"];
    let steps = steps
        .iter()
        .fold(Pointer::root(), |pointer, step| pointer.child(step));
    Some((
        Some(steps).filter(|_| reference.is_none()),
        media.get("schema")?.clone(),
    ))
}

/// Copies the description of the operation to a body without a description.
fn describe(body: &mut Node, operation: &Node) {
    let words = operation
        .get("description")
        .or_else(|| operation.get("summary"));
    if let (Some(map), Some(words)) = (body.as_map_mut(), words)
        && !map.contains("description")
        && !map.contains("$ref")
    {
        edit::put(map, "description", words.clone());
    }
}

/// Marks the shared schema of the body with `x-emit`. If the body is inline, adds a marked schema and returns the name of this
/// schema.
pub(super) fn share(root: &mut Map, event: &str, span: Span, mut body: Node) -> Option<String> {
    if !root.contains("components") {
        edit::set(root, "components", Value::Map(Map::new()), span);
    }
    let components = root.get_mut("components").and_then(Node::as_map_mut)?;
    if !components.contains("schemas") {
        edit::set(components, "schemas", Value::Map(Map::new()), span);
    }
    let schemas = components.get_mut("schemas").and_then(Node::as_map_mut)?;
    let shared = (body.text("$ref").and_then(component))
        .filter(|(section, _)| section == "schemas")
        .map(|(_, name)| name);
    if let Some(schema) = shared.and_then(|name| schemas.get_mut(&name)) {
        mark(schema);
        return None;
    }
    mark(&mut body);
    let event: String = event
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let candidates = [
        event.clone(),
        format!("{event}_event"),
        format!("{event}_webhook_event"),
    ];
    let free = candidates
        .into_iter()
        .find(|name| schemas.names().all(|other| !alike(name, other)));
    let name = free.unwrap_or_else(|| format!("{event}_event_body"));
    schemas.insert(
        Key {
            name: name.clone(),
            span,
        },
        body,
    );
    Some(name)
}

/// Returns whether two names would become the same Rust name.
fn alike(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    letters(left) == letters(right)
}

fn mark(schema: &mut Node) {
    let span = schema.span;
    if let Some(map) = schema.as_map_mut() {
        edit::set(map, "x-emit", Value::Bool(true), span);
    }
}
