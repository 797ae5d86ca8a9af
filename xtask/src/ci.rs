//! `cargo xtask ci`: runs the gate, which is the list of checks that every change must pass.

use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use crate::output::{Outcome, eprint};
use crate::workspace::{cargo, root};

/// A step of the gate: a cargo command.
struct Step {
    /// The environment variables to set.
    variables: &'static [(&'static str, &'static str)],
    /// The arguments of cargo, separated by single spaces.
    arguments: &'static str,
    /// The command that installs the subcommand of the step, if cargo does not contain it. The step is skipped if the
    /// subcommand is not installed.
    install: Option<&'static str>,
}

impl Step {
    const fn new(arguments: &'static str) -> Self {
        Self {
            variables: &[],
            arguments,
            install: None,
        }
    }

    /// Creates a step that treats warnings of rustdoc as errors.
    const fn docs(arguments: &'static str) -> Self {
        Self {
            variables: &[("RUSTDOCFLAGS", "-D warnings")],
            ..Self::new(arguments)
        }
    }

    /// Formats the step as a shell command.
    fn shown(&self) -> String {
        let variables = self.variables.iter();
        let variables = variables.map(|(name, value)| format!("{name}=\"{value}\" "));
        format!("{}cargo {}", variables.collect::<String>(), self.arguments)
    }

    fn is_installed(&self) -> bool {
        let Some(subcommand) = self
            .arguments
            .split(' ')
            .next()
            .filter(|_| self.install.is_some())
        else {
            return true;
        };
        let version = cargo()
            .args([subcommand, "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        version.is_ok_and(|status| status.success())
    }

    fn run(&self) -> Result<StepResult> {
        let status = cargo()
            .current_dir(root())
            .envs(self.variables.iter().copied())
            .args(self.arguments.split(' '))
            .status()
            .with_context(|| format!("cannot start `{}`", self.shown()))?;
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        let is_task = self.arguments.starts_with("xtask ");
        Ok(match code {
            Some(0) => StepResult::Passed,
            Some(code) if is_task && code == Outcome::Skipped.exit_code() => StepResult::Skipped,
            _ => StepResult::Failed,
        })
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum StepResult {
    Passed,
    Failed,
    /// The step was skipped because its tool is not installed. The output of the step contains the command that
    /// installs it.
    Skipped,
}

/// The steps of the gate. Fast steps come first.
const STEPS: &[Step] = &[
    Step::new("fmt --all --check"),
    Step::new("xtask codegen --check"),
    Step::new("xtask lint-text"),
    Step::new("xtask spec lint"),
    Step::new("clippy --workspace --all-targets --all-features -- -D warnings"),
    Step::new("xtask features"),
    Step::new("test --workspace"),
    Step::new("xtask mutate --count 80 --check 2"),
    Step::new("xtask mutate --hostile --count 20 --check 1"),
    Step::docs("doc --workspace --exclude zoom-accounts --no-deps"),
    Step::docs("doc --package zoom-accounts --no-deps --all-features"),
    Step::new("xtask api --check"),
    Step {
        install: Some("cargo install --locked cargo-deny"),
        ..Step::new(
            "deny --all-features --config xtask/deny.toml check --hide-inclusion-graph bans licenses sources",
        )
    },
];

/// Run the steps of the gate: format, generated files, texts, lints, features, tests, mutants, docs, public items, dependencies
///
/// Stops at the first step that fails. A step without an installed tool is skipped; the last lines list the skipped steps.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Print the steps without running them
    #[arg(long)]
    list: bool,
    /// Continue with the next step after a step fails
    #[arg(long)]
    keep_going: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut failed = Vec::new();
    let mut skipped = Vec::new();
    for (index, step) in STEPS.iter().enumerate() {
        eprint(&format!(
            "[{}/{}] {}\n",
            index + 1,
            STEPS.len(),
            step.shown()
        ))?;
        if arguments.list {
            continue;
        }
        if !step.is_installed() {
            skipped.push(step);
            continue;
        }
        let start = Instant::now();
        let result = step.run()?;
        eprint(&format!("        {:.1} s\n", start.elapsed().as_secs_f64()))?;
        match result {
            StepResult::Passed => {}
            StepResult::Skipped => skipped.push(step),
            StepResult::Failed => {
                failed.push(step);
                if !arguments.keep_going {
                    break;
                }
            }
        }
    }
    if arguments.list {
        return Ok(Outcome::Success);
    }
    for step in &skipped {
        eprint(&format!("skipped: {}\n", step.shown()))?;
        if let Some(install) = step.install {
            eprint(&format!("         not installed: `{install}`\n"))?;
        }
    }
    for step in &failed {
        eprint(&format!("failed: {}\n", step.shown()))?;
    }
    if !failed.is_empty() {
        return Ok(Outcome::Problems);
    }
    eprint(&format!(
        "passed: {} of {} steps\n",
        STEPS.len() - skipped.len(),
        STEPS.len()
    ))?;
    Ok(Outcome::Success)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use codegen::diag::Diagnostics;
    use codegen::load::yaml;
    use codegen::source::{Node, Sources};

    use super::{STEPS, Step};
    use crate::package::Package;
    use crate::workspace::root;

    fn read(path: &str) -> String {
        fs::read_to_string(root().join(path)).unwrap()
    }

    #[test]
    fn the_script_of_the_gate_runs_this_task() {
        let script = read(".ci/run");
        assert!(
            script.lines().any(|line| line == "cargo xtask ci"),
            "{script}"
        );
    }

    #[test]
    fn a_step_whose_tool_is_not_installed_is_skipped() {
        assert!(Step::new("fmt --all").is_installed());
        let missing = Step {
            install: Some("cargo install missing"),
            ..Step::new("no-such-subcommand check")
        };
        assert!(!missing.is_installed());
    }

    #[test]
    fn the_steps_use_the_package_that_is_generated() {
        let name = Package::generated().unwrap().name;
        let mut steps = STEPS.iter();
        assert!(steps.any(|step| step.arguments.contains(&format!("--package {name} "))));
    }

    /// Returns the shell commands of a job in a CI workflow.
    fn commands(workflow: &Node, job: &str) -> String {
        let steps = workflow
            .get("jobs")
            .and_then(|jobs| jobs.get(job)?.get("steps")?.as_list());
        let runs = steps.unwrap().iter().filter_map(|step| step.text("run"));
        runs.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_workflow_runs_the_gate_and_the_oldest_compilers_of_the_manifests() {
        let text = read(".github/workflows/ci.yml");
        let mut sources = Sources::default();
        let id = sources.add("ci.yml", text.as_str());
        let workflow = yaml::parse(&text, id, &mut Diagnostics::default()).unwrap();
        assert!(commands(&workflow, "gate").contains(".ci/run"));
        let package = Package::generated().unwrap();
        let client = package.keys["rust_version"].as_str().unwrap();
        assert!(commands(&workflow, "msrv-client").contains(&format!("cargo +{client} ")));
        let manifest = read("Cargo.toml");
        let tools = manifest
            .lines()
            .find_map(|line| line.strip_prefix("rust-version = "));
        let tools = tools.unwrap().trim_matches('"');
        assert!(commands(&workflow, "msrv-tools").contains(&format!("cargo +{tools} ")));
    }
}
