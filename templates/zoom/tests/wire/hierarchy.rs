//! Tests of walks over the sub accounts of primary accounts: the items of a walk, its concurrency, errors, and
//! resuming.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::sleep;
use zoom_accounts::hierarchy::{Position, Tree, Visit, Walk};
use zoom_accounts::runtime::Bearer;
use zoom_accounts::runtime::{RetryPolicy, WorkOutcome};
use zoom_accounts::{Client, Error, ErrorKind};

use crate::server::{Reply, Seen, Service};

/// Creates a client for the account with this token.
fn client(service: &Service, token: &str) -> Client {
    Client::builder()
        .server_url("v2", format!("{}/v2", service.url()))
        .retry(RetryPolicy::none())
        .auth(Bearer::new(token))
        .build()
        .unwrap()
}

/// Starts a server with primary accounts. Each of them has `accounts` sub accounts, in pages. Listing the users of an
/// account fails if the id of the account ends in 7.
async fn zoom(accounts: usize) -> Service {
    Service::start(move |seen| reply(seen, accounts)).await
}

fn reply(seen: &Seen, accounts: usize) -> Reply {
    let owner = seen.header("authorization").unwrap().to_owned();
    let owner = owner.trim_start_matches("Bearer ");
    if seen.path != "/v2/accounts" {
        let id = seen.path.split('/').nth(3).unwrap();
        if id.ends_with('7') {
            return Reply::json(404, &json!({"code": 2001, "message": "no such account"}));
        }
        let users: Vec<Value> = (0..3)
            .map(|number| json!({"email": format!("{number}.{id}@example.com"), "type": 1}))
            .collect();
        return Reply::json(200, &json!({"next_page_token": "", "users": users}));
    }
    let query = |name: &str| {
        let pair = seen.query().into_iter().find(|(other, _)| other == name);
        pair.map(|(_, value)| value)
    };
    let owner = query("sub_reseller_id").unwrap_or_else(|| owner.to_owned());
    let from: usize = query("next_page_token").map_or(0, |token| token.parse().unwrap());
    if owner == "broken" && from > 0 {
        return Reply::json(500, &json!({"code": 500, "message": "sorry"}));
    }
    let end = (from + query("page_size").unwrap().parse::<usize>().unwrap()).min(accounts);
    let rows: Vec<Value> = (from..end)
        .map(|number| json!({"id": format!("{owner}-{number:03}")}))
        .collect();
    let next = if end < accounts {
        end.to_string()
    } else {
        String::new()
    };
    let page = json!({"next_page_token": next, "total_records": accounts, "accounts": rows});
    Reply::json(200, &page)
}

/// Returns the ids of the sub accounts of `owner` with these numbers.
fn ids(owner: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    let numbers = numbers.into_iter();
    numbers
        .map(|number| format!("{owner}-{number:03}"))
        .collect()
}

/// Reads a walk to its end. Each item becomes `id`, `root: failed kind` or `root: ended listed/total`.
async fn rest<T: WorkOutcome>(walk: Walk<T>) -> Vec<String> {
    walk.map(|visit| match visit {
        Visit::Account { account, .. } => account.id.to_string(),
        Visit::RootFailed { root, error } => format!("{root}: failed {:?}", error.kind()),
        Visit::RootFinished {
            root,
            listed,
            total_records,
            ..
        } => {
            format!("{root}: ended {listed}/{}", total_records.unwrap())
        }
        _ => panic!("an item of a new kind"),
    })
    .collect()
    .await
}

