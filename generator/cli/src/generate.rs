//! The command `generate`: generates a crate from documents, with or without a manifest.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use codegen::changes::since_last_run;
use codegen::project::{Generated, MANIFEST, Project};
use codegen::source::Sources;
use codegen::write::Report;

use crate::changes;
use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};
use crate::progress;
use crate::reading::ReadingArguments;
use crate::summary::summary;

/// The name of standard input on the command line.
const STANDARD_INPUT: &str = "-";

/// Generate a client crate from OpenAPI documents
///
/// A document is YAML or JSON, OpenAPI 3.0, 3.1 or 3.2. Referenced files must be in the folder of the document or below, or in the
/// folder of `--root`. The command does not use the network. Common mistakes in documents are repaired. An unsupported part becomes
/// arbitrary JSON. Warnings report repairs and unsupported parts.
///
/// Without a document, the command reads the manifest `codegen.yaml` of the current folder. If the folder of a document contains a
/// manifest that names the document, the command reads the manifest too.
///
/// The command never changes a file that it did not write.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The documents; `-` is standard input; several documents become the modules of one crate
    #[arg(value_name = "DOC")]
    documents: Vec<PathBuf>,
    /// The manifest; by default `codegen.yaml` in the current folder, or beside the document
    #[arg(long, value_name = "PATH", conflicts_with = "documents")]
    manifest: Option<PathBuf>,
    /// The folder of the crate: new, empty, or with the crate of an earlier run; by default `out` of the manifest, or `generated`
    /// beside the document
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write modules into a folder of an existing crate, such as `src/api`, instead of a crate; prints the dependencies that the
    /// crate needs
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "init", "examples"])]
    into: Option<PathBuf>,
    /// Write the manifest `codegen.yaml` beside the document, and no crate
    #[arg(long, requires = "documents", conflicts_with_all = ["check", "out"])]
    init: bool,
    /// Compare the crate with its folder and write nothing; exit with 1 if a file is out of date
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    options: Options,
}

/// The options that change the crate, and the output of the command.
#[derive(Args, Clone, Debug)]
struct Options {
    /// The folder with all files that the documents refer to; the default is the folder of the documents
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
    #[command(flatten)]
    reading: ReadingArguments,
    #[command(flatten)]
    changes: changes::ChangeOptions,
    /// The format of diagnostics
    #[arg(long, value_enum, default_value_t = Style::Human)]
    format: Style,
    /// Print notes and all changes for users of the crate, not only some of them
    #[arg(long, short)]
    verbose: bool,
}

const EXAMPLES: &str = "\
Examples:
  generate petstore.yaml -o petstore-client    a crate from one document
  generate orders.yaml users.yaml -o shop      a crate with two modules
  curl … | generate - -o client --name shop    a document from standard input
  generate --init petstore.yaml                write a manifest to choose operations, names and types
  generate                                     generate the crate of ./codegen.yaml again
  generate --check                             exit with 1 if the crate is out of date";

/// Generates, writes or checks a crate.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let started = Instant::now();
    let Some(project) = project(arguments)? else {
        eprint(&format!(
            "error: no document is given, and this folder has no `{MANIFEST}`\n\
             help: name a document, or write a manifest with `generate --init DOC`\n"
        ))?;
        return Ok(Outcome::UsageError);
    };
    if arguments.init && is_standard_input(&arguments.documents) {
        eprint("error: `--init` needs the path of a document, because the manifest names it\n")?;
        return Ok(Outcome::UsageError);
    }
    let options = &arguments.options;
    let project = configured(project, arguments);
    if arguments.init {
        return init(&project, options);
    }
    let generated = progress::shown(|| project.generate())?;
    let outcome = generated.outcome();
    print_diagnostics(
        &outcome.diagnostics,
        &outcome.sources,
        options.format,
        options.verbose,
    )?;
    let Some(tree) = &outcome.tree else {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    };
    let comparison = since_last_run(generated.out(), outcome)?;
    if !options.changes.report(&comparison, options.verbose)? {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    }
    let report = if arguments.check {
        generated.check()?
    } else {
        generated.write()?
    };
    let folder = generated.out().display().to_string();
    if !report.foreign.is_empty() {
        print_diagnostics(
            &report.foreign_files(&folder),
            &Sources::default(),
            options.format,
            options.verbose,
        )?;
        return Ok(Outcome::Problems);
    }
    if arguments.check {
        return checked(&generated, &report, &folder);
    }
    eprint(&format!(
        "{} in {:.2} s\n",
        summary(outcome, tree),
        started.elapsed().as_secs_f64()
    ))?;
    print(&format!("{folder}\n"))?;
    if !generated.requirements().is_empty()
        && let Some(module) = generated.out().file_name()
    {
        print(&dependencies(&generated, &module.to_string_lossy()))?;
    }
    // The process ends here. Freeing millions of values would only cost time.
    std::mem::forget(generated);
    Ok(Outcome::Success)
}

