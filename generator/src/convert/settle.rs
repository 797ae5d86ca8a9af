//! Replaces unresolved references.
//!
//! In: checked documents. Out: the same documents, in which every reference is resolved. A schema, response or request body with
//! an unresolved reference becomes any JSON value. Any other object with an unresolved reference is removed. `check` reports each
//! unresolved reference before this step.

use super::edit;
use super::tour::{Place, Visitor, tour};
use crate::input::Document;
use crate::openapi::Resolver;
use crate::openapi::grammar::Kind;
use crate::source::{Map, Node, Pointer, Span, Value};

/// Replaces every unresolved reference in the documents of one API.
pub fn settle(documents: &mut [Document]) {
    let mut finder = Finder {
        resolver: Resolver::new(documents),
        broken: Vec::new(),
    };
    tour(documents, &mut finder);
    let broken = finder.broken;
    // The list is processed from the end, so that inner objects are replaced before outer objects.
    for broken in broken.into_iter().rev() {
        if let Some(document) = documents.get_mut(broken.at) {
            replace(&mut document.root, &broken);
        }
    }
}

/// An unresolved reference: the position of the document, the pointer, and the kind of the expected object.
struct Broken {
    at: usize,
    pointer: Pointer,
    kind: Kind,
    /// Whether the reference is a part of an `allOf` that describes an object. The properties of this part are unknown.
    is_base: bool,
}

struct Finder<'a> {
    resolver: Resolver<'a>,
    broken: Vec<Broken>,
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn object(&mut self, place: &Place<'_, 'a>, node: &'a Node, kind: Kind) {
        let document = place.document;
        let Some(text) = node.text("$ref").filter(|_| kind != Kind::Document) else {
            return;
        };
        if self.resolver.fault(document, node, text, kind).is_some() {
            let pointer = place.pointer();
            let is_base = kind == Kind::Schema && self.is_base(document, &pointer);
            self.broken.push(Broken {
                at: place.at,
                pointer,
                kind,
                is_base,
            });
        }
    }
}

impl<'a> Finder<'a> {
    fn is_base(&self, document: &'a Document, pointer: &Pointer) -> bool {
        let Some(list) = pointer.parent().filter(|list| list.last() == Some("allOf")) else {
            return false;
        };
        let of_object = |node: &'a Node| {
            let target = self.resolver.follow(document, node);
            target.is_some_and(|target| {
                let mut keys = ["properties", "additionalProperties", "allOf"].iter();
                keys.any(|key| target.node.get(key).is_some())
            })
        };
        let own = list.parent().and_then(|owner| document.root.at(&owner));
        let own = own.is_some_and(|owner| owner.get("properties").is_some());
        let parts = document.root.at(&list).and_then(Node::as_list);
        own || parts.into_iter().flatten().any(of_object)
    }
}

/// Replaces a schema, response or request body by any JSON value. Removes any other object.
fn replace(root: &mut Node, broken: &Broken) {
    let Broken { pointer, kind, .. } = broken;
    let Some(node) = root.at_mut(pointer) else {
        return;
    };
    let span = node.span;
    match kind {
        Kind::Schema => {
            keep_words(node);
            if let (Some(map), true) = (node.as_map_mut(), broken.is_base) {
                edit::set(map, "x-keep-unknown", Value::Bool(true), span);
                edit::put(map, "type", edit::text("object", span));
            }
        }
        Kind::Response => {
            node.value = any_content(span);
            if let Some(map) = node.as_map_mut() {
                edit::put(map, "description", edit::text("", span));
            }
        }
        Kind::RequestBody => {
            node.value = any_content(span);
            if let Some(map) = node.as_map_mut() {
                edit::set(map, "required", Value::Bool(false), span);
            }
        }
        _ => {
            // In a list, the object becomes an empty map, because references can contain the positions of later items.
            node.value = Value::Map(Map::new());
            let parent = pointer.parent().and_then(|parent| root.at_mut(&parent));
            if let (Some(map), Some(name)) = (parent.and_then(Node::as_map_mut), pointer.last()) {
                map.remove(name);
            }
        }
    }
}

/// Removes all keywords of a schema except `description`, `title` and `deprecated`.
fn keep_words(node: &mut Node) {
    let Some(map) = node.as_map_mut() else { return };
    for name in edit::names(map) {
        if !["description", "title", "deprecated"].contains(&name.as_str()) {
            map.remove(&name);
        }
    }
}

/// Returns a `content` that allows any JSON value.
fn any_content(span: Span) -> Value {
    let empty = |members: Option<(&str, Node)>| {
        let members = members.map(|(name, node)| (name.to_owned(), node));
        edit::map_of(members, span)
    };
    let media = empty(Some(("schema", empty(None))));
    let content = empty(Some(("application/json", media)));
    empty(Some(("content", content))).value
}
