//! Tests of the position of a walk: which accounts are done, which failed and why, and how another walk continues.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use zoom_accounts::hierarchy::{Position, Tree, Visit, Walk};
use zoom_accounts::runtime::{Bearer, RetryPolicy, WorkOutcome};
use zoom_accounts::{Client, Error, ErrorKind};

use crate::server::{Reply, Seen, Service};

/// Returns an id that is as long as Zoom's account ids.
fn id(number: usize) -> String {
    format!("{number:04}-Z3kTQ1yXr5Lw0aHsg")
}

fn query(seen: &Seen, name: &str) -> Option<String> {
    let pair = seen.query().into_iter().find(|(other, _)| other == name);
    pair.map(|(_, value)| value)
}

/// Returns a page of accounts. The page token is the number of the first account on the page.
fn page(seen: &Seen, rows: &[Value]) -> Reply {
    let from: usize = query(seen, "next_page_token").map_or(0, |token| token.parse().unwrap());
    let size: usize = query(seen, "page_size").unwrap().parse().unwrap();
    let end = (from + size).min(rows.len());
    let next = if end < rows.len() {
        end.to_string()
    } else {
        String::new()
    };
    let page = json!({
        "next_page_token": next, "total_records": rows.len(), "accounts": rows[from..end],
    });
    Reply::json(200, &page)
}

fn rows(count: usize) -> Vec<Value> {
    (0..count).map(|number| json!({"id": id(number)})).collect()
}

fn expired() -> Reply {
    let message = "The next page token is invalid or expired.";
    Reply::json(300, &json!({"code": 300, "message": message}))
}

fn tree(service: &Service) -> Tree {
    let client = Client::builder()
        .server_url("v2", format!("{}/v2", service.url()))
        .retry(RetryPolicy::none())
        .auth(Bearer::new("token"))
        .build()
        .unwrap();
    Tree::new().primary("a", &client)
}

/// Reads a walk to its end. Returns the number of visits of each account, the errors of lists, and the position as JSON.
async fn finish<T: WorkOutcome>(
    mut walk: Walk<T>,
) -> (BTreeMap<String, usize>, Vec<Error>, String) {
    let (mut visits, mut errors) = (BTreeMap::new(), Vec::new());
    while let Some(visit) = walk.next().await {
        match visit {
            Visit::Account { account, .. } => {
                *visits.entry(account.id.to_string()).or_insert(0) += 1;
            }
            Visit::EntryFailed { error, .. } | Visit::RootFailed { error, .. } => {
                errors.push(error);
            }
            _ => {}
        }
    }
    let position = serde_json::to_string(walk.position()).unwrap();
    (visits, errors, position)
}

fn read(position: &str) -> Position {
    serde_json::from_str(position).unwrap()
}

/// Returns an error for every tenth account.
fn every_tenth_fails(id: &str) -> Result<(), String> {
    if id[..4].ends_with('0') {
        return Err("the account is locked".to_owned());
    }
    Ok(())
}

#[tokio::test]
async fn a_resumed_walk_works_failed_accounts_again_and_skips_done_accounts() {
    let service = Service::start(|seen| page(seen, &rows(25))).await;
    let walk = tree(&service).for_each(async |found| every_tenth_fails(found.account.id.as_str()));
    let (visits, _, position) = finish(walk).await;
    assert_eq!(visits.len(), 25);
    let position = read(&position);
    assert!(!position.is_finished("a"));
    let failed: Vec<_> = position.failed().collect();
    let ids = [id(0), id(10), id(20)];
    let expected = ids
        .each_ref()
        .map(|id| ("a", id.as_str(), "the account is locked"));
    assert_eq!(failed, expected);
    let walk = tree(&service).resume(position).for_each(async |_| ());
    let (visits, _, position) = finish(walk).await;
    assert_eq!(visits.into_keys().collect::<Vec<_>>(), ids);
    let position = read(&position);
    assert!(position.is_finished("a"));
    assert_eq!(position.failed().count(), 0);
    let (visits, ..) = finish(tree(&service).resume(position.clone()).accounts()).await;
    assert!(visits.is_empty());
    let mut position = position;
    position.restart("a");
    let (visits, ..) = finish(tree(&service).resume(position).accounts()).await;
    assert_eq!(visits.len(), 25);
}

