//! Converts webhooks.
//!
//! In: the webhooks of a publisher's document, under `webhooks` or, wrongly, under `paths`. Out: trees of the webhooks without
//! descriptions. The schema of each body is added to [`Shared`] under the name of the webhook.

use super::access::{Access, access};
use super::nodes::{maps_of, texts};
use super::operation::{self, flag};
use super::shared::Shared;
use super::tree::{Members, Tree};
use super::words::pascal;
use crate::openapi::keywords::is_extension;
use crate::source::{Map, Node};

/// Returns the names and the path items of all webhooks. Some publishers list webhooks under `paths`, where the name of a webhook
/// does not start with `/`.
pub(super) fn all(document: &Node) -> impl Iterator<Item = (&str, &Map)> {
    let misplaced = maps_of(document.get("paths")).filter(|(name, _)| !name.starts_with('/'));
    maps_of(document.get("webhooks"))
        .chain(misplaced)
        .filter(|(name, _)| !is_extension(name))
}

/// Converts an operation of a webhook. The schema of its body becomes the shared schema with the name of the webhook.
pub(super) fn tree(name: &str, node: &Map, shared: &mut Shared<'_>) -> Tree {
    let mut members = Members::new();
    let tags = texts(node.get("tags"));
    let body = node.get("requestBody");
    let Access {
        scopes,
        granular,
        rate: _,
        server: _,
    } = described_access(node);
    let mut add = |name: &str, value: Option<Tree>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    let texts_of = |texts: &[String]| (!texts.is_empty()).then(|| Tree::texts(texts));
    add("tags", texts_of(&tags));
    add("deprecated", flag(node, "deprecated"));
    add("x-granular-scopes", texts_of(&granular));
    add("security", operation::security(&scopes));
    shared.scopes(&scopes);
    let body = body.map(|body| operation::request_body(body, &pascal(name), shared));
    add("requestBody", body);
    Tree::Block(members)
}

/// Reads the scopes of a webhook. Some publishers describe the scopes in the request body.
fn described_access(node: &Map) -> Access {
    let own = access(node);
    if !own.scopes.is_empty() || !own.granular.is_empty() {
        return own;
    }
    let body = node.get("requestBody").and_then(Node::as_map);
    body.map(access).unwrap_or_default()
}
