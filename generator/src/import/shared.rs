//! What operations share: the schemas that their bodies become, what they refer to, and how they are authorised.
//!
//! In: names, references and scopes, as the operations are gone through. Out: the members of `components`. What nothing refers to
//! is left out.

use indexmap::{IndexMap, IndexSet};

use super::tree::{Members, Tree};
use super::{maps_of, operation, schema};
use crate::source::{Map, Node, Pointer};

/// The kinds of shared parts that are carried over, in the order in which they are printed.
const KINDS: &[&str] = &["parameters", "requestBodies", "responses", "schemas"];
/// What makes a schema worth a name.
const SHAPES: &[&str] = &["properties", "allOf", "oneOf", "anyOf"];

/// The shared parts under construction.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    document: &'a Node,
    /// Parts that are referred to: kind and name.
    wanted: IndexSet<(String, String)>,
    /// Schemas that bodies became.
    schemas: IndexMap<String, Tree>,
    /// The classic scopes.
    scopes: IndexSet<String>,
}

impl<'a> Shared<'a> {
    /// Nothing yet.
    pub(super) fn new(document: &'a Node) -> Self {
        Self {
            document,
            wanted: IndexSet::new(),
            schemas: IndexMap::new(),
            scopes: IndexSet::new(),
        }
    }

    /// Takes note of a reference.
    pub(super) fn refer(&mut self, reference: &str) {
        let pointer = reference.strip_prefix('#').and_then(Pointer::parse);
        let parts = pointer.as_ref().map(Pointer::parts);
        if let Some([components, kind, name, ..]) = parts
            && components == "components"
        {
            self.wanted.insert((kind.clone(), name.clone()));
        }
    }

    /// Takes note of scopes.
    pub(super) fn scopes(&mut self, scopes: &[String]) {
        self.scopes.extend(scopes.iter().cloned());
    }

    /// A schema, by its name if it is an object and the name is free.
    pub(super) fn named(&mut self, name: &str, members: Members) -> Tree {
        let is_shape = members
            .iter()
            .any(|(key, _)| SHAPES.contains(&key.as_str()));
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_taken = self.schemas.contains_key(name) || self.part("schemas", name).is_some();
        if !is_shape || !starts_well || is_taken {
            return Tree::Map(members);
        }
        self.schemas.insert(name.to_owned(), Tree::Block(members));
        let reference = format!("#/components/schemas/{name}");
        Tree::Map(vec![("$ref".to_owned(), Tree::Text(reference))])
    }

    fn part(&self, kind: &str, name: &str) -> Option<&'a Node> {
        self.document.get("components")?.get(kind)?.get(name)
    }

    /// The members of `components`, once all operations have been gone through.
    pub(super) fn components(mut self) -> Members {
        let mut parts: IndexMap<&str, Members> =
            KINDS.iter().map(|kind| (*kind, Members::new())).collect();
        let mut done = 0;
        // What is carried over may refer to more.
        while let Some((kind, name)) = self.wanted.get_index(done).cloned() {
            done += 1;
            let Some(node) = self.part(&kind, &name) else {
                continue;
            };
            let tree = match kind.as_str() {
                "parameters" => operation::parameter(node, &mut self),
                "requestBodies" => operation::request_body(node, "", &mut self),
                "responses" => operation::response(node, "", &mut self),
                _ => Tree::Block(schema::members(node, &mut self)),
            };
            if let Some(parts) = parts.get_mut(kind.as_str()) {
                parts.push((name, tree));
            }
        }
        let oauth = self.oauth();
        if let Some(schemas) = parts.get_mut("schemas") {
            let carried = std::mem::take(schemas);
            schemas.extend(self.schemas);
            schemas.extend(carried);
        }
        let kinds = parts.into_iter().filter(|(_, members)| !members.is_empty());
        oauth
            .into_iter()
            .chain(kinds.map(|(kind, members)| (kind.to_owned(), Tree::Block(members))))
            .collect()
    }

    /// The scheme of the scopes, with the addresses that the document gives.
    fn oauth(&self) -> Option<(String, Tree)> {
        if self.scopes.is_empty() {
            return None;
        }
        let schemes = self
            .document
            .get("components")
            .and_then(|components| components.get("securitySchemes"));
        let scheme = maps_of(schemes).find(|(_, scheme)| scheme.text_of("type") == Some("oauth2"));
        let flows = scheme.map(|(_, scheme)| {
            maps_of(scheme.get("flows"))
                .map(|(name, flow)| (name.to_owned(), self.flow(flow)))
                .collect()
        });
        let oauth = vec![
            ("type".to_owned(), Tree::text("oauth2")),
            ("flows".to_owned(), Tree::Block(flows.unwrap_or_default())),
        ];
        let schemes = vec![("oauth".to_owned(), Tree::Block(oauth))];
        Some(("securitySchemes".to_owned(), Tree::Block(schemes)))
    }

    fn flow(&self, flow: &Map) -> Tree {
        let urls = ["authorizationUrl", "tokenUrl", "refreshUrl"];
        let urls = urls.iter().filter_map(|name| {
            let url = flow.text_of(name)?;
            Some(((*name).to_owned(), Tree::text(url)))
        });
        let scopes = self
            .scopes
            .iter()
            .map(|scope| (scope.clone(), Tree::text("")));
        let scopes = ("scopes".to_owned(), Tree::Block(scopes.collect()));
        Tree::Block(urls.chain([scopes]).collect())
    }
}
