//! Small values that several files of this room create: texts, references and names.

use crate::input::Document;
use crate::source::{Map, Node, Span, Value};

/// Lists the documents whose operations are in the bundle.
pub(super) fn main_documents(documents: &[Document]) -> impl Iterator<Item = &Document> {
    documents.iter().filter(|document| !document.is_referenced)
}

/// Creates a string.
pub(super) fn text(text: impl Into<String>, span: Span) -> Node {
    Node::new(Value::Str(text.into()), span)
}

/// Creates a reference to a component.
pub(super) fn reference(section: &str, name: &str, span: Span) -> Node {
    let mut map = Map::new();
    map.set("$ref", text(format!("#/components/{section}/{name}"), span));
    Node::new(Value::Map(map), span)
}

/// Replaces the characters that the name of a component must not contain.
pub(super) fn component_name(text: &str) -> String {
    let valid = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    text.chars()
        .map(|c| if valid(c) { c } else { '_' })
        .collect()
}

/// Returns the first name that is not taken: the name itself, or the name with `_` at the end.
pub(super) fn free(mut name: String, is_taken: impl Fn(&str) -> bool) -> String {
    while is_taken(&name) {
        name.push('_');
    }
    name
}

/// Returns a prefix for names of a document: its path without the folders that all documents share, and without the end.
/// `specs/phone/calls.yaml` → `phone-calls`.
pub(super) fn prefix(document: &Document, documents: &[Document]) -> String {
    let folder = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
    let mut shared = folder(&document.path);
    for other in main_documents(documents) {
        let same = document.path.bytes().zip(other.path.bytes());
        let same = same.take_while(|(left, right)| left == right).count();
        let same = document.path.get(..same).map_or(0, folder);
        shared = shared.min(same);
    }
    let rest = document.path.get(shared..).unwrap_or(&document.path);
    let (stem, _) = rest.rsplit_once('.').unwrap_or((rest, ""));
    component_name(&stem.replace('/', "-"))
}
