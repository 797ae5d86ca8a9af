//! Parses an overlay.
//!
//! In: the tree of an overlay file. Out: its [`Action`]s, and a diagnostic for each violation of Overlay 1.0. In this project,
//! every action also needs a `reason`. An invalid action is kept if it can be applied, because later actions may depend on its
//! changes.

use super::target::{Target, TargetError};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, nearest},
    source::{Map, Node, Sources, Span},
};

/// One change to a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The parsed target.
    pub target: Target,
    /// The location of the target's text.
    pub target_span: Span,
    /// The target's text.
    pub target_text: String,
    /// What the action does with the target.
    pub change: Change,
}

/// What an action does with its target.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Merges this value into a map, or appends it to a list.
    Update(Node),
    /// Removes the target. The span is the location of `remove`.
    Remove(Span),
}

const ROOT_KEYS: &[&str] = &["overlay", "info", "extends", "actions"];
const INFO_KEYS: &[&str] = &["title", "version"];
const ACTION_KEYS: &[&str] = &["target", "description", "update", "remove", "reason"];

/// Parses the actions of an overlay, in order.
#[must_use]
pub fn actions(root: &Node, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Action> {
    let Some(map) = root.as_map() else {
        let message = format!("an overlay must be a map, but this is {}", root.kind());
        diagnostics.push(invalid(message, root.span, "here"));
        return Vec::new();
    };
    check_keys(map, ROOT_KEYS, "an overlay", diagnostics);
    check_version(map, root.span, diagnostics);
    match map.get("info").map(|info| (info, info.as_map())) {
        None => diagnostics.push(invalid(
            "the overlay has no `info`",
            first_key(map, root.span),
            "in this overlay",
        )),
        Some((_, Some(info))) => {
            check_info(info, map.key_span("info").unwrap_or(root.span), diagnostics);
        }
        Some((info, None)) => {
            diagnostics.push(invalid(
                format!("`info` must be a map, but this is {}", info.kind()),
                info.span,
                "here",
            ));
        }
    }
    match map
        .get("actions")
        .map(|actions| (actions, actions.as_list()))
    {
        Some((_, Some([]))) | None => {
            let place = map
                .key_span("actions")
                .unwrap_or_else(|| first_key(map, root.span));
            diagnostics.push(invalid(
                "the overlay has no `actions`",
                place,
                "in this overlay",
            ));
            Vec::new()
        }
        Some((_, Some(list))) => list
            .iter()
            .filter_map(|node| action(node, sources, diagnostics))
            .collect(),
        Some((actions, None)) => {
            let message = format!("`actions` must be a list, but this is {}", actions.kind());
            diagnostics.push(invalid(message, actions.span, "here"));
            Vec::new()
        }
    }
}

fn check_version(map: &Map, place: Span, diagnostics: &mut Diagnostics) {
    let Some(version) = map.get("overlay") else {
        let error = invalid(
            "the document has no `overlay`",
            first_key(map, place),
            "in this document",
        );
        diagnostics
            .push(error.help("add the version of the Overlay Specification: `overlay: 1.0.0`"));
        return;
    };
    let is_known = version
        .as_str()
        .is_some_and(|text| text == "1.0" || text.starts_with("1.0."));
    if !is_known {
        let error = invalid(
            "only version 1.0 of the Overlay Specification is supported",
            version.span,
            "",
        );
        diagnostics.push(error.help("write `overlay: 1.0.0`"));
    }
}

fn check_info(info: &Map, place: Span, diagnostics: &mut Diagnostics) {
    check_keys(info, INFO_KEYS, "the `info` of an overlay", diagnostics);
    for name in INFO_KEYS {
        if !info.contains(name) {
            diagnostics.push(invalid(
                format!("the `info` of the overlay has no `{name}`"),
                place,
                "in this map",
            ));
        }
    }
}

/// Returns the keys of a map that are neither known nor extensions.
fn unknown_keys<'a>(map: &'a Map, known: &[&str]) -> impl Iterator<Item = (&'a str, Span)> {
    map.iter()
        .filter(|(name, _, _)| !known.contains(name) && !name.starts_with("x-"))
        .map(|(name, span, _)| (name, span))
}

fn check_keys(map: &Map, known: &[&str], what: &str, diagnostics: &mut Diagnostics) {
    for (name, span) in unknown_keys(map, known) {
        let error = invalid(format!("{what} has no key `{name}`"), span, "unknown key");
        diagnostics.push(match nearest(name, known.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("known keys: {}", listed(known))),
        });
    }
}

