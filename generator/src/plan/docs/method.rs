//! The docs of a method: summary, HTTP line, what a call needs, what it returns, its errors, an example.

use super::types::link;
use super::{Block, Docs, example};
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
    if cx.model.doc_examples {
        let example = example::of(cx, id, operation, receiver)?;
        blocks.extend(example.map(Block::Example));
    }
    Ok(Docs(blocks))
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
    let codes = |title: &str, list: &[String]| {
        let shown: Vec<String> = list.iter().map(|code| format!("`{code}`")).collect();
        (!list.is_empty()).then(|| format!("{title}: {}.", shown.join(", ")))
    };
    let deprecated = operation.docs.deprecated;
    let successor = operation.successor.as_deref();
    let rate = operation.rate.as_ref();
    let facts = [
        deprecated.then(|| "Deprecated by the server.".to_owned()),
        successor
            .map(|successor| successor_line(cx, operation, successor))
            .transpose()?,
        optional_params(cx, operation)?,
        codes("OAuth scopes, any of", &operation.scopes),
        codes("Granular scopes, any of", &operation.granular_scopes),
        rate.map(|rate| format!("Rate limit label: {rate}.")),
        failures(cx, operation)?,
        takes(cx, id, operation)?,
        codes(
            "Other media types, by [`Call::accept`](crate::runtime::Call::accept)",
            &operation.gives,
        ),
    ];
    Ok(facts.into_iter().flatten().collect())
}

/// How to send a body of another media type.
fn takes(cx: Context<'_>, id: OperationId, operation: &Operation) -> Planned<Option<String>> {
    let constant = cx.names.constant(id)?;
    let types = operation.takes.iter().map(|name| format!("`{name}`"));
    let types: Vec<String> = types.collect();
    let how = format!("`client.core().request(&ops::{constant}).body(…)`");
    Ok((!types.is_empty()).then(|| {
        format!(
            "Other media types of the body, by {how}: {}.",
            types.join(", ")
        )
    }))
}

/// The types of the bodies of error responses.
fn failures(cx: Context<'_>, operation: &Operation) -> Planned<Option<String>> {
    let mut statuses: Vec<(String, Vec<String>)> = Vec::new();
    for (status, ty) in &operation.failures {
        let Ty::Named(id) = ty else { continue };
        let link = link(cx, *id)?;
        match statuses.iter_mut().find(|(known, _)| *known == link) {
            Some((_, statuses)) => statuses.push(format!("`{status}`")),
            None => statuses.push((link, vec![format!("`{status}`")])),
        }
    }
    let told: Vec<String> = statuses
        .into_iter()
        .map(|(link, statuses)| format!("{link} ({})", statuses.join(", ")))
        .collect();
    let detail = "[`Error::detail`](crate::runtime::Error::detail)";
    Ok((!told.is_empty()).then(|| format!("Failures tell, by {detail}: {}.", told.join(", "))))
}

/// What replaces an operation, with a link if this crate has it.
fn successor_line(cx: Context<'_>, operation: &Operation, successor: &str) -> Planned<String> {
    let mut others = cx.model.iter_operations();
    let found = others.find(|(_, other)| {
        other.group != operation.group
            && format!("{} {}", other.method.as_str(), other.path) == successor
    });
    let Some((id, _)) = found else {
        return Ok(format!("Its successor is `{successor}`."));
    };
    let handle = cx.names.handle(cx.names.resource_of(id)?)?;
    let (public, method) = (cx.names.operation_id(id)?, cx.names.method(id)?);
    Ok(format!(
        "Its successor is [`{public}`]({handle}::{method}), `{successor}`."
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
        "Its parameters are all optional: give them by `.params(…)`, see {}.",
        link(cx, ty)?
    )))
}
