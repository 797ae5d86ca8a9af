//! Finds all components of a bundle.
//!
//! In: the documents of an API. Out: the components of the documents, and the targets of references that are elsewhere. Each
//! reference is linked to its component.

use std::collections::BTreeMap;

use crate::input::Document;
use crate::openapi::Resolver;
use crate::openapi::grammar::Kind;
use crate::openapi::parts::each;
use crate::source::{Map, Node, Pointer};

/// The sections of `components` in OpenAPI 3.0, except for the security schemes.
const SECTIONS: [(&str, Kind); 8] = [
    ("schemas", Kind::Schema),
    ("responses", Kind::Response),
    ("parameters", Kind::Parameter),
    ("examples", Kind::Example),
    ("requestBodies", Kind::RequestBody),
    ("headers", Kind::Header),
    ("links", Kind::Link),
    ("callbacks", Kind::Callback),
];

/// An object that becomes a component of the bundle.
#[derive(Debug)]
pub(super) struct Component<'a> {
    pub(super) section: &'static str,
    pub(super) kind: Kind,
    /// The name in the document.
    pub(super) name: String,
    /// The position of the document in the list.
    pub(super) at: usize,
    pub(super) node: &'a Node,
}

/// The target of a reference.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The position of the component in the list.
    pub(super) component: usize,
    /// The steps from the component to the target.
    pub(super) rest: Vec<String>,
}

/// The components and the references of all documents.
#[derive(Debug)]
pub(super) struct Components<'a> {
    pub(super) list: Vec<Component<'a>>,
    documents: &'a [Document],
    /// The component at each pointer, by the position of the document.
    places: BTreeMap<(usize, Pointer), usize>,
    /// The targets of the references in each document, by the text of the reference.
    links: Vec<BTreeMap<&'a str, Link>>,
}

impl<'a> Components<'a> {
    pub(super) fn of(documents: &'a [Document]) -> Self {
        let mut components = Self {
            list: Vec::new(),
            documents,
            places: BTreeMap::new(),
            links: vec![BTreeMap::new(); documents.len()],
        };
        let is_main = |(_, document): &(usize, &Document)| !document.is_referenced;
        for (at, document) in documents.iter().enumerate().filter(is_main) {
            components.declared(at, document);
        }
        for (at, document) in documents.iter().enumerate().filter(is_main) {
            if let Some(paths) = document.root.get("paths") {
                components.scan(at, paths, Kind::Paths);
            }
        }
        let mut next = 0;
        while let Some(component) = components.list.get(next) {
            let (at, node, kind) = (component.at, component.node, component.kind);
            components.scan(at, node, kind);
            next += 1;
        }
        components
    }

    /// Returns the target of a reference in a document.
    pub(super) fn link(&self, at: usize, text: &str) -> Option<&Link> {
        self.links.get(at)?.get(text)
    }

    fn insert(&mut self, at: usize, text: &'a str, link: Link) {
        if let Some(links) = self.links.get_mut(at) {
            links.insert(text, link);
        }
    }

    /// Adds the components of a document.
    fn declared(&mut self, at: usize, document: &'a Document) {
        let root = Pointer::root().child("components");
        for (section, kind) in SECTIONS {
            let pointer = root.child(section);
            let map = document.root.at(&pointer).and_then(Node::as_map);
            for (name, _, node) in map.into_iter().flat_map(Map::iter) {
                let component = Component {
                    section,
                    kind,
                    name: name.to_owned(),
                    at,
                    node,
                };
                self.add(pointer.child(name), component);
            }
        }
    }

    fn add(&mut self, pointer: Pointer, component: Component<'a>) -> usize {
        let position = self.list.len();
        self.places.insert((component.at, pointer), position);
        self.list.push(component);
        position
    }

    /// Links the references of an object and its parts.
    fn scan(&mut self, at: usize, node: &'a Node, kind: Kind) {
        if let Some(text) = node.text("$ref") {
            self.refer(at, text, kind);
            return;
        }
        if kind == Kind::Discriminator {
            let mapping = node.get("mapping").and_then(Node::as_map);
            for (_, _, target) in mapping.into_iter().flat_map(Map::iter) {
                self.mapped(at, target);
            }
        }
        each(node, kind, |_, _, part, kind| self.scan(at, part, kind));
    }

    /// Links a value of a discriminator's mapping, which is the name of a schema or a reference.
    fn mapped(&mut self, at: usize, node: &'a Node) {
        let Some(text) = node.as_str() else { return };
        let named = Pointer::root()
            .child("components")
            .child("schemas")
            .child(text);
        // The components of a referenced file are not declared. They become components when they are linked.
        let documents = self.documents;
        let target = documents.get(at).and_then(|own| own.root.at(&named));
        let Some(target) = target else {
            self.refer(at, text, Kind::Schema);
            return;
        };
        let known = self.places.get(&(at, named.clone())).copied();
        let component = known.unwrap_or_else(|| {
            let component = Component {
                section: "schemas",
                kind: Kind::Schema,
                name: text.to_owned(),
                at,
                node: target,
            };
            self.add(named, component)
        });
        let rest = Vec::new();
        self.insert(at, text, Link { component, rest });
    }

    /// Links a reference. If its target is not a component, the target becomes a component.
    fn refer(&mut self, at: usize, text: &'a str, kind: Kind) {
        if self.link(at, text).is_some() {
            return;
        }
        let Some((at_target, pointer, node)) = self.target(at, text) else {
            return;
        };
        let (start, rest) = pointer.parts().split_at_checked(3).unwrap_or_default();
        let start = start
            .iter()
            .fold(Pointer::root(), |pointer, step| pointer.child(step));
        if let Some(&component) = self.places.get(&(at_target, start)) {
            let rest = rest.to_vec();
            self.insert(at, text, Link { component, rest });
            return;
        }
        let known = self.places.get(&(at_target, pointer.clone())).copied();
        let component = known.or_else(|| {
            let section = kind.section()?;
            let name = self.name_of(at_target, &pointer);
            let component = Component {
                section,
                kind,
                name,
                at: at_target,
                node,
            };
            Some(self.add(pointer, component))
        });
        if let Some(component) = component {
            let rest = Vec::new();
            self.insert(at, text, Link { component, rest });
        }
    }

    /// Returns the target of a reference: the node at the pointer. If there is no such node, the pointer contains further
    /// references, and these are followed.
    fn target(&self, at: usize, text: &str) -> Option<(usize, Pointer, &'a Node)> {
        let from = self.documents.get(at)?;
        let resolver = Resolver::new(self.documents);
        let (document, pointer) = resolver.locate(from, text).ok()?;
        let (document, pointer, node) = if let Some(node) = document.root.at(&pointer) {
            (document, pointer, node)
        } else {
            let target = resolver.resolve(from, text).ok()?;
            (target.document, target.pointer, target.node)
        };
        let mut all = self.documents.iter();
        let at = all.position(|other| other.path == document.path)?;
        Some((at, pointer, node))
    }

    /// Returns the name of a target that is not in `components`: the last step of its pointer, or the name of its file.
    fn name_of(&self, at: usize, pointer: &Pointer) -> String {
        if let Some(last) = pointer.last() {
            return last.to_owned();
        }
        let path = self.documents.get(at).map_or("", |one| one.path.as_str());
        let file = path.rsplit('/').next().unwrap_or(path);
        file.split('.').next().unwrap_or(file).to_owned()
    }
}
