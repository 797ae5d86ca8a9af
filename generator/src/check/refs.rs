//! Checks references: each must name a node of the right kind.
//!
//! In: the documents of one API and the references in them. Out: a diagnostic for each unresolved reference.

use std::collections::BTreeSet;

use super::{
    report::{Report, head},
    walk::{Outline, Use, walk},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{ReferenceError, Resolver, Unresolved, grammar::Kind},
    source::Node,
};

/// Checks every reference of an outline. Targets that are part of the format only through a reference are walked too, once:
/// schemas in `definitions`, and files that are read only because of references.
pub(super) fn check<'a>(
    resolver: Resolver<'a>,
    walked: &mut BTreeSet<usize>,
    outline: &mut Outline<'a>,
    report: &mut Report,
) {
    let mut next = 0;
    while let Some(reference) = outline.references.get(next).copied() {
        next += 1;
        match resolver.resolve(reference.document, reference.text) {
            Err(failure) => unresolved(reference, &failure, report),
            Ok(found) => {
                check_section(reference, found.node, report);
                let (_, place) = reference.text.split_once('#').unwrap_or_default();
                let regular = ["/components/", "/paths/"]
                    .iter()
                    .any(|start| place.starts_with(start));
                if (found.document.is_referenced || !regular)
                    && walked.insert(std::ptr::from_ref(found.node).addr())
                {
                    walk(found.document, found.node, reference.kind, outline, report);
                }
            }
        }
    }
}

/// Checks a reference into `components`, whose text shows the kind of its target.
fn check_section(reference: Use<'_>, target: &Node, report: &mut Report) {
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
        "reference `{}` names the wrong kind of component",
        reference.text
    );
    let label = format!("expected {}", reference.kind.noun());
    let error = Diagnostic::error(Code::UnresolvedReference, message).label(reference.span, label);
    report.push(error.secondary(head(target), format!("this is one of `{section}`")));
}

fn unresolved(reference: Use<'_>, failure: &Unresolved<'_>, report: &mut Report) {
    let Use {
        kind, text, span, ..
    } = reference;
    let error = |label: String| {
        Diagnostic::error(
            Code::UnresolvedReference,
            format!("unresolved reference `{text}`"),
        )
        .label(span, label)
    };
    let diagnostic = match failure {
        Unresolved::Text(ReferenceError::Remote) => error("this is a URL".to_owned())
            .help("put a copy of the document beside this one: nothing is fetched"),
        Unresolved::Text(ReferenceError::Outside) => {
            error("the path leaves the root folder".to_owned())
                .help("use a file in the folder of the document, or below it")
        }
        Unresolved::Elsewhere(path) => error(format!(
            "`{path}` is not in or below the folder of a document"
        ))
        .help("put the file beside the document, or list it under `documents` in the manifest"),
        Unresolved::NoFile(path) => error(format!("`{path}` cannot be read")).help(
            near_reference(kind, text).unwrap_or_else(|| {
                "use a path relative to the file that contains the reference".to_owned()
            }),
        ),
        Unresolved::Text(ReferenceError::NoPointer) => error("not a JSON pointer".to_owned())
            .help("use a reference such as `#/components/schemas/Name`"),
        Unresolved::Circular => error("leads back to itself".to_owned()),
        Unresolved::Missing(step, parent) => {
            let known = parent.as_map();
            let near = known.and_then(|map| {
                report
                    .nearest(step, map.names())
                    .map(|near| (near, map.key_span(near)))
            });
            let label = format!(
                "`{step}` does not exist{}",
                if known.is_some() {
                    ""
                } else {
                    ": its parent is not a map"
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
    report.push(diagnostic);
}

/// A suggestion for `Pet` alone, which other tools accept.
fn near_reference(kind: Kind, text: &str) -> Option<String> {
    let is_name = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    kind.section()
        .filter(|_| is_name)
        .map(|section| format!("did you mean `#/components/{section}/{text}`?"))
}
