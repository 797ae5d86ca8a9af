//! Replaces unresolved references.
//!
//! In: checked documents. Out: the same documents, in which every reference is resolved. A schema, a response or a request body
//! behind an unresolved reference allows any JSON value, and other objects are left out. `check` has reported each of them.

use std::collections::BTreeSet;

use super::edit;
use super::parts::{Step, each};
use crate::input::Document;
use crate::openapi::grammar::Kind;
use crate::openapi::{Resolver, Target};
use crate::source::{Map, Node, Pointer, Span, Value};

/// Replaces every unresolved reference in the documents of one API.
pub fn settle(documents: &mut [Document]) {
    let mut finder = Finder {
        resolver: Resolver::new(documents),
        documents,
        document: None,
        path: Vec::new(),
        visited: BTreeSet::new(),
        targets: Vec::new(),
        broken: Vec::new(),
    };
    finder.run();
    let broken = finder.broken;
    // Inner objects come after outer ones.
    for broken in broken.into_iter().rev() {
        if let Some(document) = documents.get_mut(broken.at) {
            replace(&mut document.root, &broken);
        }
    }
}

/// An unresolved reference: the position of its document, its place and what it should name.
struct Broken {
    at: usize,
    pointer: Pointer,
    kind: Kind,
    /// Whether it is a part of an `allOf` that describes an object. Then it has properties that nobody knows.
    is_base: bool,
}

struct Finder<'a> {
    resolver: Resolver<'a>,
    documents: &'a [Document],
    /// The current document and its position.
    document: Option<(usize, &'a Document)>,
    /// The steps to the current object.
    path: Vec<(&'a str, Option<Step<'a>>)>,
    /// The addresses of the objects that were visited.
    visited: BTreeSet<usize>,
    targets: Vec<(Target<'a>, Kind)>,
    broken: Vec<Broken>,
}

impl<'a> Finder<'a> {
    fn run(&mut self) {
        for (at, document) in self.documents.iter().enumerate() {
            if !document.is_referenced {
                self.document = Some((at, document));
                self.visit(&Pointer::root(), &document.root, Kind::Document);
            }
        }
        let mut next = 0;
        while let Some((target, kind)) = self.targets.get(next).cloned() {
            next += 1;
            let mut all = self.documents.iter();
            let at = all.position(|other| std::ptr::eq(other, target.document));
            self.document = at.map(|at| (at, target.document));
            self.visit(&target.pointer, target.node, kind);
        }
    }

    /// Visits an object and its parts. `base` is the place where the current path starts.
    fn visit(&mut self, base: &Pointer, node: &'a Node, kind: Kind) {
        if !self.visited.insert(std::ptr::from_ref(node).addr()) {
            return;
        }
        let Some((at, document)) = self.document else {
            return;
        };
        if let Some(text) = node.text("$ref").filter(|_| kind != Kind::Document) {
            if self.resolver.fault(document, node, text, kind).is_some() {
                let pointer = self.pointer(base);
                let is_base = kind == Kind::Schema && self.is_base(document, &pointer);
                self.broken.push(Broken {
                    at,
                    pointer,
                    kind,
                    is_base,
                });
            } else if let Ok(target) = self.resolver.resolve(document, text) {
                self.targets.push((target, kind));
            }
            return;
        }
        each(node, kind, |key, step, node, kind| {
            self.path.push((key, step));
            self.visit(base, node, kind);
            self.path.pop();
        });
    }

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

    fn pointer(&self, base: &Pointer) -> Pointer {
        let mut pointer = base.clone();
        for (key, step) in &self.path {
            pointer = pointer.child(key);
            match step {
                None => {}
                Some(Step::Name(name)) => pointer = pointer.child(name),
                Some(Step::Index(at)) => pointer = pointer.child(at),
            }
        }
        pointer
    }
}

/// Replaces the object, or removes it if any JSON value makes no sense.
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
            // The positions of a list stay the same, since references can name them.
            node.value = Value::Map(Map::new());
            let parent = pointer.parent().and_then(|parent| root.at_mut(&parent));
            if let (Some(map), Some(name)) = (parent.and_then(Node::as_map_mut), pointer.last()) {
                map.remove(name);
            }
        }
    }
}

/// Removes everything from a schema but its descriptions.
fn keep_words(node: &mut Node) {
    let Some(map) = node.as_map_mut() else { return };
    for name in edit::names(map) {
        if !["description", "title", "deprecated"].contains(&name.as_str()) {
            map.remove(&name);
        }
    }
}

/// `content` with any JSON value.
fn any_content(span: Span) -> Value {
    let empty = |members: Option<(&str, Node)>| {
        let members = members.map(|(name, node)| (name.to_owned(), node));
        edit::map_of(members, span)
    };
    let media = empty(Some(("schema", empty(None))));
    let content = empty(Some(("application/json", media)));
    empty(Some(("content", content))).value
}
