//! Converts a publisher's document to a skeleton for your own document.
//!
//! In: an OpenAPI document with copyrighted descriptions, possibly with webhooks. Scopes and rate limits are in extensions or in descriptions. Out:
//! YAML in the form that `specs/README.md` describes, with all facts (names, types, limits, statuses, scopes) and no
//! descriptions. This module is not a stage of the generator, and reads no files. The stage `check` checks the skeleton after a
//! person has written the descriptions.

mod access;
mod complete;
mod components;
mod inner;
mod native;
mod nodes;
mod operation;
mod print;
mod schema;
mod shared;
mod tables;
mod taken;
mod tree;
mod webhook;
mod words;

pub use complete::{CompleteOptions, Completed, complete};
pub use tables::Tables;
pub use taken::names_of;

use indexmap::IndexMap;

use crate::source::Node;
use nodes::{list, maps_of, texts};
use operation::Placed;
use shared::Shared;
use tree::{Members, Tree};

/// The options of an import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The tags of the operations to import. Upper and lower case are equal. If the list is empty, all operations are
    /// imported.
    pub tags: Vec<String>,
    /// A prefix such as `/accounts/{accountId}`. An operation below this prefix also exists without the prefix, unless its path
    /// is in `native`.
    pub mirror_prefix: Option<String>,
    /// Paths that exist only with the prefix. `/a/*` covers all paths below `/a`.
    pub native: Vec<String>,
}

/// The result of an import.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Imported {
    /// The skeleton, as YAML.
    pub text: String,
    /// The number of operations in the skeleton.
    pub operations: usize,
    /// The number of webhooks in the skeleton.
    pub webhooks: usize,
    /// The tags of the document in the order of their first use.
    pub tags: Vec<String>,
}

/// Creates the skeleton. Invalid parts of the document are left out.
#[must_use]
pub fn import(document: &Node, options: &Options) -> Imported {
    let mut shared = Shared::new(document);
    let mut tags: Vec<String> = Vec::new();
    let mut used: Vec<String> = Vec::new();
    let mut paths: IndexMap<String, IndexMap<String, Placed>> = IndexMap::new();
    let calls = maps_of(document.get("paths")).filter(|(path, _)| path.starts_with('/'));
    for (path, item) in calls {
        let (short, mirrored) = placed(path, options);
        for (method, node) in operation::methods(item) {
            let own = texts(node.get("tags"));
            add_new(&mut tags, &own);
            if !wanted(&own, &options.tags) {
                continue;
            }
            add_new(&mut used, &own);
            let found = Placed {
                path: short,
                prefix: options.mirror_prefix.as_deref().filter(|_| mirrored),
                method,
                common: item,
                node,
            };
            let methods = paths.entry(short.to_owned()).or_default();
            // If a document lists an operation with and without the prefix, the skeleton contains one operation.
            match methods.get_mut(method) {
                Some(Placed { prefix, .. }) if mirrored => *prefix = found.prefix,
                Some(other) => {
                    *other = Placed {
                        prefix: other.prefix,
                        ..found
                    };
                }
                None => {
                    methods.insert(method.to_owned(), found);
                }
            }
        }
    }
    let operations = paths.values().map(IndexMap::len).sum();
    let paths: Members = paths
        .into_iter()
        .map(|(path, methods)| {
            let methods = methods
                .iter()
                .map(|(method, placed)| (method.clone(), placed.tree(&mut shared)));
            (path, Tree::Block(methods.collect()))
        })
        .collect();
    let mut webhooks = Members::new();
    for (name, item) in webhook::all(document) {
        let mut methods = Members::new();
        for (method, node) in operation::methods(item) {
            let own = texts(node.get("tags"));
            add_new(&mut tags, &own);
            if wanted(&own, &options.tags) {
                add_new(&mut used, &own);
                methods.push((method.to_owned(), webhook::tree(name, node, &mut shared)));
            }
        }
        if !methods.is_empty() {
            webhooks.push((name.to_owned(), Tree::Block(methods)));
        }
    }
    let count = webhooks.len();
    let components = components::components(shared);
    let version = if count == 0 { "3.0.3" } else { "3.1.0" };
    let parts = [
        ("paths", Tree::Block(paths)),
        ("webhooks", Tree::Block(webhooks)),
        ("components", Tree::Block(components)),
    ];
    Imported {
        text: print::document(&head(document, version, &used), &parts),
        operations,
        webhooks: count,
        tags,
    }
}

/// Returns the keys before `paths`. `version` is the OpenAPI version of the skeleton. A skeleton with webhooks needs
/// 3.1.
fn head(document: &Node, version: &str, tags: &[String]) -> Members {
    let info = document.get("info").and_then(Node::as_map);
    let info_of = |name: &str| {
        let text = info.and_then(|info| info.text_of(name));
        Tree::text(text.unwrap_or_default())
    };
    let servers = list(document.get("servers")).filter_map(|server| {
        let url = server.text("url")?;
        Some(Tree::Block(vec![("url".to_owned(), Tree::text(url))]))
    });
    let tags = tags
        .iter()
        .map(|tag| Tree::Block(vec![("name".to_owned(), Tree::text(tag))]));
    let mut head = vec![
        ("openapi".to_owned(), Tree::Plain(version.to_owned())),
        (
            "info".to_owned(),
            Tree::Block(vec![
                ("title".to_owned(), info_of("title")),
                ("version".to_owned(), info_of("version")),
            ]),
        ),
    ];
    for (name, items) in [("servers", servers.collect()), ("tags", tags.collect())] {
        let items: Vec<Tree> = items;
        if !items.is_empty() {
            head.push((name.to_owned(), Tree::List(items)));
        }
    }
    head
}

/// Removes the prefix from a path, unless the path is native. Also returns whether the prefix was removed.
fn placed<'a>(path: &'a str, options: &Options) -> (&'a str, bool) {
    let native = native::is_native(path, &options.native);
    let below = options
        .mirror_prefix
        .as_deref()
        .and_then(|prefix| path.strip_prefix(prefix))
        .filter(|below| below.starts_with('/') && !native);
    below.map_or((path, false), |below| (below, true))
}

fn wanted(tags: &[String], asked: &[String]) -> bool {
    asked.is_empty()
        || tags
            .iter()
            .any(|tag| asked.iter().any(|asked| asked.eq_ignore_ascii_case(tag)))
}

fn add_new(to: &mut Vec<String>, items: &[String]) {
    for item in items {
        if !to.contains(item) {
            to.push(item.clone());
        }
    }
}
