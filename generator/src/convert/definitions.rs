//! Moves definitions from schemas to `components`.
//!
//! In: the documents and their survey. Out: the same documents. The `$defs` of an OpenAPI document are moved to
//! `components: schemas:`. The `$defs` of a plain schema file are moved to `x-defs`. Each reference becomes a pointer to the new
//! location, without an anchor or an `$id`. If a different schema of the document has the same name, the definition is renamed.

use std::collections::BTreeMap;

use super::edit;
use super::survey::{NodeId, Survey, Use, joined, position};
use super::version::is_newer;
use crate::input::Document;
use crate::openapi::Resolver;
use crate::source::{Map, Node, Pointer, Value};

/// The planned moves of definitions.
#[derive(Debug, Default)]
struct Moves {
    /// The new pointer of each definition, keyed by its old pointer. Outer definitions come before inner definitions.
    by_place: BTreeMap<NodeId, Pointer>,
}

impl Moves {
    /// Returns the new pointer of a node. `None` if the node is not moved.
    fn after(&self, at: usize, pointer: &Pointer) -> Option<Pointer> {
        if self.by_place.is_empty() {
            return None;
        }
        let parts = pointer.parts();
        (0..=parts.len()).rev().find_map(|length| {
            let (start, rest) = parts.split_at_checked(length)?;
            let start = start
                .iter()
                .fold(Pointer::root(), |pointer, step| pointer.child(step));
            let target = self.by_place.get(&(at, start))?;
            Some(
                rest.iter()
                    .fold(target.clone(), |pointer, step| pointer.child(step)),
            )
        })
    }
}

/// Moves every definition, and updates the references and the survey.
pub(super) fn move_all(documents: &mut [Document], survey: &mut Survey) {
    let moves = planned(documents, survey);
    for found in &survey.uses {
        if let Some(text) = rewritten(documents, survey, &moves, found) {
            rewrite(documents, found, text);
        }
    }
    for (at, pointer, _) in &mut survey.roots {
        if let Some(target) = moves.after(*at, pointer) {
            *pointer = target;
        }
    }
    // Inner definitions are removed first, so that an outer definition moves without its inner definitions.
    let mut places: Vec<&NodeId> = moves.by_place.keys().collect();
    places.sort_by_key(|(at, pointer)| (*at, std::cmp::Reverse(pointer.parts().len())));
    let mut taken = Vec::new();
    for (at, from) in places {
        let node = documents
            .get_mut(*at)
            .and_then(|document| take(&mut document.root, from));
        if let (Some(node), Some(to)) = (node, moves.by_place.get(&(*at, from.clone()))) {
            taken.push((*at, from.clone(), to.clone(), node));
        }
    }
    // Definitions are added in the order of the document.
    taken.sort_by_key(|(at, _, _, node)| (*at, node.span));
    for (at, _, to, node) in taken {
        if let Some(document) = documents.get_mut(at) {
            give(&mut document.root, &to, node);
        }
    }
    for (at, place) in survey.definitions.iter().rev() {
        if let Some(document) = documents.get_mut(*at)
            && document
                .root
                .at(place)
                .and_then(Node::as_map)
                .is_some_and(Map::is_empty)
        {
            take(&mut document.root, place);
        }
    }
}

fn planned(documents: &[Document], survey: &Survey) -> Moves {
    let mut moves = Moves::default();
    let mut names: BTreeMap<(usize, String), &Node> = BTreeMap::new();
    for (at, document) in documents
        .iter()
        .enumerate()
        .filter(|(_, document)| is_newer(document))
    {
        if let Some(map) = document.root.at(&shelf(document)).and_then(Node::as_map) {
            names.extend(
                map.iter()
                    .map(|(name, _, node)| ((at, name.to_owned()), node)),
            );
        }
    }
    for (at, place) in &survey.definitions {
        let Some(document) = documents.get(*at) else {
            continue;
        };
        let shelf = shelf(document);
        for (name, _, node) in document
            .root
            .at(place)
            .and_then(Node::as_map)
            .into_iter()
            .flat_map(Map::iter)
        {
            let owner = owner(document, place);
            let candidates = [
                name.to_owned(),
                format!("{owner}{}", capitalised(name)),
                format!("{owner}{}Def", capitalised(name)),
            ];
            let lettered = (b'A'..=b'Z')
                .map(|letter| format!("{owner}{}{}", capitalised(name), char::from(letter)));
            let free = candidates.into_iter().chain(lettered).find(|name| {
                names
                    .get(&(*at, name.clone()))
                    .is_none_or(|other| other.same_value(node))
            });
            let Some(free) = free else { continue };
            names.insert((*at, free.clone()), node);
            moves
                .by_place
                .insert((*at, place.child(name)), shelf.child(free));
        }
    }
    moves
}

