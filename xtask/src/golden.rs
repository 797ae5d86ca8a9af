//! `cargo xtask golden`: runs the golden cases of the generator and accepts new results.

use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::output::Outcome;
use crate::workspace::{self, root};

/// The test that compiles the generated files of all cases.
const COMPILE: &str = "golden_cases_compile_without_warnings";

/// Run the golden cases in `generator/tests/golden` and `generator/tests/diagnostics`
///
/// A golden case is a small document with the model and the files that are generated from the document. A diagnostics case is a
/// document with a mistake, and the expected diagnostics.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Run only the cases whose name contains this text
    filter: Option<String>,
    /// Replace the expected results by the new results; review the changes with `git diff`
    #[arg(long)]
    accept: bool,
    /// Compile the generated files of all cases, with warnings as errors
    #[arg(long)]
    check_compile: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut success = true;
    for harness in ["golden", "diagnostics"] {
        let mut command = cargo(harness);
        command.args(&arguments.filter).args(["--skip", COMPILE]);
        if arguments.accept {
            command.env("GOLDEN", "accept");
        }
        success &= command.status().context("cannot start cargo")?.success();
    }
    if arguments.check_compile {
        success &= cargo("golden")
            .args([COMPILE, "--exact"])
            .status()
            .context("cannot start cargo")?
            .success();
    }
    Ok(if success {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

fn cargo(harness: &str) -> Command {
    let mut command = workspace::cargo();
    command.current_dir(root()).args([
        "test",
        "--quiet",
        "--package",
        "codegen",
        "--test",
        harness,
        "--",
    ]);
    command
}
