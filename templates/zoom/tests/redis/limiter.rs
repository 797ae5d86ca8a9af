//! Tests of `SharedLimiter` with several workers in one process.

use std::time::Duration;

use zoom_accounts::limits::RateLimitPlan;
use zoom_accounts::redis::Outage;
use zoom_accounts::runtime::{Core, Operation};
use zoom_accounts::{Error, ErrorKind};

use crate::server::RedisServer;
use crate::worker::{HEAVY, INTENSIVE, Log, SECOND, call, worker};

/// The Redis keys of the limits of heavy calls. `1s` is the limit per second.
const HEAVY_STATE: &str = "zoom:{limits:reseller}:main:heavy:1s::state";
const HEAVY_CALLS: &str = "zoom:{limits:reseller}:main:heavy:1s::calls";
/// The timeout of a call that the limiter must reject. Redis must reply within this time.
const PATIENCE: Duration = Duration::from_secs(3);
const PRO: RateLimitPlan = RateLimitPlan::Pro;
const FREE: RateLimitPlan = RateLimitPlan::Free;

/// Starts this number of calls at the same time, and returns their results.
async fn burst(
    workers: &[Core],
    operation: &'static Operation,
    count: usize,
) -> Vec<Result<(), Error>> {
    let tasks: Vec<_> = (workers.iter().cycle().take(count))
        .map(|core| tokio::spawn(call(core, operation).into_future()))
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

/// Makes a call that the limiter rejects, and returns how long the error says to wait.
async fn rejected_wait(core: &Core, operation: &'static Operation) -> Duration {
    let call = call(core, operation).rate_limit_timeout(PATIENCE);
    let error = call.await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    error.retry_after().unwrap()
}

/// Waits until a command of `redis-cli` replies with this text.
async fn until(server: &RedisServer, command: &[&str], expected: &str) {
    for _ in 0..400 {
        if server
            .command(command)
            .first()
            .is_some_and(|line| line == expected)
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!(
        "{command:?} never replies {expected:?}: {:?}",
        server.command(command)
    );
}

#[tokio::test]
async fn workers_together_stay_within_the_limit_of_every_second() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let workers: Vec<_> = (0..4)
        .map(|_| worker(&server, &log, PRO, Outage::Fail))
        .collect();
    for result in burst(&workers, &HEAVY, 45).await {
        result.unwrap();
    }
    // The pauses are irregular, so that a window can start at any time.
    tokio::time::sleep(Duration::from_millis(430)).await;
    for result in burst(&workers, &HEAVY, 15).await {
        result.unwrap();
    }
    assert_eq!(log.starts().len(), 60);
    log.assert_within(10);
    server.assert_keys("zoom:{limits:reseller}:");
}

#[tokio::test]
async fn a_call_beyond_the_limit_of_a_minute_is_rejected_in_every_worker() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let workers: Vec<_> = (0..3)
        .map(|_| worker(&server, &log, PRO, Outage::Fail))
        .collect();
    for result in burst(&workers, &INTENSIVE, 10).await {
        result.unwrap();
    }
    for core in &workers {
        let wait = rejected_wait(core, &INTENSIVE).await;
        assert!(wait <= 61 * SECOND);
        let call = call(core, &INTENSIVE).rate_limit_timeout(PATIENCE);
        let text = call.await.unwrap_err().to_string();
        assert!(text.contains("(Resource-intensive, 10 a minute)"), "{text}");
    }
    assert_eq!(log.starts().len(), 10);
}

#[tokio::test]
async fn a_canceled_call_frees_its_reservation() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let core = worker(&server, &log, FREE, Outage::Fail);
    call(&core, &HEAVY).await.unwrap();
    let waiting: Vec<_> = (0..30)
        .map(|_| tokio::spawn(call(&core, &HEAVY).into_future()))
        .collect();
    until(&server, &["ZCARD", HEAVY_CALLS], "31").await;
    for task in waiting {
        task.abort();
    }
    until(&server, &["EVAL", "return redis.call('ZCOUNT', KEYS[1], redis.call('TIME')[1] * 1000000 + 2000000, '+inf')", "1", HEAVY_CALLS], "0").await;
    let call = call(&core, &HEAVY).rate_limit_timeout(5 * SECOND);
    call.await.unwrap();
    log.assert_within(1);
}

#[test]
fn the_reservations_of_a_dead_worker_cost_only_their_slots() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let log = Log::default();
    let living = worker(&server, &log, PRO, Outage::Fail);
    // When the runtime ends, all its tasks end, as if the process had died.
    let dead = runtime();
    dead.block_on(async {
        let core = worker(&server, &log, PRO, Outage::Fail);
        for _ in 0..25 {
            drop(tokio::spawn(call(&core, &HEAVY).into_future()));
        }
        until(&server, &["ZCARD", HEAVY_CALLS], "25").await;
    });
    server.command(&["CLIENT", "KILL", "TYPE", "normal"]);
    drop(dead);
    runtime().block_on(async {
        for result in burst(&[living], &HEAVY, 10).await {
            result.unwrap();
        }
    });
    log.assert_within(10);
}