#[tokio::test]
async fn every_sub_account_has_an_outcome_of_its_own() {
    let service = zoom(25).await;
    let mut walk = client(&service, "top").for_each_sub_account(4, async |scope, _| {
        let mut users = scope.users().list().items();
        let mut count = 0;
        while let Some(user) = users.next().await {
            user?;
            count += 1;
        }
        Ok::<_, Error>(count)
    });
    let (mut done, mut failed) = (BTreeSet::new(), BTreeSet::new());
    while let Some(next) = walk.next().await {
        let (account, users) = next.unwrap();
        match users {
            Ok(count) => {
                assert_eq!(count, 3);
                assert!(done.insert(account.id.to_string()));
            }
            Err(error) => {
                assert!(error.is_not_found());
                assert!(failed.insert(account.id.to_string()));
            }
        }
    }
    assert_eq!(Vec::from_iter(failed), ids("top", [7, 17]));
    assert_eq!(done.len(), 23);
}

#[tokio::test]
async fn a_failed_list_ends_the_stream_with_its_error() {
    let service = zoom(500).await;
    let found: Vec<_> = client(&service, "broken")
        .for_each_sub_account(4, async |_, _| ())
        .collect()
        .await;
    assert_eq!(found.len(), 301);
    assert!(found[..300].iter().all(Result::is_ok));
    assert_eq!(found[300].as_ref().unwrap_err().status().unwrap(), 500);
}

#[tokio::test]
async fn a_failed_root_does_not_affect_other_roots() {
    let service = zoom(5).await;
    let walk = Tree::new()
        .primary("a", &client(&service, "top"))
        .primary("b", &client(&service, "broken"))
        .second_level("c", &client(&service, "top"), "partner")
        .primary("a", &client(&service, "other"))
        .page_size(2)
        .accounts();
    let visits = BTreeSet::from_iter(rest(walk).await);
    let mut expected = ids("top", 0..5);
    expected.extend(ids("broken", 0..2));
    expected.extend(ids("partner", 0..5));
    expected.extend(
        [
            "a: ended 5/5",
            "a: failed Config",
            "b: failed Api",
            "c: ended 5/5",
        ]
        .map(str::to_owned),
    );
    assert_eq!(visits, BTreeSet::from_iter(expected));
}

#[tokio::test]
async fn accounts_of_a_root_are_in_list_order_and_roots_take_turns() {
    let service = zoom(6).await;
    let walk = Tree::new()
        .primary("a", &client(&service, "a"))
        .primary("b", &client(&service, "b"))
        .concurrency(2)
        .page_size(3);
    let visits = rest(walk.accounts()).await;
    for owner in ["a", "b"] {
        let of_owner = visits
            .iter()
            .filter(|visit| visit.starts_with(&format!("{owner}-")));
        assert_eq!(of_owner.cloned().collect::<Vec<_>>(), ids(owner, 0..6));
    }
}

