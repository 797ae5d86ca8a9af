//! Compares the names of a run with the lock.

use std::collections::{BTreeMap, BTreeSet};

use super::super::crate_names::Names;
use super::entry::{Entry, Part, entries};
use super::{Kind, Line, Lock, Locked};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::source::Span;

/// Reports each name that differs from its name in the lock. Returns the lock, to which all new names are added.
pub(in super::super) fn hold(
    model: &Model,
    names: &Names,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Lock {
    let mut next = lock.clone();
    let mut seen = BTreeSet::new();
    for entry in entries(model, names) {
        let key = (entry.kind, entry.place.clone());
        // If two types have the same location, the lock contains only the first type.
        if !seen.insert(key.clone()) {
            continue;
        }
        match next.lines.get_mut(&key) {
            None => {
                next.lines.insert(key, added(&entry));
            }
            Some(line) => {
                if line.own.name != entry.name {
                    diagnostics.push(changed(&line.own, &entry.name, entry.span, entry.kind));
                }
                hold_parts(&mut line.parts, &entry, diagnostics);
            }
        }
    }
    next
}

fn added(entry: &Entry) -> Line {
    let new = |name: &str| Locked {
        name: name.to_owned(),
        span: None,
    };
    let mut parts = BTreeMap::new();
    for part in &entry.parts {
        parts
            .entry(part.key.clone())
            .or_insert_with(|| new(&part.name));
    }
    Line {
        own: new(&entry.name),
        parts,
    }
}

fn hold_parts(locked: &mut BTreeMap<String, Locked>, entry: &Entry, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for Part { key, name, span } in &entry.parts {
        if !seen.insert(key) {
            continue;
        }
        let line = locked.entry(key.clone()).or_insert_with(|| Locked {
            name: name.clone(),
            span: None,
        });
        if line.name != *name {
            let mut diagnostic = changed(line, name, span.or(entry.span), entry.kind);
            diagnostic.message = format!("{}, in `{}`", diagnostic.message, entry.name);
            diagnostics.push(diagnostic);
        }
    }
}

fn changed(locked: &Locked, name: &str, span: Option<Span>, kind: Kind) -> Diagnostic {
    let old = &locked.name;
    let keep = match kind {
        Kind::Type => "`x-rust-name`",
        Kind::Method => "`x-method`, `x-resource` or `x-rust-name`",
        Kind::Resource => "`x-resource`",
        Kind::Api | Kind::Scheme | Kind::Scope => "the manifest",
    };
    let mut diagnostic = Diagnostic::error(
        Code::NameChanged,
        format!("the public name `{old}` would become `{name}`"),
    )
    .help(format!(
        "keep the name with {keep}, or change the line in the lock to allow a breaking change"
    ));
    if let Some(span) = span {
        diagnostic = diagnostic.label(span, "named from here");
    }
    match locked.span {
        Some(span) => diagnostic.secondary(span, "locked here"),
        None => diagnostic,
    }
}
