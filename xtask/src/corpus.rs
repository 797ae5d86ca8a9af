//! `cargo xtask corpus`: generates a crate from every document of a folder and prints one row for each document.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::diag::Severity;
use codegen::model::{Success, Ty};
use codegen::pipeline;
use codegen::write::{Mode, write};
use openapi_to_crate::{degraded, lines, repairs};
use serde::{Deserialize, Serialize};

use crate::crates::{documents_in, progress, write_workspace};
use crate::generate::{Options, outcome};
use crate::output::{Outcome, eprint, print};
use crate::usage;
use crate::workspace::{cargo, root};

/// Generate a crate from every OpenAPI document of a folder and report on each document
///
/// Prints one row for each document: whether a crate was generated, errors, warnings, repairs, seconds, lines and lines per
/// operation. With `--check`, the row also shows whether the crate compiles without warnings. `typed` is the share of responses
/// with content that have a type. The last lines are totals and medians. The crates stay in `target/corpus`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The folder of the documents: files that end in .json, .yaml or .yml
    folder: PathBuf,
    /// Run as a child process: generate the crate of one document and print the row of the document
    #[arg(long, hide = true)]
    one: bool,
    /// Run `cargo check` on every crate, with warnings denied
    #[arg(long)]
    check: bool,
    /// The number of documents to process in parallel, and the number of jobs of `cargo check`
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: usize,
    /// Print the rows as JSON, one object per line
    #[arg(long)]
    json: bool,
}

