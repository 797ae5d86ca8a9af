//! Paths, their parameters, and the names of operations.
//!
//! In: the outline of a document. Out: findings where the placeholders of a path and its path parameters differ, where a
//! parameter is declared twice, and where two operations bear one `operationId`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    findings::{Findings, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{Resolver, grammar::Kind, keywords::METHODS, template},
    source::{Map, Node, Span},
};

/// Checks every path of a document. The paths of callbacks are left alone: their placeholders are expressions.
pub(super) fn check(outline: &Outline<'_>, resolver: Resolver<'_>, findings: &mut Findings) {
    for object in outline
        .of(Kind::PathItem)
        .filter(|object| object.name.starts_with('/'))
    {
        let in_paths = object.parent.and_then(|parent| outline.objects.get(parent));
        if in_paths.is_some_and(|parent| parent.kind == Kind::Paths) {
            Path { object, resolver }.check(findings);
        }
    }
    duplicate_ids(outline, findings);
}

/// A parameter, its references followed.
#[derive(Clone, Copy, Debug)]
struct Parameter<'a> {
    name: &'a str,
    place: &'a str,
    /// Where the name stands, or the reference to it.
    span: Span,
}

struct Path<'a, 'b> {
    object: &'b Object<'a>,
    resolver: Resolver<'a>,
}

impl<'a> Path<'a, '_> {
    fn check(&self, findings: &mut Findings) {
        let template = self.object.name;
        let placeholders: BTreeSet<&str> = match template::parse(template) {
            Ok(placeholders) => placeholders.into_iter().collect(),
            Err(error) => {
                let message = format!("`{template}` is not a path template");
                let fault = findings.fault(Code::PathParameterMismatch, message);
                findings.push(fault.label(self.object.place, error.to_string()));
                return;
            }
        };
        let shared = self.parameters(self.object.map, findings);
        self.unplaced(&shared, &placeholders, findings);
        for method in METHODS {
            let Some(operation) = self.object.map.get(method).and_then(Node::as_map) else {
                continue;
            };
            let place = self
                .object
                .map
                .key_span(method)
                .unwrap_or(self.object.place);
            let own = self.parameters(operation, findings);
            self.unplaced(&own, &placeholders, findings);
            let declared: BTreeSet<&str> = shared
                .iter()
                .chain(&own)
                .filter(|parameter| parameter.place == "path")
                .map(|parameter| parameter.name)
                .collect();
            for name in placeholders.iter().filter(|name| !declared.contains(*name)) {
                let message = format!("`{method}` declares no path parameter `{name}`");
                let fault = findings
                    .fault(Code::PathParameterMismatch, message)
                    .label(place, "in this operation");
                let fault = fault.secondary(
                    self.object.place,
                    format!("`{{{name}}}` stands in the path"),
                );
                let near = findings.nearest(
                    name,
                    declared
                        .iter()
                        .copied()
                        .filter(|name| !placeholders.contains(name)),
                );
                findings.push(match near {
                    Some(near) => {
                        fault.help(format!("it declares `{near}`: both must be spelt alike"))
                    }
                    None => fault,
                });
            }
        }
    }

    /// Path parameters that the path has no place for.
    fn unplaced(
        &self,
        parameters: &[Parameter<'a>],
        placeholders: &BTreeSet<&str>,
        findings: &mut Findings,
    ) {
        for Parameter { name, span, .. } in parameters.iter().filter(|parameter| {
            parameter.place == "path" && !placeholders.contains(&parameter.name)
        }) {
            let message = format!("path parameter `{name}` has no place in the path");
            let fault = findings.fault(Code::PathParameterMismatch, message);
            let fault = fault.label(*span, format!("there is no `{{{name}}}` in the path"));
            findings.push(fault.secondary(self.object.place, "this path"));
        }
    }

    /// The parameters that stand in a list of the document, and a finding for one that is there twice.
    fn parameters(&self, map: &'a Map, findings: &mut Findings) -> Vec<Parameter<'a>> {
        let list = map
            .get("parameters")
            .and_then(Node::as_list)
            .unwrap_or_default();
        let mut seen = BTreeMap::new();
        let mut parameters = Vec::new();
        for node in list {
            let Some(found) = self.resolver.follow(self.object.document, node) else {
                continue;
            };
            let (Some(name), Some(place)) = (found.node.text("name"), found.node.text("in")) else {
                continue;
            };
            let span = node
                .get("name")
                .or_else(|| node.get("$ref"))
                .map_or_else(|| head(node), |node| node.span);
            if let Some(first) = seen.insert((place, name), span) {
                let message = format!("{place} parameter `{name}` is declared twice");
                let fault = findings
                    .fault(Code::InvalidValue, message)
                    .label(span, "again here");
                findings.push(fault.secondary(first, "first here"));
            }
            parameters.push(Parameter { name, place, span });
        }
        parameters
    }
}

fn duplicate_ids(outline: &Outline<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let ids = outline
        .of(Kind::Operation)
        .filter_map(|operation| operation.map.get("operationId"));
    for (id, span) in ids.filter_map(|node| Some((node.as_str()?, node.span))) {
        match seen.get(id) {
            Some(first) => {
                let message = format!("operationId `{id}` stands twice");
                let fault = findings
                    .fault(Code::DuplicateOperationId, message)
                    .label(span, "again here");
                findings.push(Diagnostic::secondary(fault, *first, "first here"));
            }
            None => {
                seen.insert(id, span);
            }
        }
    }
}
