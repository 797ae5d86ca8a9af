//! Checks that each reference points to a node of the expected kind.
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
    source::{Node, Pointer},
};

/// Checks every reference of an outline. Also checks the targets that `walk` does not visit with the document, such as
/// schemas in `definitions` and nodes of referenced files. Each target is checked once.
pub(super) fn check<'a>(
    resolver: Resolver<'a>,
    walked: &mut BTreeSet<usize>,
    outline: &mut Outline<'a>,
    report: &mut Report,
) {
    let mut next = 0;
    while let Some(reference) = outline.references.get(next).copied() {
        next += 1;
        let Use {
            document,
            kind,
            node,
            text,
            ..
        } = reference;
        if let Some(fault) = resolver.fault(document, node, text, kind) {
            unresolved(reference, &fault, report);
        } else if let Ok(found) = resolver.resolve(document, text)
            && (found.document.is_referenced || !is_regular(&found.pointer))
            && walked.insert(std::ptr::from_ref(found.node).addr())
        {
            walk(found.document, found.node, kind, outline, report);
        }
    }
}

/// Returns whether `walk` visits the node at this pointer when it visits the document.
fn is_regular(pointer: &Pointer) -> bool {
    match pointer.parts() {
        [paths, ..] if paths == "paths" => true,
        [components, section, ..] if components == "components" => {
            Kind::Components.rule(section).is_some()
        }
        _ => false,
    }
}

fn unresolved(reference: Use<'_>, fault: &Unresolved<'_>, report: &mut Report) {
    let Use {
        kind, text, span, ..
    } = reference;
    let outcome = if kind.can_be_anything() {
        "becomes any JSON value"
    } else {
        "left out"
    };
    let create = |message: String, label: &str, report: &Report| {
        let label = if label.is_empty() {
            outcome.to_owned()
        } else {
            format!("{label}; {outcome}")
        };
        report
            .fault(Code::UnresolvedReference, message)
            .label(span, label)
    };
    let plain = format!("unresolved reference `{text}`");
    let diagnostic = match fault {
        Unresolved::Text(ReferenceError::Remote) => {
            let message = format!("reference `{text}` is a URL, which is not fetched");
            create(message, "", report)
                .help("save the document beside this one and refer to the file")
        }
        Unresolved::Text(ReferenceError::NoPointer) => {
            let message = format!("reference `{text}` is not a JSON pointer");
            create(message, "", report).help(
                near_reference(kind, text.trim_start_matches('#')).unwrap_or_else(|| {
                    "use a reference such as `#/components/schemas/Name`".to_owned()
                }),
            )
        }
        Unresolved::Circular => create(
            format!("circular reference `{text}`"),
            "leads back to itself",
            report,
        )
        .help("replace one of the references of the circle by a definition"),
        Unresolved::Text(ReferenceError::Outside) => {
            // The file may exist outside of the root folder, but the generator must not read it. Thus, such a reference
            // is an error under every policy.
            Diagnostic::error(Code::UnresolvedReference, plain)
                .label(span, "the path leaves the root folder")
                .help("set `--root` to a folder that contains both files, and use a relative path")
        }
        Unresolved::Elsewhere(path) => {
            let label = format!("`{path}` is not in or below the folder of a document");
            let error = Diagnostic::error(Code::UnresolvedReference, plain).label(span, label);
            error.help(
                "set `root` of the API in the manifest to a folder that contains both files, or list the file under `documents`",
            )
        }
        Unresolved::NoFile(path) => match near_reference(kind, text) {
            Some(help) => {
                let message = format!("reference `{text}` is neither a JSON pointer nor a file");
                create(message, "", report).help(help)
            }
            None => create(plain, &format!("`{path}` cannot be read"), report)
                .help("use a path relative to the file that contains the reference"),
        },
        Unresolved::Section(section, target) => {
            let message = format!("reference `{text}` names the wrong kind of component");
            create(message, &format!("expected {}", kind.noun()), report)
                .secondary(head(target), format!("this is one of `{section}`"))
        }
        Unresolved::NoObject(target) => {
            let message = format!("reference `{text}` does not name {}", kind.noun());
            create(message, "", report)
                .secondary(head(target), format!("this is {}", target.kind()))
        }
        Unresolved::Missing(step, parent) => missing(step, parent, report, |label, report| {
            create(plain.clone(), &label, report)
        }),
    };
    report.push(diagnostic);
}

/// Creates a diagnostic for a missing step of a pointer. The help suggests a similar name.
fn missing(
    step: &str,
    parent: &Node,
    report: &mut Report,
    create: impl Fn(String, &Report) -> Diagnostic,
) -> Diagnostic {
    let known = parent.as_map();
    let near = known.and_then(|map| {
        let near = report.nearest(step, map.names())?;
        Some((near, map.key_span(near)))
    });
    let why = if known.is_some() {
        ""
    } else {
        ": its parent is not a map"
    };
    let diagnostic = create(format!("`{step}` does not exist{why}"), report);
    let Some((near, place)) = near else {
        return diagnostic;
    };
    let diagnostic = match place {
        Some(place) => diagnostic.secondary(place, ""),
        None => diagnostic,
    };
    diagnostic.help(format!("did you mean `{near}`?"))
}

/// Suggests `#/components/schemas/Pet` for the reference `Pet`, which other tools accept.
fn near_reference(kind: Kind, text: &str) -> Option<String> {
    let is_name = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    kind.section()
        .filter(|_| is_name)
        .map(|section| format!("did you mean `#/components/{section}/{text}`?"))
}
