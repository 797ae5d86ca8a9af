//! `cargo xtask generate`: generates a crate from one OpenAPI document.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::assets::OutputTree;
use codegen::changes::since_last_run;
use codegen::diag::{Code, Diagnostic, Severity};
use codegen::input::Policy;
use codegen::load::DiskFiles;
use codegen::pipeline::{self, Single, run_single};
use codegen::write::{Mode, write};

use crate::changes;
use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};
use crate::workspace::root;

/// Generate a client crate from one OpenAPI document
///
/// The document is YAML or JSON, OpenAPI 3.0, 3.1 or 3.2. Referenced files must be in the folder of the document or below, or in
/// the folder of `--root`. The task does not use the network. Common mistakes in documents are repaired. An unsupported part
/// becomes arbitrary JSON. Warnings report repairs and unsupported parts.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The document
    spec: PathBuf,
    /// The folder of the crate: new, empty, or with the crate of an earlier run
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The folder with all files that the document refers to; the default is the folder of the document
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The name of the crate; by default derived from the title of the document
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Show an example call in the docs of each method; the tests of the crate compile the example
    #[arg(long)]
    examples: bool,
    /// The format of diagnostics
    #[arg(long, value_enum, default_value_t = Style::Human)]
    format: Style,
    #[command(flatten)]
    changes: changes::Options,
    /// Print notes and all changes for users of the crate, not only some of them
    #[arg(long, short)]
    verbose: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let started = Instant::now();
    let options = Options {
        strict: arguments.strict,
        examples: arguments.examples,
    };
    let outcome = outcome_below(
        arguments.root.as_deref(),
        &arguments.spec,
        arguments.name.as_deref(),
        options,
    )?;
    print_diagnostics(
        &outcome.diagnostics,
        &outcome.sources,
        arguments.format,
        arguments.verbose,
    )?;
    let Some(tree) = &outcome.tree else {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    };
    let comparison = since_last_run(&arguments.out, &outcome)?;
    if !arguments.changes.report(&comparison, arguments.verbose)? {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    }
    let report = write(&arguments.out, tree, Mode::Write)?;
    if !report.foreign.is_empty() {
        let folder = arguments.out.display().to_string();
        print_diagnostics(
            &report.foreign_files(&folder),
            &outcome.sources,
            arguments.format,
            arguments.verbose,
        )?;
        return Ok(Outcome::Problems);
    }
    eprint(&format!(
        "{} in {:.2} s\n",
        summary(&outcome, tree),
        started.elapsed().as_secs_f64()
    ))?;
    print(&format!("{}\n", arguments.out.display()))?;
    // The process ends here. Freeing millions of values would only cost time.
    std::mem::forget(outcome);
    Ok(Outcome::Success)
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Whether warnings are errors.
    pub(crate) strict: bool,
    /// Whether the docs of each method show an example call.
    pub(crate) examples: bool,
}

/// Generates the crate of a document in memory.
pub(crate) fn outcome(
    spec: &Path,
    name: Option<&str>,
    options: Options,
) -> Result<pipeline::Outcome> {
    outcome_below(None, spec, name, options)
}

/// Generates the crate of a document in memory. Referenced files are read from `root_folder`.
fn outcome_below(
    root_folder: Option<&Path>,
    spec: &Path,
    name: Option<&str>,
    options: Options,
) -> Result<pipeline::Outcome> {
    let (folder, file) = below(root_folder, spec)?;
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
        path: &file,
        name,
        policy,
        examples: options.examples,
    }))
}

/// Returns the root folder, and the path of the document relative to the root folder. The path has `/` as separator.
fn below(root_folder: Option<&Path>, spec: &Path) -> Result<(PathBuf, String)> {
    let Some(file) = spec.file_name().and_then(|name| name.to_str()) else {
        bail!("`{}` is not a file", spec.display());
    };
    let folder = spec
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let Some(root_folder) = root_folder else {
        return Ok((folder.to_owned(), file.to_owned()));
    };
    let canonical = |path: &Path| {
        path.canonicalize()
            .with_context(|| format!("cannot read the folder `{}`", path.display()))
    };
    let (root_folder, folder) = (canonical(root_folder)?, canonical(folder)?);
    let Ok(inner) = folder.strip_prefix(&root_folder) else {
        bail!(
            "`{}` is not below the root folder `{}`",
            spec.display(),
            root_folder.display()
        );
    };
    let mut steps = Vec::new();
    for step in inner.components() {
        let Some(step) = step.as_os_str().to_str() else {
            bail!("the path `{}` is not UTF-8", inner.display());
        };
        steps.push(step);
    }
    steps.push(file);
    Ok((root_folder, steps.join("/")))
}

/// Summarizes a run in one line.
fn summary(outcome: &pipeline::Outcome, tree: &OutputTree) -> String {
    let plan = outcome.stages.plan.as_ref();
    let operations = plan.map_or(0, |plan| plan.operations().len());
    let types = plan.map_or(0, |plan| plan.types().count());
    let degraded = degraded(outcome);
    let repairs = repairs(outcome);
    format!(
        "{}, {}, {}, {degraded} degraded, {}",
        counted(operations, "operation"),
        counted(types, "type"),
        counted(repairs, "repair"),
        counted(lines(tree), "line"),
    )
}

/// Counts the parts of the document that became arbitrary JSON.
pub(crate) fn degraded(outcome: &pipeline::Outcome) -> usize {
    let found = outcome.diagnostics.iter();
    found.filter(|found| is_degraded(found)).count()
}

/// Counts the mistakes in the document that the generator repaired.
pub(crate) fn repairs(outcome: &pipeline::Outcome) -> usize {
    let found = outcome.diagnostics.iter();
    let warnings = found.filter(|found| found.severity == Severity::Warning);
    warnings.filter(|found| !is_degraded(found)).count()
}

/// Returns whether the diagnostic is a warning or error about a part that became arbitrary JSON.
fn is_degraded(found: &Diagnostic) -> bool {
    let codes = [Code::Unsupported, Code::UnresolvedReference];
    codes.contains(&found.code) && found.severity > Severity::Note
}

/// Counts the lines of the files in `src/`, without the runtime. The runtime does not depend on the document.
pub(crate) fn lines(tree: &OutputTree) -> usize {
    let sources = tree
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/runtime/"));
    sources
        .map(|(_, bytes)| bytes.split_inclusive(|byte| *byte == b'\n').count())
        .sum()
}
