//! The calls of v2, held against a list of the operations of Zoom's own references: none is missing, none is made up, and what
//! an answer holds has a type.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use zoom_accounts::ops;
use zoom_accounts::runtime::{Operation, ScopeRelation};

/// The operations of the references, as `primary_operations.txt` describes its lines.
const REFERENCE: &str = include_str!("primary_operations.txt");
/// The public interface of the generated crate.
const API: &str = include_str!("../../../generated/API.txt");
/// What stands before a path that acts on a sub account.
const PREFIX: &str = "/accounts/{accountId}";

/// A line of the list.
struct Line {
    reference: &'static str,
    call: (&'static str, String),
    holds: &'static str,
}

fn reference() -> Vec<Line> {
    let lines = REFERENCE.lines().filter(|line| !line.starts_with('#'));
    let line = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        let [reference, method, path, holds] = words[..] else {
            panic!("not four words: {line}");
        };
        Line {
            reference,
            call: (method, path.to_owned()),
            holds,
        }
    };
    lines.map(line).collect()
}

/// The operations of v2 by method and path, as a primary account calls them for a sub account.
fn offered() -> BTreeMap<(&'static str, String), &'static Operation> {
    let mut offered = BTreeMap::new();
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
        let twice = offered.insert((operation.method.as_str(), path), *operation);
        assert!(twice.is_none(), "{} and {twice:?}", operation.id);
    }
    offered
}

/// What each method answers with, by the operation's id.
fn answers() -> BTreeMap<&'static str, &'static str> {
    let methods = API.lines().filter_map(|line| line.strip_prefix("method "));
    methods
        .map(|method| {
            let (call, answer) = method.split_once(" -> ").unwrap();
            let answer = answer.strip_suffix(" mirrored").unwrap_or(answer);
            let answer = answer.split(" with ").next().unwrap();
            (call.split('(').next().unwrap(), answer)
        })
        .collect()
}

#[test]
fn the_list_is_whole() {
    let lines = reference();
    let count = |name: &str| lines.iter().filter(|line| line.reference == name).count();
    let counts = ["accounts", "billing", "users"].map(count);
    assert_eq!(counts, [59, 19, 48]);
    let distinct: BTreeSet<_> = lines.iter().map(|line| &line.call).collect();
    assert_eq!(distinct.len(), 126);
}

#[test]
fn every_operation_of_the_references_can_be_called_and_no_other() {
    let listed: BTreeSet<_> = reference().into_iter().map(|line| line.call).collect();
    let offered: BTreeSet<_> = offered().into_keys().collect();
    let missing: Vec<_> = listed.difference(&offered).collect();
    let unknown: Vec<_> = offered.difference(&listed).collect();
    assert!(missing.is_empty(), "not offered: {missing:?}");
    assert!(unknown.is_empty(), "in no reference: {unknown:?}");
}

#[test]
fn every_documented_answer_has_a_type_of_its_own() {
    let (offered, answers) = (offered(), answers());
    for line in reference() {
        let answer = answers[offered[&line.call].id];
        let documented = match line.holds {
            "file" => answer == "Body",
            "json" => !["()", "Body", "Json"].contains(&answer),
            // What Zoom does send beyond its document may be told, and need not be.
            "empty" => !["Body", "Json"].contains(&answer),
            "none" => answer == "()",
            other => panic!("nothing holds {other}"),
        };
        assert!(documented, "{:?} answers {answer}", line.call);
    }
}

#[test]
fn every_operation_tells_the_scopes_that_it_takes() {
    for operation in offered().into_values() {
        assert!(!operation.security.is_empty(), "{}", operation.id);
        assert!(!operation.scopes.is_empty(), "{}", operation.id);
    }
}
