//! Compares the time and the allocations of two functions.
//!
//! The load of the machine must not decide the result. Therefore, both functions run in each of many short rounds, in
//! random order. The result is the median of the ratios of all rounds, with a confidence interval.

use std::alloc::System;
use std::fmt;
use std::io::{Write, stdout};
use std::time::Duration;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::{BoxError, Call, instructions, pin};

/// Counts allocations. Each benchmark sets this as its global allocator.
pub static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The seed of the random numbers. It is fixed, so that each run has the same order of rounds.
const SEED: u64 = 20_150_127;

/// The number of samples for the confidence interval.
const SAMPLES: usize = 2000;

/// The cost of one function.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// The nanoseconds of CPU time per call, for each round.
    nanos: Vec<u128>,
    allocations: usize,
    bytes: usize,
}

impl Cost {
    /// Returns the nanoseconds per call in the fastest round.
    fn least_nanos(&self) -> u128 {
        self.nanos.iter().min().copied().unwrap_or_default()
    }
}

/// The cost of two functions.
#[derive(Debug)]
pub struct Comparison {
    /// The name of the benchmark.
    pub name: &'static str,
    /// The cost of the generated client.
    pub ours: Cost,
    /// The cost of the code written by hand.
    pub plain: Cost,
}

/// Compares two functions in `rounds` rounds, with the same number of calls, and prints the result. If the program has
/// the argument `--instructions`, counts instructions instead.
pub fn compare(
    name: &'static str,
    rounds: usize,
    calls: usize,
    ours: &mut Call<'_>,
    plain: &mut Call<'_>,
) -> Result<(), BoxError> {
    if instructions::count(ours, plain)? {
        return Ok(());
    }
    let (mut of_ours, mut of_plain) = (Cost::default(), Cost::default());
    let mut random = Random(SEED);
    // The first round only fills connections and caches, so it does not count.
    for round in 0..=rounds {
        if random.below(2) == 0 {
            run(round > 0, calls, &mut of_ours, ours)?;
            run(round > 0, calls, &mut of_plain, plain)?;
        } else {
            run(round > 0, calls, &mut of_plain, plain)?;
            run(round > 0, calls, &mut of_ours, ours)?;
        }
    }
    let comparison = Comparison {
        name,
        ours: of_ours,
        plain: of_plain,
    };
    let mut out = stdout();
    writeln!(out, "{}", pin::machine())?;
    write!(out, "{comparison}")?;
    Ok(())
}

/// Returns the CPU time of all threads of this process. Other processes do not affect it.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// Returns the time since the first call. Only Unix has a CPU time that is precise enough.
#[cfg(not(unix))]
fn cpu_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

fn run(counts: bool, calls: usize, cost: &mut Cost, call: &mut Call<'_>) -> Result<(), BoxError> {
    let region = Region::new(COUNTING);
    let begin = cpu_time();
    for _ in 0..calls {
        call()?;
    }
    let nanos = cpu_time().saturating_sub(begin).as_nanos();
    let change = region.change();
    if counts {
        cost.nanos.push(nanos / (calls as u128).max(1));
        cost.allocations = (change.allocations + change.reallocations) / calls.max(1);
        cost.bytes = change.bytes_allocated / calls.max(1);
    }
    Ok(())
}

/// Random numbers that are the same in each run (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Returns a random number below `bound`, which must not be 0.
    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }
}

impl Comparison {
    /// Returns the time of the generated client, divided by the time of the hand-written code, in thousandths. The
    /// result is the median of all rounds, and the 95 % confidence interval of this median.
    #[must_use]
    pub fn time_ratio(&self) -> (u128, [u128; 2]) {
        let rounds = self.ours.nanos.iter().zip(&self.plain.nanos);
        let ratios: Vec<u128> = rounds
            .map(|(ours, plain)| thousandths(*ours, *plain))
            .collect();
        // Bootstrap: draws random samples of the rounds, with replacement, and takes the median of each.
        let mut random = Random(SEED);
        let mut medians: Vec<u128> = (0..SAMPLES)
            .map(|_| {
                let picks = (0..ratios.len()).map(|_| random.below(ratios.len()));
                let sample = picks.filter_map(|pick| ratios.get(pick).copied());
                quantile(sample.collect(), 500)
            })
            .collect();
        medians.sort_unstable();
        let interval = [25, 975].map(|permille| quantile(medians.clone(), permille));
        (quantile(ratios, 500), interval)
    }
}

/// Returns the value below which this many thousandths of all values are.
fn quantile(mut values: Vec<u128>, permille: usize) -> u128 {
    values.sort_unstable();
    let index = values.len() * permille / 1000;
    let index = index.min(values.len().saturating_sub(1));
    values.get(index).copied().unwrap_or_default()
}

/// Divides without floats. The numbers do not overflow.
fn thousandths(ours: u128, plain: u128) -> u128 {
    ours.saturating_mul(1000) / plain.max(1)
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ours, plain) = (&self.ours, &self.plain);
        writeln!(
            f,
            "{:24} {:>12} {:>12} {:>8}",
            self.name, "ours", "by hand", "ratio"
        )?;
        let (ratio, interval) = self.time_ratio();
        let [low, high] = interval.map(decimal);
        writeln!(
            f,
            "  {:22} {:>12} {:>12} {:>8}  (95 %: {low} to {high})",
            "CPU time, ns (median)",
            quantile(ours.nanos.clone(), 500),
            quantile(plain.nanos.clone(), 500),
            decimal(ratio)
        )?;
        row(
            f,
            "CPU time, ns (least)",
            ours.least_nanos(),
            plain.least_nanos(),
        )?;
        row(
            f,
            "allocations",
            ours.allocations as u128,
            plain.allocations as u128,
        )?;
        row(
            f,
            "bytes allocated",
            ours.bytes as u128,
            plain.bytes as u128,
        )
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, ours: u128, plain: u128) -> fmt::Result {
    let ratio = decimal(thousandths(ours, plain));
    writeln!(f, "  {name:22} {ours:>12} {plain:>12} {ratio:>8}")
}

fn decimal(thousandths: u128) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}
