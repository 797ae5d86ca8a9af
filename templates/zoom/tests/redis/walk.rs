//! Tests of `SharedWalk`: only one worker at a time works on an account. If a worker dies, another one gets its
//! accounts.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::stream;
use zoom_accounts::redis::SharedWalk;
use zoom_accounts::{Error, ErrorKind, Result};

use crate::server::RedisServer;

fn walk(server: &RedisServer) -> SharedWalk {
    SharedWalk::new(&server.redis(), "nightly")
}

fn list(count: u32) -> impl futures_util::Stream<Item = Result<u32>> + Send {
    stream::iter((0..count).map(Ok))
}

async fn fill(walk: &SharedWalk, count: u32) {
    walk.fill(list(count), |number| number.to_string())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_share_the_accounts_without_an_account_twice() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let walk = walk(&server);
            tokio::spawn(async move {
                fill(&walk, 1200).await;
                let mut accounts = Vec::new();
                while let Some(lease) = walk.next().await.unwrap() {
                    accounts.push(lease.account().to_owned());
                    assert!(lease.done().await.unwrap());
                }
                accounts
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 1200);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 1200);
    let progress = walk(&server).progress().await.unwrap();
    assert!(progress.is_listed);
    assert_eq!(
        (
            progress.waiting,
            progress.leased,
            progress.done,
            progress.failed
        ),
        (0, 0, 1200, 0)
    );
    server.assert_keys("zoom:{walk:nightly}:");
}

#[tokio::test]
async fn a_dropped_lease_returns_its_account() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let walk = walk(&server);
    fill(&walk, 1).await;
    drop(walk.next().await.unwrap().unwrap());
    let lease = walk.next().await.unwrap().unwrap();
    assert_eq!(lease.account(), "0");
    assert!(lease.done().await.unwrap());
    assert!(walk.next().await.unwrap().is_none());
}

#[test]
fn the_accounts_of_a_dead_worker_are_worked_by_others() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let walk = walk(&server).lease(Duration::from_millis(500));
    // When the runtime ends, the lease is no longer extended, as if the process had died.
    let dead = runtime();
    let lost = dead.block_on(async {
        fill(&walk, 2).await;
        walk.next().await.unwrap().unwrap()
    });
    drop(dead);
    runtime().block_on(async {
        let mut accounts = BTreeSet::new();
        while let Some(lease) = walk.next().await.unwrap() {
            accounts.insert(lease.account().to_owned());
            lease.done().await.unwrap();
        }
        assert_eq!(accounts.len(), 2);
        // The worker was not dead but suspended. It has lost its lease.
        assert!(!lost.done().await.unwrap());
        assert_eq!(walk.progress().await.unwrap().done, 2);
    });
}

#[tokio::test]
async fn a_lease_that_is_held_outlives_its_length() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let walk = walk(&server).lease(Duration::from_secs(1));
    fill(&walk, 1).await;
    let lease = walk.next().await.unwrap().unwrap();
    let other = walk.clone();
    let other = tokio::spawn(async move { other.next().await.unwrap().is_none() });
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(!other.is_finished());
    assert!(lease.done().await.unwrap());
    assert!(other.await.unwrap());
}

#[tokio::test]
async fn failed_accounts_are_kept_with_their_reasons_and_can_be_repeated() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let walk = walk(&server);
    fill(&walk, 2).await;
    for _ in 0..2 {
        let lease = walk.next().await.unwrap().unwrap();
        let reason = format!("reason {}", lease.account());
        lease.failed(&reason).await.unwrap();
    }
    assert!(walk.next().await.unwrap().is_none());
    let failures = ["0", "1"].map(|id| (id.to_owned(), format!("reason {id}")));
    assert_eq!(walk.failures().await.unwrap(), failures);
    assert_eq!(walk.retry_failures().await.unwrap(), 2);
    let lease = walk.next().await.unwrap().unwrap();
    assert!(walk.failures().await.unwrap().is_empty());
    lease.done().await.unwrap();
}

#[tokio::test]
async fn another_worker_reads_the_list_after_an_error() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let walk = walk(&server);
    let error = walk.next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let broken = stream::iter([Ok(0), Err(Error::new(ErrorKind::Api, "broken"))]);
    let error = walk
        .fill(broken, |number: u32| number.to_string())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    fill(&walk, 3).await;
    assert_eq!(walk.progress().await.unwrap().waiting, 3);
}
