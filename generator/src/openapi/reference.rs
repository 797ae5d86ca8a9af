//! Parses and resolves references.
//!
//! In: the text of a `$ref` and the documents of one API. Out: the node, or the reason why the reference is unresolved. The
//! target can be in the same document or in another document of the API. This module reads no files and downloads nothing.

use super::grammar::Kind;
use crate::input::Document;
use crate::source::{Map, Node, Pointer};

/// The maximum number of references that are followed to resolve one reference.
const MAX_REFERENCES: usize = 256;

/// The text of a `$ref`, split into a file and a pointer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The file, relative to the root of the run; `None` for the file that contains the reference.
    pub file: Option<String>,
    /// The pointer to the node in the file.
    pub pointer: Pointer,
}

/// The reason why the text of a reference is invalid.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReferenceError {
    /// The text is a URL.
    Remote,
    /// The path is absolute or leaves the root of the run.
    Outside,
    /// The fragment is not a pointer.
    NoPointer,
}

impl Reference {
    /// Parses a reference in the file `base`: `#/a/b`, `other.yaml#/a/b` or `folder/other.yaml`.
    ///
    /// # Errors
    ///
    /// When the file is not below the root of the run, or the fragment is not a pointer.
    pub fn parse(text: &str, base: &str) -> Result<Self, ReferenceError> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = if file.is_empty() {
            None
        } else {
            Some(beside(base, file)?)
        };
        let pointer = match fragment {
            "" => Pointer::root(),
            _ if fragment.starts_with('/') => {
                Pointer::parse(fragment).ok_or(ReferenceError::NoPointer)?
            }
            _ => return Err(ReferenceError::NoPointer),
        };
        Ok(Self {
            file: file.filter(|file| file != base),
            pointer,
        })
    }
}

/// Resolves the path `file` relative to the file `base`.
fn beside(base: &str, file: &str) -> Result<String, ReferenceError> {
    if has_scheme(file) || file.starts_with("//") {
        return Err(ReferenceError::Remote);
    }
    // The path of a reference is percent-decoded like a pointer.
    let steps = Pointer::parse(&format!("/{file}")).ok_or(ReferenceError::Outside)?;
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for (at, step) in steps.parts().iter().enumerate() {
        match step.as_str() {
            "" if at == 0 => return Err(ReferenceError::Outside),
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(ReferenceError::Outside)?;
            }
            step if step.contains(['/', '\\', '\0']) => return Err(ReferenceError::Outside),
            step => parts.push(step),
        }
    }
    Ok(parts.join("/"))
}

/// Returns the text for a `$ref` in the document `user` that points to a node of the document `target`.
pub(crate) fn relative(target: &Document, pointer: &Pointer, user: &Document) -> String {
    let fragment = pointer.to_string().replace('%', "%25");
    if target.path == user.path {
        return fragment;
    }
    let mut folders: Vec<&str> = user.path.split('/').collect();
    folders.pop();
    let steps: Vec<&str> = target.path.split('/').collect();
    let shared = folders
        .iter()
        .zip(&steps)
        .take_while(|(left, right)| left == right)
        .count();
    let up = "../".repeat(folders.len() - shared);
    let rest = steps.get(shared..).unwrap_or_default().join("/");
    let rest = rest
        .replace('%', "%25")
        .replace('#', "%23")
        .replace('~', "~0");
    format!("./{up}{rest}{fragment}")
}

/// Returns whether the text starts with a scheme such as `https:` or `urn:`. A single letter is a drive such as `C:`,
/// not a scheme.
fn has_scheme(file: &str) -> bool {
    file.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// Resolves references in the documents of one API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolver<'a> {
    documents: &'a [Document],
}

/// A node, and the document that contains it. References in the node are relative to this document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) document: &'a Document,
    pub(crate) node: &'a Node,
}

/// The target of a reference.
#[derive(Clone, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) document: &'a Document,
    pub(crate) pointer: Pointer,
    pub(crate) node: &'a Node,
}

