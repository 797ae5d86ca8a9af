//! Names the examples that become tests.
//!
//! In: the location of each example in its document. Out: a name for the file and the test of each example. The name of
//! an operation's example consists of the API, the operation, the status and the key of the example. The name of any
//! other example contains its type. A new example does not change the names of other examples.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::snake;
use super::letters::Letters;
use super::tables::{OperationNames, TypeNames};
use crate::model::{Model, Origin, TypeId};
use crate::refine::{Analysis, ExampleTest};

/// Returns the name of each example.
pub(super) fn examples(
    model: &Model,
    analysis: &Analysis,
    types: &BTreeMap<TypeId, TypeNames>,
    operations: &[OperationNames],
) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut letters = Letters::default();
    let examples = analysis.examples.iter();
    examples
        .map(|example| {
            let candidates = candidates(model, example, types, operations);
            let free = candidates
                .iter()
                .find(|name| !taken.contains(*name))
                .cloned();
            let name = free.unwrap_or_else(|| {
                let first = candidates.first().map_or("", String::as_str);
                let with_letter = |letter: &str| format!("{first}_{}", letter.to_ascii_lowercase());
                letters.first_free(first, with_letter, |name| !taken.contains(name))
            });
            taken.insert(name.clone());
            name
        })
        .collect()
}

/// Lists the possible names of an example, in order of preference.
fn candidates(
    model: &Model,
    example: &ExampleTest,
    types: &BTreeMap<TypeId, TypeNames>,
    operations: &[OperationNames],
) -> Vec<String> {
    let group = model.ty(example.ty).and_then(|def| model.group(def.group));
    let api = group.map_or("", |group| group.name.as_str());
    let ident = types
        .get(&example.ty)
        .map_or("", |names| names.ident.as_str());
    let of_operation = of_operation(model, &example.origin, operations);
    let of_component = || of_component(&example.origin);
    let role = of_operation.or_else(of_component).unwrap_or_default();
    let base = if role.is_empty() { ident } else { &role };
    let pointer = example.origin.pointer.parts().join(" ");
    [
        format!("{api} {base}"),
        format!("{api} {base} {ident}"),
        format!("{api} {pointer}"),
    ]
    .iter()
    .filter_map(|text| snake(text))
    .collect()
}

/// Names an example of an operation: `users get not found`.
fn of_operation(model: &Model, origin: &Origin, operations: &[OperationNames]) -> Option<String> {
    let [paths, path, method, rest @ ..] = origin.pointer.parts() else {
        return None;
    };
    let is_own = |own: &Origin| {
        own.document == origin.document
            && matches!(own.pointer.parts(), [_, own_path, own_method, ..] if own_path == path && own_method == method)
    };
    if paths != "paths" {
        return None;
    }
    let (id, _) = model
        .iter_operations()
        .find(|(_, operation)| is_own(&operation.origin))?;
    let names = operations.get(id.index())?;
    // The API accessor at the start of the id is omitted, because the name already starts with the API.
    let mut id = names.id.rsplit('.');
    let (method, resource) = (id.next()?, id.next()?);
    Some(format!("{resource} {method} {}", role(rest)))
}

/// Names an example of a shared response or body: `too many requests response`.
fn of_component(origin: &Origin) -> Option<String> {
    let [components, kind, key, rest @ ..] = origin.pointer.parts() else {
        return None;
    };
    let word = match (components.as_str(), kind.as_str()) {
        ("components", "responses") => "response",
        ("components", "requestBodies") => "request",
        _ => return None,
    };
    Some(format!("{key} {word} {}", key_and_position(rest)))
}

/// Returns the role of an example in its operation, followed by its key and position. The role is `request`, or words for
/// the status of the response, such as `response`, `created` or `not found`.
fn role(steps: &[String]) -> String {
    let (role, rest) = match steps {
        [responses, status, rest @ ..] if responses == "responses" => (status_words(status), rest),
        [body, rest @ ..] if body == "requestBody" => ("request".to_owned(), rest),
        rest => (String::new(), rest),
    };
    format!("{role} {}", key_and_position(rest))
}

/// Returns the key of an example and its position in a list: `one user second`.
fn key_and_position(steps: &[String]) -> String {
    let mut rest = steps.iter();
    let keyword = rest.find(|step| ["example", "examples"].contains(&step.as_str()));
    let key = match keyword.map(String::as_str) {
        Some("examples") => rest.next().map_or("", String::as_str),
        _ => "",
    };
    let position = rest.find_map(|step| {
        let index = step.parse::<usize>().ok()?;
        ["first", "second", "third"].get(index).copied()
    });
    format!("{key} {}", position.unwrap_or_default())
}

/// Returns words for a response status: `404` → `not found`, `4XX` → `client error`.
fn status_words(status: &str) -> String {
    let words = match status {
        "200" | "2XX" | "2xx" => "response",
        "201" => "created",
        "202" => "accepted",
        "203" => "non authoritative",
        "206" => "partial content",
        "207" => "multi status",
        "400" => "bad request",
        "401" => "unauthorized",
        "402" => "payment required",
        "403" => "forbidden",
        "404" => "not found",
        "405" => "method not allowed",
        "406" => "not acceptable",
        "408" => "request timeout",
        "409" => "conflict",
        "410" => "gone",
        "412" => "precondition failed",
        "413" => "content too large",
        "415" => "unsupported media type",
        "422" => "unprocessable content",
        "423" => "locked",
        "424" => "failed dependency",
        "429" => "too many requests",
        "500" => "internal server error",
        "501" => "not implemented",
        "502" => "bad gateway",
        "503" => "service unavailable",
        "504" => "gateway timeout",
        "default" => "default response",
        "4XX" | "4xx" => "client error",
        "5XX" | "5xx" => "server error",
        other => return format!("status {other}"),
    };
    words.to_owned()
}