/// Returns the project that the arguments select: a manifest, documents or standard input. Returns `None` if there is
/// no document and no manifest.
fn project(arguments: &Arguments) -> Result<Option<Project>> {
    let documents = &arguments.documents;
    if let Some(manifest) = &arguments.manifest {
        return Ok(Some(Project::of_manifest(manifest)));
    }
    let [first, ..] = documents.as_slice() else {
        let beside = Path::new(MANIFEST);
        return Ok(beside.is_file().then(|| Project::of_manifest(beside)));
    };
    if is_standard_input(documents) {
        let mut text = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut text);
        read.context("cannot read standard input")?;
        return Ok(Some(Project::of_text(text)));
    }
    let beside = first.with_file_name(MANIFEST);
    if arguments.init || !beside.is_file() {
        return Ok(Some(Project::of_documents(documents)));
    }
    if Project::names(&beside, documents) {
        eprint(&format!("reading the manifest `{}`\n", beside.display()))?;
        return Ok(Some(Project::of_manifest(beside)));
    }
    eprint(&format!(
        "note: the manifest `{}` is not read, because it does not name the document\n",
        beside.display()
    ))?;
    Ok(Some(Project::of_documents(documents)))
}

/// Whether the only document is standard input.
fn is_standard_input(documents: &[PathBuf]) -> bool {
    matches!(documents, [only] if only.as_os_str() == STANDARD_INPUT)
}

fn configured(mut project: Project, arguments: &Arguments) -> Project {
    let options = &arguments.options;
    project = project.strict(options.strict).examples(options.examples);
    project = options.reading.configure(project);
    if let Some(out) = &arguments.out {
        project = project.out(out);
    }
    if let Some(folder) = &arguments.into {
        project = project.into_modules(folder);
    }
    if let Some(root) = &options.root {
        project = project.root(root);
    }
    if let Some(name) = &options.name {
        project = project.name(name);
    }
    project
}

/// Writes the manifest of documents.
fn init(project: &Project, options: &Options) -> Result<Outcome> {
    let init = project.init()?;
    print_diagnostics(
        &init.diagnostics,
        &init.sources,
        options.format,
        options.verbose,
    )?;
    let Some(text) = &init.text else {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    };
    let path = init.path.display();
    if init.path.exists() {
        eprint(&format!(
            "error: `{path}` exists already\nhelp: edit it, or delete it to write a new one\n"
        ))?;
        return Ok(Outcome::Problems);
    }
    codegen::write::put(&init.path, text.as_bytes())?;
    eprint("edit the manifest, then run `generate` in its folder\n")?;
    print(&format!("{path}\n"))?;
    Ok(Outcome::Success)
}

/// Lists the steps that add the modules to their crate.
fn dependencies(generated: &Generated, module: &str) -> String {
    let mut text = format!("\n# Declare the module: `pub mod {module};`. Add its dependencies:\n");
    for requirement in generated.requirements() {
        text.push_str(&requirement.command());
        text.push('\n');
    }
    text
}

/// Prints the files that are out of date.
fn checked(generated: &Generated, report: &Report, folder: &str) -> Result<Outcome> {
    let lock = generated.stale_lock();
    if report.is_clean() && lock.is_none() {
        print(&format!(
            "up to date: {}\n",
            counted(report.unchanged, "file")
        ))?;
        return Ok(Outcome::Success);
    }
    let mut text = String::from("out of date:\n");
    for (what, paths) in [
        ("added", &report.added),
        ("changed", &report.changed),
        ("removed", &report.removed),
    ] {
        for path in paths {
            writeln!(text, "  {what:8} {folder}/{path}")?;
        }
    }
    if let Some(lock) = lock {
        writeln!(text, "  {:8} {}", "changed", lock.display())?;
    }
    text.push_str("run the same command without `--check`\n");
    eprint(&text)?;
    Ok(Outcome::Problems)
}
