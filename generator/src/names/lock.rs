//! The lock of public names: `kind place name`, a line each, sorted.
//!
//! In: the lock as it is on disk. Out: the lock as it is to be. A name that is in the lock may not change by itself: the
//! line has to be changed on purpose. Lines of things that are gone stay, so that a name is not given to another thing.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Names;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{GroupId, Model, Origin};
use crate::source::{SourceId, Span};

/// The first lines of the file.
const HEADER: &str = "\
# The public names of the crate, by the place that each comes from: kind, place, name. Written by `cargo xtask codegen`.
# A name that would change is an error until its line here is changed by hand.
";

/// Public names by kind and place.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lock {
    lines: BTreeMap<(String, String), (String, Option<Span>)>,
}

impl Lock {
    /// Reads the file.
    pub fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Self {
        let mut lock = Self::default();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let span = Span {
                source,
                start: offset,
                end: offset + line.trim_end().len(),
            };
            offset += line.len();
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parts: Vec<&str> = line.split(' ').collect();
            let known = match parts.as_slice() {
                [kind @ ("type" | "method"), place, name] => {
                    let key = ((*kind).to_owned(), (*place).to_owned());
                    lock.lines
                        .insert(key, ((*name).to_owned(), Some(span)))
                        .is_none()
                }
                _ => false,
            };
            if !known {
                diagnostics.push(
                    Diagnostic::error(
                        Code::LockInvalid,
                        "a line of the name lock is not as it must be",
                    )
                    .label(
                        span,
                        "not `type PLACE NAME` or `method PLACE NAME`, or there twice",
                    ),
                );
            }
        }
        lock
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for ((kind, place), (name, _)) in &self.lines {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{kind} {place} {name}");
        }
        text
    }
}

/// Holds the names against the lock, and adds those that are new.
pub(super) fn checked(
    model: &Model,
    names: &Names,
    lock: &Lock,
    diagnostics: &mut Diagnostics,
) -> Lock {
    let mut next = lock.clone();
    for (id, type_names) in &names.types {
        if let Some(def) = model.ty(*id) {
            let name = format!("{}{}", prefix(model, def.group), type_names.ident);
            hold("type", &def.origin, &name, &mut next, diagnostics);
        }
    }
    for (operation, operation_names) in model.operations.iter().zip(&names.operations) {
        hold(
            "method",
            &operation.origin,
            &operation_names.id,
            &mut next,
            diagnostics,
        );
    }
    next
}

fn prefix(model: &Model, group: GroupId) -> String {
    let module = model.group(group).and_then(|group| group.module.as_deref());
    module
        .map(|module| format!("{module}::"))
        .unwrap_or_default()
}

fn hold(kind: &str, origin: &Origin, name: &str, lock: &mut Lock, diagnostics: &mut Diagnostics) {
    // A blank parts the columns, so it cannot stand in a place.
    let place = format!("{}{}", origin.document, origin.pointer).replace(' ', "%20");
    let key = (kind.to_owned(), place);
    match lock.lines.get(&key) {
        None => {
            lock.lines.insert(key, (name.to_owned(), None));
        }
        // Two types of one place: the first, which came up in this run, keeps the line.
        Some((_, None)) => {}
        Some((locked, _)) if locked == name => {}
        Some((locked, span)) => {
            let mut finding = Diagnostic::error(
                Code::NameChanged,
                format!("the public name `{locked}` would become `{name}`"),
            )
            .label(origin.span, "named from here")
            .help("keep the name with `x-rust-name` or `x-method`, or change the line in the lock to allow a breaking change");
            if let Some(span) = span {
                finding = finding.secondary(*span, "locked here");
            }
            diagnostics.push(finding);
        }
    }
}
