//! Checks references: each must name a node of the right kind.
//!
//! In: the documents of one API and the references in them. Out: a diagnostic for each unresolved reference.

use std::collections::BTreeSet;

use super::{
    findings::{Findings, head},
    walk::{Outline, Use, walk},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{ReferenceError, Resolver, Unresolved, grammar::Kind},
    source::Node,
};

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
        match resolver.resolve(reference.document, reference.text) {
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
fn check_section(reference: Use<'_>, target: &Node, findings: &mut Findings) {
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

fn unresolved(reference: Use<'_>, failure: &Unresolved<'_>, findings: &mut Findings) {
    let Use {
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
        Unresolved::Text(ReferenceError::Remote) => error("not a file beside this one".to_owned())
            .help("nothing is ever fetched: put a copy of the document beside this one"),
        Unresolved::Text(ReferenceError::Outside) => {
            error("the path leads out of the root folder".to_owned())
                .help("name a file in the folder of the document, or below it")
        }
        Unresolved::Elsewhere(path) => error(format!(
            "`{path}` is not in the folder of a document"
        ))
        .help("put the file beside the document, or list it under `documents` in the manifest"),
        Unresolved::NoFile(path) => error(format!("`{path}` cannot be read")).help(
            near_reference(kind, text).unwrap_or_else(|| {
                "the path of a file is relative to the file that holds the reference".to_owned()
            }),
        ),
        Unresolved::Text(ReferenceError::NoPointer) => {
            error("not a reference to a place in a document".to_owned())
                .help("references look like `#/components/schemas/Name`")
        }
        Unresolved::Circular => error("leads round in a circle".to_owned()),
        Unresolved::Missing(step, parent) => {
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
