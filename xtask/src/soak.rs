//! `cargo xtask soak`: runs the fault tests of the generated crate for minutes, each time with another seed.
//!
//! In: the time and the first seed. Out: the figures of each run, which the tests print.

use anyhow::{Context, Result};
use clap::Args;

use crate::output::Outcome;
use crate::package::Package;
use crate::workspace::{cargo, root};

/// The features of the crate that the tests use.
const FEATURES: &str = "fake,tracing";
/// Settings of the release profile that compile in a fraction of the time.
const PROFILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
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
        .args(["--features", FEATURES, "--test", "faults"])
        .args(["--", "--ignored", "--exact", "--nocapture", "soak"])
        .envs(PROFILE)
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
