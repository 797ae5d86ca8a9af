//! `cargo xtask judge`: compares what this project sends with what other libraries send.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::output::{Outcome, eprint};
use crate::workspace::root;

/// The folder, relative to the workspace root, in which the other libraries are installed.
const LIBRARIES: &str = "target/judge";

/// The libraries to install with npm.
const PACKAGES: &[&str] = &["url-template@3.1.1", "qs@6.17.1", "swagger-client@3.37.3"];

/// The file of the expected texts, which the tests of the runtime read.
const VECTORS: &str = "templates/runtime/tests/it/parameters.tsv";

/// The script that calls the libraries.
const SCRIPT: &str = include_str!("styles.mjs");

/// Write the expected texts of tests with other libraries
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Styles(Styles),
}

/// Compare the expected texts of parameters with what url-template, qs and swagger-client write
///
/// These libraries run on Node.js. Install them with npm, as the message of this task says if they are missing. The tests of the
/// runtime send each value over a socket and compare the bytes with the expected text.
#[derive(Args, Debug)]
struct Styles {
    /// Write the texts as the expected ones; read them with `git diff` before you commit them
    #[arg(long)]
    accept: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.subject {
        Subject::Styles(styles) => judge_styles(styles.accept),
    }
}

fn judge_styles(accept: bool) -> Result<Outcome> {
    let libraries = root().join(LIBRARIES);
    if let Some(missing) = missing(&libraries) {
        let packages = PACKAGES.join(" ");
        eprint(&format!(
            "skipped: {missing} is not installed\nhelp: install Node.js, then run `npm install --prefix {LIBRARIES} {packages}`\n"
        ))?;
        return Ok(Outcome::Skipped);
    }
    let written = written(&libraries)?;
    let path = root().join(VECTORS);
    if accept {
        fs::write(&path, &written).with_context(|| format!("cannot write {VECTORS}"))?;
        return Ok(Outcome::Success);
    }
    let expected = fs::read_to_string(&path).with_context(|| format!("cannot read {VECTORS}"))?;
    let differences = differences(&expected, &written);
    if differences.is_empty() {
        eprint(&format!("{VECTORS} is up to date\n"))?;
        return Ok(Outcome::Success);
    }
    eprint(&format!(
        "{}error: {VECTORS} is out of date\nhelp: run `cargo xtask judge styles --accept`\n",
        differences.concat()
    ))?;
    Ok(Outcome::Problems)
}

/// Returns what is not installed, if anything.
fn missing(libraries: &Path) -> Option<&'static str> {
    let node = Command::new("node").arg("--version").output();
    if !node.is_ok_and(|output| output.status.success()) {
        return Some("node");
    }
    let name = |package: &'static str| package.split('@').next().unwrap_or(package);
    let names = PACKAGES.iter().map(|package| name(package));
    let installed = |name: &str| -> PathBuf { libraries.join("node_modules").join(name) };
    names.into_iter().find(|name| !installed(name).is_dir())
}

/// Runs the libraries and returns the lines that they print.
fn written(libraries: &Path) -> Result<String> {
    let script = libraries.join("styles.mjs");
    fs::write(&script, SCRIPT).context("cannot write the script")?;
    let output = Command::new("node")
        .arg(&script)
        .arg(libraries)
        .output()
        .context("cannot start node")?;
    anyhow::ensure!(
        output.status.success(),
        "the script failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// Returns the lines that only one of the two texts contains.
fn differences(expected: &str, written: &str) -> Vec<String> {
    let only = |sign: char, text: &str, other: &str| -> Vec<String> {
        let others: Vec<&str> = other.lines().collect();
        text.lines()
            .filter(|line| !others.contains(line))
            .map(|line| format!("{sign}{line}\n"))
            .collect()
    };
    let mut found = only('-', expected, written);
    found.extend(only('+', written, expected));
    found
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn differences_show_lines_of_one_side() {
        assert_eq!(differences("a\nb\n", "b\nc\n"), ["-a\n", "+c\n"]);
        assert!(differences("a\n", "a\n").is_empty());
    }
}
