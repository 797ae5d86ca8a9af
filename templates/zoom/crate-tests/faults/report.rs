//! The figures of a run.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::judge::Kind;

/// The figures of a run.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) seed: u64,
    pub(crate) operations: u64,
    pub(crate) failures: u64,
    pub(crate) unknown: u64,
    pub(crate) requests: u64,
    pub(crate) time: Duration,
    /// The number of faults by kind.
    pub(crate) faults: BTreeMap<String, u64>,
    pub(crate) findings: Vec<(Kind, String)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |kind| {
            let findings = self.findings.iter();
            findings.filter(|(found, _)| *found == kind).count()
        };
        let duplicates = count(Kind::Duplicate);
        let losses = count(Kind::Loss);
        let wrong = count(Kind::WrongReport);
        let refusals = count(Kind::Refusal);
        let leaks = count(Kind::Leak);
        let seconds = self.time.as_secs_f64();
        writeln!(
            f,
            "seed {}: {} operations ({} failed, {} with an unknown outcome), {} requests in {seconds:.1} s",
            self.seed, self.operations, self.failures, self.unknown, self.requests
        )?;
        writeln!(
            f,
            "{duplicates} duplicates, {losses} losses, {wrong} wrong reports, {refusals} refusals, {leaks} leaks"
        )?;
        let faults = self.faults.iter();
        let faults: Vec<_> = faults
            .map(|(kind, count)| format!("{kind} {count}"))
            .collect();
        write!(f, "faults: {}", faults.join(", "))
    }
}
