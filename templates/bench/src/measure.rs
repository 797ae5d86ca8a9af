//! Compares the cost of two functions.
//!
//! In: two functions. Out: time and allocations of each function, and their ratios. The functions alternate in short
//! rounds, because the load of the machine changes. The result is the median ratio over all rounds.

use std::alloc::System;
use std::fmt;
use std::time::Instant;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::BoxError;

/// A global allocator that counts allocations.
pub static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The cost of one function.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// The nanoseconds per call, for each round.
    nanos: Vec<u128>,
    allocations: usize,
    bytes: usize,
}

impl Cost {
    /// Returns the nanoseconds per call in the median round.
    #[must_use]
    pub fn nanos(&self) -> u128 {
        let mut sorted = self.nanos.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }

    /// Returns the nanoseconds per call in the fastest round.
    #[must_use]
    pub fn least_nanos(&self) -> u128 {
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
    /// The cost of the hand-written code.
    pub plain: Cost,
}

/// Runs two functions alternately. In each round, calls each function `calls` times.
pub fn compare(
    name: &'static str,
    rounds: usize,
    calls: usize,
    mut ours: impl FnMut() -> Result<(), BoxError>,
    mut plain: impl FnMut() -> Result<(), BoxError>,
) -> Result<Comparison, BoxError> {
    let (mut of_ours, mut of_plain) = (Cost::default(), Cost::default());
    // The costs of the first round are ignored, because that round warms up connections and caches.
    for round in 0..=rounds {
        // In odd rounds, `plain` runs first.
        if round % 2 == 0 {
            run(round > 0, calls, &mut of_ours, &mut ours)?;
            run(round > 0, calls, &mut of_plain, &mut plain)?;
        } else {
            run(round > 0, calls, &mut of_plain, &mut plain)?;
            run(round > 0, calls, &mut of_ours, &mut ours)?;
        }
    }
    Ok(Comparison {
        name,
        ours: of_ours,
        plain: of_plain,
    })
}

fn run(
    counts: bool,
    calls: usize,
    cost: &mut Cost,
    call: &mut impl FnMut() -> Result<(), BoxError>,
) -> Result<(), BoxError> {
    let region = Region::new(COUNTING);
    let begin = Instant::now();
    for _ in 0..calls {
        call()?;
    }
    let nanos = begin.elapsed().as_nanos();
    let change = region.change();
    if counts {
        cost.nanos.push(nanos / (calls as u128).max(1));
        cost.allocations = (change.allocations + change.reallocations) / calls.max(1);
        cost.bytes = change.bytes_allocated / calls.max(1);
    }
    Ok(())
}

impl Comparison {
    /// Returns the median time ratio over all rounds, in thousandths. A ratio is the time of the generated client
    /// divided by the time of the hand-written code.
    #[must_use]
    pub fn time_ratio(&self) -> u128 {
        let rounds = self.ours.nanos.iter().zip(&self.plain.nanos);
        let mut ratios: Vec<u128> = rounds
            .map(|(ours, plain)| thousandths(*ours, *plain))
            .collect();
        ratios.sort_unstable();
        ratios.get(ratios.len() / 2).copied().unwrap_or_default()
    }
}

/// Returns `ours / plain` in thousandths.
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
        let (nanos, of_plain) = (ours.nanos(), plain.nanos());
        write_row(f, "time, ns (median)", nanos, of_plain, self.time_ratio())?;
        row(
            f,
            "time, ns (least)",
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
    write_row(f, name, ours, plain, thousandths(ours, plain))
}

fn write_row(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    ours: u128,
    plain: u128,
    ratio: u128,
) -> fmt::Result {
    writeln!(
        f,
        "  {name:22} {ours:>12} {plain:>12} {:>4}.{:03}",
        ratio / 1000,
        ratio % 1000
    )
}
