//! `cargo xtask soak`: runs the fault tests of the generated crate for minutes, each time with another seed.
//!
//! In: the time and the first seed. Out: the figures of each run, which the tests print.

use anyhow::{Context, Result};
use clap::Args;

use crate::output::Outcome;
use crate::package::Package;
use crate::workspace::{cargo, root};

/// The features of the crate that the tests use. Without `rustls`, the crate compiles faster.
const FEATURES: &str = "reqwest,accounts,billing,fake,groups,tracing,users";
/// Settings of the release profile with which the crate compiles faster. The program is still fast enough.
const PROFILE: [&str; 5] = [
    "profile.release.lto='off'",
    "profile.release.debug=0",
    "profile.release.codegen-units=16",
    "profile.release.package.zoom-accounts.opt-level=1",
    "profile.release.package.zoom-accounts.codegen-units=64",
];

/// Run the client against the fake of Zoom for minutes, with faults of all kinds
///
/// Compares what the client reports with the state of the fake. Each run uses the next seed, and prints the numbers of
/// operations, faults, duplicates and losses. Stops at the first run with a problem.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// How long to run, in minutes, without the time to compile
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1440))]
    minutes: u64,
    /// The seed of the first run
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let package = Package::generated()?;
    let status = cargo()
        .args(["test", "--release", "--package", &package.name])
        .args(["--no-default-features", "--features", FEATURES])
        .args(PROFILE.iter().flat_map(|setting| ["--config", setting]))
        .args(["--test", "faults"])
        .args(["--", "--ignored", "--exact", "--nocapture", "soak"])
        .env("SOAK_MINUTES", arguments.minutes.to_string())
        .env("SOAK_SEED", arguments.seed.to_string())
        .current_dir(root())
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}
