//! Writes the head and the `components` of a document.

use indexmap::IndexMap;

use super::work::{Entry, Work};
use crate::import::access::servers;
use crate::import::nodes::maps_of;
use crate::import::tree::{Members, Tree};
use crate::import::words::pascal;
use crate::source::{Map, Node};

impl Work<'_> {
    /// Returns the keys before `paths`.
    pub(super) fn head(&mut self) -> Members {
        let file = self.file.clone();
        let row = self.tables.documents.of_area(&file);
        let cell = |column: usize| row.and_then(|row| row.cell(column)).map(str::to_owned);
        let (title, description, words) = (cell(0), cell(1), cell(3));
        let mut or_gap = |text: Option<String>, what: &str| {
            text.unwrap_or_else(|| {
                self.here
                    .review
                    .gap("documents", &format!("the {what} of `{file}`"))
            })
        };
        let title = or_gap(title, "title");
        let description = or_gap(description, "description");
        let mut tags = Vec::new();
        for tag in &self.here.tags {
            let words = words.clone();
            let words = words.unwrap_or_else(|| {
                self.here
                    .review
                    .gap("documents", &format!("the tag `{tag}` of `{file}`"))
            });
            tags.push(Tree::Block(vec![
                ("name".to_owned(), Tree::text(tag)),
                ("description".to_owned(), Tree::Text(words)),
            ]));
        }
        let info = vec![
            ("title".to_owned(), Tree::Text(title)),
            (
                "version".to_owned(),
                Tree::text(self.setting("version").unwrap_or("1")),
            ),
            ("description".to_owned(), Tree::Text(description)),
        ];
        let mut head = vec![
            ("openapi".to_owned(), Tree::Plain("3.0.3".to_owned())),
            ("info".to_owned(), Tree::Block(info)),
        ];
        if let Some(server) = self.setting("server") {
            head.push(("servers".to_owned(), servers(server)));
        }
        head.push(("tags".to_owned(), Tree::List(tags)));
        head
    }

    /// Returns the entries of `components`. Parameters that several operations share become components, and the paths refer to
    /// them. Call this function after all operations have been written.
    pub(super) fn components(&mut self, documents: &[&Node], paths: &mut Members) -> Members {
        let parameters = self.shared_parameters(paths);
        let mut written = Members::new();
        for name in self.order.clone() {
            let is_here = |entry: &Entry| entry.file == self.file;
            if !self.schemas.get(&name).is_some_and(is_here) {
                continue;
            }
            let tree = self.component(&name);
            written.push((name, tree));
        }
        let mut components = Members::new();
        let mut schemes: Members = self.oauth(documents).into_iter().collect();
        schemes.extend(self.bearer_schemes());
        if !schemes.is_empty() {
            components.push(("securitySchemes".to_owned(), Tree::Block(schemes)));
        }
        if !parameters.is_empty() {
            components.push(("parameters".to_owned(), Tree::Block(parameters)));
        }
        if !written.is_empty() {
            components.push(("schemas".to_owned(), Tree::Spaced(written)));
        }
        components
    }

    /// Replaces each parameter that several operations share by a reference. Of several parameters with one name, the most
    /// frequent one becomes a component.
    fn shared_parameters(&mut self, paths: &mut Members) -> Members {
        let mut shared: IndexMap<String, Tree> = IndexMap::new();
        for (name, trees) in &self.here.parameters {
            let count = |tree: &Tree| trees.iter().filter(|other| *other == tree).count();
            let most = trees.iter().rev().max_by_key(|tree| count(tree));
            if let Some(tree) = most.filter(|tree| count(tree) > 1) {
                shared.insert(component_name(name), tree.clone());
            }
        }
        for (_, item) in paths {
            let Tree::Spaced(methods) = item else {
                continue;
            };
            for (_, operation) in methods {
                replace(operation, &shared);
            }
        }
        shared.into_iter().collect()
    }

    /// Returns the security scheme of OAuth, with the scopes of the operations.
    fn oauth(&mut self, documents: &[&Node]) -> Option<(String, Tree)> {
        if self.here.scopes.is_empty() {
            return None;
        }
        let scopes: Vec<String> = self.here.scopes.iter().cloned().collect();
        let mut described = Members::new();
        for scope in scopes {
            let row = self.tables.scopes.one("*", &scope);
            let words = row.and_then(|row| row.cell(1)).map(str::to_owned);
            let words =
                words.unwrap_or_else(|| self.here.review.gap("scopes", &format!("`{scope}`")));
            described.push((scope, Tree::Text(words)));
        }
        let mut flow = Members::new();
        for (key, setting) in [
            ("authorizationUrl", "authorization-url"),
            ("tokenUrl", "token-url"),
            ("refreshUrl", "refresh-url"),
        ] {
            let own = self.setting(setting).map(str::to_owned);
            let url = own.or_else(|| {
                documents
                    .iter()
                    .find_map(|document| published_url(document, key))
            });
            flow.extend(url.map(|url| (key.to_owned(), Tree::Text(url))));
        }
        flow.push(("scopes".to_owned(), Tree::Block(described)));
        let mut scheme = vec![("type".to_owned(), Tree::text("oauth2"))];
        let words = self.setting("oauth").map(Tree::text);
        scheme.extend(words.map(|words| ("description".to_owned(), words)));
        let flows = vec![("authorizationCode".to_owned(), Tree::Block(flow))];
        scheme.push(("flows".to_owned(), Tree::Block(flows)));
        Some(("oauth".to_owned(), Tree::Block(scheme)))
    }

    /// Adds the rows of the tables that matched nothing to the review list of the first document of their area.
    pub(super) fn unused_rows(&mut self) {
        let mut areas: IndexMap<&str, &str> = IndexMap::new();
        for row in self.tables.names.rows() {
            let file = row.cell(1).unwrap_or_default();
            let first = areas.entry(row.area.as_str()).or_insert(file);
            *first = file.min(first);
        }
        for table in self.tables.by_area() {
            for row in table.rows().iter().filter(|row| !row.is_used()) {
                if let Some(file) = areas.get(row.area.as_str()) {
                    let line = format!("{}.tsv:{}: `{}`", table.name, row.line, row.key());
                    self.enter(file);
                    self.here.review.add("rows that matched nothing", line);
                }
            }
        }
    }
}

/// Returns a URL of an OAuth flow of a document.
fn published_url(document: &Node, key: &str) -> Option<String> {
    let schemes = document.get("components")?.get("securitySchemes");
    let flows = maps_of(schemes).flat_map(|(_, scheme)| maps_of(scheme.get("flows")));
    let mut urls = flows.filter_map(|(_, flow): (&str, &Map)| flow.text_of(key));
    urls.next().map(str::to_owned)
}

fn component_name(name: &str) -> String {
    let mut words = pascal(&name.replace('_', " "));
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn replace(operation: &mut Tree, shared: &IndexMap<String, Tree>) {
    let Tree::Block(members) = operation else {
        return;
    };
    for (key, value) in members {
        let Tree::List(parameters) = value else {
            continue;
        };
        if key != "parameters" {
            continue;
        }
        for parameter in parameters {
            let found = shared.iter().find(|(_, tree)| *tree == parameter);
            if let Some((name, _)) = found {
                let reference = format!("#/components/parameters/{name}");
                *parameter = Tree::Block(vec![("$ref".to_owned(), Tree::Text(reference))]);
            }
        }
    }
}
