//! Finds the nodes to which a target such as `$.paths['/users']` points.
//!
//! In: a document's tree and a [`Target`]. Out: the pointers of all selected nodes, in the order of the document, or the step
//! that selected nothing. This file changes nothing.

use super::target::{Literal, Step, StepKind, Target};
use crate::{
    diag::nearest,
    source::{Node, Pointer, Span, Value},
};

/// The nodes that a target selects.
#[derive(Debug)]
pub(super) enum Selection<'a> {
    /// The pointers of the selected nodes, at least one.
    Found(Vec<Pointer>),
    /// The step that selected nothing, and the nodes at which the previous step arrived.
    Missed { step: &'a Step, from: Vec<&'a Node> },
}

/// Selects nodes by following the steps from the root.
pub(super) fn select<'a>(root: &'a Node, target: &'a Target) -> Selection<'a> {
    let mut here = vec![(Pointer::root(), root)];
    for step in &target.steps {
        let next: Vec<_> = here
            .iter()
            .flat_map(|(pointer, node)| follow(pointer, node, &step.kind))
            .collect();
        if next.is_empty() {
            return Selection::Missed {
                step,
                from: here.into_iter().map(|(_, node)| node).collect(),
            };
        }
        here = next;
    }
    Selection::Found(here.into_iter().map(|(pointer, _)| pointer).collect())
}

fn follow<'a>(pointer: &Pointer, node: &'a Node, step: &StepKind) -> Vec<(Pointer, &'a Node)> {
    let child = |name: String, node| (pointer.child(name), node);
    match step {
        StepKind::Name(name) => node
            .get(name)
            .map(|node| child(name.clone(), node))
            .into_iter()
            .collect(),
        StepKind::Index(index) => {
            let entry = node.as_list().and_then(|items| items.get(*index));
            entry
                .map(|node| child(index.to_string(), node))
                .into_iter()
                .collect()
        }
        StepKind::Every => children(node)
            .map(|(name, node)| child(name, node))
            .collect(),
        StepKind::Filter { path, value } => children(node)
            .filter(|(_, node)| at_path(node, path).is_some_and(|found| is_value(found, value)))
            .map(|(name, node)| child(name, node))
            .collect(),
    }
}

fn children(node: &Node) -> Box<dyn Iterator<Item = (String, &Node)> + '_> {
    match &node.value {
        Value::Map(map) => Box::new(map.iter().map(|(name, _, node)| (name.to_owned(), node))),
        Value::List(items) => Box::new(
            items
                .iter()
                .enumerate()
                .map(|(index, node)| (index.to_string(), node)),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => {
            Box::new(std::iter::empty())
        }
    }
}

fn at_path<'a>(node: &'a Node, path: &[String]) -> Option<&'a Node> {
    path.iter().try_fold(node, |node, name| node.get(name))
}

fn is_value(node: &Node, literal: &Literal) -> bool {
    match literal {
        Literal::Text(text) => node.as_str() == Some(text),
        Literal::Bool(value) => node.as_bool() == Some(*value),
        Literal::Null => node.is_null(),
        Literal::Number(text) => node.as_number().is_some_and(|number| {
            number.text == *text
                || (number.as_f64().is_some() && number.as_f64() == text.parse().ok())
        }),
    }
}

/// The reason why a step selected nothing, and a suggestion.
#[derive(Debug)]
pub(super) struct Explanation {
    /// The text for the label on the step.
    pub(super) text: String,
    /// A similar key or value in the document, and its location.
    pub(super) nearest: Option<(String, Span)>,
}

/// Explains why a step selected nothing.
pub(super) fn explain(step: &Step, from: &[&Node]) -> Explanation {
    let kind = from.first().map_or("nothing", |node| node.kind());
    match &step.kind {
        StepKind::Name(name) => {
            let places = from.iter().filter_map(|node| node.as_map());
            let known: Vec<(&str, Span)> = places
                .flat_map(|map| map.iter().map(|(name, span, _)| (name, span)))
                .collect();
            if known.is_empty() && !from.iter().any(|node| node.as_map().is_some()) {
                let hint = if kind == "a list" {
                    "; its entries are `[0]`, `[*]` or `[?(@.name == 'x')]`"
                } else {
                    ""
                };
                return Explanation {
                    text: format!("this is {kind}, which has no keys{hint}"),
                    nearest: None,
                };
            }
            let what = if name.starts_with('/') {
                "path"
            } else {
                "name"
            };
            Explanation {
                text: format!("no such {what}"),
                nearest: nearest_of(name, &known),
            }
        }
        StepKind::Index(_) => {
            let longest = from
                .iter()
                .filter_map(|node| node.as_list())
                .map(<[Node]>::len)
                .max();
            let text = match longest {
                Some(0) => "the list is empty".to_owned(),
                Some(1) => "the list has one entry".to_owned(),
                Some(length) => format!("the list has {length} entries"),
                None => format!("this is {kind}, not a list"),
            };
            Explanation {
                text,
                nearest: None,
            }
        }
        StepKind::Every => Explanation {
            text: format!("this is {kind} without entries"),
            nearest: None,
        },
        StepKind::Filter { path, value } => {
            let known: Vec<(&str, Span)> = from
                .iter()
                .flat_map(|node| children(node))
                .filter_map(|(_, node)| at_path(node, path))
                .filter_map(|node| Some((node.as_str()?, node.span)))
                .collect();
            let nearest = match value {
                Literal::Text(text) => nearest_of(text, &known),
                Literal::Number(_) | Literal::Bool(_) | Literal::Null => None,
            };
            Explanation {
                text: "no entry matches the filter".to_owned(),
                nearest,
            }
        }
    }
}

fn nearest_of(name: &str, known: &[(&str, Span)]) -> Option<(String, Span)> {
    let found = nearest(name, known.iter().map(|(name, _)| *name))?;
    known
        .iter()
        .find(|(name, _)| *name == found)
        .map(|(name, span)| ((*name).to_owned(), *span))
}
