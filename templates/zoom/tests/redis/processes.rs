//! Tests with several processes that share a token, the limits and a walk in Redis. The parent process starts this test
//! program several times as child processes, each with only one test. Environment variables show a child process which
//! part it plays.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::stream;
use tokio::sync::Semaphore;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::redis::{Redis, RedisStore, SharedLimiter, SharedWalk};
use zoom_accounts::runtime::{
    Body, BoxFuture, Call, Operation, ReqwestTransport, RetryPolicy, Scheme, Transport,
    TransportError,
};
use zoom_accounts::{Client, Error, ops};

use crate::server::RedisServer;
use crate::worker::{SECOND, now};
use crate::zoom::Zoom;

/// The environment variables of the child processes: the URLs of the servers, and the number of the process.
const SHARED: [&str; 3] = ["TEST_ZOOM_URL", "TEST_REDIS_URL", "TEST_WORKER"];
const PATIENCE: Duration = Duration::from_secs(20);

const SECURITY: &[&[&Scheme]] = &[&[&ops::V2_OAUTH]];

const fn operation(id: &'static str, path: &'static str, rate: &'static str) -> Operation {
    Operation::get(id, path)
        .server(&ops::V2)
        .security(SECURITY)
        .rate_limit(rate)
}

/// The operations, each with the number of calls per second that a Business account may make.
static OPERATIONS: [(Operation, usize); 3] = [
    (
        operation("light", "/accounts/{accountId}/light", "light"),
        80,
    ),
    (
        operation("medium", "/accounts/{accountId}/medium", "medium"),
        60,
    ),
    (
        operation("heavy", "/accounts/{accountId}/heavy", "heavy"),
        40,
    ),
];
/// The limiter counts each sub account separately. With four accounts, 720 calls per second are allowed, so the test is
/// short.
const ACCOUNTS: [&str; 4] = ["a", "b", "c", "d"];
const PROCESSES: usize = 8;
const CALLS: usize = 1250;

/// A transport that adds a header with the time at which the limiter started the call.
#[derive(Debug)]
struct Stamped {
    inner: ReqwestTransport,
    worker: String,
}

impl Transport for Stamped {
    fn send(
        &self,
        mut request: http::Request<Body>,
        operation: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let start = now().as_nanos().to_string();
        let headers = request.headers_mut();
        headers.insert("x-start", start.parse().unwrap());
        headers.insert("x-worker", self.worker.parse().unwrap());
        self.inner.send(request, operation)
    }
}

/// The environment of a child process; `None` in the parent process.
fn child() -> Option<[String; 3]> {
    let [zoom, redis, worker] = SHARED.map(|name| env::var(name).ok());
    Some([zoom?, redis?, worker?])
}

fn client(url: &str, redis: &Redis, worker: &str) -> Client {
    let app = ServerToServer::new("test-account-id", "test-client-id", "test-client-secret")
        .oauth_url(url)
        .store(RedisStore::new(redis, "reseller"));
    let limits = RateLimiter::new(RateLimitPlan::BusinessPlus).per_sub_account();
    Client::builder()
        .server_url("v2", format!("{url}/v2"))
        .auth(app)
        .limiter(SharedLimiter::new(redis, "reseller", limits))
        .transport(Stamped {
            inner: ReqwestTransport::new(PATIENCE).unwrap(),
            worker: worker.to_owned(),
        })
        .retry(RetryPolicy::none())
        .timeout(15 * PATIENCE)
        .build()
        .unwrap()
}

/// How late a test may record the start of a call after the decision. Eight processes share the processor cores, so the
/// system may pause a process between the decision and the record. The tests with only one process need no such
/// tolerance.
const PREEMPTION: Duration = Duration::from_millis(250);

async fn call(client: &Client, operation: &'static Operation, account: &str) -> Result<(), Error> {
    let call: Call<()> = (client.core().request(operation))
        .path("accountId", account)
        .empty();
    call.await
}

