//! `cargo xtask judge semver`: compares the levels of changes with cargo-semver-checks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use codegen::api::{assemble, surface};
use codegen::assets::package_facts;
use codegen::semver::{Level, Version, compare};

use crate::output::{Outcome, eprint, print};
use crate::workspace::root;

/// The folder in which the tool is installed, relative to the root of the workspace.
const TOOLS: &str = "target/judge";
/// The cases, relative to the root of the workspace.
const CASES: &str = "generator/tests/semver";
/// The `Cargo.toml` of a case without its own.
const PACKAGE: &str = "[package]\nname = \"case\"\nversion = \"1.0.0\"\nedition = \"2024\"\n";
/// The cases that the tool judges in another way, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Compare the levels of changes with cargo-semver-checks
///
/// Runs the tool for each case of `generator/tests/semver`, and compares whether the change is major. The tool has no rules for
/// most minor changes. Cases without Rust code and without features are skipped. If the tool is missing, the task prints the
/// command that installs it.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The cases; without a name, all cases
    cases: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let program = root().join(TOOLS).join("bin/cargo-semver-checks");
    if !program.is_file() {
        eprint(&format!(
            "skipped: {TOOLS}/bin/cargo-semver-checks is not installed\n\
             help: run `cargo install cargo-semver-checks --locked --root {TOOLS}`\n"
        ))?;
        return Ok(Outcome::Skipped);
    }
    let (mut agreed, mut different, mut excepted) = (0, 0, 0);
    for folder in cases(&arguments.cases)? {
        let name = folder.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default().to_owned();
        if name.starts_with("cargo-dep-") || name.starts_with("env-") {
            continue;
        }
        let crates = [Crate::read(&folder, "old")?, Crate::read(&folder, "new")?];
        let own = level(&crates)? == Level::Major;
        let other = judged(&program, &name, &crates)?;
        let word = |is_major: bool| if is_major { "major" } else { "not major" };
        let exception = EXCEPTIONS.iter().find(|(case, _)| *case == name);
        match exception {
            _ if own == other => agreed += 1,
            Some(_) => excepted += 1,
            None => different += 1,
        }
        let reason = exception.map_or_else(String::new, |(_, reason)| format!(" ({reason})"));
        if own != other {
            print(&format!(
                "{name}: {} here, {} in cargo-semver-checks{reason}\n",
                word(own),
                word(other)
            ))?;
        }
    }
    print(&format!(
        "{agreed} cases agree, {excepted} differ for a known reason, {different} differ\n"
    ))?;
    Ok(if different == 0 {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Lists the folders of the cases, sorted by name.
fn cases(names: &[String]) -> Result<Vec<PathBuf>> {
    let folder = root().join(CASES);
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| CASES.to_owned())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if names.is_empty() || names.contains(&name) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// A version of the crate of a case.
struct Crate {
    source: String,
    manifest: String,
}

impl Crate {
    fn read(folder: &Path, version: &str) -> Result<Self> {
        let path = folder.join(format!("{version}.rs"));
        let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let manifest = fs::read_to_string(folder.join(format!("{version}.toml")));
        Ok(Self {
            source,
            manifest: manifest.unwrap_or_else(|_| PACKAGE.to_owned()),
        })
    }

    /// Writes the crate as a workspace of its own.
    fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/lib.rs"), &self.source)?;
        let manifest = format!("{}\n[workspace]\n", self.manifest);
        Ok(fs::write(folder.join("Cargo.toml"), manifest)?)
    }
}

/// Returns the level of the change by our rules.
fn level([old, new]: &[Crate; 2]) -> Result<Level> {
    let list = |one: &Crate| {
        let files = BTreeMap::from([("lib.rs".to_owned(), one.source.clone())]);
        assemble("# The public items.", &surface(&files).sections)
    };
    let facts = |one: &Crate| package_facts(&one.manifest).map_err(|error| anyhow!(error));
    let (old_list, new_list) = (list(old), list(new));
    let (old_facts, new_facts) = (facts(old)?, facts(new)?);
    let old = Version {
        api: &old_list,
        package: &old_facts,
    };
    let new = Version {
        api: &new_list,
        package: &new_facts,
    };
    Ok(compare(old, new).level())
}

/// Whether the tool requires a new major version.
fn judged(program: &Path, name: &str, [old, new]: &[Crate; 2]) -> Result<bool> {
    let folder = root().join(TOOLS).join("semver").join(name);
    let (old_folder, new_folder) = (folder.join("old"), folder.join("new"));
    old.write(&old_folder)?;
    new.write(&new_folder)?;
    let output = Command::new(program)
        .current_dir(&new_folder)
        .env("CARGO_TARGET_DIR", root().join(TOOLS).join("semver-target"))
        .arg("semver-checks")
        .arg("--baseline-root")
        .arg(&old_folder)
        .args(["--release-type", "minor", "--color", "never"])
        .output()
        .context("cannot start cargo-semver-checks")?;
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    requires_major(&text)
        .with_context(|| format!("cargo-semver-checks did not judge the case `{name}`: {text}"))
}

/// Reads the summary of the tool.
fn requires_major(text: &str) -> Option<bool> {
    let summary = text
        .lines()
        .find(|line| line.trim_start().starts_with("Summary"))?;
    if summary.contains("requires new major version") {
        Some(true)
    } else if summary.contains("no semver update required")
        || summary.contains("requires new minor version")
    {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::requires_major;

    #[test]
    fn the_summary_decides() {
        let major =
            "   Summary semver requires new major version: 1 major and 0 minor checks failed";
        assert_eq!(requires_major(major), Some(true));
        assert_eq!(
            requires_major("     Summary no semver update required"),
            Some(false)
        );
        assert_eq!(requires_major("error: failed to build rustdoc"), None);
    }
}