#[tokio::test]
async fn concurrency_and_open_roots_stay_within_their_limits() {
    let service = zoom(10).await;
    let (now, highest) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (of_work, of_highest) = (Arc::clone(&now), Arc::clone(&highest));
    let mut walk = Tree::new()
        .primary("a", &client(&service, "a"))
        .primary("b", &client(&service, "b"))
        .primary("c", &client(&service, "c"))
        .concurrency(3)
        .max_open_roots(2)
        .page_size(4)
        .for_each(move |_| {
            let (now, highest) = (Arc::clone(&of_work), Arc::clone(&of_highest));
            async move {
                highest.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                sleep(Duration::from_millis(5)).await;
                now.fetch_sub(1, Ordering::SeqCst);
            }
        });
    let (mut open, mut accounts) = (BTreeSet::new(), 0);
    while let Some(visit) = walk.next().await {
        match visit {
            Visit::Account { root, .. } => {
                open.insert(root);
                accounts += 1;
            }
            Visit::RootFinished { root, .. } => assert!(open.remove(&root)),
            _ => panic!("a list failed"),
        }
        assert!(open.len() <= 2, "{open:?}");
    }
    assert_eq!(accounts, 30);
    assert_eq!(highest.load(Ordering::SeqCst), 3);
    assert_eq!(now.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn pages_are_requested_only_as_fast_as_accounts_are_worked() {
    let service = zoom(20).await;
    let mut walk = Tree::new()
        .primary("a", &client(&service, "a"))
        .page_size(2)
        .concurrency(1)
        .accounts();
    for given in 1..=20_usize {
        assert!(matches!(walk.next().await, Some(Visit::Account { .. })));
        // The work for one more account may be in progress, and the walk reads one account ahead.
        let pages = (given + 2).div_ceil(2);
        assert!(service.seen().len() <= pages, "after {given} accounts");
    }
    assert!(matches!(
        walk.next().await,
        Some(Visit::RootFinished { .. })
    ));
    assert!(walk.next().await.is_none());
    assert!(walk.next().await.is_none());
    assert_eq!(service.seen().len(), 10);
}

#[tokio::test]
async fn a_walk_resumes_at_any_item_without_a_gap_or_a_duplicate() {
    let service = zoom(7).await;
    let tree = || {
        Tree::new()
            .primary("a", &client(&service, "a"))
            .primary("b", &client(&service, "b"))
            .page_size(3)
            .concurrency(2)
    };
    for stop in 0..=16 {
        let mut walk = tree().accounts();
        let mut found = Vec::new();
        for _ in 0..stop {
            if let Some(Visit::Account { account, .. }) = walk.next().await {
                found.push(account.id.to_string());
            }
        }
        let kept = serde_json::to_string(walk.position()).unwrap();
        drop(walk);
        let position: Position = serde_json::from_str(&kept).unwrap();
        let walk = tree().resume(position).accounts();
        let rest = rest(walk).await;
        found.extend(rest.into_iter().filter(|visit| !visit.contains(':')));
        found.sort();
        let mut expected = ids("a", 0..7);
        expected.extend(ids("b", 0..7));
        assert_eq!(found, expected, "stopped after {stop}: {kept}");
    }
}

#[tokio::test]
async fn work_in_progress_is_repeated_by_a_resumed_walk() {
    let service = zoom(4).await;
    let tree = || {
        Tree::new()
            .primary("a", &client(&service, "a"))
            .concurrency(4)
    };
    let mut walk = tree().for_each(async |found| {
        if found.account.id != "a-002" {
            sleep(Duration::from_secs(60)).await;
        }
    });
    let Some(Visit::Account { account, .. }) = walk.next().await else {
        panic!("an account was due");
    };
    assert_eq!(account.id, "a-002");
    let walk = tree().resume(walk.position().clone()).accounts();
    let mut expected = ids("a", [0, 1, 3]);
    expected.push("a: ended 4/4".to_owned());
    assert_eq!(rest(walk).await, expected);
}

#[tokio::test]
async fn zero_limits_count_as_one_and_a_page_size_over_the_maximum_is_an_error() {
    let service = zoom(3).await;
    let tree = || Tree::new().primary("a", &client(&service, "a"));
    let walk = tree().concurrency(0).max_open_roots(0).accounts();
    assert_eq!(rest(walk).await.len(), 4);
    let mut walk = tree().page_size(301).accounts();
    match walk.next().await {
        Some(Visit::RootFailed { error, .. }) => assert_eq!(error.kind(), ErrorKind::Config),
        _ => panic!("a failure was due"),
    }
    assert!(Tree::new().accounts().next().await.is_none());
}

#[tokio::test]
async fn a_walk_over_a_thousand_accounts_reaches_every_user() {
    let service = zoom(1000).await;
    let mut walk = Tree::new()
        .primary("top", &client(&service, "top"))
        .concurrency(16)
        .for_each(async |found| found.scope().users().list().await.map(|page| page.users));
    let (mut users, mut errors) = (0, 0);
    while let Some(visit) = walk.next().await {
        match visit {
            Visit::Account { outcome, .. } => match outcome {
                Ok(page) => users += page.map_or(0, |page| page.len()),
                Err(_) => errors += 1,
            },
            Visit::RootFinished {
                listed,
                total_records,
                ..
            } => {
                assert_eq!((listed, total_records), (1000, Some(1000)));
            }
            _ => panic!("the list failed"),
        }
    }
    assert_eq!((users, errors), (2700, 100));
}
