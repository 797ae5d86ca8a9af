//! Applies one action to a document.
//!
//! In: a tree and an action. Out: the changed tree. Nodes from the overlay keep their location in the overlay. Three
//! problems are reported: an action that matches nothing, an action that does not suit its target, and an action that
//! changes nothing.
//!
//! Updates of maps follow Overlay 1.0, and updates of lists follow Overlay 1.1. At any depth, maps are merged key by key, and new
//! items are appended to lists. All other values are replaced. Inside a map, a list is also replaced if the new value is not a
//! list. If the target is a list, the update is a list of items or a single item. Items that the list already contains are not
//! appended again.

use super::{
    parse::{Action, Change, within},
    select::{Selection, explain, select},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::{Key, Map, Node, Pointer, Sources, Span, Value},
};

/// Applies one action.
pub(super) fn apply_action(
    root: &mut Node,
    action: &Action,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let pointers = match select(root, &action.target) {
        Selection::Found(pointers) => pointers,
        Selection::Missed { step, from } => {
            let explanation = explain(step, &from);
            let place = within(
                action.target_span,
                &action.target_text,
                &step.range,
                sources,
            );
            let diagnostic =
                Diagnostic::error(Code::OverlayUnmatched, "overlay action matched nothing");
            let diagnostic = diagnostic.label(
                place,
                format!(
                    "{} in `{}`",
                    explanation.text,
                    sources.path(root.span.source)
                ),
            );
            diagnostics.push(match explanation.nearest {
                Some((name, span)) => diagnostic.help(format!(
                    "did you mean `{name}` ({})?",
                    located(span, sources)
                )),
                None => diagnostic,
            });
            return;
        }
    };
    match &action.change {
        Change::Update(update) => update_all(root, &pointers, update, action, diagnostics),
        Change::Remove(place) => {
            // Nodes are removed in reverse order, because removing an item changes the positions of later items.
            for pointer in pointers.iter().rev() {
                remove(root, pointer, *place, diagnostics);
            }
        }
    }
}

fn located(span: Span, sources: &Sources) -> String {
    let place = sources.line_column(span);
    format!(
        "{}:{}:{}",
        sources.path(span.source),
        place.line,
        place.column
    )
}

fn update_all(
    root: &mut Node,
    pointers: &[Pointer],
    update: &Node,
    action: &Action,
    diagnostics: &mut Diagnostics,
) {
    let mut changed = false;
    for pointer in pointers {
        let Some(target) = root.at_mut(pointer) else {
            continue;
        };
        match update_one(target, update) {
            Ok(done) => changed |= done,
            Err((message, help)) => {
                let error = Diagnostic::error(Code::OverlayKindMismatch, message)
                    .label(action.target_span, format!("selects `{pointer}`"));
                diagnostics.push(
                    error
                        .secondary(target.span, format!("this is {}", target.kind()))
                        .help(help),
                );
                return;
            }
        }
    }
    if !changed {
        let warning = Diagnostic::warning(
            Code::OverlayKindMismatch,
            "the overlay action changes nothing",
        )
        .label(action.target_span, "the document already has this value");
        diagnostics.push(warning.help("remove the action: the document may have been fixed"));
    }
}

type Mismatch = (String, &'static str);

/// Updates a node. Returns whether the update changed anything.
fn update_one(target: &mut Node, update: &Node) -> Result<bool, Mismatch> {
    let kind = target.kind();
    match (&mut target.value, &update.value) {
        (Value::Map(target), Value::Map(update)) => Ok(merge(target, update)),
        (Value::Map(_), _) => Err((
            format!("the target is a map, but the update is {}", update.kind()),
            "list the keys that change: `update: {name: value}`",
        )),
        (Value::List(target), Value::List(entries)) => Ok(append(target, entries)),
        (Value::List(target), _) => Ok(append(target, std::slice::from_ref(update))),
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_), _) => Err((
            format!("the target is {kind}, which cannot be updated"),
            "target the map that contains it, and set the key in `update`",
        )),
    }
}

fn merge(target: &mut Map, update: &Map) -> bool {
    let mut changed = false;
    for (name, span, value) in update.iter() {
        match target.get_mut(name) {
            Some(old) if old.same_value(value) => {}
            Some(old) => match (&mut old.value, &value.value) {
                (Value::Map(old), Value::Map(new)) => changed |= merge(old, new),
                (Value::List(old), Value::List(new)) => changed |= append(old, new),
                _ => {
                    target.insert(
                        Key {
                            name: name.to_owned(),
                            span,
                        },
                        value.clone(),
                    );
                    changed = true;
                }
            },
            None => {
                target.insert(
                    Key {
                        name: name.to_owned(),
                        span,
                    },
                    value.clone(),
                );
                changed = true;
            }
        }
    }
    changed
}

fn append(target: &mut Vec<Node>, entries: &[Node]) -> bool {
    let mut changed = false;
    for entry in entries {
        // A duplicate parameter or a duplicate required name would be invalid.
        if !target.iter().any(|old| old.same_value(entry)) {
            target.push(entry.clone());
            changed = true;
        }
    }
    changed
}

fn remove(root: &mut Node, pointer: &Pointer, place: Span, diagnostics: &mut Diagnostics) {
    let (Some(parent), Some(last)) = (pointer.parent(), pointer.last()) else {
        let error = Diagnostic::error(
            Code::OverlayKindMismatch,
            "the whole document cannot be removed",
        );
        diagnostics.push(error.label(place, "by the target `$`"));
        return;
    };
    match root.at_mut(&parent).map(|node| &mut node.value) {
        Some(Value::Map(map)) => {
            map.remove(last);
        }
        Some(Value::List(items)) => {
            if let Some(index) = last
                .parse::<usize>()
                .ok()
                .filter(|index| *index < items.len())
            {
                items.remove(index);
            }
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_)) | None => {}
    }
}
