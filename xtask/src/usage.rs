//! Measures the CPU time and the memory of this process.
//!
//! In: files that Linux provides in `/proc`. Out: seconds and kilobytes. On other systems, the result is `None`.

use std::fs;

/// Returns the CPU seconds of this process.
pub(crate) fn own_seconds() -> Option<f64> {
    seconds(11)
}

/// Returns the CPU seconds of the child processes that have ended.
pub(crate) fn children_seconds() -> Option<f64> {
    seconds(13)
}

/// Returns the sum of user time and system time. `before` is how many fields are between the process name and the user
/// time. Linux counts 100 ticks per second.
fn seconds(before: usize) -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The process name is in parentheses and may contain spaces.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(before).take(2);
    let ticks: u32 = ticks.map(|field| field.parse::<u32>().unwrap_or(0)).sum();
    Some(f64::from(ticks) / 100.0)
}

/// Returns the peak memory of this process.
pub(crate) fn peak_kilobytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