/// Returns the pointer of the map to which the definitions of a document are moved.
fn shelf(document: &Document) -> Pointer {
    let root = Pointer::root();
    if document.root.get("openapi").is_some() {
        root.child("components").child("schemas")
    } else {
        root.child("x-defs")
    }
}

/// Returns a capitalized name for the place of a definition: the name of the component, the method or the file that
/// contains the definition.
fn owner(document: &Document, place: &Pointer) -> String {
    let word = match place.parts() {
        [components, _, name, ..] if components == "components" => name.as_str(),
        [paths, _, method, ..] if paths == "paths" => method.as_str(),
        _ => document
            .path
            .rsplit('/')
            .next()
            .and_then(|file| file.split('.').next())
            .unwrap_or(""),
    };
    capitalised(&word.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Returns the new text of a reference. `None` if the text does not change.
fn rewritten(
    documents: &[Document],
    survey: &Survey,
    moves: &Moves,
    found: &Use,
) -> Option<String> {
    let (at, _) = &found.at;
    let (file, fragment) = found.text.split_once('#').unwrap_or((&found.text, ""));
    let document = documents.get(*at)?;
    if let Some((target, pointer)) = survey.ids.get(file).filter(|_| !file.is_empty()) {
        // The text before `#` is the `$id` of a schema.
        let inner = if fragment.starts_with('/') {
            Pointer::parse(fragment)?
        } else {
            Pointer::root()
        };
        let pointer = joined(pointer, &inner);
        let pointer = moves.after(*target, &pointer).unwrap_or(pointer);
        return (target == at).then(|| pointer.to_string());
    }
    if !fragment.is_empty() && !fragment.starts_with('/') {
        let target = if file.is_empty() {
            Some(*at)
        } else {
            file_position(documents, document, file)
        }?;
        let pointer = survey.anchors.get(&(target, fragment.to_owned()))?;
        let pointer = moves
            .after(target, pointer)
            .unwrap_or_else(|| pointer.clone());
        return Some(format!("{file}{pointer}"));
    }
    let pointer = Pointer::parse(fragment)?;
    if let Some(nearby) = &found.nearby {
        let [_, rest @ ..] = pointer.parts() else {
            return None;
        };
        let pointer = rest
            .iter()
            .fold(nearby.clone(), |pointer, step| pointer.child(step));
        return Some(moves.after(*at, &pointer).unwrap_or(pointer).to_string());
    }
    let target = if file.is_empty() {
        Some(*at)
    } else {
        file_position(documents, document, file)
    }?;
    match moves.after(target, &pointer) {
        Some(pointer) => Some(format!("{file}{pointer}")),
        // A `$dynamicRef` becomes a `$ref` with the same text.
        None => (found.key.last() == Some("$dynamicRef")).then(|| found.text.clone()),
    }
}

/// Returns the position of the document `file`, a path relative to `from`.
fn file_position(documents: &[Document], from: &Document, file: &str) -> Option<usize> {
    let (document, _) = Resolver::new(documents).locate(from, file).ok()?;
    position(documents, document)
}

fn rewrite(documents: &mut [Document], found: &Use, text: String) {
    let (at, here) = &found.at;
    let Some(node) = documents
        .get_mut(*at)
        .and_then(|document| document.root.at_mut(here))
    else {
        return;
    };
    if found.key.last() == Some("$dynamicRef") {
        if let Some(map) = node.as_map_mut()
            && let Some(old) = map.remove("$dynamicRef")
        {
            edit::put(map, "$ref", edit::text(text, old.span));
        }
    } else if let Some(node) = node.at_mut(&found.key) {
        node.value = Value::Str(text);
    }
}

fn take(root: &mut Node, pointer: &Pointer) -> Option<Node> {
    let parent = root.at_mut(&pointer.parent()?)?;
    parent.as_map_mut()?.remove(pointer.last()?)
}

/// Adds a node at a pointer, unless the pointer already exists.
fn give(root: &mut Node, pointer: &Pointer, node: Node) {
    let Some((last, folders)) = pointer.parts().split_last() else {
        return;
    };
    let mut here = root;
    for folder in folders {
        let span = node.span;
        let Some(map) = here.as_map_mut() else { return };
        if !map.contains(folder) {
            edit::put(map, folder, Node::new(Value::Map(Map::new()), span));
        }
        let Some(next) = map.get_mut(folder) else {
            return;
        };
        here = next;
    }
    if let Some(map) = here.as_map_mut()
        && !map.contains(last)
    {
        edit::put(map, last, node);
    }
}