#[tokio::test]
async fn a_wait_that_zoom_requests_from_one_worker_delays_all_workers() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let [one, other] = [(); 2].map(|()| worker(&server, &log, PRO, Outage::Fail));
    log.reply(429, &[("retry-after", "90")]);
    call(&one, &HEAVY).await.unwrap_err();
    until(&server, &["HEXISTS", HEAVY_STATE, "b"], "1").await;
    for core in [&one, &other] {
        let wait = rejected_wait(core, &HEAVY).await;
        assert!(wait > 30 * SECOND && wait <= 90 * SECOND, "{wait:?}");
        // Other limits are not affected.
        call(core, &INTENSIVE).await.unwrap();
    }
}

#[tokio::test]
async fn a_lower_limit_of_zoom_applies_to_all_workers() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let [one, other] = [(); 2].map(|()| worker(&server, &log, PRO, Outage::Fail));
    let headers = [("x-ratelimit-type", "QPS"), ("x-ratelimit-limit", "2")];
    log.reply(200, &headers);
    call(&one, &HEAVY).await.unwrap();
    until(&server, &["HGET", HEAVY_STATE, "l"], "2").await;
    tokio::time::sleep(SECOND).await;
    for result in burst(&[other], &HEAVY, 6).await {
        result.unwrap();
    }
    log.assert_within(2);
}

#[tokio::test]
async fn calls_of_other_apps_count_against_the_limit_of_the_day() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let [one, other] = [(); 2].map(|()| worker(&server, &log, FREE, Outage::Fail));
    log.reply(
        200,
        &[
            ("x-ratelimit-type", "Daily-limit"),
            ("x-ratelimit-limit", "1000"),
            ("x-ratelimit-remaining", "1"),
        ],
    );
    call(&one, &HEAVY).await.unwrap();
    until(
        &server,
        &["HGET", "zoom:{limits:reseller}:main:heavy:day::state", "l"],
        "1000",
    )
    .await;
    call(&other, &HEAVY).await.unwrap();
    let wait = rejected_wait(&one, &HEAVY).await;
    assert!(wait <= 86_400 * SECOND);
    let text = call(&one, &HEAVY)
        .rate_limit_timeout(PATIENCE)
        .await
        .unwrap_err();
    assert!(text.to_string().contains("Heavy, 1000 a day"), "{text}");
    // The workers know how many calls there were on this day. Therefore, a restart of Redis does not reset the count.
    server.command(&["FLUSHALL"]);
    let wait = call(&one, &HEAVY)
        .rate_limit_timeout(PATIENCE)
        .await
        .unwrap_err();
    assert!(wait.is_rate_limited(), "{wait}");
}

#[tokio::test]
async fn calls_fail_without_redis_and_keep_the_limit_after_its_restart() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let workers: Vec<_> = (0..3)
        .map(|_| worker(&server, &log, PRO, Outage::Fail))
        .collect();
    for result in burst(&workers, &HEAVY, 10).await {
        result.unwrap();
    }
    server.kill();
    for result in burst(&workers, &HEAVY, 6).await {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Connect);
    }
    server.restart();
    // After a failed connection, a worker does not connect again for a moment.
    tokio::time::sleep(Duration::from_millis(300)).await;
    for result in burst(&workers, &HEAVY, 25).await {
        result.unwrap();
    }
    assert_eq!(log.starts().len(), 35);
    log.assert_within(10);
}

#[tokio::test]
async fn each_worker_uses_its_share_without_redis_and_together_they_keep_the_limit() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let log = Log::default();
    let outage = Outage::Share { workers: 3 };
    let workers: Vec<_> = (0..3).map(|_| worker(&server, &log, PRO, outage)).collect();
    for result in burst(&workers, &HEAVY, 25).await {
        result.unwrap();
    }
    // Some of these calls still wait for their reservations when Redis stops.
    let late: Vec<_> = (0..30)
        .map(|index| tokio::spawn(call(&workers[index % 3], &HEAVY).into_future()))
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.kill();
    for task in late {
        task.await.unwrap().unwrap();
    }
    let late: Vec<_> = (0..60)
        .map(|index| tokio::spawn(call(&workers[index % 3], &HEAVY).into_future()))
        .collect();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    server.restart();
    for task in late {
        task.await.unwrap().unwrap();
    }
    assert_eq!(log.starts().len(), 115);
    log.assert_within(10);
    // Now the workers use Redis again.
    until(&server, &["EXISTS", HEAVY_CALLS], "1").await;
}