/// The results of one document.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Row {
    #[serde(rename = "document")]
    name: String,
    generated: bool,
    compiles: Option<bool>,
    errors: usize,
    warnings: usize,
    repairs: usize,
    degraded: usize,
    seconds: f64,
    /// The peak memory of the run. `None` if the system does not report the peak memory.
    megabytes: Option<u64>,
    lines: usize,
    operations: usize,
    #[serde(rename = "typed_answers")]
    typed: usize,
    answers: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let base = root().join("target/corpus");
    fs::create_dir_all(&base)?;
    if arguments.one {
        print(&json(&[row(&arguments.folder, &base)?])?)?;
        return Ok(Outcome::Success);
    }
    let documents = documents_in(&arguments.folder)?;
    if documents.is_empty() {
        bail!("no documents in `{}`", arguments.folder.display());
    }
    let mut rows = rows(&documents, arguments.jobs.max(1))?;
    if arguments.check {
        check(&mut rows, &base, arguments.jobs)?;
    }
    print(&if arguments.json {
        json(&rows)?
    } else {
        table(&rows)?
    })?;
    let fine = rows
        .iter()
        .all(|row| row.generated && row.compiles != Some(false));
    Ok(if fine {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Returns the rows of all documents. Each document has its own process, and at most `jobs` processes run at a time.
fn rows(documents: &[PathBuf], jobs: usize) -> Result<Vec<Row>> {
    let progress = progress(documents.len(), "generated");
    let mut rows = Vec::new();
    for some in documents.chunks(jobs) {
        let running: Result<Vec<_>> = some.iter().map(|document| spawn(document)).collect();
        for (document, child) in some.iter().zip(running?) {
            let output = child.wait_with_output()?;
            let row = serde_json::from_slice(&output.stdout).with_context(|| {
                let message = String::from_utf8_lossy(&output.stderr).into_owned();
                format!("{}: {} {message}", document.display(), output.status)
            });
            rows.push(row?);
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(rows)
}

fn spawn(document: &Path) -> Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(["corpus", "--one"])
        .arg(document)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start another process")
}

fn row(document: &Path, base: &Path) -> Result<Row> {
    let name = document
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("document")
        .to_owned();
    let package = format!("corpus-{}", name.replace('.', "-").to_ascii_lowercase());
    let started = Instant::now();
    let outcome = outcome(document, Some(&package), Options::default())?;
    let folder = base.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    if let Some(tree) = &outcome.tree {
        write(&folder, tree, Mode::Write)?;
    }
    let seconds = started.elapsed().as_secs_f64();
    let (typed, answers) = typed(&outcome);
    Ok(Row {
        name,
        generated: outcome.tree.is_some(),
        compiles: None,
        errors: outcome.diagnostics.count(Severity::Error),
        warnings: outcome.diagnostics.count(Severity::Warning),
        repairs: repairs(&outcome),
        degraded: degraded(&outcome),
        seconds,
        megabytes: usage::peak_kilobytes().map(|kilobytes| kilobytes / 1000),
        lines: outcome.tree.as_ref().map_or(0, lines),
        operations: outcome
            .stages
            .model
            .as_ref()
            .map_or(0, |model| model.operations.len()),
        typed,
        answers,
    })
}

/// Counts the responses that have content. Returns how many of them have a type, and how many there are.
fn typed(outcome: &pipeline::Outcome) -> (usize, usize) {
    let operations = outcome
        .stages
        .model
        .as_ref()
        .map(|model| model.operations.as_slice())
        .unwrap_or_default();
    let with_content: Vec<&Success> = operations
        .iter()
        .map(|operation| &operation.success)
        .filter(|success| **success != Success::Empty)
        .collect();
    let typed = with_content.iter().filter(|success| {
        !matches!(
            success,
            Success::Json(Ty::Json) | Success::OptionalJson(Ty::Json)
        )
    });
    (typed.count(), with_content.len())
}

/// Checks all crates in one workspace, in which dependencies are built only once.
fn check(rows: &mut [Row], base: &Path, jobs: usize) -> Result<()> {
    let generated = rows.iter().filter(|row| row.generated);
    let packages: Vec<&str> = generated.map(|row| row.name.as_str()).collect();
    write_workspace(base, &packages)?;
    let progress = progress(packages.len(), "checked");
    for row in rows.iter_mut().filter(|row| row.generated) {
        let package = format!("corpus-{}", row.name.replace('.', "-").to_ascii_lowercase());
        let output = cargo()
            .args([
                "check",
                "--offline",
                "--quiet",
                "--package",
                &package,
                "--jobs",
                &jobs.to_string(),
            ])
            .current_dir(base)
            .env("CARGO_TARGET_DIR", base.join("target"))
            .output()
            .context("cannot start cargo")?;
        let output_text = String::from_utf8_lossy(&output.stderr);
        row.compiles = Some(output.status.success() && !output_text.contains("warning"));
        if row.compiles == Some(false) {
            let start: Vec<&str> = output_text.lines().take(12).collect();
            eprint(&format!(
                "{} does not compile cleanly:\n{}\n",
                row.name,
                start.join("\n")
            ))?;
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(())
}

fn table(rows: &[Row]) -> Result<String> {
    let mut text = format!(
        "{:24} {:>5} {:>8} {:>6} {:>8} {:>7} {:>8} {:>7} {:>5} {:>7} {:>5} {:>8} {:>7}\n",
        "document",
        "crate",
        "compiles",
        "errors",
        "warnings",
        "repairs",
        "degraded",
        "seconds",
        "MB",
        "lines",
        "ops",
        "lines/op",
        "typed"
    );
    for row in rows {
        writeln!(
            text,
            "{:24} {:>5} {:>8} {:>6} {:>8} {:>7} {:>8} {:>7.2} {:>5} {:>7} {:>5} {:>8} {:>6}%",
            row.name,
            yes(row.generated),
            row.compiles.map_or("-", yes),
            row.errors,
            row.warnings,
            row.repairs,
            row.degraded,
            row.seconds,
            row.megabytes
                .map_or_else(|| "-".to_owned(), |mb| mb.to_string()),
            row.lines,
            row.operations,
            per_operation(row),
            share(row),
        )?;
    }
    let generated = rows.iter().filter(|row| row.generated).count();
    let compiled = rows.iter().filter(|row| row.compiles == Some(true)).count();
    writeln!(
        text,
        "{} documents, {generated} generated, {compiled} compile",
        rows.len()
    )?;
    writeln!(
        text,
        "median: {} lines/op, {} ms, {} MB, {}% typed",
        median(
            rows.iter()
                .filter(|row| row.operations > 0)
                .map(per_operation)
                .collect()
        ),
        median(rows.iter().map(|row| milliseconds(row.seconds)).collect()),
        median(
            rows.iter()
                .filter_map(|row| row.megabytes?.try_into().ok())
                .collect()
        ),
        median(
            rows.iter()
                .filter(|row| row.answers > 0)
                .map(share)
                .collect()
        ),
    )?;
    Ok(text)
}

/// Formats the rows as JSON, one object per line.
fn json(rows: &[Row]) -> Result<String> {
    let mut text = String::new();
    for row in rows {
        text.push_str(&serde_json::to_string(row)?);
        text.push('\n');
    }
    Ok(text)
}

fn yes(fact: bool) -> &'static str {
    if fact { "yes" } else { "NO" }
}

fn per_operation(row: &Row) -> usize {
    row.lines.checked_div(row.operations).unwrap_or(0)
}

fn share(row: &Row) -> usize {
    (row.typed * 100).checked_div(row.answers).unwrap_or(100)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a run takes seconds, not years"
)]
fn milliseconds(seconds: f64) -> usize {
    (seconds * 1000.0) as usize
}

fn median(mut values: Vec<usize>) -> usize {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}
