//! `cargo xtask judge documents`: checks the bundled documents with other OpenAPI tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;

use crate::output::{Outcome, eprint, print};
use crate::workspace::{GENERATED, root};

/// The folder in which the tools are installed, relative to the root of the workspace.
const TOOLS: &str = "target/judge";
/// The Python package of the validator.
const VALIDATOR: &str = "openapi-spec-validator==0.9.0";
/// The npm package of the linter.
const LINTER: &str = "@redocly/cli@2.77.0";
/// The folder of the bundled documents in the generated crate.
const DOCUMENTS: &str = "openapi";

/// Check the bundled documents in `generated/openapi` with openapi-spec-validator and Redocly CLI
///
/// The first tool needs Python, and the second tool needs Node.js. If a tool is missing, the task prints the command that
/// installs the tool. Each error is printed with its location. Of the warnings, only the number is printed.
#[derive(Args, Debug)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Outcome> {
    let tools = root().join(TOOLS);
    let validator = tools.join("venv/bin/openapi-spec-validator");
    let linter = tools.join("node_modules/.bin/redocly");
    let install = [
        (
            &validator,
            format!("python3 -m venv {TOOLS}/venv && {TOOLS}/venv/bin/pip install {VALIDATOR}"),
        ),
        (&linter, format!("npm install --prefix {TOOLS} {LINTER}")),
    ];
    for (program, command) in install {
        if !program.is_file() {
            let program = program.strip_prefix(root()).unwrap_or(program).display();
            eprint(&format!(
                "skipped: {program} is not installed\nhelp: run `{command}`\n"
            ))?;
            return Ok(Outcome::Skipped);
        }
    }
    let mut errors = 0;
    for document in documents()? {
        let name = document.strip_prefix(root()).unwrap_or(&document).display();
        let invalid = validated(&validator, &document)?;
        let report = linted(&linter, &document)?;
        for error in invalid.iter().cloned().chain(report.errors()) {
            errors += 1;
            eprint(&format!("error: {name}: {error}\n"))?;
        }
        print(&format!(
            "{name}: {} errors of openapi-spec-validator, {} errors and {} warnings of Redocly CLI\n",
            invalid.iter().count(),
            report.totals.errors,
            report.totals.warnings
        ))?;
    }
    Ok(if errors == 0 {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Lists the bundled documents, sorted by name.
fn documents() -> Result<Vec<PathBuf>> {
    let folder = root().join(GENERATED).join(DOCUMENTS);
    let listed =
        fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut documents = Vec::new();
    for entry in listed {
        documents.push(entry?.path());
    }
    documents.sort();
    anyhow::ensure!(!documents.is_empty(), "{GENERATED}/{DOCUMENTS} is empty");
    Ok(documents)
}

/// Returns the message of the validator, if the document is invalid. The validator stops at the first error.
fn validated(program: &Path, document: &Path) -> Result<Option<String>> {
    let output = Command::new(program)
        .args(["--schema", "3.0"])
        .arg(document)
        .output()
        .context("cannot start openapi-spec-validator")?;
    let message = [output.stdout, output.stderr].concat();
    let message = String::from_utf8_lossy(&message).trim().to_owned();
    Ok((!output.status.success()).then_some(message))
}

/// The report of Redocly CLI.
#[derive(Debug, Deserialize)]
struct Report {
    totals: Totals,
    problems: Vec<Problem>,
}

#[derive(Debug, Deserialize)]
struct Totals {
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Deserialize)]
struct Problem {
    #[serde(rename = "ruleId")]
    rule: String,
    severity: String,
    message: String,
    location: Vec<Location>,
}

#[derive(Debug, Deserialize)]
struct Location {
    pointer: Option<String>,
}

impl Report {
    /// Lists the errors with their rules and their locations.
    fn errors(&self) -> impl Iterator<Item = String> {
        let errors = self.problems.iter().filter(|one| one.severity == "error");
        errors.map(|problem| {
            let mut pointers = problem.location.iter().map(|place| &place.pointer);
            let pointer = pointers.find_map(Option::as_deref).unwrap_or("#");
            format!("{}: {} at {pointer}", problem.rule, problem.message)
        })
    }
}

/// Runs Redocly CLI with its recommended rules. The program runs in its own folder, so that it reads no configuration of this
/// repository.
fn linted(program: &Path, document: &Path) -> Result<Report> {
    let output = Command::new(program)
        .current_dir(root().join(TOOLS))
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .arg("lint")
        .arg(document)
        .args([
            "--extends=recommended",
            "--format=json",
            "--max-problems=1000",
        ])
        .output()
        .context("cannot start redocly")?;
    let text = String::from_utf8_lossy(&output.stdout);
    report(&text).with_context(|| {
        let message = String::from_utf8_lossy(&output.stderr);
        format!("redocly printed no report: {message}")
    })
}

/// Parses the report of Redocly CLI. Other text may follow the report.
fn report(text: &str) -> Option<Report> {
    let start = text.find('{').and_then(|at| text.get(at..))?;
    let mut reports = serde_json::Deserializer::from_str(start).into_iter();
    reports.next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::report;

    #[test]
    fn errors_are_listed_with_their_rules_and_locations() {
        let text = r##"
{"totals": {"errors": 1, "warnings": 1, "ignored": 0}, "problems": [
  {"ruleId": "tag-description", "severity": "warn", "message": "No text", "location": []},
  {"ruleId": "struct", "severity": "error", "message": "No title", "location": [{"pointer": "#/info"}]}
]}
Done.
"##;
        let report = report(text).unwrap();
        let errors: Vec<String> = report.errors().collect();
        assert_eq!(errors, ["struct: No title at #/info"]);
        assert_eq!(report.totals.warnings, 1);
    }

    #[test]
    fn text_without_a_report_is_rejected() {
        assert!(report("Done.").is_none());
    }
}
