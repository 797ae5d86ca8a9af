//! `cargo xtask ci`: runs the steps of the gate in order.

use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use crate::output::{Outcome, eprint};
use crate::workspace::{cargo, root};

/// The steps, as `.ci/run` has them: what is set for them, and what cargo is given.
const STEPS: &[(&[(&str, &str)], &str)] = &[
    (&[], "fmt --all --check"),
    (
        &[],
        "clippy --workspace --all-targets --all-features -- -D warnings",
    ),
    (&[], "xtask codegen --check"),
    (&[], "test --workspace"),
    (
        &[("RUSTDOCFLAGS", "-D warnings")],
        "doc --workspace --no-deps",
    ),
];

/// Run the steps of the gate: format, lints, generated files, tests, docs
///
/// It runs what `.ci/run` runs, and stops at the first step that fails.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Only print the steps
    #[arg(long)]
    list: bool,
    /// Go on after a step that failed
    #[arg(long)]
    keep_going: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut end = Outcome::Success;
    for (index, (variables, step)) in STEPS.iter().enumerate() {
        eprint(&format!(
            "[{}/{}] {}\n",
            index + 1,
            STEPS.len(),
            shown(variables, step)
        ))?;
        if arguments.list {
            continue;
        }
        let start = Instant::now();
        let mut command = cargo();
        command
            .current_dir(root())
            .envs(variables.iter().copied())
            .args(step.split(' '));
        if !command
            .status()
            .with_context(|| format!("`cargo {step}` does not start"))?
            .success()
        {
            eprint(&format!("failed: {}\n", shown(variables, step)))?;
            end = Outcome::Problems;
            if !arguments.keep_going {
                return Ok(end);
            }
        }
        eprint(&format!("        {:.1} s\n", start.elapsed().as_secs_f64()))?;
    }
    Ok(end)
}

/// A step as it is typed in a shell.
fn shown(variables: &[(&str, &str)], step: &str) -> String {
    let set = variables
        .iter()
        .map(|(name, value)| format!("{name}=\"{value}\" "));
    format!("{}cargo {step}", set.collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{STEPS, shown};
    use crate::workspace::root;

    #[test]
    fn the_steps_are_those_of_the_gate() {
        let script = fs::read_to_string(root().join(".ci/run")).unwrap();
        let steps: Vec<&str> = script
            .lines()
            .filter_map(|line| line.strip_prefix("step "))
            .collect();
        let ours: Vec<String> = STEPS
            .iter()
            .map(|(variables, step)| shown(variables, step))
            .collect();
        let typed: Vec<String> = ours
            .iter()
            .map(|step| {
                if step.starts_with("cargo ") {
                    step.clone()
                } else {
                    format!("env {step}")
                }
            })
            .collect();
        assert_eq!(steps, typed);
    }
}
