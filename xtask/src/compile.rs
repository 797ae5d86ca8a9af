//! What it costs to check the generated crate alone, its dependencies being there: with all of it, and with one resource.
//!
//! In: sets of features. Out: processor seconds for each. It must not touch the sources, nor the target folder that others build in.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::root;

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
        cargo("check", features, &folder)?;
        cargo("clean", &[], &folder)?;
        let before = children_seconds()?;
        cargo("check", features, &folder)?;
        measured.push((*name, children_seconds()? - before));
    }
    Ok(measured)
}

fn cargo(command: &str, more: &[&str], folder: &Path) -> Result<()> {
    let status = Command::new("cargo")
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

/// The time that the processes that this one waited for have had of the processors: in ticks, of which Linux has 100 a second.
fn children_seconds() -> Result<f64> {
    let path = "/proc/self/stat";
    let stat = fs::read_to_string(path).with_context(|| format!("{path}: only Linux tells"))?;
    // The name, which is in brackets, may hold blanks; those of the children are the 14th and the 15th after it.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks: u32 = ticks.map(|field| field.parse::<u32>().unwrap_or(0)).sum();
    Ok(f64::from(ticks) / 100.0)
}
