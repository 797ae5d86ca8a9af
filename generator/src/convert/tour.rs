//! Visits every object in the documents of an API once.
//!
//! In: the documents. Out: a call of the [`Visitor`] for each object, including the targets of references.

use std::collections::BTreeSet;

use crate::input::Document;
use crate::openapi::grammar::Kind;
use crate::openapi::parts::{Step, each};
use crate::openapi::{Resolver, Target};
use crate::source::{Node, Pointer};

/// A callback for every object.
pub(super) trait Visitor<'a> {
    /// Visits an object of this kind, or a reference to an object of this kind.
    fn object(&mut self, place: &Place<'_, 'a>, node: &'a Node, kind: Kind);
}

/// The location of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'t, 'a> {
    /// The position of the document in the list.
    pub(super) at: usize,
    pub(super) document: &'a Document,
    base: &'t Pointer,
    path: &'t [(&'a str, Option<Step<'a>>)],
}

impl Place<'_, '_> {
    pub(super) fn pointer(&self) -> Pointer {
        let mut pointer = self.base.clone();
        for (key, step) in self.path {
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

/// Visits the documents and the targets of their references.
pub(super) fn tour<'a>(documents: &'a [Document], visitor: &mut impl Visitor<'a>) {
    let mut tour = Tour {
        resolver: Resolver::new(documents),
        path: Vec::new(),
        visited: BTreeSet::new(),
        targets: Vec::new(),
    };
    for (at, document) in documents.iter().enumerate() {
        if !document.is_referenced {
            let root = Pointer::root();
            tour.visit(
                (at, document, &root),
                &document.root,
                Kind::Document,
                visitor,
            );
        }
    }
    let mut next = 0;
    while let Some((target, kind)) = tour.targets.get(next).cloned() {
        next += 1;
        let mut all = documents.iter();
        if let Some(at) = all.position(|other| std::ptr::eq(other, target.document)) {
            let base = (at, target.document, &target.pointer);
            tour.visit(base, target.node, kind, visitor);
        }
    }
}

struct Tour<'a> {
    resolver: Resolver<'a>,
    /// The steps from `base` to the current object.
    path: Vec<(&'a str, Option<Step<'a>>)>,
    /// The memory addresses of the visited objects.
    visited: BTreeSet<usize>,
    targets: Vec<(Target<'a>, Kind)>,
}

impl<'a> Tour<'a> {
    /// Visits an object and its parts. `base` is the location at which the visit started.
    fn visit(
        &mut self,
        base: (usize, &'a Document, &Pointer),
        node: &'a Node,
        kind: Kind,
        visitor: &mut impl Visitor<'a>,
    ) {
        if !self.visited.insert(std::ptr::from_ref(node).addr()) {
            return;
        }
        let (at, document, start) = base;
        let place = Place {
            at,
            document,
            base: start,
            path: &self.path,
        };
        visitor.object(&place, node, kind);
        if let Some(text) = node.text("$ref").filter(|_| kind != Kind::Document) {
            let target = self.resolver.resolve(document, text);
            self.targets
                .extend(target.ok().map(|target| (target, kind)));
        }
        each(node, kind, |key, step, node, kind| {
            self.path.push((key, step));
            self.visit(base, node, kind, visitor);
            self.path.pop();
        });
    }
}
