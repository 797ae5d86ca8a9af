//! Measures the CPU time of `cargo check` for the generated crate, without its dependencies.
//!
//! In: sets of features. Out: CPU seconds for each set. The crate is compiled in a separate target folder.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::usage;
use crate::workspace::{cargo, root};

const PACKAGE: &str = "zoom-accounts";
/// The target folder of the measurement.
const FOLDER: &str = "target/stats";
/// The sets of features. Each has a name in `xtask/budget.txt`, and options for cargo.
const SETS: &[(&str, &[&str])] = &[
    ("check-seconds-default", &[]),
    (
        "check-seconds-accounts",
        &[
            "--no-default-features",
            "--features=reqwest,rustls,accounts",
        ],
    ),
];

/// Checks the crate with each set of features. Returns the name and the CPU seconds of each set.
pub(crate) fn measure() -> Result<Vec<(&'static str, f64)>> {
    let folder = root().join(FOLDER);
    let mut measured = Vec::new();
    for (name, features) in SETS {
        // The dependencies are built first, so that their time is not measured.
        run("check", features, &folder)?;
        run("clean", &[], &folder)?;
        let before = seconds()?;
        run("check", features, &folder)?;
        measured.push((*name, seconds()? - before));
    }
    Ok(measured)
}

fn run(command: &str, more: &[&str], folder: &Path) -> Result<()> {
    let status = cargo()
        .args([command, "--quiet", "--package", PACKAGE, "--target-dir"])
        .arg(folder)
        .args(more)
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(root())
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "`cargo {command}` failed");
    Ok(())
}

fn seconds() -> Result<f64> {
    usage::children_seconds().context("CPU time can be measured on Linux only")
}
