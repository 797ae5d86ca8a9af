//! References: where they lead, and which lead nowhere.
//!
//! In: the documents of one API and the references in them. Out: the node that a reference names, or a finding. References
//! lead into the same document or into another one of the same API; nothing is ever fetched.

use std::collections::BTreeSet;

use super::{
    findings::{Findings, head},
    grammar::Kind,
    walk::{Outline, Reference, walk},
};
use crate::{
    diag::{Code, Diagnostic},
    load::Document,
    source::{Node, Pointer},
};

/// The most references that may follow each other.
const MAX_REFERENCES: usize = 64;

/// The documents among which references are followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver<'a> {
    documents: &'a [Document],
}

/// A node and the document in which further references of it are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub(super) document: &'a Document,
    pub(super) node: &'a Node,
}

/// Why a reference leads nowhere.
#[derive(Debug)]
enum Failure<'a> {
    Remote,
    OtherFile(String),
    NoPointer,
    /// The step that is not there, and the node in which it was looked for.
    Missing(String, &'a Node),
    Circle,
}

impl<'a> Resolver<'a> {
    pub(super) const fn new(documents: &'a [Document]) -> Self {
        Self { documents }
    }

    /// The object that a node stands for: itself, or the end of its references. `None` when they lead nowhere.
    pub(super) fn follow(&self, document: &'a Document, node: &'a Node) -> Option<Found<'a>> {
        let Some(text) = node.text("$ref") else {
            return Some(Found { document, node });
        };
        self.chase(document, text).ok()
    }

    fn chase(&self, document: &'a Document, text: &'a str) -> Result<Found<'a>, Failure<'a>> {
        let mut found = self.step(document, text)?;
        for _ in 0..MAX_REFERENCES {
            let Some(text) = found.node.text("$ref") else {
                return Ok(found);
            };
            found = self.step(found.document, text)?;
        }
        Err(Failure::Circle)
    }

    fn step(&self, document: &'a Document, text: &str) -> Result<Found<'a>, Failure<'a>> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let document = self.document(document, file)?;
        let pointer = Pointer::parse(fragment).ok_or(Failure::NoPointer)?;
        if let Some(node) = document.root.at(&pointer) {
            return Ok(Found { document, node });
        }
        let mut here = &document.root;
        for part in pointer.parts() {
            let step = Pointer::root().child(part);
            match here.at(&step) {
                Some(next) => here = next,
                None => return Err(Failure::Missing(part.clone(), here)),
            }
        }
        Err(Failure::NoPointer)
    }

    fn document(&self, from: &'a Document, file: &str) -> Result<&'a Document, Failure<'a>> {
        if file.is_empty() {
            return Ok(from);
        }
        if file.contains("://") || file.starts_with("//") {
            return Err(Failure::Remote);
        }
        let path = beside(&from.path, file);
        self.documents
            .iter()
            .find(|document| document.path == path)
            .ok_or(Failure::OtherFile(path))
    }
}

/// The path of a file that is named relative to another one.
fn beside(path: &str, file: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Checks every reference of a document. Parts of it that only a reference makes parts of the format, such as a schema below
/// `definitions`, are walked too.
pub(super) fn check<'a>(
    resolver: Resolver<'a>,
    document: &'a Document,
    outline: &mut Outline<'a>,
    findings: &mut Findings,
) {
    let mut walked = BTreeSet::new();
    let mut next = 0;
    while let Some(reference) = outline.references.get(next).copied() {
        next += 1;
        match resolver.chase(document, reference.text) {
            Err(failure) => unresolved(reference, &failure, findings),
            Ok(found) => {
                check_section(reference, found.node, findings);
                let outside = !["#/components/", "#/paths/"]
                    .iter()
                    .any(|start| reference.text.starts_with(start));
                if outside
                    && found.document.path == document.path
                    && walked.insert(std::ptr::from_ref(found.node).addr())
                {
                    walk(found.node, reference.kind, outline, findings);
                }
            }
        }
    }
}

/// A reference into `components` tells by its own text what it leads to.
fn check_section(reference: Reference<'_>, target: &Node, findings: &mut Findings) {
    let Some((_, inside)) = reference.text.split_once("#/components/") else {
        return;
    };
    let mut steps = inside.split('/');
    let (Some(section), Some(_), None) = (steps.next(), steps.next(), steps.next()) else {
        return;
    };
    if reference.kind.section().is_none_or(|due| due == section) {
        return;
    }
    let message = format!(
        "reference `{}` leads to the wrong kind of component",
        reference.text
    );
    let label = format!("{} is due here", reference.kind.noun());
    let error = Diagnostic::error(Code::UnresolvedReference, message).label(reference.span, label);
    findings.push(error.secondary(head(target), format!("this stands in `{section}`")));
}

fn unresolved(reference: Reference<'_>, failure: &Failure<'_>, findings: &mut Findings) {
    let Reference { kind, text, span } = reference;
    let error = |label: String| {
        Diagnostic::error(
            Code::UnresolvedReference,
            format!("reference `{text}` leads nowhere"),
        )
        .label(span, label)
    };
    let finding = match failure {
        Failure::Remote => error("another host's document".to_owned())
            .help("nothing is ever fetched: put a copy of the document beside this one"),
        Failure::OtherFile(path) => {
            error(format!("`{path}` is not one of the documents of this API"))
                .help("list it under `documents` in the manifest")
        }
        Failure::NoPointer => error("not a reference to a place in a document".to_owned()).help(
            near_reference(kind, text)
                .unwrap_or_else(|| "references look like `#/components/schemas/Name`".to_owned()),
        ),
        Failure::Circle => error("leads round in a circle".to_owned()),
        Failure::Missing(step, parent) => {
            let known = parent.as_map();
            let near = known.and_then(|map| {
                findings
                    .nearest(step, map.names())
                    .map(|near| (near, map.key_span(near)))
            });
            let label = format!(
                "there is no `{step}`{}",
                if known.is_some() {
                    ""
                } else {
                    " in what is not a map"
                }
            );
            match near {
                Some((near, Some(place))) => error(label)
                    .secondary(place, "")
                    .help(format!("did you mean `{near}`?")),
                Some((near, None)) => error(label).help(format!("did you mean `{near}`?")),
                None => error(label),
            }
        }
    };
    findings.push(finding);
}

/// `Pet` alone, as it stands in documents written for other tools.
fn near_reference(kind: Kind, text: &str) -> Option<String> {
    let is_name = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    kind.section()
        .filter(|_| is_name)
        .map(|section| format!("did you mean `#/components/{section}/{text}`?"))
}
