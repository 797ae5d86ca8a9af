//! What a process has cost, where the system tells it.
//!
//! In: the files in which Linux tells it. Out: seconds and memory; `None` elsewhere.

use std::fs;

/// The time that this process has had of the processors.
pub(crate) fn own_seconds() -> Option<f64> {
    seconds(11)
}

/// The time that the processes that this one waited for have had of the processors.
pub(crate) fn children_seconds() -> Option<f64> {
    seconds(13)
}

/// The user and the system time that stand behind so many fields, in ticks, of which Linux has 100 a second.
fn seconds(before: usize) -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name, which is in brackets, may hold blanks: fields are counted from behind it.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(before).take(2);
    let ticks: u32 = ticks.map(|field| field.parse::<u32>().unwrap_or(0)).sum();
    Some(f64::from(ticks) / 100.0)
}

/// The most memory that this process has held.
pub(crate) fn peak_kilobytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
