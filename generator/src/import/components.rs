//! Creates the `components` of a skeleton.
//!
//! In: [`Shared`], which lists the parts that operations use. Out: the components that operations refer to, and a
//! security scheme with the scopes.

use indexmap::IndexMap;

use super::nodes::maps_of;
use super::shared::Shared;
use super::tree::{Members, Tree};
use super::{operation, schema};
use crate::source::Map;

/// The sections of `components` that an import copies, in print order.
const KINDS: &[&str] = &["parameters", "requestBodies", "responses", "schemas"];
/// Returns the entries of `components`. Call this function after all operations have been read.
pub(super) fn components(mut shared: Shared<'_>) -> Members {
    let mut parts: IndexMap<&str, Members> =
        KINDS.iter().map(|kind| (*kind, Members::new())).collect();
    let mut done = 0;
    // A copied component may refer to further components.
    while let Some((kind, name)) = shared.wanted.get_index(done).cloned() {
        done += 1;
        let Some(node) = shared.part(&kind, &name) else {
            continue;
        };
        let tree = match kind.as_str() {
            "parameters" => operation::parameter(node, &mut shared),
            "requestBodies" => operation::request_body(node, "", &mut shared),
            "responses" => operation::response(node, "", &mut shared),
            _ => Tree::Block(schema::members(node, &mut shared)),
        };
        if let Some(parts) = parts.get_mut(kind.as_str()) {
            parts.push((name, tree));
        }
    }
    let oauth = oauth(&shared);
    if let Some(schemas) = parts.get_mut("schemas") {
        let carried = std::mem::take(schemas);
        schemas.extend(shared.schemas);
        schemas.extend(carried);
    }
    let kinds = parts.into_iter().filter(|(_, members)| !members.is_empty());
    oauth
        .into_iter()
        .chain(kinds.map(|(kind, members)| (kind.to_owned(), Tree::Block(members))))
        .collect()
}

/// Returns an OAuth security scheme with the scopes of the operations and the URLs of the document.
fn oauth(shared: &Shared<'_>) -> Option<(String, Tree)> {
    if shared.scopes.is_empty() {
        return None;
    }
    let schemes = shared
        .document
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    let scheme = maps_of(schemes).find(|(_, scheme)| scheme.text_of("type") == Some("oauth2"));
    let flows = scheme.map(|(_, scheme)| {
        maps_of(scheme.get("flows"))
            .map(|(name, map)| (name.to_owned(), flow(shared, map)))
            .collect()
    });
    let oauth = vec![
        ("type".to_owned(), Tree::text("oauth2")),
        ("flows".to_owned(), Tree::Block(flows.unwrap_or_default())),
    ];
    let schemes = vec![("oauth".to_owned(), Tree::Block(oauth))];
    Some(("securitySchemes".to_owned(), Tree::Block(schemes)))
}

fn flow(shared: &Shared<'_>, flow: &Map) -> Tree {
    let urls = ["authorizationUrl", "tokenUrl", "refreshUrl"];
    let urls = urls.iter().filter_map(|name| {
        let url = flow.text_of(name)?;
        Some(((*name).to_owned(), Tree::text(url)))
    });
    let scopes = shared.scopes.iter();
    let scopes = scopes.map(|scope| (scope.clone(), Tree::text("")));
    let scopes = ("scopes".to_owned(), Tree::Block(scopes.collect()));
    Tree::Block(urls.chain([scopes]).collect())
}
