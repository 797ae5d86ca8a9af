//! Merges the documents of one API into one document: the bundle.
//!
//! In: the checked documents of an API, the scopes of the manifest, and the ids of the operations. Out: the text of an
//! OpenAPI 3.0.3 document without references to other files. A mirrored operation is in the document twice: at its own
//! path, and at the same path below the prefix of the scope. The two operations share their parameters, bodies, callbacks
//! and responses through `components`.
//!
//! `collect` finds all components, and `names` chooses their names in the bundle. `rewrite` adapts references. `schemes`
//! merges the security schemes. `paths` merges the paths and adds the mirrored operations. `share` moves the parts of
//! mirrored operations to `components`. `print` writes the text.

mod collect;
mod inputs;
mod names;
mod paths;
mod print;
mod rewrite;
mod schemes;
mod share;
mod values;

use indexmap::IndexMap;

use crate::diag::Diagnostics;
use crate::input::Document;
use crate::openapi::grammar::Kind;
use crate::openapi::keywords::is_extension;
use crate::source::{Map, Node, Span, Value};

pub use inputs::{Inputs, OperationIds};

use collect::Components;
use names::Names;
use paths::Paths;
use rewrite::Rewriter;
use schemes::Schemes;
use share::Shared;
use values::{main_documents, text};

/// Returns the text of the bundle. Reports parts of documents that a bundle cannot contain.
#[must_use]
pub fn bundle(inputs: &Inputs<'_>, diagnostics: &mut Diagnostics) -> String {
    let Some(first) = inputs.documents.first() else {
        return String::new();
    };
    let components = Components::of(inputs.documents);
    let names = Names::of(&components, inputs.documents);
    let schemes = Schemes::of(inputs.documents);
    let rewriter = Rewriter {
        documents: inputs.documents,
        components: &components,
        names: &names,
        schemes: &schemes,
    };
    let mut shared = Shared::default();
    let subtypes = rewriter.subtypes();
    for (position, component) in names.written(&components) {
        let mut node = component.node.clone();
        rewriter.rewrite(component.at, &mut node, component.kind, diagnostics);
        if component.kind == Kind::Schema {
            rewriter.inherited_tags(position, &subtypes, &mut node);
        }
        shared.add(component.section, names.get(position), node);
    }
    let paths = Paths::of(inputs, &rewriter, &mut shared, diagnostics);
    let root = root(inputs, &rewriter, first.root.span);
    let mut sections = shared.into_sections();
    if !schemes.list.is_empty() {
        sections.insert("securitySchemes", schemes.list.into_iter().collect());
    }
    print::text(&print::Parts {
        header: &inputs.header,
        root,
        paths: paths.into_items(),
        sections,
    })
}

/// Returns the keys of the bundle's root, except for `openapi`, `paths` and `components`.
fn root(inputs: &Inputs<'_>, rewriter: &Rewriter<'_, '_>, span: Span) -> Map {
    let mut info = Map::new();
    info.set("title", text(&inputs.entry.title, span));
    if let Some(description) = &inputs.entry.description {
        info.set("description", text(description, span));
    }
    if let Some(name) = inputs.license {
        let mut license = Map::new();
        license.set("name", text(name, span));
        info.set("license", Node::new(Value::Map(license), span));
    }
    info.set("version", text(inputs.version, span));
    let mut root = Map::new();
    root.set("info", Node::new(Value::Map(info), span));
    let first = inputs.documents.first().and_then(|one| one.root.as_map());
    for key in ["servers", "security", "externalDocs"] {
        if let Some(node) = first.and_then(|first| first.get(key)) {
            let node = match key {
                "security" => rewriter.requirements(0, node),
                _ => node.clone(),
            };
            root.set(key, node);
        }
    }
    let tags = tags(inputs.documents);
    if !tags.is_empty() {
        root.set("tags", Node::new(Value::List(tags), span));
    }
    let extensions = first.into_iter().flat_map(Map::iter);
    for (key, _, node) in extensions.filter(|(key, ..)| is_extension(key)) {
        root.set(key, node.clone());
    }
    root
}

/// Merges the tags of all documents. If documents describe a tag differently, the tag gets all descriptions.
fn tags(documents: &[Document]) -> Vec<Node> {
    let mut tags: IndexMap<&str, Node> = IndexMap::new();
    for document in main_documents(documents) {
        let list = document.root.get("tags").and_then(Node::as_list);
        for tag in list.unwrap_or_default() {
            let name = tag.text("name").unwrap_or("");
            let Some(known) = tags.get_mut(name) else {
                tags.insert(name, tag.clone());
                continue;
            };
            let Some(more) = tag.text("description") else {
                continue;
            };
            let old = known.text("description").unwrap_or("");
            if !old.contains(more) {
                let joined = text(format!("{old} {more}").trim(), tag.span);
                if let Some(known) = known.as_map_mut() {
                    known.set("description", joined);
                }
            }
        }
    }
    tags.into_values().collect()
}
