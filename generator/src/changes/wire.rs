//! Compares the requests of two runs. A changed path or server shows in no Rust type.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Input, Model, Operation, ParamLocation, Presence, Shape};
use crate::pipeline::Outcome;
use crate::text::Untrusted;

/// Lists the differences of the requests, one line each: `users.list: + query parameter `page_size``.
///
/// An operation that is only in one of the runs is not listed, because its method was added or removed.
#[must_use]
pub fn requests(old: &Outcome, new: &Outcome) -> Vec<String> {
    let (before, after) = (facts(old), facts(new));
    let mut lines = Vec::new();
    for (id, old) in &before {
        let Some(new) = after.get(id) else { continue };
        let removed = old.difference(new).map(|fact| ('-', fact));
        let added = new.difference(old).map(|fact| ('+', fact));
        for (sign, fact) in removed.chain(added) {
            lines.push(Untrusted::new(format!("{id}: {sign} {fact}")).line());
        }
    }
    lines
}

/// Returns the facts of the request of each operation, by the id of the operation.
fn facts(outcome: &Outcome) -> BTreeMap<String, BTreeSet<String>> {
    let stages = &outcome.stages;
    let (Some(plan), Some(model)) = (&stages.plan, &stages.model) else {
        return BTreeMap::new();
    };
    let found = plan.operations().into_iter().filter_map(|planned| {
        let operation = model.operations.get(planned.position)?;
        Some((planned.id.clone(), request(model, operation)))
    });
    found.collect()
}

fn request(model: &Model, operation: &Operation) -> BTreeSet<String> {
    let group = model.group(operation.group);
    let server = operation.server.as_deref();
    let server = server.or_else(|| group.map(|group| group.server.as_str()));
    let mut facts = BTreeSet::from([
        format!("{} {}", operation.method.as_str(), operation.path),
        format!("server {}", server.unwrap_or_default()),
    ]);
    for input in &operation.inputs {
        match input {
            Input::Argument {
                wire,
                location,
                presence,
                ..
            } => {
                facts.insert(parameter(Some(*location), wire, *presence));
            }
            Input::Params { ty, .. } => {
                let shape = model.ty(*ty).map(|def| &def.shape);
                if let Some(Shape::Struct { fields, .. }) = shape {
                    for field in fields {
                        facts.insert(parameter(field.location, &field.wire, field.presence));
                    }
                }
            }
        }
    }
    if let Some(body) = &operation.body {
        let required = if body.required { "required " } else { "" };
        facts.insert(format!("{required}body {}", body.media_type));
    }
    for scopes in &operation.scopes {
        facts.insert(format!("OAuth scopes {}", scopes.join(" ")));
    }
    for requirement in &operation.security {
        facts.insert(format!("credentials {}", requirement.schemes.join(" and ")));
    }
    facts
}

fn parameter(location: Option<ParamLocation>, wire: &str, presence: Presence) -> String {
    let place = match location {
        Some(ParamLocation::Path) => "path",
        Some(ParamLocation::Query) => "query",
        Some(ParamLocation::Header) => "header",
        Some(ParamLocation::Cookie) => "cookie",
        Some(ParamLocation::Form) => "form",
        Some(ParamLocation::Part) => "multipart",
        None => "body",
    };
    let required = if presence.is_required() {
        "required "
    } else {
        ""
    };
    format!("{required}{place} parameter `{wire}`")
}
