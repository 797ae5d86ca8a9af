//! The docs of a method: summary, HTTP method and path, requirements, errors, and an example call.

use super::document::{Block, Docs};
use super::example;
use super::items::{self, code, link_within};
use super::types::with_article;
use crate::model::{Input, Operation, OperationId, Safety, Shape, StreamKind, Success, Ty, TypeId};
use crate::names::Name;
use crate::plan::context::Context;
use crate::plan::fault::Planned;
use crate::plan::receiver::Receiver;
use crate::text::Markdown;

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
    let mut text = |text: Markdown| blocks.push(Block::Text(text));
    let line = line(operation);
    if operation.summary.is_empty() {
        text(Markdown::fill("Calls {}.", &[&line]));
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
        text(notice.clone());
    }
    let mut facts = arguments(operation, &cx.names.arguments(id)?, receiver);
    facts.extend(self::facts(cx, id, operation)?);
    blocks.extend(list(None, facts));
    let prerequisites = operation.prerequisites.clone();
    blocks.extend(list(Some("Prerequisites:"), prerequisites));
    let errors = operation.error_codes.iter();
    let errors =
        errors.map(|(code, meaning)| Markdown::fill("{}: {}", &[&Markdown::code(code), meaning]));
    blocks.extend(list(Some("Error codes:"), errors.collect()));
    blocks.extend(example(cx, id, operation, receiver)?);
    Ok(Docs(blocks))
}

