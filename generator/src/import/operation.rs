//! Converts operations.
//!
//! In: an operation of the publisher's document and its path. Out: a tree of the operation without descriptions. The schemas of
//! the bodies are added to [`Shared`].

use super::access::{Access, access};
use super::nodes::{list, maps_of, texts};
use super::schema;
use super::shared::Shared;
use super::tree::{Members, Tree};
use super::words::{pascal, snake};
use crate::openapi::keywords::METHODS;
use crate::openapi::template;
use crate::source::{Map, Node};

/// The copied keys of a parameter.
const PARAMETER: &[&str] = &["name", "in", "required", "deprecated", "style", "explode"];

/// An operation and its path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    /// The path. For a mirrored operation, the path has no prefix.
    pub(super) path: &'a str,
    /// The prefix of a mirrored operation. The operation also exists below this prefix.
    pub(super) prefix: Option<&'a str>,
    /// The method, in lower case.
    pub(super) method: &'a str,
    /// The path item.
    pub(super) common: &'a Map,
    /// The operation.
    pub(super) node: &'a Map,
}

/// Returns the operations of a path.
pub(super) fn methods(item: &Map) -> impl Iterator<Item = (&str, &Map)> {
    item.iter()
        .filter(|(name, _, _)| METHODS.contains(name))
        .filter_map(|(name, _, node)| Some((name, node.as_map()?)))
}

impl Placed<'_> {
    /// Converts the operation to a tree of the skeleton.
    pub(super) fn tree(&self, shared: &mut Shared<'_>) -> Tree {
        let mut members = Members::new();
        let mut add = |name: &str, value: Option<Tree>| {
            members.extend(value.map(|value| (name.to_owned(), value)));
        };
        let tags = texts(self.node.get("tags"));
        let resource = tags.first().map(|tag| snake(tag));
        let access = access(self.node);
        let servers = access.servers();
        let Access {
            scopes,
            granular,
            rate,
            server: _,
        } = access;
        let texts_of = |texts: &[String]| (!texts.is_empty()).then(|| Tree::texts(texts));
        add(
            "operationId",
            self.node.text_of("operationId").map(Tree::text),
        );
        add("tags", texts_of(&tags));
        add("deprecated", flag(self.node, "deprecated"));
        let method = resource
            .as_deref()
            .and_then(|resource| self.method_name(resource));
        add("x-resource", resource.as_deref().map(Tree::text));
        add("x-method", method.map(Tree::text));
        add("servers", servers);
        add("x-mirror", self.prefix.map(|_| Tree::yes()));
        add("x-rate-limit", rate.as_deref().map(Tree::text));
        add("x-granular-scopes", texts_of(&granular));
        add("security", security(&scopes));
        shared.scopes(&scopes);
        let parameters = self.parameters(shared);
        add(
            "parameters",
            (!parameters.is_empty()).then_some(Tree::List(parameters)),
        );
        let name = self.type_name();
        let body = self.node.get("requestBody");
        add(
            "requestBody",
            body.map(|body| request_body(body, &format!("{name}Request"), shared)),
        );
        let mut answers = Members::new();
        for (status, _, node) in self
            .node
            .get("responses")
            .and_then(Node::as_map)
            .into_iter()
            .flat_map(Map::iter)
        {
            // The first successful response has the plain name. The name of any other response contains the status.
            let is_first = status.starts_with('2')
                && answers.iter().all(|(status, _)| !status.starts_with('2'));
            let name = if is_first {
                format!("{name}Response")
            } else {
                format!("{name}Response{status}")
            };
            answers.push((status.to_owned(), response(node, &name, shared)));
        }
        add("responses", Some(Tree::Block(answers)));
        Tree::Block(members)
    }

    /// Converts the parameters of the path and of the operation, except the placeholders of the prefix.
    fn parameters(&self, shared: &mut Shared<'_>) -> Vec<Tree> {
        let in_prefix = |node: &Node| {
            let name = node.text("name").unwrap_or_default();
            node.text("in") == Some("path")
                && self
                    .prefix
                    .is_some_and(|prefix| template::placeholders(prefix).contains(&name))
        };
        let all = list(self.common.get("parameters")).chain(list(self.node.get("parameters")));
        all.filter(|node| !in_prefix(node))
            .map(|node| parameter(node, shared))
            .collect()
    }

    /// Returns the obvious name of the method: `GET /users` → `list`, `GET /users/{userId}` → `get`. `None` if the name is not
    /// obvious.
    fn method_name(&self, resource: &str) -> Option<&'static str> {
        let below = self.path.strip_prefix('/')?.strip_prefix(resource)?;
        let one =
            below.starts_with("/{") && below.ends_with('}') && below.matches('/').count() == 1;
        match (self.method, below.is_empty(), one) {
            ("get", true, _) => Some("list"),
            ("post", true, _) => Some("create"),
            ("get", _, true) => Some("get"),
            ("patch", _, true) => Some("update"),
            ("delete", _, true) => Some("delete"),
            _ => None,
        }
    }

    /// Returns the prefix for the operation's type names: `createUser` → `CreateUser`.
    fn type_name(&self) -> String {
        match self.node.text_of("operationId") {
            Some(id) => pascal(id),
            None => pascal(&format!("{} {}", self.method, self.path)),
        }
    }
}

