//! References: where they lead, and which lead nowhere.
//!
//! In: the documents of one API and the references in them. Out: the node that a reference names, or a finding. References
//! lead into the same document, into another one of the same API, or into a file beside them; nothing is ever fetched.

use std::collections::BTreeSet;

use super::{
    findings::{Findings, head},
    grammar::Kind,
    walk::{Outline, Reference as Place, walk},
};
use crate::{
    diag::{Code, Diagnostic},
    input::Document,
    source::{Node, Pointer, Reference, ReferenceError},
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
    /// Its text can lead nowhere.
    Text(ReferenceError),
    /// There is no such file, or it could not be read.
    NoFile(String),
    /// The file is in no folder of a document.
    Elsewhere(String),
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
        let Reference { file, pointer } =
            Reference::parse(text, &document.path).map_err(Failure::Text)?;
        let document = match file {
            None => document,
            Some(path) => self.document(path)?,
        };
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
        Err(Failure::Text(ReferenceError::NoPointer))
    }

    fn document(&self, path: String) -> Result<&'a Document, Failure<'a>> {
        if let Some(document) = self.documents.iter().find(|document| document.path == path) {
            return Ok(document);
        }
        let followed = self
            .documents
            .iter()
            .filter(|document| !document.is_part)
            .any(|document| {
                let folder = document.path.rfind('/').map_or(0, |at| at + 1);
                document
                    .path
                    .get(..folder)
                    .is_some_and(|folder| path.starts_with(folder))
            });
        Err(if followed {
            Failure::NoFile(path)
        } else {
            Failure::Elsewhere(path)
        })
    }
}

/// Checks every reference of an outline. What only a reference makes a part of the format is walked too, once: a schema below
/// `definitions`, and everything in files that are there for references alone.
pub(super) fn check<'a>(
    resolver: Resolver<'a>,
    walked: &mut BTreeSet<usize>,
    outline: &mut Outline<'a>,
    findings: &mut Findings,
) {
    let mut next = 0;
    while let Some(reference) = outline.references.get(next).copied() {
        next += 1;
        match resolver.chase(reference.document, reference.text) {
            Err(failure) => unresolved(reference, &failure, findings),
            Ok(found) => {
                check_section(reference, found.node, findings);
                let (_, place) = reference.text.split_once('#').unwrap_or_default();
                let regular = ["/components/", "/paths/"]
                    .iter()
                    .any(|start| place.starts_with(start));
                if (found.document.is_part || !regular)
                    && walked.insert(std::ptr::from_ref(found.node).addr())
                {
                    walk(
                        found.document,
                        found.node,
                        reference.kind,
                        outline,
                        findings,
                    );
                }
            }
        }
    }
}

/// A reference into `components` tells by its own text what it leads to.
fn check_section(reference: Place<'_>, target: &Node, findings: &mut Findings) {
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

fn unresolved(reference: Place<'_>, failure: &Failure<'_>, findings: &mut Findings) {
    let Place {
        kind, text, span, ..
    } = reference;
    let error = |label: String| {
        Diagnostic::error(
            Code::UnresolvedReference,
            format!("reference `{text}` leads nowhere"),
        )
        .label(span, label)
    };
    let finding = match failure {
        Failure::Text(ReferenceError::Remote) => error("not a file beside this one".to_owned())
            .help("nothing is ever fetched: put a copy of the document beside this one"),
        Failure::Text(ReferenceError::Outside) => {
            error("the path leads out of the root folder".to_owned())
                .help("name a file in the folder of the document, or below it")
        }
        Failure::Elsewhere(path) => error(format!("`{path}` is not in the folder of a document"))
            .help("put the file beside the document, or list it under `documents` in the manifest"),
        Failure::NoFile(path) => error(format!("`{path}` cannot be read")).help(
            near_reference(kind, text).unwrap_or_else(|| {
                "the path of a file is relative to the file that holds the reference".to_owned()
            }),
        ),
        Failure::Text(ReferenceError::NoPointer) => {
            error("not a reference to a place in a document".to_owned())
                .help("references look like `#/components/schemas/Name`")
        }
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
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    kind.section()
        .filter(|_| is_name)
        .map(|section| format!("did you mean `#/components/{section}/{text}`?"))
}
