//! Runs a benchmark on only one processor core.
//!
//! If client and server run on different cores, they must wake each other. This would take longer than the calls.
//! Therefore, the benchmark starts itself again as a child process on one core.

use std::env;
use std::fs;
use std::io::{Write, stderr};
use std::process::Command;

use crate::BoxError;

/// An environment variable that only the child process has.
const PINNED: &str = "CODEGEN_BENCH_PINNED";

/// Runs this program again as a child process on one core, with `taskset`. Returns `true` when the child process has
/// ended: the caller must then end too. In the child process, returns `false`. Without `taskset`, prints a warning and
/// returns `false`.
pub fn run_on_one_core() -> Result<bool, BoxError> {
    if env::var_os(PINNED).is_some() {
        return Ok(false);
    }
    let core = first_core().unwrap_or_else(|| "0".to_owned());
    let mut pinned = Command::new("taskset");
    pinned.args(["--cpu-list", &core]).arg(env::current_exe()?);
    match pinned
        .args(env::args_os().skip(1))
        .env(PINNED, &core)
        .status()
    {
        Ok(status) if status.success() => Ok(true),
        Ok(status) => Err(format!("the pinned benchmark failed: {status}").into()),
        Err(_) => {
            let warning =
                "`taskset` is missing (Debian package util-linux): the benchmark uses all cores";
            writeln!(stderr(), "{warning}")?;
            Ok(false)
        }
    }
}

/// Returns the first core that this process may use, on Linux.
fn first_core() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let cores = status
        .lines()
        .find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?;
    let first = cores.trim().split(['-', ',']).next()?;
    Some(first.to_owned())
}

/// Describes the core and the load of the machine.
#[must_use]
pub fn machine() -> String {
    let core = env::var(PINNED).map_or("all cores".to_owned(), |core| format!("core {core}"));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    format!("{core}, load of the machine {load}")
}