#[tokio::test]
async fn a_walk_can_be_resumed_the_next_day_when_its_page_tokens_have_expired() {
    let tokens = Arc::new(AtomicUsize::new(0));
    let of_server = Arc::clone(&tokens);
    let service = Service::start(move |seen| {
        // The second walk must start without a page token, and not use one of the first walk.
        match query(seen, "next_page_token") {
            None => drop(of_server.fetch_add(1, Ordering::SeqCst)),
            Some(_) if of_server.load(Ordering::SeqCst) == 0 => return expired(),
            Some(_) => {}
        }
        page(seen, &rows(20))
    })
    .await;
    let mut walk = tree(&service).page_size(5).concurrency(1).accounts();
    let mut visited = BTreeSet::new();
    for _ in 0..12 {
        if let Some(Visit::Account { account, .. }) = walk.next().await {
            visited.insert(account.id.to_string());
        }
    }
    let position = serde_json::to_string(walk.position()).unwrap();
    drop(walk);
    tokens.store(0, Ordering::SeqCst);
    let walk = tree(&service).page_size(5).resume(read(&position));
    let (rest, errors, _) = finish(walk.accounts()).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!((visited.len(), rest.len()), (12, 8));
    visited.extend(rest.into_keys());
    assert_eq!(visited.len(), 20);
}