fn action(node: &Node, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Action> {
    let Some(map) = node.as_map() else {
        diagnostics.push(invalid(
            format!("an action must be a map, but this is {}", node.kind()),
            node.span,
            "here",
        ));
        return None;
    };
    let place = first_key(map, node.span);
    check_keys(map, ACTION_KEYS, "an action", diagnostics);
    let change = change(map, place, diagnostics);
    check_reason(map, place, diagnostics);
    let Some(target) = map.get("target") else {
        diagnostics.push(invalid(
            "the action has no `target`",
            place,
            "in this action",
        ));
        return None;
    };
    let Some(text) = target.as_str() else {
        diagnostics.push(invalid(
            format!("`target` must be text, but this is {}", target.kind()),
            target.span,
            "here",
        ));
        return None;
    };
    match Target::parse(text) {
        Ok(parsed) => {
            let target_text = text.to_owned();
            Some(Action {
                target: parsed,
                target_span: target.span,
                target_text,
                change: change?,
            })
        }
        Err(error) => {
            diagnostics.push(target_diagnostic(error, target.span, text, sources));
            None
        }
    }
}

fn check_reason(map: &Map, place: Span, diagnostics: &mut Diagnostics) {
    let reason = map.get("reason");
    if reason
        .and_then(Node::as_str)
        .is_some_and(|text| !text.trim().is_empty())
    {
        return;
    }
    let (message, span) = match reason {
        None => ("the action has no `reason`".to_owned(), place),
        Some(node) if node.is_null() || node.as_str().is_some() => (
            "the action's `reason` is empty".to_owned(),
            map.key_span("reason").unwrap_or(place),
        ),
        Some(node) => (
            format!("`reason` must be text, but this is {}", node.kind()),
            node.span,
        ),
    };
    let error =
        Diagnostic::error(Code::OverlayReasonMissing, message).label(span, "in this action");
    diagnostics.push(error.help("describe what is wrong in the document and how that is known"));
}

fn change(map: &Map, place: Span, diagnostics: &mut Diagnostics) -> Option<Change> {
    let remove = match map.get("remove") {
        None => None,
        Some(node) => match node.as_bool() {
            Some(true) => Some(map.key_span("remove").unwrap_or(place)),
            Some(false) => None,
            None => {
                let message = format!(
                    "`remove` must be `true` or absent, but this is {}",
                    node.kind()
                );
                diagnostics.push(invalid(message, node.span, "here"));
                return None;
            }
        },
    };
    match (map.get("update"), remove) {
        (Some(update), None) => Some(Change::Update(update.clone())),
        (None, Some(span)) => Some(Change::Remove(span)),
        (Some(_), Some(span)) => {
            let error = invalid(
                "the action has both `update` and `remove`",
                span,
                "`update` has no effect with this",
            );
            diagnostics.push(error.help("write two actions"));
            None
        }
        // An unknown key is probably a misspelled `update` or `remove`, and was already reported.
        (None, None) if unknown_keys(map, ACTION_KEYS).next().is_some() => None,
        (None, None) => {
            let error = invalid("the action changes nothing", place, "in this action");
            diagnostics.push(error.help("add `update:` with the changed keys, or `remove: true`"));
            None
        }
    }
}

fn target_diagnostic(error: TargetError, span: Span, text: &str, sources: &Sources) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::OverlayTargetInvalid, "invalid overlay target")
        .label(within(span, text, &error.range, sources), error.message);
    match error.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Converts a byte range in a string to a location in the file. Quotes and escapes in the file change the offsets, so
/// they are taken into account. If the string does not match the file, returns the location of the whole scalar.
pub(super) fn within(
    span: Span,
    value: &str,
    range: &std::ops::Range<usize>,
    sources: &Sources,
) -> Span {
    let raw = sources
        .file(span.source)
        .and_then(|file| file.text.get(span.start..span.end))
        .unwrap_or("");
    let quote = raw
        .chars()
        .next()
        .filter(|char| *char == '\'' || *char == '"');
    let mut rest = raw
        .char_indices()
        .skip(usize::from(quote.is_some()))
        .peekable();
    let mut start = None;
    for (offset, wanted) in value.char_indices() {
        let Some((at, found)) = rest.next() else {
            return span;
        };
        if offset == range.start {
            start = Some(span.start + at);
        }
        if offset >= range.end.max(range.start + 1) {
            return start.map_or(span, |start| Span {
                start,
                end: span.start + at,
                ..span
            });
        }
        let found = match (quote, found) {
            (Some('\''), '\'') | (Some('"'), '\\') => rest.next().map(|(_, char)| char),
            _ => Some(found),
        };
        if found != Some(wanted) {
            return span;
        }
    }
    let end = rest.peek().map_or(span.end, |(at, _)| span.start + at);
    let start = start.unwrap_or(end);
    Span {
        start,
        end: end.max(start),
        ..span
    }
}

fn invalid(message: impl Into<String>, span: Span, label: &str) -> Diagnostic {
    Diagnostic::error(Code::OverlayInvalid, message).label(span, label)
}

/// Returns the location of a map's first key. The location of the whole map could span many lines.
fn first_key(map: &Map, otherwise: Span) -> Span {
    map.names()
        .next()
        .and_then(|name| map.key_span(name))
        .unwrap_or(otherwise)
}

fn listed(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