impl Target<'_> {
    fn child(&self, step: &str) -> Option<Self> {
        let pointer = Pointer::root().child(step);
        Some(Self {
            document: self.document,
            node: self.node.at(&pointer)?,
            pointer: self.pointer.child(step),
        })
    }
}

/// The reason why a reference is unresolved.
#[derive(Debug)]
pub(crate) enum Unresolved<'a> {
    /// The text is invalid.
    Text(ReferenceError),
    /// The file does not exist or cannot be read.
    NoFile(String),
    /// The file is outside of the folders that the documents may refer to.
    Elsewhere(String),
    /// A step of the pointer does not exist. The second value is the parent of the missing node.
    Missing(String, &'a Node),
    /// The target is in a section of `components` for another kind of object.
    Section(String, &'a Node),
    /// The target is not a map.
    NoObject(&'a Node),
    /// The references form a cycle.
    Circular,
}

impl<'a> Resolver<'a> {
    pub(crate) const fn new(documents: &'a [Document]) -> Self {
        Self { documents }
    }

    /// Returns the node, or the target if the node is a reference. `None` if the reference is unresolved.
    pub(crate) fn follow(&self, document: &'a Document, node: &'a Node) -> Option<Found<'a>> {
        let Some(text) = node.text("$ref") else {
            return Some(Found { document, node });
        };
        if let Some(node) = plain(document, text) {
            return Some(Found { document, node });
        }
        let Target { document, node, .. } = self.resolve(document, text).ok()?;
        Some(Found { document, node })
    }

    /// Returns the final target of a reference, after following all further references.
    ///
    /// # Errors
    ///
    /// When a reference is unresolved.
    pub(crate) fn resolve(
        &self,
        from: &'a Document,
        text: &str,
    ) -> Result<Target<'a>, Unresolved<'a>> {
        self.follow_all(from, text, &mut MAX_REFERENCES.clone())
    }

    fn follow_all(
        &self,
        from: &'a Document,
        text: &str,
        left: &mut usize,
    ) -> Result<Target<'a>, Unresolved<'a>> {
        let mut found = self.step(from, text, left)?;
        while let Some(text) = found.node.text("$ref") {
            found = self.step(found.document, text, left)?;
        }
        Ok(found)
    }

    /// Returns the reason why a reference to an object of this kind is unresolved. If references form a cycle, only the
    /// first reference in the cycle is reported.
    pub(crate) fn fault(
        &self,
        from: &'a Document,
        node: &'a Node,
        text: &str,
        kind: Kind,
    ) -> Option<Unresolved<'a>> {
        let left = &mut MAX_REFERENCES.clone();
        let mut found = match self.step(from, text, left) {
            Ok(found) => found,
            Err(unresolved) => return Some(unresolved),
        };
        if let [components, section, _] = found.pointer.parts()
            && components == "components"
            && Kind::Components.lenient_rule(section).is_some()
            && kind.section().is_some_and(|due| due != section)
        {
            return Some(Unresolved::Section(section.clone(), found.node));
        }
        let is_object = found.node.as_map().is_some();
        if !is_object && (kind != Kind::Schema || found.node.as_bool().is_none()) {
            return Some(Unresolved::NoObject(found.node));
        }
        let mut first = node.span;
        loop {
            if std::ptr::eq(found.node, node) {
                return (first == node.span).then_some(Unresolved::Circular);
            }
            first = first.min(found.node.span);
            let text = found.node.text("$ref")?;
            // If a later reference is unresolved, the problem is reported there. The references can form a cycle that
            // does not contain `node`. Then the counter `left` ends the loop.
            found = self.step(found.document, text, left).ok()?;
        }
    }

    /// Returns the target of a reference without following further references.
    fn step(
        &self,
        from: &'a Document,
        text: &str,
        left: &mut usize,
    ) -> Result<Target<'a>, Unresolved<'a>> {
        *left = left.checked_sub(1).ok_or(Unresolved::Circular)?;
        let (document, pointer) = self.locate(from, text)?;
        if let Some(node) = document.root.at(&pointer) {
            return Ok(Target {
                document,
                pointer,
                node,
            });
        }
        let start = Target {
            document,
            pointer: Pointer::root(),
            node: &document.root,
        };
        self.descend(start, pointer.parts(), left)
    }

    /// Follows the steps of a pointer from a node. If a step arrives at a reference, the next step starts at its
    /// target. If a node has an `allOf`, the step also searches the parts of the `allOf`.
    fn descend(
        &self,
        mut here: Target<'a>,
        steps: &[String],
        left: &mut usize,
    ) -> Result<Target<'a>, Unresolved<'a>> {
        let mut rest = steps.iter();
        while let Some(step) = rest.next() {
            if let Some(next) = here.child(step) {
                here = next;
                continue;
            }
            let steps = steps
                .get(steps.len() - rest.len() - 1..)
                .unwrap_or_default();
            if let Some(text) = here.node.text("$ref") {
                let target = self.follow_all(here.document, text, left)?;
                return self.descend(target, steps, left);
            }
            let parts = here.child("allOf");
            let count = parts.as_ref().and_then(|parts| parts.node.as_list());
            for at in 0..count.map_or(0, <[Node]>::len) {
                let part = parts
                    .as_ref()
                    .and_then(|parts| parts.child(&at.to_string()));
                if let Some(Ok(found)) = part.map(|part| self.descend(part, steps, left)) {
                    return Ok(found);
                }
            }
            return Err(Unresolved::Missing(step.clone(), here.node));
        }
        Ok(here)
    }

    /// Returns the document and the pointer of a reference. The document may have no node at this pointer.
    ///
    /// # Errors
    ///
    /// When the text is invalid, or the file is missing.
    pub(crate) fn locate(
        &self,
        from: &'a Document,
        text: &str,
    ) -> Result<(&'a Document, Pointer), Unresolved<'a>> {
        let Reference { file, pointer } =
            Reference::parse(text, &from.path).map_err(Unresolved::Text)?;
        let document = match file {
            None => from,
            Some(path) => self.document(path)?,
        };
        Ok((document, pointer))
    }

    fn document(&self, path: String) -> Result<&'a Document, Unresolved<'a>> {
        if let Some(document) = self.documents.iter().find(|document| document.path == path) {
            return Ok(document);
        }
        let mut all = self.documents.iter();
        Err(if all.any(|document| path.starts_with(&document.reach)) {
            Unresolved::NoFile(path)
        } else {
            Unresolved::Elsewhere(path)
        })
    }
}

/// Returns the target of a plain reference: the reference is in the same document, needs no decoding, and leads to no further
/// reference. Most references are plain. `None` for other references.
fn plain<'a>(document: &'a Document, text: &str) -> Option<&'a Node> {
    let steps = text.strip_prefix("#/")?;
    if steps.contains(['%', '~', '#']) {
        return None;
    }
    let node = steps
        .split('/')
        .try_fold(&document.root, |node, step| node.step(step))?;
    node.text("$ref").is_none().then_some(node)
}

/// Returns the target of a reference within the document whose root is `root`.
pub(crate) fn local<'a>(root: &'a Map, text: &str) -> Option<&'a Node> {
    let pointer = pointer_of(text)?;
    let (first, rest) = pointer.parts().split_first()?;
    let rest = rest
        .iter()
        .fold(Pointer::root(), |pointer, step| pointer.child(step));
    root.get(first)?.at(&rest)
}

/// Returns the section and the name of a component in the same document: `#/components/schemas/Pet` → `schemas`, `Pet`.
pub(crate) fn component(text: &str) -> Option<(String, String)> {
    component_around(text).filter(|_| text.matches('/').count() == 3)
}

/// Returns the section and the name of the component that contains the target. `None` for a target in another document.
pub(crate) fn component_around(text: &str) -> Option<(String, String)> {
    match pointer_of(text)?.parts() {
        [components, section, name, ..] if components == "components" => {
            Some((section.clone(), name.clone()))
        }
        _ => None,
    }
}

/// Returns the pointer of a reference within the same document.
fn pointer_of(text: &str) -> Option<Pointer> {
    Pointer::parse(text.strip_prefix('#')?)
}
