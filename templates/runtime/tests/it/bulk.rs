//! Tests of bulk work: it limits the rows in progress, resumes, loses no row, and repeats no row that is done.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    BoxFuture, Bulk, BulkItem, BulkRun, Done, Error, ErrorKind, Failure, RateLimit,
    RateLimitContext, Result, RetryPolicy, WorkLog, WorkOutcome,
};
use crate::support::api::{Client, ops};
use crate::support::client;

const SECOND: Duration = Duration::from_secs(1);

fn bulk(rows: impl IntoIterator<Item = u32, IntoIter: Send + 'static>) -> Bulk<u32> {
    Bulk::new(rows, |row: &u32| format!("row {row}"))
}

/// Reads a run to its end and returns the rows whose work has ended.
async fn rows<T: WorkOutcome>(run: &mut BulkRun<u32, T>) -> Vec<u32> {
    let mut rows = Vec::new();
    while let Some(item) = run.next().await {
        if let BulkItem::Row { row, .. } = item {
            rows.push(row);
        }
    }
    assert!(run.next().await.is_none());
    rows
}

fn odd_rows_fail(row: u32) -> std::result::Result<u32, String> {
    if row % 2 == 1 {
        return Err(format!("{row} is odd\nand more"));
    }
    Ok(row)
}

#[tokio::test]
async fn failed_rows_do_not_stop_a_run_and_are_worked_again_by_a_resumed_run() {
    let mut run = bulk(0..6).run(async |row| odd_rows_fail(row));
    assert_eq!(rows(&mut run).await.len(), 6);
    let log = run.log().clone();
    assert_eq!((log.done_count(), log.failed_count()), (3, 3));
    assert_eq!(log.failed().next(), Some(("row 1", "1 is odd")));
    let saved = serde_json::to_string(&log).unwrap();
    let log: WorkLog = serde_json::from_str(&saved).unwrap();
    let mut run = bulk(0..6).resume(log).run(async |row| Done(row));
    assert_eq!(rows(&mut run).await, [1, 3, 5]);
    assert_eq!((run.log().done_count(), run.log().failed_count()), (6, 0));
}

#[tokio::test]
async fn a_run_resumes_at_any_item_without_a_gap_or_a_duplicate() {
    for stop in 0..=7 {
        let mut first = bulk(0..7).concurrency(3).run(async |_| ());
        let mut worked = BTreeSet::new();
        for _ in 0..stop {
            if let Some(BulkItem::Row { row, .. }) = first.next().await {
                worked.insert(row);
            }
        }
        let saved = serde_json::to_string(first.log()).unwrap();
        let log = serde_json::from_str(&saved).unwrap();
        for row in rows(&mut bulk(0..7).resume(log).run(async |_| ())).await {
            assert!(worked.insert(row), "{row} was worked twice after {stop}");
        }
        assert_eq!(worked, (0..7).collect());
    }
}

