//! Checks paths, path parameters and operation ids.
//!
//! In: the outline of a document. Out: diagnostics for path parameters that do not match the placeholders, for duplicate
//! parameters, and for duplicate operation ids.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    report::{Report, head},
    walk::{Object, Outline},
};
use crate::{
    diag::{Code, Diagnostic},
    openapi::{Resolver, grammar::Kind, keywords::operations, template},
    source::{Map, Node, Span},
};

/// Checks every path of a document. Callbacks are skipped, because the placeholders in their paths are expressions.
pub(super) fn check(outline: &Outline<'_>, resolver: Resolver<'_>, report: &mut Report) {
    for object in outline
        .of(Kind::PathItem)
        .filter(|object| object.name.starts_with('/'))
    {
        let in_paths = object.parent.and_then(|parent| outline.objects.get(parent));
        if in_paths.is_some_and(|parent| parent.kind == Kind::Paths) {
            Path { object, resolver }.check(report);
        }
    }
    duplicate_ids(outline, report);
}

/// A parameter after the resolution of references.
#[derive(Clone, Copy, Debug)]
struct Parameter<'a> {
    name: &'a str,
    place: &'a str,
    /// The location of the name or of the `$ref`.
    span: Span,
}

struct Path<'a, 'b> {
    object: &'b Object<'a>,
    resolver: Resolver<'a>,
}

impl<'a> Path<'a, '_> {
    fn check(&self, report: &mut Report) {
        let template = self.object.name;
        let placeholders: BTreeSet<&str> = match template::parse(template) {
            Ok(placeholders) => placeholders.into_iter().collect(),
            Err(error) => {
                let message = format!("invalid path template `{template}`");
                let fault = report.fault(Code::PathParameterMismatch, message);
                report.push(fault.label(self.object.place, error.to_string()));
                return;
            }
        };
        let shared = self.parameters(self.object.map, report);
        self.unplaced(&shared, &placeholders, report);
        for (method, place, operation) in operations(self.object.map) {
            let Some(operation) = operation.as_map() else {
                continue;
            };
            let own = self.parameters(operation, report);
            self.unplaced(&own, &placeholders, report);
            let declared: BTreeSet<&str> = shared
                .iter()
                .chain(&own)
                .filter(|parameter| parameter.place == "path")
                .map(|parameter| parameter.name)
                .collect();
            for name in placeholders.iter().filter(|name| !declared.contains(*name)) {
                let message = format!("`{method}` does not declare path parameter `{name}`");
                let fault = report
                    .fault(Code::PathParameterMismatch, message)
                    .label(place, "in this operation");
                let fault = fault.secondary(
                    self.object.place,
                    format!("placeholder `{{{name}}}` in the path"),
                );
                let near = report.nearest(
                    name,
                    declared
                        .iter()
                        .copied()
                        .filter(|name| !placeholders.contains(name)),
                );
                report.push(match near {
                    Some(near) => fault.help(format!(
                        "use the same spelling: the operation declares `{near}`"
                    )),
                    None => fault,
                });
            }
        }
    }

    /// Reports path parameters without a placeholder in the path.
    fn unplaced(
        &self,
        parameters: &[Parameter<'a>],
        placeholders: &BTreeSet<&str>,
        report: &mut Report,
    ) {
        for Parameter { name, span, .. } in parameters.iter().filter(|parameter| {
            parameter.place == "path" && !placeholders.contains(&parameter.name)
        }) {
            let message = format!("path parameter `{name}` is not in the path");
            let fault = report.fault(Code::PathParameterMismatch, message);
            let fault = fault.label(*span, format!("no placeholder `{{{name}}}` in the path"));
            report.push(fault.secondary(self.object.place, "this path"));
        }
    }

    /// Reads the parameters of an operation or a path item, and reports duplicates.
    fn parameters(&self, map: &'a Map, report: &mut Report) -> Vec<Parameter<'a>> {
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
                let message = format!("duplicate {place} parameter `{name}`");
                let fault = report
                    .fault(Code::InvalidValue, message)
                    .label(span, "second declaration");
                report.push(fault.secondary(first, "first declaration"));
            }
            parameters.push(Parameter { name, place, span });
        }
        parameters
    }
}

fn duplicate_ids(outline: &Outline<'_>, report: &mut Report) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let ids = outline
        .of(Kind::Operation)
        .filter_map(|operation| operation.map.get("operationId"));
    for (id, span) in ids.filter_map(|node| Some((node.as_str()?, node.span))) {
        match seen.get(id) {
            Some(first) => {
                let message = format!("duplicate operationId `{id}`");
                let fault = report
                    .fault(Code::DuplicateOperationId, message)
                    .label(span, "second operation");
                report.push(Diagnostic::secondary(fault, *first, "first operation"));
            }
            None => {
                seen.insert(id, span);
            }
        }
    }
}
