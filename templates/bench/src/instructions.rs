//! Counts the instructions of two functions with callgrind, a tool of valgrind.
//!
//! Only the thread of the caller is counted, so the server does not affect the result. Unlike times, the count does not
//! depend on the load of the machine.

use std::env;
use std::io::{Write, stdout};
use std::process::Command;

use crate::{BoxError, Call};

/// The option of a benchmark that counts instructions: `cargo bench -p codegen-bench --bench small_get -- --instructions`.
const OPTION: &str = "--instructions";

/// The environment variable that selects the function to count in the child process.
const SELECTED: &str = "CODEGEN_BENCH_COUNT";

/// How many calls are made before counting starts, so that connections are open and caches are filled.
const WARM_UP: u32 = 20;

/// The number of counted calls.
const CALLS: u32 = 100;

/// Counts instructions, if the program has the argument `--instructions`. Returns whether it has.
pub fn count(ours: &mut Call<'_>, plain: &mut Call<'_>) -> Result<bool, BoxError> {
    match env::var(SELECTED).as_deref() {
        Ok("ours") => return run(ours).map(|()| true),
        Ok("plain") => return run(plain).map(|()| true),
        _ => {}
    }
    if !env::args().any(|argument| argument == OPTION) {
        return Ok(false);
    }
    let (ours, plain) = (count_in_child("ours")?, count_in_child("plain")?);
    let ratio = ours.saturating_mul(1000) / plain.max(1);
    writeln!(
        stdout(),
        "  {:22} {ours:>12} {plain:>12} {:>4}.{:03}",
        "instructions per call",
        ratio / 1000,
        ratio % 1000
    )?;
    Ok(true)
}

fn run(call: &mut Call<'_>) -> Result<(), BoxError> {
    for _ in 0..WARM_UP {
        call()?;
    }
    for _ in 0..CALLS {
        counted_call(call)?;
    }
    Ok(())
}

/// Callgrind finds this function by its name, and counts while it runs.
#[inline(never)]
fn counted_call(call: &mut Call<'_>) -> Result<(), BoxError> {
    call()
}

/// Runs one of the two functions in a child process under valgrind. Returns the instructions per call.
fn count_in_child(function: &str) -> Result<u64, BoxError> {
    let file = env::temp_dir().join(format!("callgrind.{function}.{}", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg("--toggle-collect=*counted_call*")
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(env::current_exe()?)
        .env(SELECTED, function)
        .output()
        .map_err(|error| {
            format!("failed to run valgrind (install the Debian package valgrind): {error}")
        })?;
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("valgrind failed: {log}").into());
    }
    // The file shows the cost of each function: `callgrind_annotate FILE`.
    writeln!(stdout(), "  {}", file.display())?;
    let collected = log
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .and_then(|(_, count)| count.trim().parse::<u64>().ok())
        .ok_or("valgrind reported no instructions")?;
    Ok(collected / u64::from(CALLS))
}
