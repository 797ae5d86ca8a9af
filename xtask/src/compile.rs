//! What it costs to check the generated crate alone, its dependencies being there: with all of it, and with one resource.
//!
//! In: sets of features. Out: processor seconds for each. It must not touch the sources, nor the target folder that others build in.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::usage;
use crate::workspace::{cargo, root};

/// The crate that is checked.
const PACKAGE: &str = "zoom-accounts";
/// Where it is built, in the workspace's target folder.
const FOLDER: &str = "target/stats";
/// The sets of features, each with the name that the budget has for it.
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

/// Checks the crate with each set of features, and gives the seconds that the processors had to do with it.
pub(crate) fn measure() -> Result<Vec<(&'static str, f64)>> {
    let folder = root().join(FOLDER);
    let mut measured = Vec::new();
    for (name, features) in SETS {
        // The first check makes the dependencies.
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
        .context("cargo cannot be run")?;
    ensure!(status.success(), "`cargo {command}` failed");
    Ok(())
}

fn seconds() -> Result<f64> {
    usage::children_seconds().context("only Linux tells what a process cost")
}