#[tokio::test]
async fn a_second_row_with_the_same_key_is_reported_and_not_worked() {
    let mut run = bulk([1, 2, 1]).run(async |_| ());
    let (mut worked, mut duplicates) = (Vec::new(), Vec::new());
    while let Some(item) = run.next().await {
        match item {
            BulkItem::Row { row, .. } => worked.push(row),
            BulkItem::Duplicate { key, row } => duplicates.push((key, row)),
            _ => panic!("no other item was due"),
        }
    }
    assert_eq!(worked, [1, 2]);
    assert_eq!(duplicates, [("row 1".to_owned(), 1)]);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_does_not_stop_a_run() {
    let bad = || Error::new(ErrorKind::Decode, "bad row");
    let source = futures_util::stream::iter([Ok(1), Err(bad()), Ok(2)]);
    let mut run = Bulk::from_stream(source, |row: &u32| *row).run(async |_| ());
    let (mut worked, mut failed) = (0, 0);
    while let Some(item) = run.next().await {
        match item {
            BulkItem::ReadFailed(error) => failed += usize::from(error.is_decode()),
            _ => worked += 1,
        }
    }
    assert_eq!((worked, failed), (2, 1));
}

#[tokio::test]
async fn the_items_of_a_list_are_rows() {
    let users = json!([{"id": "1"}, {"type": 1}, {"id": "3"}]);
    let mock = MockTransport::new()
        .on(&ops::USERS_LIST)
        .reply(200, json!({ "users": users }))
        .times(1);
    let items = client(&mock).users().list().items();
    let run = Bulk::from_stream(items, |user| user.id.clone()).run(async |_| ());
    let items: Vec<_> = run.collect().await;
    let is_read = |item: &&BulkItem<_, ()>| !matches!(item, BulkItem::ReadFailed(_));
    assert_eq!((items.len(), items.iter().filter(is_read).count()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn concurrency_stays_within_its_limit_and_progress_is_reported() {
    let (now, highest) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (of_work, of_highest) = (Arc::clone(&now), Arc::clone(&highest));
    let mut run = bulk(0..20).concurrency(3).run(move |row| {
        let (now, highest) = (Arc::clone(&of_work), Arc::clone(&of_highest));
        async move {
            highest.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sleep(SECOND).await;
            now.fetch_sub(1, Ordering::SeqCst);
            odd_rows_fail(row)
        }
    });
    assert_eq!(run.progress().announced, Some(20));
    drop(run.next().await);
    let progress = run.progress();
    assert_eq!((progress.done, progress.failed), (1, 0));
    assert!((3..=5).contains(&progress.listed), "{progress:?}");
    assert!(progress.in_progress <= 3, "{progress:?}");
    rows(&mut run).await;
    let progress = run.progress();
    assert_eq!(
        (progress.listed, progress.done, progress.failed),
        (20, 10, 10)
    );
    assert_eq!(highest.load(Ordering::SeqCst), 3);
    let mut one = bulk(0..2).concurrency(0).run(async |_| ());
    assert_eq!(rows(&mut one).await, [0, 1]);
}

/// A limiter that delays each call by a minute. If a call has an earlier deadline, the call fails.
#[derive(Debug)]
struct Minute;

impl RateLimit for Minute {
    fn acquire<'a>(&'a self, context: &'a RateLimitContext) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let end = Instant::now() + 60 * SECOND;
            if (context.deadline()).is_some_and(|deadline| end >= deadline) {
                let failure = Failure::new().retry_after(60 * SECOND);
                return Err(Error::new(ErrorKind::RateLimited, "no capacity").with_failure(failure));
            }
            sleep(60 * SECOND).await;
            Ok(())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn calls_of_the_work_wait_for_the_rate_limit_and_other_calls_do_not() {
    let mock = MockTransport::new()
        .on(&ops::STATUS_GET)
        .reply(200, json!("up"));
    let client = Client::builder()
        .transport(mock)
        .limiter(Minute)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let of_work = client.clone();
    let mut run = bulk(0..3).concurrency(1).run(move |_| {
        let client = of_work.clone();
        async move { client.status().get().await.map(drop) }
    });
    rows(&mut run).await;
    assert_eq!((run.log().done_count(), run.log().failed_count()), (3, 0));
    let error = client.status().get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
}

#[tokio::test]
async fn the_reason_of_a_failure_never_contains_the_text_of_the_server() {
    let mock = MockTransport::new().on(&ops::USERS_GET).reply(
        404,
        json!({"code": 2001, "message": "no user ada@example.com"}),
    );
    let client = client(&mock);
    let mut run = bulk([1]).run(move |_| {
        let client = client.clone();
        async move { client.users().get("1").await.map(drop) }
    });
    rows(&mut run).await;
    let reason = run.log().failed().next().unwrap().1.to_owned();
    assert!(reason.starts_with("Api ("), "{reason}");
    assert!(reason.contains("HTTP 404"), "{reason}");
    assert!(!reason.contains("ada"), "{reason}");
    let boxed = Error::new(ErrorKind::Timeout, "secret").into();
    let outcome: std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> = Err(boxed);
    assert_eq!(outcome.failure().unwrap(), "Timeout");
    let long: std::result::Result<(), String> = Err("x".repeat(1000));
    assert_eq!(long.failure().unwrap().len(), 100);
}

#[test]
fn a_log_keeps_any_key_and_merges_with_the_log_of_another_worker() {
    let keys = ["", " ", "a b", "a%20b", "ü", "\n", "-_", "a"];
    let mut log = WorkLog::new();
    assert_eq!(serde_json::to_string(&log).unwrap(), "{}");
    for key in keys {
        log.record_done(key);
        let saved = serde_json::to_string(&log).unwrap();
        let read: WorkLog = serde_json::from_str(&saved).unwrap();
        assert_eq!(read, log, "{saved}");
    }
    assert_eq!(log.done_count(), 8);
    let (mut left, mut right) = (WorkLog::new(), WorkLog::new());
    left.record_failure("1", "left");
    left.record_done("2");
    right.record_done("1");
    right.record_failure("2", "right");
    right.record_failure("3", "right");
    left.merge(right);
    assert!(left.is_done("1") && left.is_done("2"));
    assert_eq!(left.failed().collect::<Vec<_>>(), [("3", "right")]);
    left.retain_failed(|key| key != "3");
    assert_eq!(left.failed_count(), 0);
}