/// Creates the docs of a method in a scope: the summary, and a link to the same method without the scope.
fn scoped(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<Docs> {
    let line = line(operation);
    let handle = cx.names.handle(cx.names.resource_of(id)?)?;
    let method = cx.names.method(id)?;
    let details = link_within(&handle, &method);
    let mut blocks = Vec::new();
    if operation.summary.is_empty() {
        blocks.push(Block::Text(Markdown::fill("Calls {}.", &[&line])));
        let details = Markdown::fill("See {} for details.", &[&details]);
        blocks.push(Block::Text(details));
    } else {
        blocks.push(Block::Text(operation.summary.clone()));
        let details = Markdown::fill("{}. See {} for details.", &[&line, &details]);
        blocks.push(Block::Text(details));
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

/// Formats the HTTP method and the path as inline code: `GET /users`.
fn line(operation: &Operation) -> Markdown {
    Markdown::code(&format!("{} {}", operation.method.as_str(), operation.path))
}

fn list(title: Option<&'static str>, items: Vec<Markdown>) -> Option<Block> {
    let title = title.map(Markdown::fixed);
    (!items.is_empty()).then_some(Block::List { title, items })
}

/// Lists the arguments of a method, each with its description in the document.
fn arguments(operation: &Operation, names: &[Name], receiver: Receiver<'_>) -> Vec<Markdown> {
    let described = operation.inputs.iter().zip(names);
    described
        .filter_map(|(input, name)| match input {
            _ if receiver.fills(input) => None,
            Input::Argument { docs, .. } => {
                // A list item has only one line, and a code block or a table needs several.
                let first = docs.text.first_line();
                if first.is_none() && !docs.text.is_empty() {
                    return None;
                }
                let words = first.into_iter().chain(docs.constraints.iter().cloned());
                let words = Markdown::join(words, " ");
                (!words.is_empty()).then(|| Markdown::fill("{}: {}", &[&code(name), &words]))
            }
            Input::Params { .. } => None,
        })
        .collect()
}

/// Lists facts for callers, such as required scopes and error responses.
fn facts(cx: Context<'_>, id: OperationId, operation: &Operation) -> Planned<Vec<Markdown>> {
    let successor = operation.successor.as_deref();
    let rate = operation.rate.as_ref();
    let facts = [
        successor
            .map(|successor| replaced_by(cx, operation, successor))
            .transpose()?,
        optional_params(cx, id, operation)?,
        scopes(operation),
        rate.map(|rate| Markdown::fill("Rate limit label: {}.", &[&Markdown::words(rate)])),
        Some(retries(operation.safety)),
        error_responses(cx, operation)?,
        other_bodies(cx, id, operation)?,
        stream(operation),
        other_responses(operation),
    ];
    Ok(facts.into_iter().flatten().collect())
}

/// Describes whether a call may be retried.
fn retries(safety: Safety) -> Markdown {
    Markdown::fixed(match safety {
        Safety::Safe => {
            "Safe: the call changes nothing. If it fails, the client may retry it, and you may repeat it."
        }
        Safety::Idempotent => {
            "Idempotent: a repeated call has the same effect as one call. If the call fails, the client may retry it."
        }
        Safety::Unsafe => {
            "Not idempotent: the client does not retry the call if the server may have executed it. See [`Error::outcome`](crate::Error::outcome)."
        }
    })
}

/// Describes which operation users should call instead of a deprecated operation. If the crate contains it, its name is
/// a link.
fn replaced_by(cx: Context<'_>, operation: &Operation, successor: &str) -> Planned<Markdown> {
    let shown = Markdown::code(successor);
    let Some(id) = cx.successor(operation, successor) else {
        return Ok(Markdown::fill("Replaced by {}.", &[&shown]));
    };
    let handle = cx.names.handle(cx.names.resource_of(id)?)?;
    let (public, method) = (cx.names.operation_id(id)?, cx.names.method(id)?);
    let link = Markdown::link(public, &format!("{handle}::{method}"));
    Ok(Markdown::fill("Replaced by {}, {}.", &[&link, &shown]))
}

/// If the parameters that are not arguments are optional, describes how to set them, with a link to their struct.
fn optional_params(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> Planned<Option<Markdown>> {
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
    let is_argument = |input: &Input| matches!(input, Input::Argument { .. });
    let template = if operation.inputs.iter().any(is_argument) {
        "All other parameters are optional; set them with [`Call::params`](crate::Call::params) and {}."
    } else {
        "All parameters are optional; set them with [`Call::params`](crate::Call::params) and {}."
    };
    let params = items::link(&cx.names.params(id, ty)?);
    Ok(Some(Markdown::fill(template, &[&params])))
}

/// Lists the OAuth scopes that a call requires.
fn scopes(operation: &Operation) -> Option<Markdown> {
    let classic = classic_scopes(&operation.scopes);
    let granular = needed(
        &operation.granular_scopes,
        "the granular scope {}",
        "one of the granular scopes {}",
    );
    let needed = Markdown::join(classic.into_iter().chain(granular), " or ");
    (!needed.is_empty()).then(|| Markdown::fill("Requires {}.", &[&needed]))
}

/// Lists the OAuth scopes of the security requirements. A call needs all scopes of one requirement.
fn classic_scopes(sets: &[Vec<String>]) -> Option<Markdown> {
    if let [all] = sets {
        return needed(all, "the OAuth scope {}", "all of the OAuth scopes {}");
    }
    let set = |set: &Vec<String>| match set.as_slice() {
        [one] => Markdown::code(one),
        several => {
            let several = several.iter().map(|scope| Markdown::code(scope));
            Markdown::fill("({})", &[&Markdown::join(several, " and ")])
        }
    };
    let sets = Markdown::join(sets.iter().map(set), ", ");
    (!sets.is_empty()).then(|| Markdown::fill("one of the OAuth scopes {}", &[&sets]))
}

fn needed(scopes: &[String], one: &'static str, several: &'static str) -> Option<Markdown> {
    let template = match scopes {
        [] => return None,
        [_] => one,
        _ => several,
    };
    Some(Markdown::fill(template, &[&Markdown::codes(scopes)]))
}

/// Lists the body types of error responses, each with its status codes.
fn error_responses(cx: Context<'_>, operation: &Operation) -> Planned<Option<Markdown>> {
    let mut types: Vec<(TypeId, Vec<&str>)> = Vec::new();
    for (status, ty) in &operation.failures {
        let Ty::Named(id) = ty else { continue };
        match types.iter_mut().find(|(known, _)| known == id) {
            Some((_, statuses)) => statuses.push(status),
            None => types.push((*id, vec![status])),
        }
    }
    let carried = match types.as_slice() {
        [] => return Ok(None),
        [(id, statuses)] => Markdown::fill(
            "({}) carry {}",
            &[&Markdown::codes(statuses), &with_article(cx, *id)?],
        ),
        several => {
            let each = several.iter().map(|(id, statuses)| {
                let link = with_article(cx, *id)?;
                Ok(Markdown::fill(
                    "{} ({})",
                    &[&link, &Markdown::codes(statuses)],
                ))
            });
            let each: Vec<Markdown> = each.collect::<Planned<_>>()?;
            Markdown::fill("carry {}", &[&Markdown::join(each, " or ")])
        }
    };
    Ok(Some(Markdown::fill(
        "Error responses {}; see [`Error::detail`](crate::Error::detail).",
        &[&carried],
    )))
}

/// Explains how to send a body with another media type.
fn other_bodies(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> Planned<Option<Markdown>> {
    if operation.takes.is_empty() {
        return Ok(None);
    }
    let constant = cx.names.constant(id)?;
    let call = format!("client.core().request(&ops::{constant}).body(…)");
    Ok(Some(Markdown::fill(
        "Other media types of the body: {}. Send them with {}.",
        &[&Markdown::codes(&operation.takes), &Markdown::code(&call)],
    )))
}

/// Explains how to read a stream.
fn stream(operation: &Operation) -> Option<Markdown> {
    let stream = operation.stream.as_ref()?;
    let is_only_form = matches!(operation.success, Success::Bytes | Success::OptionalBytes);
    let template = match (stream.kind, is_only_form) {
        (StreamKind::Records, true) => {
            "Returns a stream of JSON values: read it with [`Call::records`](crate::Call::records). If you await the call instead, it returns the undecoded body."
        }
        (StreamKind::Records, false) => {
            "Can return a stream of JSON values: call [`Call::records`](crate::Call::records) instead of awaiting the call."
        }
        (_, true) => {
            "Returns a stream of server-sent events: read it with [`Call::events`](crate::Call::events). If you await the call instead, it returns the undecoded body."
        }
        (_, false) => {
            "Can return a stream of server-sent events: call [`Call::events`](crate::Call::events) instead of awaiting the call."
        }
    };
    Some(Markdown::fixed(template))
}

/// Explains how to request a response with another media type.
fn other_responses(operation: &Operation) -> Option<Markdown> {
    (!operation.gives.is_empty()).then(|| {
        Markdown::fill(
            "Other media types of the response: {}. Ask for one with [`Call::accept`](crate::Call::accept).",
            &[&Markdown::codes(&operation.gives)],
        )
    })
}
