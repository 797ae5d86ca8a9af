//! Repeats runs for a number of minutes.

use std::time::{Duration, Instant};

use crate::run::{Config, run};
use crate::speed;

/// The number of runs before the memory is measured for the first time.
const WARM_UP: u64 = 3;
/// How much the memory may grow after the first runs, in MiB.
const MAX_GROWTH: u64 = 64;

/// Repeats runs until the minutes are over, with a new seed for each run. Fails after the first run with a problem.
pub(crate) async fn soak() {
    let minutes = variable("SOAK_MINUTES").unwrap_or(1);
    let first_seed = variable("SOAK_SEED").unwrap_or(1);
    for (name, rate) in speed::measure().await {
        println!("{name}: {rate:.0} requests a second");
    }
    let start = Instant::now();
    let (mut seed, mut operations, mut requests) = (first_seed, 0, 0);
    let mut memory_before = None;
    while start.elapsed() < Duration::from_secs(60 * minutes) {
        let report = run(&Config::new(seed)).await;
        let memory = memory();
        println!("{report}\nmemory: {} MiB", memory.unwrap_or_default());
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        operations += report.operations;
        requests += report.requests;
        seed += 1;
        if seed - first_seed == WARM_UP {
            memory_before = memory;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let runs = seed - first_seed;
    println!("{runs} runs, {operations} operations, {requests} requests in {seconds:.0} s");
    if let (Some(before), Some(now)) = (memory_before, memory()) {
        assert!(
            now <= before + MAX_GROWTH,
            "the memory grew from {before} to {now} MiB"
        );
    }
}

/// Returns the number in an environment variable.
fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Returns the memory of this process in MiB. It is known only on Linux.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024)
}