/// Starts a child process that runs this test.
fn start(test: &str, zoom: &Zoom, redis: &RedisServer, worker: usize) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test])
        .env(SHARED[0], zoom.url())
        .env(SHARED[1], redis.url())
        .env(SHARED[2], worker.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits until a process ends, and returns whether it succeeded. After five minutes, kills the process.
async fn succeeds(process: &mut Child) -> bool {
    let start = Instant::now();
    loop {
        if let Some(status) = process.try_wait().unwrap() {
            return status.success();
        }
        if start.elapsed() > 15 * PATIENCE {
            process.kill().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Makes the calls of one process, at most 60 at the same time.
async fn make_calls([zoom, redis, worker]: [String; 3]) {
    let redis = Redis::new(&redis).unwrap().timeout(PATIENCE);
    let client = client(&zoom, &redis, &worker);
    let slots = Arc::new(Semaphore::new(60));
    let mut tasks = Vec::new();
    for index in 0..CALLS {
        let slot = Arc::clone(&slots).acquire_owned().await.unwrap();
        let client = client.clone();
        let account = ACCOUNTS[index % ACCOUNTS.len()];
        let operation = &OPERATIONS[(index / ACCOUNTS.len()) % OPERATIONS.len()].0;
        tasks.push(tokio::spawn(async move {
            call(&client, operation, account).await.unwrap();
            drop(slot);
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_make_ten_thousand_calls_with_one_token_and_none_over_a_limit() {
    let name =
        "processes::eight_processes_make_ten_thousand_calls_with_one_token_and_none_over_a_limit";
    if let Some(environment) = child() {
        return make_calls(environment).await;
    }
    let Some(redis) = RedisServer::start() else {
        return;
    };
    let zoom = Zoom::start().await;
    let mut processes: Vec<_> = (0..PROCESSES)
        .map(|worker| start(name, &zoom, &redis, worker))
        .collect();
    for process in &mut processes {
        assert!(succeeds(process).await);
    }
    let state = zoom.state();
    assert_eq!((state.tokens, state.rejected), (1, 0));
    assert_eq!(state.calls.len(), PROCESSES * CALLS);
    let mut starts: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for seen in &state.calls {
        starts.entry(&seen.path).or_default().push(seen.start);
    }
    assert_eq!(starts.len(), ACCOUNTS.len() * OPERATIONS.len());
    for (path, mut starts) in starts {
        let limit = OPERATIONS
            .iter()
            .find(|(operation, _)| path.ends_with(operation.id));
        let limit = limit.unwrap().1;
        starts.sort_unstable();
        for window in starts.windows(limit + 1) {
            assert!(
                window[limit] + PREEMPTION >= window[0] + SECOND,
                "{path}: {window:?}"
            );
        }
    }
}

/// The accounts of the walk.
const WALK: usize = 40;
/// The length of a lease.
const LEASE: Duration = SECOND;

/// Works on the accounts of a shared walk. Worker 0 never finishes its third account.
async fn walk([zoom, redis, worker]: [String; 3]) {
    let redis = Redis::new(&redis).unwrap().timeout(PATIENCE);
    let client = client(&zoom, &redis, &worker);
    let walk = SharedWalk::new(&redis, "nightly").lease(LEASE);
    let list = stream::iter((0..WALK).map(Ok));
    walk.fill(list, |number: usize| number.to_string())
        .await
        .unwrap();
    let mut count = 0;
    while let Some(lease) = walk.next().await.unwrap() {
        call(&client, &OPERATIONS[0].0, lease.account())
            .await
            .unwrap();
        count += 1;
        if worker == "0" && count == 3 {
            // The parent process kills this process during the pause.
            tokio::time::sleep(6 * PATIENCE).await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        lease.done().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_accounts_of_a_killed_process_are_finished_by_others() {
    let name = "processes::the_accounts_of_a_killed_process_are_finished_by_others";
    if let Some(environment) = child() {
        return walk(environment).await;
    }
    let Some(redis) = RedisServer::start() else {
        return;
    };
    let zoom = Zoom::start().await;
    let mut killed = start(name, &zoom, &redis, 0);
    let count = || {
        let state = zoom.state();
        state.calls.iter().filter(|seen| seen.worker == "0").count()
    };
    let begin = Instant::now();
    while count() < 3 {
        assert!(begin.elapsed() < 3 * PATIENCE);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut others = [1, 2].map(|worker| start(name, &zoom, &redis, worker));
    // The process extends its lease until it is killed. Until the lease expires, the other workers must wait for its
    // account.
    tokio::time::sleep(2 * LEASE).await;
    killed.kill().unwrap();
    killed.wait().unwrap();
    for process in &mut others {
        assert!(succeeds(process).await);
    }
    let walk = SharedWalk::new(&redis.redis(), "nightly");
    assert_eq!(walk.progress().await.unwrap().done, 40);
    let state = zoom.state();
    let mut accounts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for seen in &state.calls {
        accounts.entry(&seen.path).or_default().insert(&seen.worker);
    }
    assert_eq!(accounts.len(), WALK);
    // Only one account was worked on twice: the one that the killed process did not finish.
    assert_eq!(state.calls.len(), WALK + 1);
    let twice: Vec<_> = accounts
        .values()
        .filter(|workers| workers.len() > 1)
        .collect();
    assert_eq!(twice.len(), 1);
}
