//! Measuring two ways of doing the same.
//!
//! In: two functions. Out: the time and the allocations of each, and their ratios. It must not let the state of the machine decide:
//! the two take turns in short rounds, each is held against the one beside it, and the median of those ratios counts.

use std::alloc::System;
use std::fmt;
use std::time::Instant;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::BoxError;

/// What counts the allocations; a bench makes it the allocator of its process.
pub static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What one way took.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// Of one call, by round.
    nanos: Vec<u128>,
    allocations: usize,
    bytes: usize,
}

impl Cost {
    /// Of one call, in the median round.
    #[must_use]
    pub fn nanos(&self) -> u128 {
        let mut sorted = self.nanos.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }

    /// Of one call, in the quickest round.
    #[must_use]
    pub fn least_nanos(&self) -> u128 {
        self.nanos.iter().min().copied().unwrap_or_default()
    }
}

/// What two ways took.
#[derive(Debug)]
pub struct Comparison {
    /// What is measured.
    pub name: &'static str,
    /// The generated client.
    pub ours: Cost,
    /// By hand.
    pub plain: Cost,
}

/// Runs each of two ways so many times in so many rounds, in turns.
pub fn compare(
    name: &'static str,
    rounds: usize,
    calls: usize,
    mut ours: impl FnMut() -> Result<(), BoxError>,
    mut plain: impl FnMut() -> Result<(), BoxError>,
) -> Result<Comparison, BoxError> {
    let (mut of_ours, mut of_plain) = (Cost::default(), Cost::default());
    // The first round warms up connections and caches.
    for round in 0..=rounds {
        // Who goes first changes from round to round.
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
    /// The time of ours by that by hand, in thousandths: the median of the rounds, each by the one beside it.
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

/// A ratio without floats: the numbers are far from their limits.
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
