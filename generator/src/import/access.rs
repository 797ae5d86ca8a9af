//! Reads the server, the scopes and the rate limit of an operation.
//!
//! In: an operation. Out: what a call needs besides its parameters. OpenAPI has no keys for granular scopes and rate limits.
//! Publishers write these values in extensions, such as `x-granular-scopes`, or in the description. In a description, the values
//! are in backticks after a bold label.

use super::nodes::{list, texts};
use super::tree::Tree;
use crate::source::{Map, Node};

/// The server, the scopes and the rate limit of an operation.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Access {
    /// The classic scopes.
    pub(super) scopes: Vec<String>,
    /// The granular scopes.
    pub(super) granular: Vec<String>,
    /// The label of the rate limit, in lower case.
    pub(super) rate: Option<String>,
    /// The URL of the server; `None` if the operation has the server of the document.
    pub(super) server: Option<String>,
}

impl Access {
    /// Returns the value of `servers`.
    pub(super) fn servers(&self) -> Option<Tree> {
        self.server.as_deref().map(servers)
    }
}

/// Writes the value of `servers` for one server.
pub(super) fn servers(url: &str) -> Tree {
    let server = Tree::Block(vec![("url".to_owned(), Tree::text(url))]);
    Tree::List(vec![server])
}

/// Reads the server, the scopes and the rate limit of an operation.
pub(super) fn access(operation: &Map) -> Access {
    let prose = operation.text_of("description").unwrap_or_default();
    let granular = first([
        extension(operation, "x-granular-scopes"),
        labelled(prose, "Granular Scopes"),
    ]);
    let scopes = first([
        extension(operation, "x-macro-scopes"),
        labelled(prose, "Scopes"),
        required(operation, &granular),
    ]);
    let rate = labelled(prose, "Rate Limit Label").into_iter().next();
    let rate = rate.or_else(|| operation.text_of("x-rate-limit").map(str::to_owned));
    Access {
        scopes,
        granular,
        rate: rate.map(|label| label.to_lowercase()),
        server: list(operation.get("servers"))
            .find_map(|server| server.text("url"))
            .map(str::to_owned),
    }
}

/// Returns the first list that is not empty.
fn first<const N: usize>(lists: [Vec<String>; N]) -> Vec<String> {
    let mut lists = lists.into_iter();
    lists.find(|list| !list.is_empty()).unwrap_or_default()
}

fn extension(operation: &Map, name: &str) -> Vec<String> {
    let within = operation
        .get("x-extensions")
        .and_then(|extensions| extensions.get(name));
    texts(within.or_else(|| operation.get(name)))
}

/// Returns the values in backticks on the line that starts with a label, such as ``**[Scopes](…):** `a`,`b` ``.
fn labelled(prose: &str, label: &str) -> Vec<String> {
    let line = prose.lines().find_map(|line| {
        let line = line.trim_start_matches(['*', '[', ' ', '-', '_']);
        let values = line.strip_prefix(label)?;
        values.starts_with([']', ':', '*']).then_some(values)
    });
    line.unwrap_or_default()
        .split('`')
        .skip(1)
        .step_by(2)
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

/// Returns the scopes in `security` that are not granular scopes.
fn required(operation: &Map, granular: &[String]) -> Vec<String> {
    let alternatives = operation.get("security").and_then(Node::as_list);
    let maps = alternatives.into_iter().flatten().filter_map(Node::as_map);
    let mut found: Vec<String> = Vec::new();
    for scope in maps.flat_map(|map| map.iter().flat_map(|(_, _, scopes)| texts(Some(scopes)))) {
        if !granular.contains(&scope) && !found.contains(&scope) {
            found.push(scope);
        }
    }
    found
}
