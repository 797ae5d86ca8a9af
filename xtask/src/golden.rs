//! `cargo xtask golden`: runs the golden cases of the generator, and takes over what they make.

use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::End;
use crate::workspace::{self, root};

/// Name of the test that compiles all cases.
const COMPILE: &str = "golden_cases_compile_without_warnings";

/// Run the golden cases, `generator/tests/golden`, and those of findings, `generator/tests/diagnostics`
///
/// A golden case is a small document, the model that it becomes and the files that are emitted for it. A case of a finding
/// is a document with a mistake and what is said of it.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Only cases whose name contains this text
    filter: Option<String>,
    /// Write what the cases make as what is expected of them; read it with `git diff` before you commit it
    #[arg(long)]
    accept: bool,
    /// Compile the emitted files of all cases, with warnings as errors
    #[arg(long)]
    check_compile: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<End> {
    let mut fine = true;
    for harness in ["golden", "diagnostics"] {
        let mut command = cargo(harness);
        command.args(&arguments.filter).args(["--skip", COMPILE]);
        if arguments.accept {
            command.env("GOLDEN", "accept");
        }
        fine &= command.status().context("cargo does not start")?.success();
    }
    if arguments.check_compile {
        fine &= cargo("golden")
            .args([COMPILE, "--exact"])
            .status()
            .context("cargo does not start")?
            .success();
    }
    Ok(if fine { End::Fine } else { End::Findings })
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
