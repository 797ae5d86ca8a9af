//! Runs cargo on the crates of mutants.
//!
//! In: crates in folders of one workspace. Out: the first failure of each crate. All crates have the same target
//! folder, so that dependencies are compiled once. Default features are disabled, because they would need a TLS
//! library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result};
use serde_json::Value;

use super::child::class_of;
use super::failure::{Failure, Sort};
use super::hostile::MARKER;
use crate::crates::write_workspace;
use crate::workspace::cargo;

/// A workspace that contains the crates of mutants.
#[derive(Clone, Debug)]
pub(crate) struct Crates {
    /// The folder of the workspace.
    pub(crate) folder: PathBuf,
    /// The number of parallel jobs of cargo.
    pub(crate) jobs: usize,
}

impl Crates {
    /// Checks crates. A warning is an error. If `hostile` is set, the docs and tests of the crates are checked too.
    /// `last` is the last check to run: `Compile` skips docs and tests, and `Docs` skips tests. Returns the failure of
    /// each crate.
    pub(crate) fn check(
        &self,
        names: &[&str],
        hostile: bool,
        last: Sort,
    ) -> Result<BTreeMap<String, Failure>> {
        let mut failures = BTreeMap::new();
        for name in names {
            if let Some(failure) = self.manifest(name)? {
                failures.insert((*name).to_owned(), failure);
            }
        }
        self.step(names, Sort::Compile, &mut failures)?;
        if hostile && last != Sort::Compile {
            self.step(names, Sort::Docs, &mut failures)?;
        }
        if hostile && ![Sort::Compile, Sort::Docs].contains(&last) {
            for name in names {
                if !failures.contains_key(*name)
                    && let Some(failure) = self.tests(name)?
                {
                    failures.insert((*name).to_owned(), failure);
                }
            }
        }
        Ok(failures)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command
            .args(arguments)
            .args([
                "--offline",
                "--quiet",
                "--jobs",
                &self.jobs.to_string(),
                "--no-default-features",
            ])
            .arg("--target-dir")
            .arg(self.folder.join("target"))
            .current_dir(&self.folder)
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings");
        command
    }

    /// Checks the `Cargo.toml` of one crate. If it were invalid, cargo could not load the workspace.
    fn manifest(&self, name: &str) -> Result<Option<Failure>> {
        write_workspace(&self.folder, &[name])?;
        let output = cargo()
            .args([
                "metadata",
                "--no-deps",
                "--offline",
                "--quiet",
                "--format-version",
                "1",
            ])
            .current_dir(&self.folder)
            .output()
            .context("cannot start cargo")?;
        let messages = text(&output.stderr);
        if !output.status.success() {
            return Ok(Some(Failure::of_cargo(
                Sort::Compile,
                "an invalid Cargo.toml",
                &messages,
            )));
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let package = metadata.pointer("/packages/0");
        let mut fields = package.and_then(Value::as_object).into_iter().flatten();
        let forged = fields.find(|(key, value)| {
            let prose = [
                "description",
                "id",
                "manifest_path",
                "name",
                "targets",
                "readme",
            ];
            !prose.contains(&key.as_str()) && value.to_string().contains(MARKER)
        });
        Ok(forged.map(|(key, value)| {
            let class = format!("`{key}` of Cargo.toml");
            Failure::of_cargo(Sort::Escape, class, &value.to_string())
        }))
    }

    /// Runs `cargo check` or `cargo doc` on all crates without a failure so far.
    fn step(
        &self,
        names: &[&str],
        sort: Sort,
        failures: &mut BTreeMap<String, Failure>,
    ) -> Result<()> {
        let open: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !failures.contains_key(*name))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        write_workspace(&self.folder, &open)?;
        let arguments: &[&str] = match sort {
            Sort::Docs => &[
                "doc",
                "--no-deps",
                "--workspace",
                "--keep-going",
                "--message-format",
                "json",
            ],
            _ => &[
                "check",
                "--workspace",
                "--lib",
                "--tests",
                "--keep-going",
                "--message-format",
                "json",
            ],
        };
        let output = self
            .command(arguments)
            .output()
            .context("cannot start cargo")?;
        let found = compiler_failures(&text(&output.stdout), sort);
        let explained =
            output.status.success() || !found.is_empty() || text(&output.stdout).contains(RUNTIME);
        failures.extend(
            found
                .into_iter()
                .filter(|(name, _)| open.contains(&name.as_str())),
        );
        if !explained {
            anyhow::bail!("cargo {}: {}", arguments.join(" "), text(&output.stderr));
        }
        Ok(())
    }

