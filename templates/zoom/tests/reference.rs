//! Compares the operations of v2 with the list of operations in Zoom's references. For every response that Zoom
//! documents, the operation must return a type.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use zoom_accounts::ops;
use zoom_accounts::runtime::{Operation, SchemeKind, ScopeRelation};

/// The list of operations in Zoom's references. The first lines of the file describe the format.
const REFERENCE: &str = include_str!("primary_operations.txt");
/// The public API of the generated crate.
const API: &str = include_str!("../../../generated/API.txt");
/// The path prefix of a sub account.
const PREFIX: &str = "/accounts/{accountId}";

/// A line of `primary_operations.txt`.
struct Line {
    reference: &'static str,
    call: (&'static str, String),
    body: &'static str,
}

fn reference() -> Vec<Line> {
    let lines = REFERENCE.lines().filter(|line| !line.starts_with('#'));
    let line = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        let [reference, method, path, body] = words[..] else {
            panic!("not four words: {line}");
        };
        Line {
            reference,
            call: (method, path.to_owned()),
            body,
        }
    };
    lines.map(line).collect()
}

/// Returns the operations of v2 by method and path. The path of a mirrored operation includes the prefix of a sub
/// account.
fn operations() -> BTreeMap<(&'static str, String), &'static Operation> {
    let mut operations = BTreeMap::new();
    for operation in ops::ALL {
        if operation.server.name != "v2" {
            continue;
        }
        let prefix = match operation.scope_relation {
            ScopeRelation::Mirrored => PREFIX,
            ScopeRelation::Native | ScopeRelation::None => "",
            other => panic!("{}: {other:?}", operation.id),
        };
        let path = format!("{prefix}{}", operation.path);
        let duplicate = operations.insert((operation.method.as_str(), path), *operation);
        assert!(duplicate.is_none(), "{} and {duplicate:?}", operation.id);
    }
    operations
}

/// Returns the response type of each v2 method. The keys are operation ids in lower case without underscores.
fn outputs() -> BTreeMap<String, &'static str> {
    let sections = API.split("\n## ");
    let sections = sections.filter(|section| section.starts_with("v2"));
    let methods = sections.flat_map(str::lines);
    let methods = methods.filter_map(|line| line.strip_prefix("fn "));
    methods
        .filter_map(|method| {
            let (call, output) = method.split_once(" -> Call<")?;
            let output = output.split([',', '>']).next()?;
            let (handle, method) = call.split('(').next()?.rsplit_once("::")?;
            let resource = handle.split('<').next()?.strip_suffix("Handle")?;
            Some((squashed(&format!("{resource}.{method}")), output))
        })
        .collect()
}

fn squashed(id: &str) -> String {
    id.to_lowercase().replace('_', "")
}

/// The references and their numbers of operations.
const COUNTS: &[(&str, usize)] = &[
    ("accounts", 59),
    ("billing", 19),
    ("users", 48),
    ("phone", 353),
    ("meetings", 158),
    ("rooms", 54),
    ("video-sdk", 35),
    ("number-management", 28),
    ("room-connector", 19),
    ("im-groups", 8),
    ("qss", 3),
    ("contact-center", 2),
    ("clips", 1),
    ("marketplace", 1),
];

#[test]
fn the_reference_list_is_complete() {
    let lines = reference();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        *counts.entry(line.reference).or_default() += 1;
    }
    assert_eq!(counts, COUNTS.iter().copied().collect());
    let distinct: BTreeSet<_> = lines.iter().map(|line| &line.call).collect();
    assert_eq!(distinct.len(), 788);
}

#[test]
fn the_client_has_exactly_the_operations_of_the_references() {
    let listed: BTreeSet<_> = reference().into_iter().map(|line| line.call).collect();
    let operations: BTreeSet<_> = operations().into_keys().collect();
    let missing: Vec<_> = listed.difference(&operations).collect();
    let unknown: Vec<_> = operations.difference(&listed).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    assert!(unknown.is_empty(), "not in a reference: {unknown:?}");
}

#[test]
fn every_documented_response_has_a_type() {
    let (operations, outputs) = (operations(), outputs());
    for line in reference() {
        let output = outputs[&squashed(operations[&line.call].id)];
        let documented = match line.body {
            "file" => output == "Body",
            "json" => !["()", "Body", "Json"].contains(&output),
            // If Zoom documents an empty object, the operation may return a type or `()`.
            "empty" => !["Body", "Json"].contains(&output),
            "none" => output == "()",
            other => panic!("unknown body kind {other}"),
        };
        assert!(documented, "{:?} returns {output}", line.call);
    }
}

#[test]
fn every_operation_has_its_oauth_scopes_or_needs_the_token_of_the_video_sdk() {
    let mut with_token = 0;
    for operation in operations().into_values() {
        assert!(!operation.security.is_empty(), "{}", operation.id);
        let mut schemes = operation.security.iter().copied().flatten();
        if schemes.any(|scheme| scheme.kind == SchemeKind::Bearer) {
            with_token += 1;
            assert!(operation.path.contains("/videosdk/"), "{}", operation.id);
            assert!(operation.scopes.is_empty(), "{}", operation.id);
            continue;
        }
        let has_scopes = !operation.scopes.is_empty() || !operation.granular_scopes.is_empty();
        assert!(has_scopes, "{}", operation.id);
    }
    assert_eq!(with_token, 36);
}
