//! The docs of a method: summary, HTTP line, what a call needs, what it returns, its errors, an example.

use super::document::{Block, Docs};
use super::example;
use super::types::{link, with_article};
use crate::model::{Input, Operation, OperationId, Shape, Ty};
use crate::names::Name;
use crate::plan::context::Context;
use crate::plan::fault::Planned;
use crate::plan::receiver::Receiver;

/// The docs of a method.
pub(in crate::plan) fn method(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<Docs> {
    if let Receiver::Scoped(_) = receiver {
        return scoped(cx, id, operation, receiver);
    }
    let mut blocks = Vec::new();
    let mut text = |text: String| blocks.push(Block::Text(text));
    let line = format!("`{} {}`", operation.method.as_str(), operation.path);
    if operation.summary.is_empty() {
        text(format!("Calls {line}."));
    } else {
        text(operation.summary.clone());
    }
    if !operation.docs.text.is_empty() && operation.docs.text != operation.summary {
        text(operation.docs.text.clone());
    }
    if !operation.summary.is_empty() {
        text(line);
    }
    if let Some(notice) = &cx.group(operation.group)?.notice {
        text(notice.trim().to_owned());
    }
    let mut facts = arguments(operation, &cx.names.arguments(id)?, receiver);
    facts.extend(self::facts(cx, id, operation)?);
    blocks.extend(list(None, facts));
    let prerequisites = operation.prerequisites.clone();
    blocks.extend(list(Some("Prerequisites:"), prerequisites));
    let errors = operation.error_codes.iter();
    let errors = errors.map(|(code, meaning)| format!("`{code}`: {meaning}"));
    blocks.extend(list(Some("Error codes:"), errors.collect()));
    blocks.extend(example(cx, id, operation, receiver)?);
    Ok(Docs(blocks))
}

/// The docs of a method of a scope, which refer to those of the same method of the client.
fn scoped(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<Docs> {
    let line = format!("`{} {}`", operation.method.as_str(), operation.path);
    let handle = cx.names.handle(cx.names.resource_of(id)?)?;
    let method = cx.names.method(id)?;
    let details = format!("[`{}::{method}`]({handle}::{method})", handle.name);
    let mut blocks = Vec::new();
    if operation.summary.is_empty() {
        blocks.push(Block::Text(format!("Calls {line}.")));
        blocks.push(Block::Text(format!("See {details} for details.")));
    } else {
        blocks.push(Block::Text(operation.summary.clone()));
        blocks.push(Block::Text(format!("{line}. See {details} for details.")));
    }
    blocks.extend(example(cx, id, operation, receiver)?);
    Ok(Docs(blocks))
}

fn example(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<Option<Block>> {
    if !cx.model.doc_examples {
        return Ok(None);
    }
    let example = example::of(cx, id, operation, receiver)?;
    Ok(example.map(Block::Example))
}

fn list(title: Option<&str>, items: Vec<String>) -> Option<Block> {
    let title = title.map(str::to_owned);
    (!items.is_empty()).then_some(Block::List { title, items })
}

/// What the document says of the values that are arguments of their own.
fn arguments(operation: &Operation, names: &[Name], receiver: Receiver<'_>) -> Vec<String> {
    let described = operation.inputs.iter().zip(names);
    described
        .filter_map(|(input, name)| match input {
            _ if receiver.fills(input) => None,
            Input::Argument { docs, .. } => {
                let first = docs.text.split("\n\n").next().unwrap_or_default();
                let constraints = docs.constraints.iter().map(String::as_str);
                let words: Vec<&str> = std::iter::once(first)
                    .chain(constraints)
                    .flat_map(str::split_whitespace)
                    .collect();
                // A block of code or a table does not fit into a line.
                let is_line = !words.is_empty() && !first.contains("```") && !first.contains("\n|");
                is_line.then(|| format!("`{name}`: {}", words.join(" ")))
            }
            Input::Params { .. } => None,
        })
        .collect()
}

/// What else a caller needs to know.
fn facts(cx: Context<'_>, id: OperationId, operation: &Operation) -> Planned<Vec<String>> {
    let successor = operation.successor.as_deref();
    let rate = operation.rate.as_ref();
    let facts = [
        successor
            .map(|successor| replaced_by(cx, operation, successor))
            .transpose()?,
        optional_params(cx, operation)?,
        scopes(operation),
        rate.map(|rate| format!("Rate limit label: {rate}.")),
        error_responses(cx, operation)?,
        other_bodies(cx, id, operation)?,
        other_responses(operation),
    ];
    Ok(facts.into_iter().flatten().collect())
}

/// What replaces an operation, with a link if this crate has it.
fn replaced_by(cx: Context<'_>, operation: &Operation, successor: &str) -> Planned<String> {
    let Some(id) = cx.successor(operation, successor) else {
        return Ok(format!("Replaced by `{successor}`."));
    };
    let handle = cx.names.handle(cx.names.resource_of(id)?)?;
    let (public, method) = (cx.names.operation_id(id)?, cx.names.method(id)?);
    Ok(format!(
        "Replaced by [`{public}`]({handle}::{method}), `{successor}`."
    ))
}

/// Where parameters are described that are all optional.
fn optional_params(cx: Context<'_>, operation: &Operation) -> Planned<Option<String>> {
    let mut optional = operation.inputs.iter().filter_map(|input| match input {
        Input::Params {
            ty,
            required: false,
        } => Some(*ty),
        Input::Params { .. } | Input::Argument { .. } => None,
    });
    let Some(ty) = optional.next() else {
        return Ok(None);
    };
    let Shape::Struct { .. } = cx.ty(ty)?.shape else {
        return Ok(None);
    };
    Ok(Some(format!(
        "All parameters are optional; set them with [`Call::params`](crate::Call::params) and {}.",
        link(cx, ty)?
    )))
}

/// The scopes that a token needs.
fn scopes(operation: &Operation) -> Option<String> {
    let classic = one_of("OAuth scope", &operation.scopes);
    let granular = one_of("granular scope", &operation.granular_scopes);
    let needed: Vec<String> = classic.into_iter().chain(granular).collect();
    (!needed.is_empty()).then(|| format!("Requires {}.", needed.join(" or ")))
}

fn one_of(kind: &str, scopes: &[String]) -> Option<String> {
    match scopes {
        [] => None,
        [scope] => Some(format!("the {kind} `{scope}`")),
        several => Some(format!("one of the {kind}s {}", codes(several))),
    }
}

fn codes(list: &[String]) -> String {
    let codes: Vec<String> = list.iter().map(|code| format!("`{code}`")).collect();
    codes.join(", ")
}

/// The types of the bodies of error responses.
fn error_responses(cx: Context<'_>, operation: &Operation) -> Planned<Option<String>> {
    let mut types: Vec<(String, Vec<String>)> = Vec::new();
    for (status, ty) in &operation.failures {
        let Ty::Named(id) = ty else { continue };
        let link = link(cx, *id)?;
        match types.iter_mut().find(|(known, _)| *known == link) {
            Some((_, statuses)) => statuses.push(status.clone()),
            None => types.push((link, vec![status.clone()])),
        }
    }
    let carried = match types.as_slice() {
        [] => return Ok(None),
        [(link, statuses)] => format!("({}) carry {}", codes(statuses), with_article(link)),
        several => {
            let several = several.iter();
            let each = several
                .map(|(link, statuses)| format!("{} ({})", with_article(link), codes(statuses)));
            format!("carry {}", each.collect::<Vec<_>>().join(" or "))
        }
    };
    Ok(Some(format!(
        "Error responses {carried}; see [`Error::detail`](crate::Error::detail)."
    )))
}

/// How to send a body of another media type.
fn other_bodies(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> Planned<Option<String>> {
    if operation.takes.is_empty() {
        return Ok(None);
    }
    let constant = cx.names.constant(id)?;
    Ok(Some(format!(
        "Other media types of the body: {}. Send them with `client.core().request(&ops::{constant}).body(…)`.",
        codes(&operation.takes)
    )))
}

/// How to ask for a response of another media type.
fn other_responses(operation: &Operation) -> Option<String> {
    (!operation.gives.is_empty()).then(|| {
        format!(
            "Other media types of the response: {}. Ask for one with [`Call::accept`](crate::Call::accept).",
            codes(&operation.gives)
        )
    })
}
