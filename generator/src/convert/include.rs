//! Resolves a `$ref` where OpenAPI allows no reference. Authors of split documents use such references:
//! `paths: {$ref: paths.yaml}`, `schemas: {$ref: schemas.yaml}`, `get: {$ref: list.yaml}`.
//!
//! In: the documents of one API. Out: the same documents, with `$ref` only where OpenAPI allows a reference. Inside an included
//! value, a part becomes a reference instead of a copy, wherever OpenAPI allows a reference. Thus, all users of the part share
//! one definition.

use super::edit;
use super::tour::{Place, Visitor, tour};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::Document;
use crate::openapi::grammar::{Kind, Rule};
use crate::openapi::keywords::is_extension;
use crate::openapi::{Resolver, Target, relative};
use crate::source::{Map, Node, Pointer, Value};

/// The maximum nesting depth of included parts.
const MAX_ROUNDS: usize = 16;

/// Keys whose value must not be a reference in OpenAPI.
const IN_PLACE: &[&str] = &[
    "$defs",
    "additionalOperations",
    "allOf",
    "anyOf",
    "callbacks",
    "components",
    "content",
    "definitions",
    "delete",
    "discriminator",
    "encoding",
    "enum",
    "examples",
    "flows",
    "get",
    "head",
    "headers",
    "info",
    "links",
    "mediaTypes",
    "oneOf",
    "options",
    "parameters",
    "patch",
    "pathItems",
    "paths",
    "post",
    "properties",
    "put",
    "query",
    "requestBodies",
    "required",
    "responses",
    "schemas",
    "security",
    "securitySchemes",
    "servers",
    "tags",
    "trace",
    "variables",
    "webhooks",
];

/// Includes parts in rounds, because an included part can include further parts.
pub(super) fn include(documents: &mut [Document], diagnostics: &mut Diagnostics) {
    for round in 0..MAX_ROUNDS {
        if !documents.iter().any(|document| may_include(&document.root)) {
            return;
        }
        let mut finder = Finder {
            resolver: Resolver::new(documents),
            found: Vec::new(),
            is_last: round + 1 == MAX_ROUNDS,
        };
        tour(documents, &mut finder);
        let found = finder.found;
        if found.is_empty() {
            return;
        }
        for Included { at, pointer, part } in found {
            let place = documents.get_mut(at);
            let Some(node) = place.and_then(|document| document.root.at_mut(&pointer)) else {
                continue;
            };
            match part {
                Ok(part) => merge(node, part),
                Err(warning) => {
                    diagnostics.push(*warning);
                    if let Some(map) = node.as_map_mut() {
                        map.remove("$ref");
                    }
                }
            }
        }
    }
}

