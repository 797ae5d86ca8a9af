//! A run: starts the fake and the tasks, and checks the result.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::sleep;
use zoom_accounts::Client;
use zoom_accounts::fake::{FakeZoom, Fault, FaultRule};

use crate::actor::Actor;
use crate::books::compare;
use crate::judge::{Judge, Requests};
use crate::report::Report;
use crate::witness::Witness;
use crate::{secrets, walker};

/// The maximum time of a call.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The maximum time that a call waits for rate limits. The faults include a limit that ends at midnight.
const RATE_LIMIT_TIMEOUT: Duration = Duration::from_secs(3);
/// The number of times that the tasks are counted after the run, and the pause between two counts.
const TASK_CHECKS: usize = 100;
const TASK_PAUSE: Duration = Duration::from_millis(20);

/// The size of a run.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) seed: u64,
    /// The number of tasks, each with an account of its own.
    pub(crate) tasks: usize,
    /// The number of operations of each task.
    pub(crate) operations: usize,
    /// The number of clients. The tasks take turns to use them.
    pub(crate) clients: usize,
    /// The number of walks over all sub accounts.
    pub(crate) walks: usize,
    /// The probability of each kind of fault.
    pub(crate) probability: f64,
}

impl Config {
    /// Returns the size of the test.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            tasks: 64,
            operations: 32,
            clients: 4,
            walks: 3,
            probability: 0.008,
        }
    }

    fn rules(&self, other_host: &str) -> Vec<FaultRule> {
        let rules = Fault::NAMES.iter().copied().map(|kind| {
            let fault = match kind {
                "delay" => serde_json::json!({kind: {"milliseconds": 20}}),
                "drip" => serde_json::json!({kind: {"milliseconds": 1}}),
                "redirect" => serde_json::json!({kind: {"to": other_host}}),
                _ => serde_json::json!(kind),
            };
            let fault: Fault = serde_json::from_value(fault).unwrap();
            // Only the response of a list can have a row of a wrong type.
            let factor = if kind == "wrong_row_type" { 5.0 } else { 1.0 };
            fault.probability(self.probability * factor)
        });
        rules.collect()
    }
}

/// Runs the tasks, and compares what the client reported with the state of the fake.
pub(crate) async fn run(config: &Config) -> Report {
    let start = Instant::now();
    let judge = Arc::new(Judge::default());
    secrets::capture();
    let tasks_before = Handle::current().metrics().num_alive_tasks();
    let faults = work(config, &judge).await;
    for text in secrets::capture() {
        judge.leak(text);
    }
    check_tasks(&judge, tasks_before).await;
    let count = |number: &std::sync::atomic::AtomicU64| number.load(Ordering::Relaxed);
    let findings = std::mem::take(&mut *judge.findings.lock().unwrap());
    Report {
        seed: config.seed,
        operations: count(&judge.operations),
        failures: count(&judge.failures),
        unknown: count(&judge.unknown),
        requests: count(&judge.requests),
        time: start.elapsed(),
        faults,
        findings,
    }
}

/// Starts the fake and the clients, and does all work. Returns the number of faults by kind.
async fn work(config: &Config, judge: &Arc<Judge>) -> std::collections::BTreeMap<String, u64> {
    let witness = Witness::start(Arc::clone(judge)).await;
    let rules = config.rules(&witness.url);
    let fake = FakeZoom::builder()
        .seed(config.seed)
        .faults(rules)
        .start()
        .await
        .unwrap();
    let client = || {
        let builder = fake.client_builder().observer(Requests(Arc::clone(judge)));
        let builder = builder
            .timeout(TIMEOUT)
            .rate_limit_timeout(RATE_LIMIT_TIMEOUT);
        builder.build().unwrap()
    };
    let clients: Vec<Client> = (0..config.clients).map(|_| client()).collect();
    let mut clients = clients.iter().cycle().cloned();
    let mut actors = JoinSet::new();
    for number in 0..config.tasks {
        let (judge, seed, operations) = (Arc::clone(judge), config.seed, config.operations);
        let Some(zoom) = clients.next() else {
            break;
        };
        actors.spawn(async move {
            let mut actor = Actor::start(judge, zoom, seed, number).await?;
            for _ in 0..operations {
                actor.act().await;
            }
            Some(actor)
        });
    }
    let walker = clients.next().unwrap();
    for _ in 0..config.walks {
        walker::walk(judge, &walker).await;
    }
    let actors: Vec<Option<Actor>> = actors.join_all().await;
    fake.clear_faults();
    let failures = judge.failures.load(Ordering::Relaxed);
    let mut checks = JoinSet::new();
    for actor in actors {
        match actor {
            Some(actor) => drop(checks.spawn(actor.check(client()))),
            None => judge.loss("a task could not create its account".to_owned()),
        }
    }
    checks.join_all().await;
    check_accounts(judge, &client()).await;
    if judge.failures.load(Ordering::Relaxed) != failures {
        judge.loss("a call failed, although the faults were off".to_owned());
    }
    fake.fault_counts()
}

/// Compares the list of sub accounts with what the client reported.
async fn check_accounts(judge: &Judge, zoom: &Client) {
    let listed = zoom.accounts().list().items().collect_all(usize::MAX).await;
    judge.verdict("accounts.list", &listed);
    let listed = listed.unwrap_or_default().into_iter();
    let listed: Vec<_> = listed.filter_map(|account| account.owner_email).collect();
    let known = judge.accounts.lock().unwrap();
    compare(judge, "accounts", &known, &listed, true);
}

/// Checks that no task goes on after the clients and the fake are gone.
async fn check_tasks(judge: &Judge, before: usize) {
    let mut now = 0;
    for _ in 0..TASK_CHECKS {
        now = Handle::current().metrics().num_alive_tasks();
        if now <= before {
            return;
        }
        sleep(TASK_PAUSE).await;
    }
    judge.leak(format!(
        "{now} tasks go on; before the run, there were {before}"
    ));
}
