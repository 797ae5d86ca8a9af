//! `cargo xtask judge styles`: compares encoded parameters with the output of other libraries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use crate::output::{Outcome, eprint};
use crate::workspace::root;

/// The folder in which the npm packages are installed, relative to the root of the workspace.
const LIBRARIES: &str = "target/judge";

/// The npm packages of the other libraries.
const PACKAGES: &[&str] = &["url-template@3.1.1", "qs@6.17.1", "swagger-client@3.37.3"];

/// The file that contains the expected texts. The tests of the runtime read this file too.
const VECTORS: &str = "templates/runtime/tests/it/parameters.tsv";

/// The Node.js script that encodes parameters with the other libraries.
const SCRIPT: &str = include_str!("styles.mjs");

/// Compare the expected texts of parameters with the output of url-template, qs and swagger-client
///
/// The libraries run on Node.js. If a library is missing, the task prints the npm command that installs the libraries. The tests
/// of the runtime send each value over a socket and compare the bytes with the expected text.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Replace the expected texts by the output of the libraries; review the changes with `git diff`
    #[arg(long)]
    accept: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
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
    if arguments.accept {
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

/// Returns the name of a program or library that is not installed.
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

/// Runs the script and returns the output of the script.
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

/// Returns the lines that are only in one of the texts. `-` is before an expected line, and `+` is before a line of the
/// libraries.
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
