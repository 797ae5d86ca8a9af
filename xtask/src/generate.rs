//! `cargo xtask generate`: a crate from one OpenAPI document of any origin.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;
use codegen::assets::OutputTree;
use codegen::diag::Severity;
use codegen::input::Policy;
use codegen::load::DiskFiles;
use codegen::pipeline::{Outcome, Single, run_single};
use codegen::write::{Mode, write};

use crate::findings::{Style, counted, say};
use crate::workspace::root;
use crate::{End, print, tell};

/// Make a client crate of one OpenAPI document
///
/// The document may be YAML or JSON, OpenAPI 3.0 or 3.1; files that it refers to are read from its own folder and below,
/// nothing is ever fetched. What documents get wrong in known ways is repaired, and what cannot be expressed becomes any
/// JSON, each with a warning at its place.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The document
    spec: PathBuf,
    /// The folder of the crate; it may hold an earlier run's crate, and nothing else
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The name of the crate; by default the title of the document
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Take every repair for an error
    #[arg(long)]
    strict: bool,
    /// Show a call in the docs of each method; the tests of the crate compile it
    #[arg(long)]
    examples: bool,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Style::Human)]
    format: Style,
    /// Print notes as well, not only how many there are
    #[arg(long, short)]
    verbose: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<End> {
    let started = Instant::now();
    let options = Options {
        strict: arguments.strict,
        examples: arguments.examples,
    };
    let outcome = outcome(&arguments.spec, arguments.name.as_deref(), options)?;
    say(
        &outcome.diagnostics,
        &outcome.sources,
        arguments.format,
        arguments.verbose,
    )?;
    let Some(tree) = &outcome.tree else {
        tell("nothing was written\n")?;
        return Ok(End::Findings);
    };
    let report = write(&arguments.out, tree, Mode::Write)?;
    if !report.foreign.is_empty() {
        let folder = arguments.out.display().to_string();
        say(
            &report.foreign_files(&folder),
            &outcome.sources,
            arguments.format,
            arguments.verbose,
        )?;
        return Ok(End::Findings);
    }
    tell(&format!(
        "{} in {:.2} s\n",
        summary(&outcome, tree),
        started.elapsed().as_secs_f64()
    ))?;
    print(&format!("{}\n", arguments.out.display()))?;
    Ok(End::Fine)
}

/// How a crate is made of a document.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Whether every repair is an error.
    strict: bool,
    /// Whether the docs of each method show a call of it.
    examples: bool,
}

/// Runs all stages for a document; writes nothing.
pub(crate) fn outcome(spec: &Path, name: Option<&str>, options: Options) -> Result<Outcome> {
    let Some(file) = spec.file_name().and_then(|name| name.to_str()) else {
        bail!("`{}` is no file", spec.display());
    };
    let folder = spec
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let files = DiskFiles::new(folder);
    let templates = DiskFiles::new(root());
    let policy = if options.strict {
        Policy::Strict
    } else {
        Policy::Lenient
    };
    Ok(run_single(&Single {
        files: &files,
        templates: &templates,
        path: file,
        name,
        policy,
        examples: options.examples,
    }))
}

/// What came out, in a line.
fn summary(outcome: &Outcome, tree: &OutputTree) -> String {
    let operations = outcome
        .stages
        .model
        .as_ref()
        .map_or(0, |model| model.operations.len());
    let types = outcome
        .stages
        .names
        .as_ref()
        .map_or(0, |names| names.types.len());
    let degraded = degraded(outcome);
    let repairs = outcome.diagnostics.count(Severity::Warning) - degraded;
    format!(
        "{}, {}, {}, {degraded} degraded, {}",
        counted(operations, "operation"),
        counted(types, "type"),
        counted(repairs, "repair"),
        counted(lines(tree), "line"),
    )
}

/// How many parts became any JSON.
pub(crate) fn degraded(outcome: &Outcome) -> usize {
    outcome
        .diagnostics
        .iter()
        .filter(|found| found.code == codegen::diag::Code::Unsupported)
        .count()
}

/// The lines of Rust that follow from the document: without the runtime, which is the same in every crate, and without tests.
pub(crate) fn lines(tree: &OutputTree) -> usize {
    let sources = tree
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/runtime/"));
    sources
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).lines().count())
        .sum()
}