/// Returns whether a `$ref` is directly below a key of `IN_PLACE` or below a media type.
fn may_include(root: &Node) -> bool {
    let mut open = vec![("", root)];
    while let Some((key, node)) = open.pop() {
        match &node.value {
            Value::Map(map) => {
                let in_place =
                    IN_PLACE.contains(&key) || (key.contains('/') && !key.starts_with('/'));
                if in_place && map.text_of("$ref").is_some() {
                    return true;
                }
                open.extend(map.iter().map(|(name, _, node)| (name, node)));
            }
            Value::List(items) => {
                let key = if ["servers", "tags"].contains(&key) {
                    key
                } else {
                    ""
                };
                open.extend(items.iter().map(|node| (key, node)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Str(_) => {}
        }
    }
    false
}

/// A part to include: the position of the document, the pointer of the reference, and the part.
struct Included {
    at: usize,
    pointer: Pointer,
    part: Result<Node, Box<Diagnostic>>,
}

struct Finder<'a> {
    resolver: Resolver<'a>,
    found: Vec<Included>,
    is_last: bool,
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn object(&mut self, place: &Place<'_, 'a>, node: &'a Node, kind: Kind) {
        let Some(map) = node.as_map() else { return };
        for (key, _, node) in map.iter() {
            let Some(rule) = kind.lenient_rule(key) else {
                continue;
            };
            let here = || place.pointer().child(key);
            if node.text("$ref").is_some() {
                self.include(place, here(), node, rule);
                continue;
            }
            match (rule, &node.value) {
                (Rule::Map(kind), Value::Map(map)) => {
                    for (name, _, node) in map.iter().filter(|(_, _, node)| is_reference(node)) {
                        self.include(place, here().child(name), node, Rule::One(kind));
                    }
                }
                (Rule::List(kind), Value::List(items)) if kind != Kind::SecurityRequirement => {
                    for (at, node) in items
                        .iter()
                        .enumerate()
                        .filter(|(_, node)| is_reference(node))
                    {
                        self.include(place, here().child(at), node, Rule::One(kind));
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_reference(node: &Node) -> bool {
    node.text("$ref").is_some()
}

impl<'a> Finder<'a> {
    fn include(&mut self, place: &Place<'_, 'a>, pointer: Pointer, node: &'a Node, rule: Rule) {
        let (true, Some(reference)) = (is_in_place(rule), node.get("$ref")) else {
            return;
        };
        let text = reference.as_str().unwrap_or("");
        // OpenAPI 3.2 allows references to shared media types.
        if text.starts_with("#/components/mediaTypes/") {
            return;
        }
        let target = self.resolver.resolve(place.document, text);
        let part = match target {
            Ok(target) if !self.is_last => Ok(copied(self.resolver, &target, rule, place.document)),
            _ => {
                let message = format!("unresolved reference `{text}`");
                Err(Box::new(
                    Diagnostic::warning(Code::UnresolvedReference, message)
                        .label(reference.span, "left out"),
                ))
            }
        };
        self.found.push(Included {
            at: place.at,
            pointer,
            part,
        });
    }
}

/// Returns whether OpenAPI forbids a reference in place of a value with this rule.
const fn is_in_place(rule: Rule) -> bool {
    match rule {
        Rule::One(_)
        | Rule::List(_)
        | Rule::RefList(_)
        | Rule::Map(_)
        | Rule::RefMap(_)
        | Rule::Named(_)
        | Rule::Values
        | Rule::Texts => true,
        Rule::Ref(_)
        | Rule::BoolOrSchema
        | Rule::BoolOrSchemas
        | Rule::Any
        | Rule::AnyMap
        | Rule::Text
        | Rule::Bool
        | Rule::Number
        | Rule::Count
        | Rule::Word(_)
        | Rule::TextMap => false,
    }
}

/// Copies a part for another document. Nested parts become references where OpenAPI allows references.
fn copied<'a>(resolver: Resolver<'a>, part: &Target<'a>, rule: Rule, user: &Document) -> Node {
    let Target {
        document,
        pointer,
        node,
    } = part;
    let child = |name: &str, node: &'a Node, rule| {
        let part = Target {
            document,
            pointer: pointer.child(name),
            node,
        };
        copied(resolver, &part, rule, user)
    };
    let linked = |name: &str, node: &Node| {
        let text = relative(document, &pointer.child(name), user);
        edit::map_of(
            [("$ref".to_owned(), edit::text(text, node.span))],
            node.span,
        )
    };
    match (rule, &node.value) {
        // The next round resolves this nested reference. The text of the reference becomes relative to the new document.
        (_, Value::Map(map)) if map.text_of("$ref").is_some() => {
            let text = map.text_of("$ref").unwrap_or("");
            let mut copy: Node = (*node).clone();
            let target = resolver.locate(document, text);
            if let (Some(copy), Ok((target, pointer))) = (copy.as_map_mut(), target) {
                let text = relative(target, &pointer, user);
                edit::put(copy, "$ref", edit::text(text, node.span));
            }
            copy
        }
        (Rule::One(kind), Value::Map(map)) => {
            of_map(map, node, |name, node| match kind.lenient_rule(name) {
                Some(Rule::Ref(_) | Rule::BoolOrSchema | Rule::BoolOrSchemas)
                    if node.as_map().is_some() =>
                {
                    linked(name, node)
                }
                Some(rule) => child(name, node, rule),
                None => node.clone(),
            })
        }
        (Rule::Map(kind), Value::Map(map)) => {
            of_map(map, node, |name, node| child(name, node, Rule::One(kind)))
        }
        (Rule::RefMap(_) | Rule::Named(_), Value::Map(map)) => of_map(map, node, |name, node| {
            if is_extension(name) && node.as_map().is_none() {
                node.clone()
            } else {
                linked(name, node)
            }
        }),
        (Rule::List(kind), Value::List(items)) => {
            let items = items.iter().enumerate();
            let items = items.map(|(at, node)| child(&at.to_string(), node, Rule::One(kind)));
            Node::new(Value::List(items.collect()), node.span)
        }
        (Rule::RefList(_), Value::List(items)) => {
            let items = items.iter().enumerate();
            let items = items.map(|(at, node)| linked(&at.to_string(), node));
            Node::new(Value::List(items.collect()), node.span)
        }
        _ => (*node).clone(),
    }
}

fn of_map<'a>(map: &'a Map, node: &Node, mut copy: impl FnMut(&str, &'a Node) -> Node) -> Node {
    let mut copied = Map::new();
    for (name, span, node) in map.iter() {
        let key = crate::source::Key {
            name: name.to_owned(),
            span,
        };
        copied.insert(key, copy(name, node));
    }
    Node::new(Value::Map(copied), node.span)
}

/// Replaces a reference by the included part. A key beside `$ref` has priority over the same key of the part.
fn merge(node: &mut Node, part: Node) {
    let (Value::Map(part), Some(map)) = (&part.value, node.as_map_mut()) else {
        node.value = part.value;
        return;
    };
    map.remove("$ref");
    for (name, span, value) in part.iter() {
        if !map.contains(name) {
            let key = crate::source::Key {
                name: name.to_owned(),
                span,
            };
            map.insert(key, value.clone());
        }
    }
}