#[tokio::test]
async fn a_walk_whose_page_token_expires_lists_anew_and_repeats_no_account() {
    let expirations = Arc::new(AtomicUsize::new(0));
    let of_server = Arc::clone(&expirations);
    let service = Service::start(move |seen| {
        let is_middle = query(seen, "next_page_token").as_deref() == Some("10");
        if is_middle && of_server.fetch_add(1, Ordering::SeqCst) == 0 {
            return expired();
        }
        page(seen, &rows(20))
    })
    .await;
    let (visits, errors, position) = finish(tree(&service).page_size(5).accounts()).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(visits.len(), 20);
    assert!(visits.values().all(|count| *count == 1), "{visits:?}");
    assert!(read(&position).is_finished("a"));
    assert_eq!(expirations.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_token_that_always_expires_is_an_error_and_not_a_loop() {
    let service = Service::start(|seen| match query(seen, "next_page_token") {
        Some(_) => expired(),
        None => page(seen, &rows(20)),
    })
    .await;
    let (visits, errors, position) = finish(tree(&service).page_size(5).accounts()).await;
    assert_eq!((visits.len(), errors.len()), (5, 1));
    assert!(errors[0].is_page_expired());
    assert!(!read(&position).is_finished("a"));
}

#[tokio::test]
async fn a_resumed_walk_continues_after_a_failed_list() {
    let is_broken = Arc::new(AtomicUsize::new(1));
    let of_server = Arc::clone(&is_broken);
    let service = Service::start(move |seen| {
        let is_later = query(seen, "next_page_token").is_some();
        if is_later && of_server.load(Ordering::SeqCst) == 1 {
            return Reply::json(500, &json!({"code": 500, "message": "sorry"}));
        }
        page(seen, &rows(5))
    })
    .await;
    let (visits, errors, position) = finish(tree(&service).page_size(2).accounts()).await;
    assert_eq!((visits.len(), errors.len()), (2, 1));
    let position = read(&position);
    assert_eq!(position.roots().collect::<Vec<_>>(), ["a"]);
    assert!(!position.is_finished("a"));
    is_broken.store(0, Ordering::SeqCst);
    let walk = tree(&service).page_size(2).resume(position).accounts();
    let (visits, errors, _) = finish(walk).await;
    assert_eq!((visits.len(), errors.len()), (3, 0));
}

#[tokio::test]
async fn an_account_that_is_listed_twice_is_worked_once() {
    let service = Service::start(|seen| {
        let mut all = rows(10);
        // A new account was added in front, so this account moved to the second page and is listed twice.
        all.insert(5, json!({"id": id(4)}));
        page(seen, &all)
    })
    .await;
    let (visits, _, position) = finish(tree(&service).page_size(5).accounts()).await;
    assert_eq!(visits.len(), 10);
    assert!(visits.values().all(|count| *count == 1), "{visits:?}");
    assert!(read(&position).is_finished("a"));
}

#[tokio::test]
async fn an_entry_that_cannot_be_decoded_is_reported_and_all_other_accounts_are_worked() {
    let service = Service::start(|seen| {
        let mut all = rows(10);
        all[3] = json!({"account_name": "no id"});
        all[9] = json!({"id": id(9), "created_at": {"unexpected": 1}});
        page(seen, &all)
    })
    .await;
    let (visits, errors, position) = finish(tree(&service).page_size(5).accounts()).await;
    assert_eq!((visits.len(), errors.len()), (8, 2));
    assert_eq!(errors[0].kind(), ErrorKind::Decode);
    assert_eq!(errors[0].json_path(), Some("accounts[3]"));
    assert_eq!(errors[1].json_path(), Some("accounts[4].created_at"));
    assert!(!read(&position).is_finished("a"));
}

#[tokio::test]
async fn an_account_that_is_no_longer_listed_does_not_keep_a_root_unfinished() {
    let service = Service::start(|seen| page(seen, &rows(3))).await;
    let mut position = Position::default();
    position
        .accounts_mut("a")
        .record_failure("detached", "Api (HTTP 500)");
    let (_, _, position) = finish(tree(&service).resume(position).accounts()).await;
    assert!(read(&position).is_finished("a"));
}

#[tokio::test]
async fn a_position_takes_at_most_30_bytes_an_account() {
    let service = Service::start(|seen| page(seen, &rows(1000))).await;
    let (visits, _, position) = finish(tree(&service).accounts()).await;
    assert_eq!(visits.len(), 1000);
    assert!(position.len() <= 30 * 1000, "{} bytes", position.len());
    // The walk requested pages of the largest size.
    assert_eq!(service.seen().len(), 4);
    assert_eq!(query(&service.seen()[0], "page_size").unwrap(), "300");
}

#[tokio::test]
async fn a_walk_reports_its_progress_while_it_runs() {
    let service = Service::start(|seen| page(seen, &rows(25))).await;
    let walk = tree(&service).page_size(10).concurrency(2);
    let mut walk = walk.for_each(async |found| every_tenth_fails(found.account.id.as_str()));
    assert_eq!(walk.progress().announced, None);
    let mut visited = 0;
    while let Some(visit) = walk.next().await {
        visited += u64::from(matches!(visit, Visit::Account { .. }));
        let progress = walk.progress();
        assert_eq!(progress.announced, Some(25));
        assert_eq!(progress.done + progress.failed, visited);
        assert!(progress.listed >= visited && progress.listed <= 25);
    }
    let progress = walk.progress();
    assert_eq!(
        (progress.listed, progress.done, progress.failed),
        (25, 22, 3)
    );
    let walk = tree(&service).resume(walk.position().clone()).accounts();
    assert_eq!((walk.progress().listed, walk.progress().done), (0, 0));
}

#[test]
fn positions_of_two_processes_can_be_merged() {
    let mut left = Position::default();
    left.accounts_mut("a").record_done("1");
    left.accounts_mut("b").record_failure("2", "Timeout");
    let mut right = Position::default();
    right.accounts_mut("b").record_done("2");
    right.accounts_mut("b").record_failure("3", "Timeout");
    left.merge(right);
    assert!(left.accounts("a").unwrap().is_done("1"));
    assert!(left.accounts("b").unwrap().is_done("2"));
    assert_eq!(left.failed().collect::<Vec<_>>(), [("b", "3", "Timeout")]);
}