/// Converts a parameter, or a reference to a parameter.
pub(super) fn parameter(node: &Node, shared: &mut Shared<'_>) -> Tree {
    let Some(map) = node.as_map() else {
        return Tree::Block(Vec::new());
    };
    if let Some(reference) = reference(map, shared) {
        return reference;
    }
    let mut members = Members::new();
    for name in PARAMETER {
        let value = map
            .get(name)
            .filter(|node| node.as_bool() != Some(false) || *name == "explode");
        members.extend(value.map(|node| ((*name).to_owned(), Tree::of(node))));
    }
    if let Some(node) = map.get("schema") {
        members.push((
            "schema".to_owned(),
            Tree::Map(schema::members(node, shared)),
        ));
    }
    members.extend(content(map, "", shared).map(|content| ("content".to_owned(), content)));
    Tree::Block(members)
}

/// Converts a request body, or a reference to a request body. An object schema in the body becomes the shared schema `name`.
pub(super) fn request_body(node: &Node, name: &str, shared: &mut Shared<'_>) -> Tree {
    let Some(map) = node.as_map() else {
        return Tree::Block(Vec::new());
    };
    if let Some(reference) = reference(map, shared) {
        return reference;
    }
    let mut members = Members::new();
    members.extend(flag(map, "required").map(|flag| ("required".to_owned(), flag)));
    let content = content(map, name, shared).unwrap_or(Tree::Block(Vec::new()));
    members.push(("content".to_owned(), content));
    Tree::Block(members)
}

/// Converts a response, or a reference to a response. An object schema in the response becomes the shared schema `name`.
pub(super) fn response(node: &Node, name: &str, shared: &mut Shared<'_>) -> Tree {
    let Some(map) = node.as_map() else {
        return Tree::Block(Vec::new());
    };
    if let Some(reference) = reference(map, shared) {
        return reference;
    }
    // OpenAPI requires a description, which a person writes later.
    let mut members = vec![("description".to_owned(), Tree::text(""))];
    members.extend(content(map, name, shared).map(|content| ("content".to_owned(), content)));
    Tree::Block(members)
}

fn reference(map: &Map, shared: &mut Shared<'_>) -> Option<Tree> {
    let text = map.text_of("$ref")?;
    shared.refer(text);
    Some(Tree::Map(vec![("$ref".to_owned(), Tree::text(text))]))
}

/// Converts `content`, a map of media types.
fn content(map: &Map, name: &str, shared: &mut Shared<'_>) -> Option<Tree> {
    let mut found = Members::new();
    for (media, map) in maps_of(map.get("content")) {
        let mut members = Members::new();
        if let Some(node) = map.get("schema") {
            let schema = schema::members(node, shared);
            let tree = shared.named(name, schema);
            members.push(("schema".to_owned(), tree));
        }
        let encoding: Members = maps_of(map.get("encoding"))
            .map(|(name, map)| {
                let kept = ["contentType", "style", "explode"];
                let kept = kept
                    .iter()
                    .filter_map(|key| Some(((*key).to_owned(), Tree::of(map.get(key)?))));
                (name.to_owned(), Tree::Map(kept.collect()))
            })
            .collect();
        if !encoding.is_empty() {
            members.push(("encoding".to_owned(), Tree::Block(encoding)));
        }
        found.push((media.to_owned(), Tree::Block(members)));
    }
    (!found.is_empty()).then_some(Tree::Block(found))
}

pub(super) fn flag(map: &Map, name: &str) -> Option<Tree> {
    let set = map.get(name).and_then(Node::as_bool) == Some(true);
    set.then(Tree::yes)
}

/// Converts scopes into security requirements. A token needs only one of the scopes, so each scope is an alternative.
pub(super) fn security(scopes: &[String]) -> Option<Tree> {
    let named = scopes.iter().map(std::slice::from_ref).map(Tree::texts);
    let named = named.map(|scope| Tree::Map(vec![("oauth".to_owned(), scope)]));
    (!scopes.is_empty()).then(|| Tree::List(named.collect()))
}