    /// Runs the tests of a crate. They fail if code of the document was run.
    fn tests(&self, name: &str) -> Result<Option<Failure>> {
        write_workspace(&self.folder, &[name])?;
        let temporary = self.folder.join("temporary").join(name);
        if temporary.exists() {
            fs::remove_dir_all(&temporary)?;
        }
        fs::create_dir_all(&temporary)?;
        let output = self
            .command(&["test", "--package", name, "--no-fail-fast"])
            .env("TMPDIR", &temporary)
            .output()
            .context("cannot start cargo")?;
        Ok(test_failure(&output, temporary.join(MARKER).exists()))
    }
}

/// The folder of the runtime, which is the same in all crates.
const RUNTIME: &str = "src/runtime/";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns the failure of a test run. If `has_file` is true, code of the document has run, because it has created its
/// file.
fn test_failure(output: &Output, has_file: bool) -> Option<Failure> {
    let all = format!("{}\n{}", text(&output.stdout), text(&output.stderr));
    let line = all.lines().find(|line| line.contains(MARKER));
    if has_file || (!output.status.success() && line.is_some()) {
        let class = if has_file {
            "code that ran"
        } else {
            "code in tests"
        };
        return Some(Failure::of_cargo(
            Sort::Escape,
            class,
            line.unwrap_or_default(),
        ));
    }
    if output.status.success() {
        return None;
    }
    let failed = all
        .lines()
        .position(|line| line.contains("FAILED") || line.starts_with("error"));
    let start = all
        .lines()
        .skip(failed.unwrap_or(0))
        .collect::<Vec<_>>()
        .join("\n");
    let panic = all
        .lines()
        .skip_while(|line| !line.contains("panicked at "))
        .nth(1);
    let class = panic.or_else(|| start.lines().next()).map(class_of);
    Some(Failure::of_cargo(
        Sort::Test,
        class.unwrap_or_default(),
        &start,
    ))
}

/// Parses the JSON messages of cargo and returns the first error or warning of each crate.
fn compiler_failures(output: &str, sort: Sort) -> BTreeMap<String, Failure> {
    let mut found = BTreeMap::new();
    for line in output.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let part = |pointer: &str| {
            line.pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let is_fault = ["error", "warning"].contains(&part("/message/level"));
        if part("/reason") != "compiler-message" || !is_fault {
            continue;
        }
        let folder = Path::new(part("/manifest_path"))
            .parent()
            .and_then(Path::file_name);
        let Some(name) = folder.map(|name| name.to_string_lossy().into_owned()) else {
            continue;
        };
        let message = part("/message/message");
        let rendered = part("/message/rendered");
        // Docs of the runtime link to items that need a Cargo feature. The warnings about these links are ignored,
        // because they do not depend on the document.
        if part("/message/spans/0/file_name").contains(RUNTIME) && sort == Sort::Docs {
            continue;
        }
        if message.starts_with("aborting due to") || message.starts_with("could not compile") {
            continue;
        }
        let class = format!("{} {}", part("/message/code/code"), class_of(message));
        let sort = if rendered.contains("compile_error!(\"zzEscape") {
            Sort::Escape
        } else {
            sort
        };
        found
            .entry(name)
            .or_insert_with(|| Failure::of_cargo(sort, class.trim(), rendered));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::failure::Sort;
    use super::compiler_failures;

    #[test]
    fn the_first_message_about_a_crate_is_its_failure() {
        let line = |message: &str, code: &str| {
            let message = serde_json::json!({ "level": "error", "message": message, "code": { "code": code }, "rendered": message });
            serde_json::json!({ "reason": "compiler-message", "manifest_path": "/x/mutant-7/Cargo.toml", "message": message })
                .to_string()
        };
        let output = [
            line("cannot find `a`", "E0425"),
            line("other", "E0001"),
            "no JSON".to_owned(),
        ]
        .join("\n");
        let found = compiler_failures(&output, Sort::Compile);
        assert_eq!(found.len(), 1);
        assert_eq!(found["mutant-7"].class, "E0425 cannot find `…`");
    }
}
